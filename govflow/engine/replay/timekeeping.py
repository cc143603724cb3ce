"""Judges the deadlines of states on a log, and says why where a log cannot tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from govflow.domain.calendar import OutsideCalendar, WorkingDays
from govflow.domain.deadline import Deadline
from govflow.domain.policy import Policy
from govflow.domain.timing import ENTERED, OPENED, DeadlineRule, Moment
from govflow.engine.replay.mapping import LogMap
from govflow.engine.replay.report import MET, MISSED, NOT_JUDGED, STILL_OPEN
from govflow.engine.replay.times import Unreadable
from govflow.engine.replay.walking import Stay, Walk
from govflow.engine.workflow import Workflow

NO_CALENDAR = WorkingDays("none", frozenset(), date.max, date.min)


@dataclass(frozen=True)
class Kept:
    """What became of one stay's deadline; `sentence` says by how much, or what is lacking."""

    stay: Stay
    kind: str
    sentence: str = ""


class Timekeeper:
    """The deadlines of one workflow, as far as a log and a map tell them."""

    def __init__(
        self, workflow: Workflow, log_map: LogMap, calendar: WorkingDays | None = None
    ) -> None:
        self.rules = {
            name: state.deadline for name, state in workflow.states.items() if state.deadline
        }
        self._map, self._calendar = log_map, calendar

    def judge(self, walk: Walk) -> Iterator[Kept]:
        """Every legal stay in a state with a deadline, judged."""
        if not self.rules:
            return
        opening = walk.opening.entry.facts if walk.opening else None
        facts, told = {**walk.trace.facts, **(opening or {})}, 0
        last = len(walk.steps) if self._map.facts else 0
        for stay in walk.stays:
            while told < last and walk.steps[told].at <= stay.entered_at:
                facts.update(walk.steps[told].entry.facts or {})
                told += 1
            if stay.state in self.rules:
                yield self._judged(walk, stay, facts)

    def _judged(self, walk: Walk, stay: Stay, facts: Mapping[str, str]) -> Kept:
        rule = self.rules[stay.state]
        if not isinstance(rule, DeadlineRule):
            return Kept(stay, NOT_JUDGED, f"'{rule}' is reckoned from the house's own record")
        if rule.policy:
            return Kept(stay, NOT_JUDGED, f"the log does not tell the policy '{rule.policy}'")
        try:
            moment = self._moment(rule, walk, stay, facts)
            due = rule.due(
                moment,
                calendar=self._calendar or NO_CALENDAR,
                policy=Policy(),
                zone=self._map.zone,
            )
        except (Unreadable, OutsideCalendar):
            return Kept(stay, NOT_JUDGED, self._why_not(rule))
        if due is None:
            return Kept(stay, NOT_JUDGED, f"the log does not tell '{rule.anchor}'")
        return _kept(stay, due)

    def _moment(
        self, rule: DeadlineRule, walk: Walk, stay: Stay, facts: Mapping[str, str]
    ) -> Moment | None:
        if rule.anchor == ENTERED:
            return stay.entered_at
        if rule.anchor == OPENED:
            return walk.opened_at
        text = facts.get(str(rule.anchor), "")
        return self._read(text) if text else None

    def _read(self, text: str) -> Moment:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return self._map.times.read(text)

    def _why_not(self, rule: DeadlineRule) -> str:
        if self._calendar is None and rule.unit is not None:
            return "the map names no `calendar` of working days"
        return "the date cannot be read, or lies outside the calendar"


def _kept(stay: Stay, due: Deadline) -> Kept:
    if stay.left is None:
        return Kept(stay, STILL_OPEN)
    if stay.left.at <= due.instant_at:
        return Kept(stay, MET)
    return Kept(stay, MISSED, f"The deadline was {due.when()}, {_late(due, stay.left.at)}.")


def _late(due: Deadline, at: datetime) -> str:
    """How long before the act the deadline passed, to the day."""
    days = (at - due.instant_at).days
    return "missed by less than a day" if days < 1 else f"missed by {days:,} days"
