"""The one place that reads the machine's clock; everything else is handed `now`."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)


def clock_from(day: date) -> Clock:
    """A clock that shows nine in the morning (UTC) of that day now, and runs on from there."""
    behind: timedelta = system_clock() - datetime.combine(day, time(9), UTC)
    return lambda: system_clock() - behind
