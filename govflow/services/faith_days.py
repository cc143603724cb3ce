"""Religious days in a window, computed by a library and never typed in here.

From the calendars of the package `holidays` (MIT): Gregorian computus, Hebrew, Hindu and Islamic
tables. Where a calendar follows the moon or local custom, the day is said to be expected: ask the
network. The tables for Hindu and Islamic days end; a year beyond them simply shows none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from dateutil import easter
from holidays.calendars.hebrew import _HebrewLunisolar
from holidays.calendars.hindu import _HinduLunisolar
from holidays.calendars.islamic import _IslamicLunar

ISLAMIC = {
    "Ramadan begins": "ramadan_beginning_dates",
    "Eid al-Fitr": "eid_al_fitr_dates",
    "Eid al-Adha": "eid_al_adha_dates",
    "Ashura": "ashura_dates",
}
HINDU = {
    "Holi": "holi_date",
    "Vaisakhi": "vaisakhi_date",
    "Vesak (Buddha Purnima)": "buddha_purnima_date",
    "Diwali": "diwali_india_date",
    "Birthday of Guru Nanak": "guru_nanak_jayanti_date",
}
HEBREW = {
    "Purim": "purim_date",
    "Passover begins": "passover_date",
    "Rosh Hashanah": "rosh_hashanah_date",
    "Yom Kippur": "yom_kippur_date",
}


@dataclass(frozen=True)
class FaithDay:
    """A religious day; `expected` when it may fall a day earlier or later in practice."""

    on: date
    name: str
    expected: bool


def faith_days(first: date, last: date) -> list[FaithDay]:
    """Those from `first` to `last`, both included, in order."""
    years = range(first.year, last.year + 1)
    found = {day for year in years for day in _of_year(year) if first <= day.on <= last}
    return sorted(found, key=lambda day: (day.on, day.name))


@cache
def _of_year(year: int) -> tuple[FaithDay, ...]:
    return (*_christian(year), *_jewish(year), *_hindu(year), *_islamic(year))


def _christian(year: int) -> Iterator[FaithDay]:
    yield FaithDay(easter.easter(year), "Easter Sunday", False)
    yield FaithDay(easter.easter(year, easter.EASTER_ORTHODOX), "Orthodox Easter Sunday", False)
    yield FaithDay(date(year, 12, 25), "Christmas Day", False)


def _jewish(year: int) -> Iterator[FaithDay]:
    calendar = _HebrewLunisolar()
    for name, method in HEBREW.items():
        if on := getattr(calendar, method)(year):
            yield FaithDay(on, name, False)


def _hindu(year: int) -> Iterator[FaithDay]:
    calendar = _HinduLunisolar()
    for name, method in HINDU.items():
        on, _ = getattr(calendar, method)(year) or (None, True)
        if on:
            yield FaithDay(on, name, True)


def _islamic(year: int) -> Iterator[FaithDay]:
    calendar = _IslamicLunar()
    for name, method in ISLAMIC.items():
        for on, _ in getattr(calendar, method)(year):
            yield FaithDay(on, name, True)
