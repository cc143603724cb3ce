"""What an administrator does with committees, meetings and policy values."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from govflow.domain.calendar import WorkingDays
from govflow.domain.deadline import end_of_day
from govflow.domain.errors import Invalid
from govflow.domain.events import CommitteeEntered, MeetingArranged, PolicySet
from govflow.domain.meeting import Committee, Meeting
from govflow.domain.people import Role
from govflow.domain.policy import POLICY_TITLES, PolicyValue, checked_value
from govflow.services.office import Desk, new_id
from govflow.services.people import administrator_only
from govflow.store import meetings
from govflow.store.log import stamp


def enter_committee(desk: Desk, *, name: str, is_board: bool = False) -> Committee:
    """Enter a board or committee; raises Invalid and Refused."""
    administrator_only(desk)
    said = name.strip()
    if not 1 <= len(said) <= 120:
        raise Invalid({"name": "Enter the committee's name, at most 120 characters."})
    if any(c.name == said for c in meetings.committees(desk.work)):
        raise Invalid({"name": "There is already a committee of this name."})
    made = Committee(
        id=new_id(), organisation_id=desk.work.organisation_id, name=said, is_board=is_board
    )
    desk.work.add(made)
    desk.work.record(CommitteeEntered(committee=made.id, committee_name=said), desk.actor)
    return made


def arrange_meeting(
    desk: Desk,
    committee_id: str,
    *,
    held_on: date,
    starts: time = time(9, 30),
    paper_deadline_on: date | None = None,
    place: str = "",
) -> Meeting:
    """Arrange a meeting; without a date the paper deadline follows policy. Raises Invalid."""
    if not desk.actor.holds(Role.SECRETARY):
        administrator_only(desk)
    committee = meetings.committee(desk.work, committee_id)
    deadline_on = paper_deadline_on or _default_deadline(desk, held_on)
    if deadline_on >= held_on:
        raise Invalid({"paper_deadline_on": "The paper deadline must be before the meeting."})
    made = Meeting(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        committee_id=committee.id,
        committee_name=committee.name,
        held_at=datetime.combine(held_on, starts, ZoneInfo(desk.organisation.zone)),
        paper_deadline_at=end_of_day(deadline_on, desk.organisation.zone),
        place=place.strip()[:200],
    )
    if any(
        m.committee_id == committee.id and m.held_at == made.held_at
        for m in meetings.meetings(desk.work)
    ):
        raise Invalid({"held_on": "This committee already meets at that time."})
    desk.work.add(made)
    event = MeetingArranged(
        meeting=made.id,
        committee_name=committee.name,
        held_on=held_on.isoformat(),
        paper_deadline_at=stamp(made.paper_deadline_at),
    )
    desk.work.record(event, desk.actor)
    return made


def _default_deadline(desk: Desk, held_on: date) -> date:
    return working_days_before(held_on, desk.policy.paper_deadline_days, desk.calendar)


def working_days_before(day: date, working_days: int, calendar: WorkingDays) -> date:
    """The nth working day before a day."""
    found, left = day, working_days
    while left:
        found = date.fromordinal(found.toordinal() - 1)
        left -= calendar.is_working(found)
    return found


def set_policy(desk: Desk, name: str, value: int, *, starts_on: date) -> PolicyValue:
    """Set a policy value from a date on; earlier values stay. Raises Invalid and Refused."""
    administrator_only(desk)
    checked_value(name, value)
    same_day = [
        v for v in meetings.policy_values(desk.work) if v.name == name and v.starts_on == starts_on
    ]
    made = (
        same_day[0]
        if same_day
        else PolicyValue(
            id=new_id(),
            organisation_id=desk.work.organisation_id,
            name=name,
            value=value,
            starts_on=starts_on,
            set_by_name=desk.actor.name,
        )
    )
    made.value, made.set_by_name = value, desk.actor.name
    desk.work.add(made)
    event = PolicySet(
        policy=name,
        policy_title=POLICY_TITLES[name],
        value=value,
        starts_on=starts_on.isoformat(),
    )
    desk.work.record(event, desk.actor)
    return made
