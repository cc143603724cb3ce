"""One deadline: an instant, its zone and the sentence that every page, mail and event repeats."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from govflow.domain.calendar import (
    OutsideCalendar,
    WorkingDays,
    add_working_days,
    issue_by,
    said,
    working_days_between,
)

__all__ = [
    "CLOSE_OF_BUSINESS",
    "LONDON",
    "STOPPED_AT",
    "Deadline",
    "Precision",
    "Status",
    "WorkingDays",
    "add_working_days",
    "end_of_day",
    "issue_by",
    "latest_opening",
    "local_day",
    "next_feasible",
    "window_closes",
    "window_length",
    "working_days_between",
]

LONDON = "Europe/London"
CLOSE_OF_BUSINESS = time(17)
SOON_DAYS = 3
# Stands where an instant would, while a clock is stopped: after everything that can be dated.
STOPPED_AT = datetime(9990, 1, 1, tzinfo=UTC)
# Beyond these, a count of days says less to a reader than months or years do.
COUNT_DAYS_UP_TO = 60
COUNT_MONTHS_UP_TO = 24
COUNT_WORKING_DAYS_UP_TO = 40

Meeting = tuple[str, str, datetime]
"""A meeting's id, its name, and the instant its papers must be in."""


class Precision(StrEnum):
    """How exactly the source gave the deadline: the sentence never claims more than that."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Status(StrEnum):
    """Where `now` stands to a deadline; derived when read, never stored."""

    AHEAD = "ahead"
    SOON = "soon"
    TODAY = "today"
    PASSED = "passed"


@dataclass(frozen=True)
class Deadline:
    """`instant_at` (UTC) is the last moment that is still in time.

    `raw` keeps the source's own words, `origin` names where the deadline comes from. With a
    calendar the sentence counts working days; the calendar is no part of the deadline's identity.
    """

    instant_at: datetime
    zone: str = LONDON
    precision: Precision = Precision.INSTANT
    raw: str | None = None
    origin: str = ""
    calendar: WorkingDays | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "instant_at", _aware(self.instant_at).astimezone(UTC))
        object.__setattr__(self, "precision", Precision(self.precision))

    @property
    def stopped(self) -> bool:
        """The clock does not run, so there is no day yet."""
        return self.instant_at == STOPPED_AT

    @property
    def on(self) -> date:
        """The day it falls on, in its own zone."""
        return local_day(self.instant_at, self.zone)

    def status(self, now: datetime) -> Status:
        """Ahead, soon (within three days), today or passed."""
        if _aware(now) > self.instant_at:
            return Status.PASSED
        days = (self.on - local_day(now, self.zone)).days
        if days == 0:
            return Status.TODAY
        return Status.SOON if days <= SOON_DAYS else Status.AHEAD

    def when(self) -> str:
        """Only the moment: '5pm on Friday 27 November 2026', 'the end of December 2021'."""
        if self.stopped:
            return "no day yet"
        if self.precision is Precision.YEAR:
            return f"the end of {self.on.year}"
        if self.precision is Precision.MONTH:
            return f"the end of {self.on:%B %Y}"
        day = f"{self.on:%A} {said(self.on)}"
        if self.precision is Precision.DAY:
            return day
        wall = self.instant_at.astimezone(ZoneInfo(self.zone))
        return f"{_clock(wall)} {day}"

    def left(self, now: datetime) -> str:
        """Only the distance: '4 working days left', 'today', 'passed 3 days ago'."""
        if self.stopped:
            return "the clock is stopped"
        today = local_day(now, self.zone)
        if self.status(now) is Status.PASSED:
            return f"passed {_ago(self.on, today)}"
        if today == self.on:
            return "today"
        working = self._working_days_left(today)
        if 0 < working <= COUNT_WORKING_DAYS_UP_TO:
            return f"{_counted(working, 'working day')} left"
        return f"{_span(today, self.on)} left"

    def sentence(self, now: datetime) -> str:
        """The one wording: '5pm on Friday 27 November 2026, 4 working days left'."""
        return f"{self.when()}, {self.left(now)}"

    def _working_days_left(self, today: date) -> int:
        if self.calendar is None:
            return 0
        try:
            return working_days_between(today, self.on, self.calendar)
        except OutsideCalendar:
            return 0

    @classmethod
    def on_day(
        cls,
        day: date,
        *,
        zone: str = LONDON,
        raw: str | None = None,
        origin: str = "",
        calendar: WorkingDays | None = None,
    ) -> "Deadline":
        """A deadline given as a day: the whole of that day is in time."""
        return cls(_last_moment(day, zone), zone, Precision.DAY, raw, origin, calendar)

    @classmethod
    def in_month(
        cls, year: int, month: int, *, zone: str = LONDON, raw: str | None = None, origin: str = ""
    ) -> "Deadline":
        """A deadline given as a month ('by December 2021'): all of its last day is in time."""
        last = date(year, month, monthrange(year, month)[1])
        return cls(_last_moment(last, zone), zone, Precision.MONTH, raw, origin)

    @classmethod
    def in_year(
        cls, year: int, *, zone: str = LONDON, raw: str | None = None, origin: str = ""
    ) -> "Deadline":
        """A deadline given as a year: all of 31 December is in time."""
        return cls(_last_moment(date(year, 12, 31), zone), zone, Precision.YEAR, raw, origin)


def local_day(instant_at: datetime, zone: str = LONDON) -> date:
    """The day it is in `zone` at that instant."""
    return _aware(instant_at).astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str = LONDON, at: time = CLOSE_OF_BUSINESS) -> datetime:
    """The UTC instant of `at` by the clock on the wall that day.

    When clocks change, a time that happens twice means the later one and a time that never
    happens means the moment after the jump: nobody loses an hour to the clock.
    """
    wall = datetime.combine(day, at, ZoneInfo(zone))
    return max(wall.replace(fold=0).astimezone(UTC), wall.replace(fold=1).astimezone(UTC))


def window_closes(
    opened_at: datetime, working_days: int, calendar: WorkingDays, zone: str = LONDON
) -> datetime:
    """5pm local on the nth working day after the day of opening, as a UTC instant."""
    return end_of_day(add_working_days(local_day(opened_at, zone), working_days, calendar), zone)


def window_length(
    opened_at: datetime, closes_at: datetime, calendar: WorkingDays, zone: str = LONDON
) -> int:
    """Working days a window gives: the day of opening does not count, the day of closing does."""
    return working_days_between(local_day(opened_at, zone), local_day(closes_at, zone), calendar)


def next_feasible(
    meetings: Iterable[Meeting],
    opened_at: datetime,
    working_days: int,
    calendar: WorkingDays,
    zone: str = LONDON,
) -> Meeting | None:
    """The first meeting whose paper deadline is not before the window's close."""
    closes_at = window_closes(opened_at, working_days, calendar, zone)
    in_time = (meeting for meeting in meetings if meeting[2] >= closes_at)
    return min(in_time, key=lambda meeting: meeting[2], default=None)


def latest_opening(
    paper_deadline_at: datetime, working_days: int, calendar: WorkingDays, zone: str = LONDON
) -> date:
    """The last working day to open a window that closes by a meeting's paper deadline."""
    day = local_day(paper_deadline_at, zone)
    usable = paper_deadline_at >= end_of_day(day, zone) and calendar.is_working(day)
    return add_working_days(day, -working_days - (not usable), calendar)


def _last_moment(day: date, zone: str) -> datetime:
    return end_of_day(day, zone, time.max)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("An instant needs its zone; this one has none.")
    return instant


def _clock(wall: datetime) -> str:
    if (wall.hour, wall.minute) == (12, 0):
        return "midday on"
    if (wall.hour, wall.minute) == (0, 0):
        return "midnight at the start of"
    minutes = f".{wall.minute:02}" if wall.minute else ""
    return f"{wall.hour % 12 or 12}{minutes}{'pm' if wall.hour >= 12 else 'am'} on"


def _ago(then: date, today: date) -> str:
    days = (today - then).days
    if days < 2:
        return ("today", "yesterday")[days]
    return f"{_span(then, today)} ago"


def _span(earlier: date, later: date) -> str:
    days = (later - earlier).days
    if days <= COUNT_DAYS_UP_TO:
        return _counted(days, "day")
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    months -= later.day < earlier.day and later != _month_end(later)
    if months <= COUNT_MONTHS_UP_TO:
        return _counted(months, "month")
    return _counted(months // 12, "year")


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
