"""Dates worked out by hand: when a window could have closed, which meeting would have taken it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from govflow.domain.calendar import WorkingDays
from govflow.domain.meeting import Meeting
from govflow.domain.policy import PolicyValue
from govflow.domain.simulation import Outcome, PastPaper, Simulated, Simulation, counts

GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)
CALENDAR = WorkingDays(
    "test", frozenset({GOOD_FRIDAY, EASTER_MONDAY}), date(2026, 1, 1), date(2026, 12, 31)
)
SENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday: ten working days later is Monday 16th


def meeting(held: tuple[int, int], due: tuple[int, int], committee: str = "board") -> Meeting:
    (month, day), (due_month, due_day) = held, due
    return Meeting(
        id=f"{committee}-{month}-{day}",
        organisation_id="o",
        committee_id=committee,
        committee_name=committee.title(),
        held_at=datetime(2026, month, day, 9, 30, tzinfo=UTC),
        paper_deadline_at=datetime(2026, due_month, due_day, 17, 0, tzinfo=UTC),
    )


EARLY = meeting((3, 20), (3, 10))
OWN = meeting((3, 25), (3, 18))
LATER = meeting((4, 29), (4, 17))
OTHER = meeting((4, 1), (3, 25), "audit")
ALL = (LATER, OTHER, OWN, EARLY)


def paper(**changes: Any) -> PastPaper:
    values: dict[str, Any] = {
        "id": "p",
        "reference": "2026/0001",
        "title": "A paper",
        "kind": "ordinary",
        "begun_at": SENT,
        "sent_at": SENT,
        "ready_at": datetime(2026, 3, 17, 10, 0, tzinfo=UTC),
        "meeting": OWN,
        **changes,
    }
    return PastPaper(**values)


def judged(given: PastPaper | None = None, *values: PolicyValue, **rules: int) -> Simulated:
    return Simulation(rules, values, ALL, CALENDAR, "Europe/London").judge(given or paper())


def on(at: datetime | None) -> date | None:
    return at.date() if at else None


def test_a_longer_window_misses_the_meeting_and_takes_the_next() -> None:
    found = judged(minimum_window=15)
    assert found.outcome is Outcome.MISSED
    assert (on(found.closes_then), on(found.closes_now)) == (date(2026, 3, 16), date(2026, 3, 23))
    assert found.late_by == 3  # due Wednesday 18th, closed Monday 23rd
    assert found.next_meeting is LATER  # the audit committee in between is no board


def test_it_counts_by_the_calendar_it_is_given() -> None:
    found = judged(minimum_window=25)  # over Easter: Good Friday and Easter Monday do not count
    assert on(found.closes_now) == date(2026, 4, 8)
    assert found.late_by == 13


def test_a_window_that_closes_on_the_deadline_is_in_time() -> None:
    assert judged(minimum_window=12).outcome is Outcome.SAME
    assert judged(minimum_window=13).outcome is Outcome.MISSED
    midday = meeting((3, 25), (3, 18))
    midday.paper_deadline_at = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
    found = judged(paper(meeting=midday), minimum_window=12)
    assert (found.outcome, found.late_by) == (Outcome.MISSED, 0)  # later on the same day


def test_no_meeting_that_existed_may_be_left() -> None:
    assert judged(minimum_window=60).next_meeting is None


def test_a_shorter_window_reaches_an_earlier_meeting() -> None:
    found = judged(minimum_window=6)
    assert (found.outcome, found.next_meeting, found.late_by) == (Outcome.GAINED, EARLY, 0)
    assert judged(minimum_window=7).outcome is Outcome.SAME


def test_the_rule_of_its_own_day_is_what_it_is_compared_with() -> None:
    was = PolicyValue(
        id="v",
        organisation_id="o",
        name="minimum_window",
        value=20,
        starts_on=date(2026, 1, 1),
        set_by_name="M",
    )
    assert judged(None, was, minimum_window=15).outcome is Outcome.LATE_ANYWAY
    assert judged(None, was, minimum_window=10).outcome is Outcome.GAINED
    later = replace(was, starts_on=date(2026, 6, 1))
    assert judged(None, later, minimum_window=10).outcome is Outcome.SAME


def test_organisational_change_has_a_window_of_its_own() -> None:
    change = paper(kind="organisational_change", meeting=LATER)
    assert judged(change, minimum_window=60).outcome is Outcome.SAME
    found = judged(change, minimum_window_organisational_change=33)
    assert (found.outcome, found.late_by) == (Outcome.MISSED, 1)
    strict = paper(meeting=LATER, least_window=20)
    assert on(judged(strict, minimum_window=5).closes_now) == date(2026, 3, 30)


def test_time_to_answer_counts_when_it_is_the_rule_in_question() -> None:
    assert judged(response_days=2).outcome is Outcome.GAINED  # with five days it was too late
    assert judged(response_days=3).outcome is Outcome.LATE_ANYWAY
    assert judged(paper(meeting=LATER), response_days=30).outcome is Outcome.MISSED


def test_papers_due_earlier() -> None:
    assert judged(paper_deadline_days=7).outcome is Outcome.SAME  # Monday 16th
    found = judged(paper_deadline_days=9)  # Thursday 12th
    assert (found.outcome, on(found.due_at), found.late_by) == (
        Outcome.MISSED,
        date(2026, 3, 12),
        2,
    )


def test_clear_days_are_measured_from_when_it_was_ready() -> None:
    assert judged(clear_days=5).outcome is Outcome.SAME  # out by Tuesday 17th at the latest
    found = judged(clear_days=6)
    assert (found.outcome, found.late_by) == (Outcome.MISSED, 1)
    waived = paper(sent_at=None, waived=True)
    assert judged(waived, clear_days=6).outcome is Outcome.MISSED
    assert judged(waived, minimum_window=15).outcome is Outcome.WAIVED
    both = judged(clear_days=5, minimum_window=12)  # not ready before its window ends
    assert (both.outcome, on(both.due_at)) == (Outcome.MISSED, date(2026, 3, 17))


@pytest.mark.parametrize("apart", [Outcome.URGENT, Outcome.WITHDRAWN, Outcome.UNDER_WAY])
def test_what_the_record_decides_is_not_judged(apart: Outcome) -> None:
    assert judged(paper(apart=apart), minimum_window=60).outcome is apart


def test_what_cannot_be_judged_is_counted_apart() -> None:
    assert judged(paper(meeting=None), minimum_window=15).outcome is Outcome.NO_MEETING
    assert judged(paper(ready_at=None), clear_days=9).outcome is Outcome.UNTOUCHED
    december = datetime(2026, 12, 20, 9, 0, tzinfo=UTC)
    beyond = judged(paper(sent_at=december, begun_at=december), minimum_window=15)
    assert beyond.outcome is Outcome.UNCOUNTED
    assert "ends on 31 December 2026" in beyond.why
    found = [judged(minimum_window=15), judged(minimum_window=10), beyond]
    assert sum(counts(found).values()) == 3
