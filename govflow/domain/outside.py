"""When a copy of the log outside is overdue, and when the daily check of the log is due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govflow.domain.calendar import said
from govflow.domain.deadline import end_of_day, local_day

COPY_WITHIN = timedelta(days=7)
CHECK_AT = time(2)  # by the organisation's clock, when nobody waits for the database
CHECK_EVERY = timedelta(days=1)
SILENT_AFTER = 2 * CHECK_EVERY
WHOLE_EVERY = timedelta(days=7)
WHOLE_UP_TO = 20_000  # events: a shorter log is read whole every day
LATE_AFTER = timedelta(hours=1)
DOWNLOADED, MAILED, COMPARED = "downloaded", "by mail", "kept, and compared here"


@dataclass(frozen=True)
class Copy:
    """A checkpoint that somebody outside has: over how many events, when (UTC), who, and how."""

    size: int
    at: datetime
    who: str
    how: str


def said_at(at: datetime, zone: str) -> str:
    """An instant by the organisation's clock, such as 3 March 2026, 14:05."""
    here = at.astimezone(ZoneInfo(zone))
    return f"{said(here.date())}, {here:%H:%M}"


def covered(copies: Collection[Copy]) -> int:
    """How many events are covered by a copy outside."""
    return max((copy.size for copy in copies), default=0)


def copy_overdue(open_since: datetime | None, now: datetime) -> bool:
    """Whether the oldest event that no copy outside covers (UTC) has waited too long."""
    return open_since is not None and now - open_since > COPY_WITHIN


def last_due(now: datetime, zone: str) -> tuple[date, datetime]:
    """The local day and the UTC instant for which the newest check of the log is due."""
    day = local_day(now, zone)
    at = end_of_day(day, zone, CHECK_AT)
    if now < at:
        day -= CHECK_EVERY
        at = end_of_day(day, zone, CHECK_AT)
    return day, at


def next_due(now: datetime, zone: str) -> datetime:
    """The UTC instant of the next check of the log."""
    day, _ = last_due(now, zone)
    return end_of_day(day + CHECK_EVERY, zone, CHECK_AT)
