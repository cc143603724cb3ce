"""A deadline is one object with one sentence, right on both sides of every clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.calendar import OutsideCalendar, WorkingDays, clear_days_between
from govflow.domain.deadline import (
    Deadline,
    Precision,
    Status,
    add_working_days,
    end_of_day,
    issue_by,
    latest_opening,
    next_feasible,
    window_closes,
    window_length,
    working_days_between,
)
from govflow.services.calendars import england_and_wales

ENGLAND = england_and_wales()
LONDON = "Europe/London"
DAYS = st.dates(date(2021, 1, 1), date(2027, 12, 31))
INSTANTS = st.datetimes(
    datetime(2021, 1, 1),
    datetime(2027, 6, 30),
    timezones=st.just(UTC),
)
COUNTS = st.integers(0, 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(LONDON))


@pytest.mark.parametrize(
    ("meeting_on", "issued_on"),
    [
        (date(2026, 4, 8), date(2026, 3, 27)),
        (date(2025, 5, 7), date(2025, 4, 28)),
        (date(2022, 6, 8), date(2022, 5, 27)),
        (date(2026, 1, 7), date(2025, 12, 29)),
    ],
)
def test_five_clear_days_exclude_service_and_meeting(meeting_on: date, issued_on: date) -> None:
    assert issue_by(meeting_on, 5, ENGLAND) == issued_on
    assert clear_days_between(issued_on, meeting_on, ENGLAND) == 5


def test_ten_working_days_across_christmas() -> None:
    assert add_working_days(date(2026, 12, 18), 10, ENGLAND) == date(2027, 1, 6)
    assert working_days_between(date(2026, 12, 18), date(2027, 1, 6), ENGLAND) == 10


@given(DAYS, COUNTS)
def test_counting_back_undoes_counting_forward(day: date, n: int) -> None:
    then = add_working_days(day, n, ENGLAND)
    assert working_days_between(day, then, ENGLAND) == n
    assert working_days_between(then, day, ENGLAND) == -n
    if ENGLAND.is_working(day):
        assert add_working_days(then, -n, ENGLAND) == day


@given(DAYS, st.integers(1, 20))
def test_issuing_a_day_later_always_leaves_too_few(meeting_on: date, clear_days: int) -> None:
    by = issue_by(meeting_on, clear_days, ENGLAND)
    assert clear_days_between(by, meeting_on, ENGLAND) == clear_days
    later = add_working_days(by, 1, ENGLAND)
    assert clear_days_between(later, meeting_on, ENGLAND) == clear_days - 1


def test_no_clear_day_is_counted_after_the_meeting() -> None:
    assert clear_days_between(date(2026, 5, 20), date(2026, 5, 6), ENGLAND) == 0


def test_the_calendar_refuses_to_guess_beyond_its_data() -> None:
    with pytest.raises(OutsideCalendar, match="ends on 31 December 2028, so 1 January 2029"):
        add_working_days(date(2028, 12, 29), 1, ENGLAND)
    with pytest.raises(OutsideCalendar, match="begins on 1 January 2012"):
        add_working_days(date(2012, 1, 1), -1, ENGLAND)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 3, 28), 17),
        (date(2026, 3, 29), 16),
        (date(2026, 10, 24), 16),
        (date(2026, 10, 25), 17),
    ],
)
def test_five_o_clock_is_on_the_wall_on_both_sides_of_the_change(day: date, utc_hour: int) -> None:
    assert end_of_day(day, LONDON) == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


def test_a_time_that_happens_twice_means_the_later() -> None:
    twice = end_of_day(date(2026, 10, 25), LONDON, time(1, 30))
    assert twice == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_time_that_never_happens_means_after_the_jump() -> None:
    never = end_of_day(date(2026, 3, 29), LONDON, time(1, 30))
    assert never.astimezone(ZoneInfo(LONDON)).time() == time(2, 30)


@given(INSTANTS, COUNTS)
def test_a_window_closes_at_five_on_a_working_day(opened_at: datetime, n: int) -> None:
    closes_at = window_closes(opened_at, n, ENGLAND)
    wall = closes_at.astimezone(ZoneInfo(LONDON))
    assert wall.time() == time(17)
    assert closes_at.tzinfo is UTC
    assert n == 0 or ENGLAND.is_working(wall.date())
    assert window_length(opened_at, closes_at, ENGLAND) == n


def test_the_day_of_opening_is_the_local_day() -> None:
    just_after_midnight = at("2026-07-07T00:30")
    assert window_closes(just_after_midnight, 1, ENGLAND) == at("2026-07-08T17:00")


@given(INSTANTS, st.integers(1, 30), st.lists(st.integers(0, 200), max_size=8))
def test_the_next_feasible_meeting_is_the_earliest_that_can(
    opened_at: datetime, n: int, offsets: list[int]
) -> None:
    meetings = [(str(i), "Board", opened_at + timedelta(days=d)) for i, d in enumerate(offsets)]
    closes_at = window_closes(opened_at, n, ENGLAND)
    found = next_feasible(meetings, opened_at, n, ENGLAND)
    able = [deadline for _, _, deadline in meetings if deadline >= closes_at]
    assert (found[2] if found else None) == min(able, default=None)


@given(INSTANTS, st.integers(1, 30))
def test_the_latest_opening_is_feasible_and_the_next_working_day_is_not(
    deadline_at: datetime, n: int
) -> None:
    opening = latest_opening(deadline_at, n, ENGLAND)
    assert window_closes(end_of_day(opening, LONDON), n, ENGLAND) <= deadline_at
    later = add_working_days(opening, 1, ENGLAND)
    assert window_closes(end_of_day(later, LONDON), n, ENGLAND) > deadline_at


FIVE_ON_FRIDAY = Deadline(at("2026-11-27T17:00"), origin="consultation", calendar=ENGLAND)


@pytest.mark.parametrize(
    ("now", "left", "status"),
    [
        ("2026-11-23T09:00", "4 working days left", Status.AHEAD),
        ("2026-11-26T23:59", "1 working day left", Status.SOON),
        ("2026-11-27T16:59", "today", Status.TODAY),
        ("2026-11-27T17:00", "today", Status.TODAY),
        ("2026-11-27T17:01", "passed today", Status.PASSED),
        ("2026-11-28T09:00", "passed yesterday", Status.PASSED),
        ("2026-11-30T09:00", "passed 3 days ago", Status.PASSED),
        ("2028-02-01T09:00", "passed 14 months ago", Status.PASSED),
        ("2031-11-27T18:00", "passed 5 years ago", Status.PASSED),
        ("2026-03-02T09:00", "8 months left", Status.AHEAD),
    ],
)
def test_one_sentence_for_every_reader(now: str, left: str, status: Status) -> None:
    sentence = FIVE_ON_FRIDAY.sentence(at(now))
    assert sentence == f"5pm on Friday 27 November 2026, {left}"
    assert FIVE_ON_FRIDAY.status(at(now)) is status


def test_without_working_days_the_sentence_counts_days() -> None:
    plain = Deadline(FIVE_ON_FRIDAY.instant_at)
    assert plain.left(at("2026-11-25T09:00")) == "2 days left"
    assert plain == Deadline(plain.instant_at, calendar=ENGLAND)


def test_a_weekend_deadline_still_has_days_left() -> None:
    sunday = Deadline(at("2026-11-29T17:00"), calendar=ENGLAND)
    assert sunday.left(at("2026-11-28T09:00")) == "1 day left"


def test_a_calendar_that_ends_too_early_never_breaks_a_page() -> None:
    short = WorkingDays("short", frozenset(), date(2026, 1, 1), date(2026, 11, 24))
    ends = Deadline(FIVE_ON_FRIDAY.instant_at, calendar=short)
    assert ends.left(at("2026-11-23T09:00")) == "4 days left"


@pytest.mark.parametrize(
    ("deadline", "when"),
    [
        (Deadline.in_month(2021, 12, raw="By December 2021"), "the end of December 2021"),
        (Deadline.in_year(2020), "the end of 2020"),
        (Deadline.on_day(date(2026, 10, 25)), "Sunday 25 October 2026"),
        (Deadline(at("2026-06-01T12:00")), "midday on Monday 1 June 2026"),
        (Deadline(at("2026-06-01T00:00")), "midnight at the start of Monday 1 June 2026"),
        (Deadline(at("2026-06-01T09:05")), "9.05am on Monday 1 June 2026"),
    ],
)
def test_the_sentence_claims_no_more_than_the_source(deadline: Deadline, when: str) -> None:
    assert deadline.when() == when


def test_all_of_the_last_day_of_a_month_is_in_time() -> None:
    december = Deadline.in_month(2021, 12)
    assert december.on == date(2021, 12, 31)
    assert december.status(at("2021-12-31T23:59")) is Status.TODAY
    assert december.status(at("2022-01-01T00:00")) is Status.PASSED
    assert december.precision is Precision.MONTH


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        Deadline(datetime(2026, 1, 1))


@given(INSTANTS, INSTANTS)
def test_every_deadline_has_a_sentence_at_every_instant(ends_at: datetime, now: datetime) -> None:
    deadline = Deadline(ends_at, calendar=ENGLAND)
    sentence = deadline.sentence(now)
    assert (deadline.status(now) is Status.PASSED) == ("passed" in sentence)
