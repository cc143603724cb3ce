"""Bypass debt: quarters, reasons that repeat whatever their dress, and whose turn it is."""

from datetime import date, timedelta

import pytest

from govflow.domain.bypass import Quarter, Waived, by_quarter, plain_words


def waived(reason: str, on: date = date(2026, 3, 2), by: str = "b") -> Waived:
    return Waived("m", "2026/0001", "A paper", "", reason, f"Person {by}", on)


@pytest.mark.parametrize(
    ("day", "said", "starts"),
    [
        (date(2026, 1, 1), "January to March 2026", date(2026, 1, 1)),
        (date(2026, 3, 31), "January to March 2026", date(2026, 1, 1)),
        (date(2026, 12, 31), "October to December 2026", date(2026, 10, 1)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, said: str, starts: date) -> None:
    assert (Quarter.of(day).said, Quarter.of(day).starts_on) == (said, starts)


@pytest.mark.parametrize("back", range(9))
def test_going_back_goes_back_quarter_by_quarter(back: int) -> None:
    expected = Quarter.of(date(2026, 5, 1))
    for _ in range(back):
        expected = Quarter.of(expected.starts_on - timedelta(days=1))
    assert Quarter.of(date(2026, 5, 1)).earlier(back) == expected


def test_a_reason_is_the_same_whatever_its_dress() -> None:
    dressed = ["No time.", "no  TIME", "“No time!”", "Ｎｏ\ttime…"]
    assert len({plain_words(text) for text in dressed}) == 1
    assert plain_words("No time at all") != plain_words("No time")


def test_more_than_three_times_in_a_quarter_is_flagged() -> None:
    three = [waived("No time.") for _ in range(3)]
    [quarter] = by_quarter(three)
    assert quarter.repeated == ()
    [quarter] = by_quarter([*three, waived("NO TIME")])
    assert [(each.reason, len(each.waivers)) for each in quarter.repeated] == [("No time.", 4)]
    assert quarter.approvers[0].reasons[0].flagged


def test_the_same_reason_over_the_turn_of_a_quarter_is_not_flagged() -> None:
    days = [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)]
    quarters = by_quarter([waived("No time.", day) for day in days])
    assert [q.quarter.number for q in quarters] == [2, 1]
    assert all(q.repeated == () for q in quarters)


def test_a_reason_shared_by_two_people_is_flagged_for_the_organisation_only() -> None:
    [quarter] = by_quarter([waived("No time.", by=by) for by in ("a", "a", "b", "b")])
    assert len(quarter.repeated) == 1
    assert not any(each.flagged for who in quarter.approvers for each in who.reasons)
    assert [(who.name, who.waivers) for who in quarter.approvers] == [
        ("Person a", 2),
        ("Person b", 2),
    ]
