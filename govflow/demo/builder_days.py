"""Turns the demo's offsets into dates and its stories into one schedule in order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

from govflow.domain.calendar import WorkingDays, add_working_days
from govflow.domain.deadline import LONDON

Act = Callable[[datetime], None]

OPENING = time(9, 5)
PAUSE = timedelta(minutes=11)
STAGGER_MINUTES = 47


@dataclass(frozen=True)
class Cue:
    """One act of one story on a day, not before a local time of that day."""

    on: date
    act: Act
    not_before: time = OPENING


class Days:
    """Working days around the demo's own day.

    Day 0 is that day itself or, at a weekend or on a holiday, the next working day: so as many
    working days lie between two offsets whatever the day of the week.
    """

    def __init__(self, today: date, calendar: WorkingDays) -> None:
        zero = today if calendar.is_working(today) else add_working_days(today, 1, calendar)
        self._on = cache(lambda offset: add_working_days(zero, offset, calendar))

    def on(self, offset: int) -> date:
        """The date of an offset in working days."""
        return self._on(offset)

    def at(self, day: date) -> datetime:
        """The instant at which that day's work begins."""
        return _local(day, time(8)).astimezone(UTC)


def timed(cues: Iterable[Cue], place: int) -> list[tuple[datetime, Act]]:
    """The cues of one story with instants: in the order given within each day.

    `place` tells stories apart, so that two of them seldom act in the same minute.
    """
    found = []
    for day, group in groupby(sorted(cues, key=lambda cue: cue.on), lambda cue: cue.on):
        at = _local(day, OPENING) + timedelta(minutes=place * 7 % STAGGER_MINUTES, seconds=place)
        for cue in group:
            at = max(at, _local(day, cue.not_before) + timedelta(seconds=place))
            found.append((at.astimezone(UTC), cue.act))
            at += PAUSE
    return found


def _local(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(LONDON))


def in_order(stories: Iterable[Iterable[Cue]]) -> list[tuple[datetime, Act]]:
    """Every act of every story, earliest first; the trail's time may never go back."""
    acts = [act for place, cues in enumerate(stories) for act in timed(cues, place)]
    return sorted(acts, key=lambda act: act[0])
