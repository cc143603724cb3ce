"""The days on which networks meet and the local dates to be minded, entered by hand."""

from dataclasses import dataclass
from datetime import date, timedelta

from govflow.domain.calendar import said
from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.events import (
    LocalDateEntered,
    LocalDateRemoved,
    NetworkMeetingEntered,
    NetworkMeetingRemoved,
)
from govflow.domain.network import StaffNetwork
from govflow.domain.people import Role
from govflow.services.network_desk import own_networks
from govflow.services.office import Desk, new_id
from govflow.services.scope_rules import current_networks
from govflow.store import dates
from govflow.store.dates import LocalDate, NetworkMeeting

KINDS = dates.KINDS
FARTHEST = timedelta(days=3 * 366)
LONGEST_NAME, LONGEST_SOURCE = 120, 300


@dataclass(frozen=True)
class DatesPage:
    """The networks whose dates this person may enter, with those ahead; local dates beside."""

    networks: list[tuple[StaffNetwork, list[NetworkMeeting]]]
    local: list[LocalDate]
    keeps_local: bool


def page(desk: Desk) -> DatesPage:
    """What is entered from today on."""
    mine = _networks(desk)
    ahead = dates.meetings(desk.work, [n.id for n in mine], desk.today)
    found = [(n, [m for m in ahead if m.network_id == n.id]) for n in mine]
    secretary = desk.actor.holds(Role.SECRETARY)
    return DatesPage(found, dates.local_dates(desk.work, desk.today), secretary)


def _networks(desk: Desk) -> list[StaffNetwork]:
    if desk.actor.holds(Role.SECRETARY):
        return current_networks(desk)
    return own_networks(desk)


def _network(desk: Desk, network_id: str) -> StaffNetwork:
    found = next((n for n in _networks(desk) if n.id == network_id), None)
    if found is None:
        raise NotFound("There is no such network among those whose dates you keep.")
    return found


def _speaks_as(desk: Desk, network: StaffNetwork) -> str:
    """The network itself where an officer acts: who inside it did is nobody's business."""
    return "" if desk.actor.holds(Role.SECRETARY) else network.name


def enter_meeting(desk: Desk, network_id: str, meets_on: date) -> None:
    """Enter a day on which a network meets; raises Invalid and NotFound."""
    network = _network(desk, network_id)
    field = f"meets_on_{network_id}"
    _ahead(desk, meets_on, field)
    made = NetworkMeeting(new_id(), network.organisation_id, network.id, meets_on, "")
    if not dates.add_meeting(desk.work, made):
        raise Invalid({field: f"{said(meets_on)} is entered already"})
    event = NetworkMeetingEntered(
        network=_speaks_as(desk, network),
        network_id=network.id,
        about_network=f"the {network.name}",
        meets_on=said(meets_on),
    )
    desk.work.record(event, desk.actor)


def remove_meeting(desk: Desk, meeting_id: str) -> None:
    """Take out a day on which a network was to meet; raises NotFound."""
    found = dates.meeting(desk.work, meeting_id)
    network = _network(desk, found.network_id)
    dates.remove_meeting(desk.work, found.id)
    event = NetworkMeetingRemoved(
        network=_speaks_as(desk, network),
        network_id=network.id,
        about_network=f"the {network.name}",
        meets_on=said(found.meets_on),
    )
    desk.work.record(event, desk.actor)


def _ahead(desk: Desk, day: date, field: str) -> None:
    if not desk.today <= day <= desk.today + FARTHEST:
        raise Invalid({field: "Enter a day from today on, at most three years ahead"})


def enter_local(
    desk: Desk, *, kind: str, name: str, starts_on: date, ends_on: date | None, source: str
) -> None:
    """Enter local dates to be minded, with their source; raises Invalid and WrongRole."""
    _secretary_only(desk)
    last = ends_on or starts_on
    made = LocalDate(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        kind=kind,
        name=name.strip(),
        starts_on=starts_on,
        ends_on=last,
        source=source.strip(),
    )
    if problems := _local_problems(made):
        raise Invalid(problems)
    _ahead(desk, last, "ends_on" if ends_on else "starts_on")
    dates.add_local_date(desk.work, made)
    event = LocalDateEntered(
        date_name=made.name, starts_on=said(starts_on), ends_on=said(last), source=made.source
    )
    desk.work.record(event, desk.actor)


def _local_problems(made: LocalDate) -> dict[str, str]:
    problems = {}
    if made.kind not in dates.KINDS:
        problems["kind"] = "Choose what kind of date it is"
    if not 1 <= len(made.name) <= LONGEST_NAME:
        problems["name"] = f"Enter what it is called, in at most {LONGEST_NAME} characters"
    if made.ends_on < made.starts_on:
        problems["ends_on"] = "The last day must not be before the first"
    if not 1 <= len(made.source) <= LONGEST_SOURCE:
        problems["source"] = f"Say where it is published, in at most {LONGEST_SOURCE} characters"
    return problems


def _secretary_only(desk: Desk) -> None:
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may change local dates.")


def remove_local(desk: Desk, date_id: str) -> None:
    """Take out a local date; raises NotFound and WrongRole."""
    _secretary_only(desk)
    found = dates.one_local_date(desk.work, date_id)
    dates.remove_local_date(desk.work, found.id)
    event = LocalDateRemoved(
        date_name=found.name, starts_on=said(found.starts_on), ends_on=said(found.ends_on)
    )
    desk.work.record(event, desk.actor)
