"""Working days: what a calendar says, and arithmetic that never guesses beyond it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from govflow.domain.errors import NotYet

ONE_DAY = timedelta(days=1)
SATURDAY = 5
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class OutsideCalendar(NotYet):
    """The day asked about lies where the calendar has no data, so nothing may be counted."""


@dataclass(frozen=True)
class WorkingDays:
    """Weekdays that are not closed, known from `since_on` to `until_on`, both included."""

    name: str
    closed: frozenset[date]
    since_on: date
    until_on: date

    def is_working(self, day: date) -> bool:
        """Whether the board's office is open that day; refuses days without data."""
        if not self.since_on <= day <= self.until_on:
            raise OutsideCalendar(self._unknown(day))
        return day.weekday() < SATURDAY and day not in self.closed

    def _unknown(self, day: date) -> str:
        edge, from_here = (
            (self.until_on, "ends") if day > self.until_on else (self.since_on, "begins")
        )
        return (
            f"The calendar of working days ({self.name}) {from_here} on {said(edge)}, "
            f"so {said(day)} cannot be counted."
        )


def said(day: date) -> str:
    """A day as people write it: 27 November 2026."""
    return f"{day.day} {day:%B %Y}"


def written_day(text: str) -> date | None:
    """The day written as 2021-12-31, or None when it is written otherwise or does not exist."""
    try:
        return date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def add_working_days(day: date, n: int, calendar: WorkingDays) -> date:
    """The nth working day after `day` (before it when n is negative); `day` itself for 0."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or a shorter month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def working_days_between(day: date, later: date, calendar: WorkingDays) -> int:
    """Working days after `day` up to and including `later`; negative when `later` is earlier."""
    if later < day:
        return -working_days_between(later, day, calendar)
    return sum(calendar.is_working(each) for each in _days_after(day, later))


def _days_after(day: date, last: date) -> Iterator[date]:
    while day < last:
        day += ONE_DAY
        yield day


def issue_by(meeting_on: date, clear_days: int, calendar: WorkingDays) -> date:
    """The last working day to issue papers that leaves so many clear working days.

    Clear days exclude the day of service and the day of the meeting.
    """
    return add_working_days(meeting_on, -(clear_days + 1), calendar)


def clear_days_between(issued_on: date, meeting_on: date, calendar: WorkingDays) -> int:
    """Working days strictly between service and meeting, never below 0."""
    return max(0, working_days_between(issued_on, meeting_on - ONE_DAY, calendar))
