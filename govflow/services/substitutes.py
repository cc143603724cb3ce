"""Names a substitute who keeps an officer's or a company secretary's place for some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.events import SubstituteNamed
from govflow.domain.handover import wrong_period
from govflow.domain.network import POST_TITLES, Officer, StaffNetwork
from govflow.domain.people import ROLE_TITLES, Person, Role, RoleHeld, in_force
from govflow.services.notices import tell
from govflow.services.office import Desk, new_id
from govflow.store import handovers, people

Held = Officer | RoleHeld
AnyHeld = TypeVar("AnyHeld", Officer, RoleHeld)
MAY_BE_KEPT = (Role.SECRETARY,)
OWN_ONLY = "Only {name} or an administrator may do this."
ENDED = "This term has ended, or has not begun: there is nothing to hand over."
NOT_BY_SUBSTITUTE = "A substitute keeps a place, and cannot pass it on."


@dataclass(frozen=True)
class Place:
    """An office somebody holds, as its holder's page and the verbs need it."""

    held: Held
    holder: str
    about: str
    network: StaffNetwork | None = None


def post(desk: Desk, network_id: str, officer_id: str) -> Place:
    """An officer's post that this person may hand over or have kept; raises Refused."""
    network = people.network(desk.work, network_id)
    held = next((o for o in network.officers if o.id == officer_id), None)
    if held is None:
        raise NotFound("This network has no such officer.")
    about = f"{POST_TITLES[held.post]} of the {network.name}"
    return _mine(desk, Place(held, held.person_name, about, network))


def role(desk: Desk, person_id: str, role_id: str) -> Place:
    """A company secretary's role that this person may hand over or have kept; raises Refused."""
    person = people.person(desk.work, person_id)
    held = next((r for r in person.roles if r.id == role_id), None)
    if held is None or held.role not in MAY_BE_KEPT:
        raise NotFound("This person holds no such office.")
    return _mine(desk, Place(held, person.name, ROLE_TITLES[held.role]))


def _mine(desk: Desk, place: Place) -> Place:
    own = desk.actor.id == place.held.person_id
    if not (own or desk.actor.holds(Role.ADMINISTRATOR) or desk.actor.is_system):
        raise WrongRole(OWN_ONLY.format(name=place.holder))
    if place.held.stands_for_id:
        raise WrongRole(NOT_BY_SUBSTITUTE)
    if not in_force(place.held.starts_on, place.held.ends_on, desk.today):
        raise NotFound(ENDED)
    return place


def candidates(desk: Desk, place: Place) -> list[tuple[str, str]]:
    """Everybody who can sign in, apart from the holder, by id and name."""
    return [
        (p.id, p.name)
        for p in people.people(desk.work)
        if p.active and p.id != place.held.person_id
    ]


def chosen(desk: Desk, place: Place, person_id: str) -> Person:
    """The person chosen; raises Invalid."""
    if person_id not in dict(candidates(desk, place)):
        raise Invalid({"person_id": "Choose the person from the list."})
    return people.person(desk.work, person_id)


def name(
    desk: Desk, place: Place, person_id: str, *, starts_on: date, ends_on: date | None
) -> Held:
    """Have somebody keep the place from one local day to another, both inclusive.

    Nothing has to end it: after the last day they no longer hold it. Raises Invalid.
    """
    term_ends_on = place.held.ends_on
    problems = wrong_period(starts_on, ends_on, today=desk.today, term_ends_on=term_ends_on)
    if problems or ends_on is None:
        raise Invalid(problems)
    person = chosen(desk, place, person_id)
    among: Sequence[Held] = person.roles if place.network is None else place.network.officers
    if any(_same(place, o, person) and overlap(o, starts_on, ends_on) for o in among):
        raise Invalid({"person_id": f"{person.name} already holds a post here in that time."})
    made = _kept(place, person, starts_on, ends_on)
    event = SubstituteNamed(
        about_office=place.about,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
        stands_for_name=place.holder,
        person_name=person.name,
    )
    seq = desk.work.record(event, desk.actor)
    _tell(desk, place, person, f"substitute:{seq}", starts_on, ends_on)
    return made


def _same(place: Place, other: Held, person: Person) -> bool:
    if isinstance(other, RoleHeld):
        return isinstance(place.held, RoleHeld) and other.role == place.held.role
    return other.person_id == person.id


def overlap(held: Held, starts_on: date, ends_on: date | None) -> bool:
    """Whether a term and a period, both inclusive, have a day in common."""
    begins_by_then = ends_on is None or held.starts_on <= ends_on
    return begins_by_then and (held.ends_on is None or held.ends_on >= starts_on)


def end_kept(desk: Desk, among: list[AnyHeld], held: AnyHeld, end: date) -> int:
    """Nobody stands in for somebody whose term is over: what was to last longer ends with it.

    Returns how many terms were cut short.
    """
    cut = 0
    of_role = getattr(held, "role", None)
    for kept in [k for k in among if k.stands_for_id == held.person_id]:
        if getattr(kept, "role", None) != of_role:
            continue
        if kept.starts_on > end:
            among.remove(kept)
            handovers.forget(desk.work, kept)
            cut += 1
        elif kept.ends_on is None or kept.ends_on > end:
            kept.ends_on = end
            cut += 1
    return cut


def _kept(place: Place, person: Person, starts_on: date, ends_on: date) -> Held:
    common: dict[str, Any] = {
        "id": new_id(),
        "organisation_id": person.organisation_id,
        "person_id": person.id,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "stands_for_id": place.held.person_id,
        "stands_for_name": place.holder,
    }
    if isinstance(place.held, RoleHeld):
        held = RoleHeld(role=place.held.role, **common)
        person.roles.append(held)
        return held
    # A deputy for those days: a substitute never makes the chair look filled for good.
    officer = Officer(
        network_id=place.held.network_id, person_name=person.name, post="deputy", **common
    )
    if place.network is not None:
        place.network.officers.append(officer)
    return officer


def _tell(
    desk: Desk, place: Place, person: Person, key: str, starts_on: date, ends_on: date
) -> None:
    said = (
        f"You stand in for {place.holder}, {place.about}, "
        f"from {starts_on:%-d %B %Y} to {ends_on:%-d %B %Y}."
    )
    tell(desk, [person.id], key=key, kind="handed_over", sentence=said, path="/offices")
