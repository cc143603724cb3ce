"""What an administrator does with networks: remit, sponsor, terms, protected hours, officers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.events import (
    NetworkChanged,
    NetworkRegistered,
    OfficerAppointed,
    OfficerStoodDown,
)
from govflow.domain.network import POST_TITLES, SIZE_BANDS, Officer, StaffNetwork
from govflow.domain.people import Person
from govflow.services.office import Desk, new_id
from govflow.services.people import administrator_only
from govflow.services.substitutes import end_kept
from govflow.store import people


@dataclass(frozen=True)
class NetworkForm:
    """What the form gives; counts of members are only ever a band."""

    name: str
    remit: tuple[str, ...]
    sponsor_id: str | None
    protected_hours_per_month: int
    terms_of_reference_on: date | None
    size_band: str


def register_network(desk: Desk, form: NetworkForm) -> StaffNetwork:
    """Enter a network; raises Invalid and Refused."""
    administrator_only(desk)
    _check(desk, form, None)
    made = StaffNetwork(
        id=new_id(), organisation_id=desk.work.organisation_id, name=form.name.strip()
    )
    _take(desk, made, form)
    desk.work.add(made)
    event = NetworkRegistered(network_id=made.id, about_network=made.name)
    desk.work.record(event, desk.actor)
    return made


def change_network(
    desk: Desk, network_id: str, form: NetworkForm, *, ended_on: date | None = None
) -> StaffNetwork:
    """Change a network's remit, sponsor, terms, hours or band; raises Invalid and Refused."""
    administrator_only(desk)
    found = people.network(desk.work, network_id)
    _check(desk, form, found)
    before = _shown(found)
    found.name = form.name.strip()
    _take(desk, found, form)
    found.ended_on = ended_on
    what = [name for name, value in _shown(found).items() if before[name] != value]
    if what:
        event = NetworkChanged(network_id=found.id, about_network=found.name, what=", ".join(what))
        desk.work.record(event, desk.actor)
    return found


def _shown(network: StaffNetwork) -> dict[str, object]:
    return {
        "name": network.name,
        "remit": tuple(network.remit),
        "sponsor": network.sponsor_id,
        "protected hours": network.protected_hours_per_month,
        "terms of reference": network.terms_of_reference_on,
        "size band": network.size_band,
        "end": network.ended_on,
    }


def _check(desk: Desk, form: NetworkForm, changing: StaffNetwork | None) -> None:
    problems: dict[str, str] = {}
    if not 1 <= len(form.name.strip()) <= 120:
        problems["name"] = "Enter the network's name, at most 120 characters."
    if any(
        n.name == form.name.strip() and n is not changing
        for n in people.networks(desk.work, invited_too=True)
    ):
        problems["name"] = "There is already a network of this name."
    problems.update(_choices(desk, form))
    if not 0 <= form.protected_hours_per_month <= 200:
        problems["protected_hours_per_month"] = "Protected hours must be between 0 and 200 a month."
    if problems:
        raise Invalid(problems)


def _choices(desk: Desk, form: NetworkForm) -> Iterable[tuple[str, str]]:
    if not form.remit:
        yield "remit", "Choose at least one topic for the network's remit."
    unknown = [r for r in form.remit if r not in desk.office.rules.remits]
    if unknown:
        yield "remit", f"The scope rules do not know the remit “{unknown[0]}”."
    if form.size_band not in SIZE_BANDS:
        yield "size_band", "Choose the size as a band."


def _take(desk: Desk, network: StaffNetwork, form: NetworkForm) -> None:
    sponsor = people.person(desk.work, form.sponsor_id) if form.sponsor_id else None
    network.remit = tuple(form.remit)
    network.sponsor_id = sponsor.id if sponsor else None
    network.sponsor_name = sponsor.name if sponsor else ""
    network.protected_hours_per_month = form.protected_hours_per_month
    network.terms_of_reference_on = form.terms_of_reference_on
    network.size_band = form.size_band


def appoint(
    desk: Desk,
    network_id: str,
    person_id: str,
    *,
    post: str,
    starts_on: date,
    ends_on: date | None = None,
) -> Officer:
    """Appoint somebody to speak for a network between two dates; raises Invalid and Refused."""
    administrator_only(desk)
    network = people.network(desk.work, network_id)
    person = people.person(desk.work, person_id)
    _check_term(network, person, post, starts_on, ends_on)
    made = Officer(
        id=new_id(),
        organisation_id=network.organisation_id,
        network_id=network.id,
        person_id=person.id,
        person_name=person.name,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    network.officers.append(made)
    desk.work.record(_appointed(network, made), desk.actor)
    return made


def _appointed(network: StaffNetwork, made: Officer) -> OfficerAppointed:
    return OfficerAppointed(
        network_id=network.id,
        about_network=network.name,
        post=made.post,
        post_title=POST_TITLES[made.post],
        starts_on=made.starts_on.isoformat(),
        ends_on=made.ends_on.isoformat() if made.ends_on else "",
        person_name=made.person_name,
    )


def _check_term(
    network: StaffNetwork, person: Person, post: str, starts_on: date, ends_on: date | None
) -> None:
    if post not in POST_TITLES:
        raise Invalid({"post": "Choose a post: chair, co-chair or deputy."})
    if ends_on is not None and ends_on < starts_on:
        raise Invalid({"ends_on": "The term must end on or after the day it starts."})
    if any(o.person_id == person.id and _meet(o, starts_on, ends_on) for o in network.officers):
        raise Invalid({"person_id": f"{person.name} already holds a post here in that time."})


def _meet(held: Officer, starts_on: date, ends_on: date | None) -> bool:
    return (held.ends_on is None or held.ends_on >= starts_on) and (
        ends_on is None or held.starts_on <= ends_on
    )


def stand_down(desk: Desk, network_id: str, officer_id: str, *, ends_on: date) -> None:
    """End an officer's term on a date, inclusive; raises Invalid, NotFound and Refused."""
    administrator_only(desk)
    network = people.network(desk.work, network_id)
    held = next((o for o in network.officers if o.id == officer_id), None)
    if held is None:
        raise NotFound("This network has no such officer.")
    if ends_on < held.starts_on:
        raise Invalid({"ends_on": "The term must end on or after the day it starts."})
    held.ends_on = ends_on
    if not held.stands_for_id:
        end_kept(desk, network.officers, held, ends_on)
    event = OfficerStoodDown(
        network_id=network.id,
        about_network=network.name,
        post=held.post,
        post_title=POST_TITLES[held.post],
        ends_on=ends_on.isoformat(),
        person_name=held.person_name,
    )
    desk.work.record(event, desk.actor)
