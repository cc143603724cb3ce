"""What a changed rule would have done to papers that have already been before their meeting.

Each paper is taken as it was: sent on the day it was sent, ready on the day it was ready. Only
the rule changes. So an answer says what would have happened to the same people on the same days,
not what people would have done had they known the rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from govflow.domain.calendar import (
    OutsideCalendar,
    WorkingDays,
    add_working_days,
    issue_by,
    working_days_between,
)
from govflow.domain.deadline import end_of_day, local_day, window_closes
from govflow.domain.meeting import Meeting
from govflow.domain.policy import Policy, PolicyValue, policy_on

WINDOWS = ("minimum_window", "minimum_window_organisational_change")
RULES = (*WINDOWS, "response_days", "paper_deadline_days", "clear_days")
"""The policy values that decide whether a paper reaches its meeting."""


class Outcome(StrEnum):
    """What the rule would have done; the second half are papers it has nothing to say about."""

    MISSED = "missed"
    GAINED = "gained"
    LATE_ANYWAY = "late_anyway"
    SAME = "same"
    WAIVED = "waived"
    URGENT = "urgent"
    WITHDRAWN = "withdrawn"
    UNDER_WAY = "under_way"
    NO_MEETING = "no_meeting"
    UNTOUCHED = "untouched"
    UNCOUNTED = "uncounted"


JUDGED = (Outcome.MISSED, Outcome.GAINED, Outcome.LATE_ANYWAY, Outcome.SAME)
OUTCOME_TITLES: dict[Outcome, str] = {
    Outcome.MISSED: "would have missed the meeting",
    Outcome.GAINED: "would have been in time for a meeting that was out of reach",
    Outcome.LATE_ANYWAY: "too late for the meeting either way",
    Outcome.SAME: "would have reached the meeting just the same",
    Outcome.WAIVED: "not consulted on, because the consultation was waived",
    Outcome.URGENT: "taken urgently, outside the ordinary course",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.UNDER_WAY: "still on the way to the meeting",
    Outcome.NO_MEETING: "without a meeting on record",
    Outcome.UNTOUCHED: "never at the step that the rule is about",
    Outcome.UNCOUNTED: "outside the calendar of working days",
}


@dataclass(frozen=True, kw_only=True)
class PastPaper:
    """A paper as the record has it; instants are UTC, empty where it never came so far.

    `begun_at` is when it was sent to the networks, else waived, issued or taken urgently; the
    rules of that day held for it. `ready_at` is when it became ready for the pack.
    `apart` is an outcome that the record itself decides: urgent, withdrawn or under way.
    `least_window` is the shortest window that the paper's own workflow file allows.
    """

    id: str
    reference: str
    title: str
    kind: str
    begun_at: datetime
    sent_at: datetime | None = None
    window_working_days: int = 0
    ready_at: datetime | None = None
    meeting: Meeting | None = None
    waived: bool = False
    apart: Outcome | None = None
    least_window: int = 0


@dataclass(frozen=True)
class Hurdle:
    """One thing that had to be done by an instant, and when it could be done at the earliest."""

    reached_at: datetime
    due_at: datetime

    @property
    def cleared(self) -> bool:
        """Whether it could be done in time."""
        return self.reached_at <= self.due_at


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """One paper under the changed rule; `late_by` counts working days and may be 0 (hours only).

    `closes_then` and `closes_now` are when the shortest window allowed could have closed, by the
    rule of its day and by the changed one. `next_meeting` is the one that would have taken it.
    """

    paper: PastPaper
    outcome: Outcome
    closes_then: datetime | None = None
    closes_now: datetime | None = None
    due_at: datetime | None = None
    late_by: int = 0
    next_meeting: Meeting | None = None
    why: str = ""


@dataclass(frozen=True)
class Reckoning:
    """When things could be done and were due under one policy; `rules` names those in question."""

    policy: Policy
    rules: frozenset[str]
    calendar: WorkingDays
    zone: str
    changed: bool = False

    def fits(self, paper: PastPaper, meeting: Meeting) -> bool:
        """Whether the paper could have reached that meeting."""
        return all(hurdle.cleared for hurdle in self.hurdles(paper, meeting))

    def hurdles(self, paper: PastPaper, meeting: Meeting) -> list[Hurdle]:
        """What the rules in question ask of this paper for this meeting."""
        closes, found = self.closes(paper), []
        if closes is not None and self.rules != {"clear_days"}:
            found.append(Hurdle(self._answered(closes), self._papers_due(meeting)))
        if "clear_days" in self.rules and paper.ready_at is not None:
            windowed = closes is not None and not self.rules.isdisjoint(WINDOWS)
            ready = max(paper.ready_at, closes) if closes and windowed else paper.ready_at
            found.append(Hurdle(ready, self._issue_by(meeting)))
        return found

    def closes(self, paper: PastPaper) -> datetime | None:
        """When the shortest window allowed could have closed."""
        if paper.sent_at is None:
            return None
        least = max(self.policy.minimum_window_for(paper.kind), paper.least_window)
        return window_closes(paper.sent_at, least, self.calendar, self.zone)

    def _answered(self, closes: datetime) -> datetime:
        """With the time to answer in question, the author is given all of it."""
        if "response_days" not in self.rules:
            return closes
        return window_closes(closes, self.policy.response_days, self.calendar, self.zone)

    def _papers_due(self, meeting: Meeting) -> datetime:
        """The deadline that the meeting had, unless it is the rule that changes."""
        if not self.changed or "paper_deadline_days" not in self.rules:
            return meeting.paper_deadline_at
        held_on = local_day(meeting.held_at, self.zone)
        day = add_working_days(held_on, -self.policy.paper_deadline_days, self.calendar)
        return end_of_day(day, self.zone)

    def _issue_by(self, meeting: Meeting) -> datetime:
        held_on = local_day(meeting.held_at, self.zone)
        return end_of_day(issue_by(held_on, self.policy.clear_days, self.calendar), self.zone)

    def late_by(self, hurdle: Hurdle) -> int:
        """Working days from the day something was due to the day it could be done."""
        due, reached = (local_day(at, self.zone) for at in (hurdle.due_at, hurdle.reached_at))
        return working_days_between(due, reached, self.calendar)


@dataclass(frozen=True)
class Simulation:
    """Changed rules over an organisation's past: its calendar, policy values and meetings."""

    rules: Mapping[str, int]
    values: Sequence[PolicyValue]
    meetings: Sequence[Meeting]
    calendar: WorkingDays
    zone: str

    def judge(self, paper: PastPaper) -> Simulated:
        """One paper; a calendar without data for its days is an outcome, not an error."""
        if paper.apart is not None:
            return Simulated(paper=paper, outcome=paper.apart)
        if paper.meeting is None:
            return Simulated(paper=paper, outcome=Outcome.NO_MEETING)
        try:
            return self._judged(paper, paper.meeting)
        except OutsideCalendar as outside:
            return Simulated(paper=paper, outcome=Outcome.UNCOUNTED, why=str(outside))

    def _judged(self, paper: PastPaper, meeting: Meeting) -> Simulated:
        policy = policy_on(self.values, local_day(paper.begun_at, self.zone))
        then = self._reckoning(policy, changed=False)
        now = self._reckoning(replace(policy, **self.rules), changed=True)
        hurdles = now.hurdles(paper, meeting)
        if not hurdles:
            untouched = Outcome.WAIVED if paper.waived else Outcome.UNTOUCHED
            return Simulated(paper=paper, outcome=untouched)
        worst = max(hurdles, key=lambda hurdle: (not hurdle.cleared, now.late_by(hurdle)))
        outcome = self._outcome(fitted=then.fits(paper, meeting), fits=worst.cleared)
        other = self._other_meeting(paper, meeting, then, now, worst.cleared)
        if outcome is Outcome.SAME and other is not None:
            outcome = Outcome.GAINED
        return Simulated(
            paper=paper,
            outcome=outcome,
            closes_then=then.closes(paper),
            closes_now=now.closes(paper),
            due_at=worst.due_at,
            late_by=0 if worst.cleared else now.late_by(worst),
            next_meeting=other,
        )

    def _reckoning(self, policy: Policy, *, changed: bool) -> Reckoning:
        return Reckoning(policy, frozenset(self.rules), self.calendar, self.zone, changed)

    def _outcome(self, *, fitted: bool, fits: bool) -> Outcome:
        if fits:
            return Outcome.SAME if fitted else Outcome.GAINED
        return Outcome.MISSED if fitted else Outcome.LATE_ANYWAY

    def _other_meeting(
        self, paper: PastPaper, meeting: Meeting, then: Reckoning, now: Reckoning, fits: bool
    ) -> Meeting | None:
        """A later meeting for a paper that missed its own, else an earlier one newly in reach."""
        for other in sorted(self.meetings, key=lambda each: each.held_at):
            if other.committee_id != meeting.committee_id or other.held_at <= paper.begun_at:
                continue
            if not fits and other.held_at > meeting.held_at and now.fits(paper, other):
                return other
            if fits and other.held_at < meeting.held_at and _gained(paper, other, then, now):
                return other
        return None


def _gained(paper: PastPaper, meeting: Meeting, then: Reckoning, now: Reckoning) -> bool:
    return now.fits(paper, meeting) and not then.fits(paper, meeting)


def counts(found: Iterable[Simulated]) -> dict[Outcome, int]:
    """How many papers had each outcome, in the order of `Outcome`; they add up to all."""
    every = [each.outcome for each in found]
    return {outcome: every.count(outcome) for outcome in Outcome}
