"""One line of a list of papers as a person reads it: whom it waits for, until when, what else."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast

from govflow.domain.calendar import issue_by
from govflow.domain.cases import Case
from govflow.domain.deadline import Deadline, end_of_day, local_day, window_closes
from govflow.domain.matter import Matter
from govflow.domain.people import ROLE_TITLES, Role
from govflow.domain.risk import READY, Timing, why_at_risk
from govflow.engine.workflow import State
from govflow.services.office import Desk
from govflow.store import meetings
from govflow.store.board import LONGER_WINDOW, Dates
from govflow.store.lines import Line


@dataclass(kw_only=True)
class LineCase(Case):
    """A line with the same deadlines as the paper's whole case, without loading the paper."""

    line: Line
    next_held_at: datetime | None = None

    @property
    def matter(self) -> Matter:
        """The line stands in for the matter: it knows the state and since when."""
        return cast(Matter, self.line)

    def _consultation(self) -> datetime | None:
        return self.line.closes_at

    def _response(self) -> datetime:
        return self._after_state(self.policy.response_days)

    def _paper_deadline(self) -> datetime | None:
        return self.line.paper_deadline_at

    def _meeting(self) -> datetime | None:
        return self.line.held_at

    def _next_meeting(self) -> datetime | None:
        return self.next_held_at

    def _feedback(self) -> datetime:
        return self._after_state(self.policy.feedback_days)


@dataclass(frozen=True)
class Item:
    """A paper on a list; the sentences are ready to be read."""

    line: Line
    state: State
    waits_for: str
    deadline: Deadline | None
    papers_due: Deadline | None
    risk: str | None
    flags: tuple[str, ...]


class Lister:
    """Turns lines into items; what all of them share is worked out once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.zone = desk.organisation.zone
        self.meetings = meetings.meetings(desk.work)
        self.coming = [m for m in self.meetings if m.held_at > desk.now]
        self.next_held_at = self.coming[0].held_at if self.coming else None
        self._closes: dict[int, datetime] = {}
        self._issues: dict[datetime, datetime] = {}

    @cached_property
    def dates(self) -> Dates:
        """The instants against which the database sorts papers by risk."""
        lost = [
            m.id
            for m in self.meetings
            if m.held_at <= self.desk.now or self.desk.now > self.issue_by_at(m.held_at)
        ]
        return Dates(
            now=self.desk.now,
            shortest_close_at=self.shortest_close_at("ordinary"),
            shortest_close_of_change_at=self.shortest_close_at(LONGER_WINDOW),
            meetings_without_clear_days=tuple(lost),
        )

    def item(self, line: Line) -> Item:
        """The line as a person reads it."""
        case = LineCase(
            zone=self.zone,
            policy=self.desk.policy,
            calendar=self.desk.calendar,
            line=line,
            next_held_at=self.next_held_at,
        )
        state = self.desk.workflow(line.workflow, line.workflow_version).states[line.state]
        due = line.paper_deadline_at
        return Item(
            line=line,
            state=state,
            waits_for=waits_for(line, state),
            deadline=case.deadline(state.deadline),
            papers_due=case.by(due, "paper_deadline") if due else None,
            risk=why_at_risk(line.state, self.timing(line), self.desk.now),
            flags=tuple(flags(line)),
        )

    def timing(self, line: Line) -> Timing:
        """What decides whether the paper is at risk."""
        return Timing(
            paper_deadline_at=line.paper_deadline_at,
            shortest_close_at=self.shortest_close_at(line.kind),
            last_close_at=line.closes_at,
            issue_by_at=(
                self.issue_by_at(line.held_at) if line.held_at and line.state == READY else None
            ),
        )

    def shortest_close_at(self, kind: str) -> datetime:
        """When the shortest window for this kind of paper would end if it were sent now."""
        days = self.desk.policy.minimum_window_for(kind)
        if days not in self._closes:
            closes = window_closes(self.desk.now, days, self.desk.calendar, self.zone)
            self._closes[days] = closes
        return self._closes[days]

    def issue_by_at(self, held_at: datetime) -> datetime:
        """The last instant to issue a pack for a meeting with its clear days."""
        if held_at not in self._issues:
            day = local_day(held_at, self.zone)
            last = issue_by(day, self.desk.policy.clear_days, self.desk.calendar)
            self._issues[held_at] = end_of_day(last, self.zone)
        return self._issues[held_at]


def waits_for(line: Line, state: State) -> str:
    """Whom the paper waits for, by name where one person is meant; empty at an end."""
    if state.waits_for == Role.NETWORK_CHAIR:
        return _networks(line)
    return role_said(state, line.author_name, line.executive_lead_name)


def role_said(state: State, author_name: str, executive_lead_name: str) -> str:
    """The role a state waits for, in words, with the name where one person is meant."""
    role = state.waits_for or ""
    if not role:
        return ""
    names = {Role.AUTHOR: author_name, Role.EXECUTIVE_LEAD: executive_lead_name or "not named yet"}
    name = names.get(Role(role), "")
    return f"the {ROLE_TITLES[role]}{f', {name}' if name else ''}"


def _networks(line: Line) -> str:
    if not line.waiting:
        return "the company secretary: no network has time left"
    noun = "network" if line.asked == 1 else "networks"
    return f"{line.waiting} of {line.asked} {noun}"


FLAGS = (
    ("open_extensions", "request for more time", "requests for more time"),
    ("unanswered", "comment without a reply", "comments without a reply"),
    ("late", "late comment among them", "late comments among them"),
)


def flags(line: Line) -> list[str]:
    """What somebody must not overlook, each in a few words."""
    counted = [(getattr(line, name), one, many) for name, one, many in FLAGS]
    return [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]
