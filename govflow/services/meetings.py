"""What an administrator does with committees, meetings and policy values."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from govflow.domain.calendar import OutsideCalendar, WorkingDays
from govflow.domain.deadline import Deadline, end_of_day
from govflow.domain.errors import Invalid, NotYet
from govflow.domain.events import CommitteeEntered, MeetingArranged, MeetingRearranged, PolicySet
from govflow.domain.meeting import Committee, Meeting
from govflow.domain.people import Role
from govflow.domain.policy import POLICY_TITLES, PolicyValue, checked_value
from govflow.services.notices import tell
from govflow.services.office import Desk, new_id
from govflow.services.people import administrator_only
from govflow.store import meetings
from govflow.store.log import stamp

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
LONGEST_PLACE = 200


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
    made = Meeting(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        committee_id=committee.id,
        committee_name=committee.name,
        held_at=datetime.combine(held_on, starts, ZoneInfo(desk.organisation.zone)),
        paper_deadline_at=end_of_day(deadline_on, desk.organisation.zone),
        place=place.strip()[:LONGEST_PLACE],
    )
    _check_times(desk, made, held_on, deadline_on)
    desk.work.add(made)
    event = MeetingArranged(
        meeting=made.id,
        committee_name=committee.name,
        held_on=held_on.isoformat(),
        paper_deadline_at=stamp(made.paper_deadline_at),
    )
    desk.work.record(event, desk.actor)
    return made


def change_meeting(
    desk: Desk,
    meeting_id: str,
    *,
    held_on: date,
    starts: time,
    paper_deadline_on: date | None = None,
    place: str = "",
) -> Meeting:
    """Move a meeting that has not been held, or its paper deadline or place; raises Invalid."""
    if not desk.actor.holds(Role.SECRETARY):
        administrator_only(desk)
    found = meetings.meeting(desk.work, meeting_id)
    if found.held_at <= desk.now:
        raise NotYet("This meeting has been held: its dates stay as they were.")
    zone = desk.organisation.zone
    deadline_on = paper_deadline_on or _default_deadline(desk, held_on)
    wanted = replace(
        found,
        held_at=datetime.combine(held_on, starts, ZoneInfo(zone)).astimezone(UTC),
        paper_deadline_at=end_of_day(deadline_on, zone),
        place=place.strip()[:LONGEST_PLACE],
    )
    _check_times(desk, wanted, held_on, deadline_on)
    if wanted.held_at <= desk.now:
        raise Invalid({"held_on": "A meeting cannot be moved into the past."})
    _take_times(desk, found, wanted)
    return found


def _check_times(desk: Desk, wanted: Meeting, held_on: date, deadline_on: date) -> None:
    if not EARLIEST_YEAR <= held_on.year <= LATEST_YEAR:
        raise Invalid({"held_on": f"Enter a year from {EARLIEST_YEAR} to {LATEST_YEAR}."})
    if deadline_on >= held_on:
        raise Invalid({"paper_deadline_on": "The paper deadline must be before the meeting."})
    if any(
        m.id != wanted.id and m.committee_id == wanted.committee_id and m.held_at == wanted.held_at
        for m in meetings.meetings(desk.work)
    ):
        raise Invalid({"held_on": "This committee already meets at that time."})


def _take_times(desk: Desk, found: Meeting, wanted: Meeting) -> None:
    titles = {"held_at": "date and time", "paper_deadline_at": "paper deadline", "place": "place"}
    what = [said for name, said in titles.items() if getattr(found, name) != getattr(wanted, name)]
    for name in titles:
        setattr(found, name, getattr(wanted, name))
    if not what:
        return
    event = MeetingRearranged(
        meeting=found.id,
        committee_name=found.committee_name,
        what=", ".join(what),
        held_at=stamp(found.held_at),
        paper_deadline_at=stamp(found.paper_deadline_at),
        place=found.place,
    )
    desk.work.record(event, desk.actor)
    if what != [titles["place"]]:
        _tell_moved(desk, found)


def _tell_moved(desk: Desk, moved: Meeting) -> None:
    """Whoever has a paper going to the meeting learns the new times, once for each move."""
    zone = desk.organisation.zone
    held = Deadline(moved.held_at, zone).when()
    due = Deadline(moved.paper_deadline_at, zone).when()
    for paper in meetings.papers_going_to(desk.work, moved.id):
        tell(
            desk,
            [person for person in (paper.author_id, paper.executive_lead_id) if person],
            key=f"moved:{moved.id}:{stamp(moved.held_at)}:{stamp(moved.paper_deadline_at)}:{paper.id}",
            kind="meeting_moved",
            sentence=f"“{paper.title}”: {moved.committee_name} now meets at {held}; "
            f"papers are due by {due}.",
            path=f"/papers/{paper.id}",
            matter_id=paper.id,
        )


def _default_deadline(desk: Desk, held_on: date) -> date:
    try:
        return working_days_before(held_on, desk.policy.paper_deadline_days, desk.calendar)
    except OutsideCalendar as outside:
        said = f"{outside} Give the paper deadline yourself."
        raise Invalid({"paper_deadline_on": said}) from outside


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
    if starts_on < desk.today and not desk.actor.is_system:
        raise Invalid(
            {
                "starts_on": "Choose today or a later day: what has passed is judged by "
                "the value that held then."
            }
        )
    if starts_on.year > LATEST_YEAR:
        raise Invalid({"starts_on": f"Enter a year up to {LATEST_YEAR}."})
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
