"""The bundled working days agree with a second, independent source, and never touch the network."""

from datetime import date

import holidays
import pytest

from govflow.services.calendars import NAMES, england_and_wales, running_out, working_days

SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
# One day for one football match: proclaimed for Scotland, not on the published list.
KNOWN_DIFFERENCES = {"scotland": {date(2026, 6, 15)}}


@pytest.mark.parametrize("division", NAMES)
def test_the_calendar_covers_the_years_the_product_needs(division: str) -> None:
    calendar = working_days(division)
    assert calendar.since_on <= date(2020, 1, 1)
    assert calendar.until_on >= date(2028, 12, 31)


@pytest.mark.parametrize("division", NAMES)
def test_two_sources_close_the_same_weekdays(division: str) -> None:
    calendar = working_days(division)
    years = range(calendar.since_on.year, 2029)
    other = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[division], years=years)
    ours = {day for day in calendar.closed if day.weekday() < 5 and day.year < 2029}
    theirs = {day for day in other if day.weekday() < 5 and day.year in years}
    assert ours ^ theirs == KNOWN_DIFFERENCES.get(division, set())


def test_the_coronation_is_a_closed_day() -> None:
    assert not england_and_wales().is_working(date(2023, 5, 8))


def test_an_unknown_division_is_named() -> None:
    with pytest.raises(ValueError, match="No calendar is called “narnia”"):
        working_days("narnia")


def test_a_calendar_about_to_end_says_so() -> None:
    calendar = england_and_wales()
    assert running_out(calendar, date(2026, 11, 22)) is None
    said = running_out(calendar, date(2028, 6, 1))
    assert said is not None
    assert "31 December 2028" in said
