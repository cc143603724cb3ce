"""When a state's deadline falls, as its workflow file says it: so long after or before a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from govflow.domain.calendar import (
    WorkingDays,
    add_working_days,
    issue_by,
    months_after,
    said,
)
from govflow.domain.deadline import LONDON, Deadline, end_of_day, local_day
from govflow.domain.policy import Policy

Moment = datetime | date  # an instant (UTC), or a whole day

ENTERED, OPENED, MEETING, PAPER_DEADLINE = "entered", "opened", "meeting", "paper_deadline"
ANCHORS = {
    ENTERED: "it came here",
    OPENED: "it was opened",
    MEETING: "the meeting",
    PAPER_DEADLINE: "the paper deadline",
}
OF_PAPERS = frozenset({MEETING, PAPER_DEADLINE})


class Unit(StrEnum):
    """What an amount counts; `CLEAR_DAYS` are working days without the first and the last."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    CLEAR_DAYS = "clear_days"


UNIT_WORDS = {
    Unit.WORKING_DAYS: "working day",
    Unit.DAYS: "day",
    Unit.MONTHS: "month",
    Unit.CLEAR_DAYS: "clear working day",
}


def unit_of(policy: str) -> Unit:
    """What a policy value counts: its name says so; working days when it says nothing."""
    if policy.endswith("_months"):
        return Unit.MONTHS
    return Unit.CLEAR_DAYS if policy == "clear_days" else Unit.WORKING_DAYS


@dataclass(frozen=True)
class DeadlineRule:
    """`amount` units after (or before) the anchor; or, with no amount, on the anchor's own day.

    The anchor is one of `ANCHORS`, the name of a kept date fact, or a fixed date. A `policy`
    stands in for the amount. Working days and clear days end with the office's day, at 5pm;
    days, months and dates are in time until midnight.
    """

    anchor: str | date
    unit: Unit | None = None
    amount: int = 0
    before: bool = False
    policy: str | None = None

    def due(
        self,
        moment: Moment | None,
        *,
        calendar: WorkingDays,
        policy: Policy,
        zone: str = LONDON,
    ) -> Deadline | None:
        """The deadline once the anchor's moment is known, else None; OutsideCalendar may rise.

        `moment` is what `anchor` stands for; a fixed date needs none.
        """
        start = self.anchor if isinstance(self.anchor, date) else moment
        if start is None:
            return None
        day = local_day(start, zone) if isinstance(start, datetime) else start
        if self.unit is None:
            return Deadline.on_day(day, zone=zone, origin=self.said(), calendar=calendar)
        return self._counted(day, calendar, policy, zone)

    def _counted(self, day: date, calendar: WorkingDays, policy: Policy, zone: str) -> Deadline:
        amount = getattr(policy, self.policy) if self.policy else self.amount
        if self.unit in (Unit.DAYS, Unit.MONTHS):
            signed = -amount if self.before else amount
            last = (
                months_after(day, signed)
                if self.unit is Unit.MONTHS
                else day + timedelta(days=signed)
            )
            return Deadline.on_day(last, zone=zone, origin=self.said(), calendar=calendar)
        last = _working(day, amount, self.unit, self.before, calendar)
        return Deadline(end_of_day(last, zone), zone, origin=self.said(), calendar=calendar)

    def said(self, labels: Mapping[str, str] = MappingProxyType({})) -> str:
        """The rule in words: '20 working days after it came here', 'on 31 December 2021'.

        `labels` says how people know a fact; without one, its name is spelt out.
        """
        start = said(self.anchor) if isinstance(self.anchor, date) else _spoken(self.anchor, labels)
        if self.unit is None:
            return f"on {start}"
        word, way = UNIT_WORDS[self.unit], "before" if self.before else "after"
        if self.policy:
            return f"as many {word}s {way} {start} as policy sets for '{self.policy}'"
        return f"{self.amount} {word}{'' if self.amount == 1 else 's'} {way} {start}"


def _working(
    day: date, amount: int, unit: Unit | None, before: bool, calendar: WorkingDays
) -> date:
    if unit is not Unit.CLEAR_DAYS:
        return add_working_days(day, -amount if before else amount, calendar)
    if before:
        return issue_by(day, amount, calendar)
    return add_working_days(day, amount + 1, calendar)


def _spoken(anchor: str, labels: Mapping[str, str]) -> str:
    return ANCHORS.get(anchor) or f"“{labels.get(anchor, anchor.replace('_', ' '))}”"
