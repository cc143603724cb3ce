"""Instants and dates on a page, across midnight and the clocks going back."""

from datetime import UTC, date, datetime

import pytest

from govflow.web.filters import counted, days_left, iso_date, local, local_date, short_date


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), "Tuesday 24 November 2026, 5.00pm"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "Wednesday 1 July 2026, 12.30am"),
        (datetime(2026, 6, 1, 11, 5, tzinfo=UTC), "Monday 1 June 2026, 12.05pm"),
        (None, ""),
    ],
)
def test_an_instant_is_written_in_local_time(instant: datetime | None, written: str) -> None:
    assert local(instant) == written


def test_a_date_is_written_in_three_lengths() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert local_date(late) == "Wednesday 1 July 2026"
    assert short_date(late) == "1 Jul 2026"
    assert iso_date(late) == "2026-07-01"
    assert [local_date(None), short_date(None), iso_date(None)] == ["", "", ""]


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (date(2026, 11, 27), "3 days left"),
        (date(2026, 11, 25), "1 day left"),
        (date(2026, 11, 24), "today"),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), "today"),
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "overdue since earlier today"),
        (date(2026, 11, 22), "2 days overdue"),
        (None, ""),
    ],
)
def test_days_left_are_local_calendar_days(moment: date | None, sentence: str) -> None:
    assert days_left(moment, datetime(2026, 11, 24, 12, 0, tzinfo=UTC)) == sentence


def test_a_count_agrees_with_its_noun() -> None:
    assert [counted(1, "paper"), counted(1200, "paper"), counted(2, "reply", "replies")] == [
        "1 paper",
        "1,200 papers",
        "2 replies",
    ]
