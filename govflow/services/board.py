"""The secretary's board: everything in motion, state by state, what waits, what is at risk."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.deadline import Deadline, latest_opening
from govflow.domain.meeting import Committee, Meeting
from govflow.engine.workflow import State, Workflow
from govflow.services.listing import Item, Lister
from govflow.services.office import Desk
from govflow.store import board as rows
from govflow.store import meetings
from govflow.store.board import Place, Wanted
from govflow.store.lines import lines

IN_EACH_GROUP = 10
ON_A_PAGE = 50
UNRATIFIED = ("urgent_decision", ("decided_urgently", "awaiting_ratification"))
MEETINGS_AHEAD = 6
MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the person asked to see; `group` is a workflow and state, such as board_paper.draft."""

    group: str = ""
    committee_id: str = ""
    meeting_id: str = ""
    text: str = ""
    at_risk: bool = False
    page: int = 1

    @property
    def narrow(self) -> bool:
        """Whether anything but the page was asked for."""
        return self != Filters(page=self.page)


@dataclass(frozen=True)
class Group:
    """The papers standing in one state; `items` may be only the first of them."""

    key: str
    state: State
    workflow: Workflow
    count: int
    at_risk: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class MeetingDates:
    """A meeting ahead, and the last moments on the way to it."""

    meeting: Meeting
    papers: int
    send_by: Deadline
    papers_due: Deadline
    issue_by: Deadline
    held: Deadline


@dataclass(frozen=True)
class Board:
    """Everything the page shows."""

    groups: tuple[Group, ...]
    total: int
    at_risk: int
    pages: int
    bypass: tuple[Item, ...]
    ahead: tuple[MeetingDates, ...]
    committees: tuple[Committee, ...]
    meetings: tuple[Meeting, ...]
    choices: tuple[tuple[str, str], ...]


def board(desk: Desk, filters: Filters) -> Board:
    """The board under these filters, in a fixed number of statements."""
    lister = Lister(desk)
    known = _states(desk)
    wanted = _wanted(known, filters)
    counts = rows.counts(desk.work, wanted, lister.dates)
    total = sum(count for count, _ in counts.values())
    items = _items(desk, lister, wanted, filters)
    return Board(
        groups=tuple(_groups(known, counts, items)),
        total=total,
        at_risk=sum(risky for _, risky in counts.values()),
        pages=max(1, -(-total // ON_A_PAGE)) if filters.group else 1,
        bypass=tuple(bypassed(desk, lister)),
        ahead=tuple(_ahead(desk, lister, known)),
        committees=tuple(meetings.committees(desk.work)),
        meetings=tuple(lister.coming or lister.meetings[-1:]),
        choices=tuple((_key(place), _title(*states)) for place, states in known.items()),
    )


def bypassed(desk: Desk, lister: Lister) -> list[Item]:
    """Urgent decisions that no formal meeting has ratified, or refused to, yet."""
    key, states = UNRATIFIED
    return standing_in(desk, lister, [(key, state) for state in states])


def standing_in(desk: Desk, lister: Lister, places: list[Place]) -> list[Item]:
    """The papers in these states, by the date of their meeting."""
    wanted = Wanted(places=places)
    ids = rows.page(desk.work, wanted, lister.dates, limit=MOST_LISTED, offset=0)
    return in_order(desk, lister, ids)


def in_order(desk: Desk, lister: Lister, ids: list[str]) -> list[Item]:
    """The papers of these ids as items, in the same order."""
    place = {matter_id: number for number, matter_id in enumerate(ids)}
    found = lines(desk.work, among=ids)
    return [lister.item(line) for line in sorted(found, key=lambda line: place[line.id])]


def _states(desk: Desk) -> dict[Place, tuple[Workflow, State]]:
    """Every state a paper may stand in, in the order of the newest version of each workflow."""
    found: dict[Place, tuple[Workflow, State]] = {}
    for workflow in reversed(desk.office.workflows.all()):
        if workflow.matter == "paper":
            for state in workflow.states.values():
                found.setdefault((workflow.key, state.name), (workflow, state))
    order = {"board_paper": 0, "urgent_decision": 1}
    return dict(sorted(found.items(), key=lambda entry: order.get(entry[0][0], 2)))


def _wanted(known: dict[Place, tuple[Workflow, State]], filters: Filters) -> Wanted:
    """Ended papers are shown only to those who ask for them."""
    asked = [place for place in known if _key(place) == filters.group]
    moving = [place for place, (_, state) in known.items() if not state.final]
    return Wanted(
        places=(asked if filters.group else moving),
        committee_id=filters.committee_id,
        meeting_id=filters.meeting_id,
        text=filters.text,
        at_risk=filters.at_risk,
    )


def _items(desk: Desk, lister: Lister, wanted: Wanted, filters: Filters) -> dict[Place, list[Item]]:
    dates = lister.dates
    if filters.group:
        offset = (filters.page - 1) * ON_A_PAGE
        ids = rows.page(desk.work, wanted, dates, limit=ON_A_PAGE, offset=offset)
    else:
        ids = rows.first_of_each(desk.work, wanted, dates, IN_EACH_GROUP)
    found: dict[Place, list[Item]] = {}
    for item in in_order(desk, lister, ids):
        found.setdefault((item.line.workflow, item.line.state), []).append(item)
    return found


def _groups(
    known: dict[Place, tuple[Workflow, State]],
    counts: dict[Place, tuple[int, int]],
    items: dict[Place, list[Item]],
) -> list[Group]:
    return [
        Group(_key(place), state, workflow, *counts[place], tuple(items.get(place, ())))
        for place, (workflow, state) in known.items()
        if place in counts
    ]


def _ahead(
    desk: Desk,
    lister: Lister,
    known: dict[Place, tuple[Workflow, State]],
) -> list[MeetingDates]:
    moving = [place for place, (_, state) in known.items() if not state.final]
    papers = rows.papers_for(desk.work, moving)
    return [
        _meeting_dates(desk, lister, m, papers.get(m.id, 0)) for m in lister.coming[:MEETINGS_AHEAD]
    ]


def _meeting_dates(desk: Desk, lister: Lister, meeting: Meeting, papers: int) -> MeetingDates:
    zone, calendar = lister.zone, desk.calendar
    send = latest_opening(meeting.paper_deadline_at, desk.policy.minimum_window, calendar, zone)

    def by(at: datetime) -> Deadline:
        return Deadline(instant_at=at, zone=zone, calendar=calendar)

    return MeetingDates(
        meeting=meeting,
        papers=papers,
        send_by=Deadline.on_day(send, zone=zone, calendar=calendar),
        papers_due=by(meeting.paper_deadline_at),
        issue_by=by(lister.issue_by_at(meeting.held_at)),
        held=by(meeting.held_at),
    )


def _key(place: Place) -> str:
    return ".".join(place)


def _title(workflow: Workflow, state: State) -> str:
    return state.title if workflow.key == "board_paper" else f"{state.title} ({workflow.title})"
