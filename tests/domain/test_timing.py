"""A deadline rule counts from its anchor's own day, in its own zone, and never guesses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.calendar import OutsideCalendar, months_after, written_day
from govflow.domain.cases import ProcedureCase
from govflow.domain.deadline import Deadline, Precision
from govflow.domain.policy import Policy
from govflow.domain.procedure import Procedure
from govflow.domain.timing import DeadlineRule, Moment, Unit, unit_of
from govflow.services.calendars import england_and_wales

ENGLAND = england_and_wales()
LONDON = "Europe/London"
DAYS = st.dates(date(2021, 6, 1), date(2026, 12, 31))
INSTANTS = st.datetimes(
    datetime(2021, 6, 1), datetime(2026, 12, 31), timezones=st.just(UTC)
) | st.sampled_from(
    [datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
)
ZONES = st.sampled_from([LONDON, "Pacific/Auckland", "America/New_York", "UTC"])
AMOUNTS = st.integers(1, 40)
POLICIES = st.sampled_from(["response_days", "re_review_months", "clear_days", "minimum_window"])


def due(rule: DeadlineRule, moment: Moment | None, zone: str = LONDON) -> Deadline:
    found = rule.due(moment, calendar=ENGLAND, policy=Policy(), zone=zone)
    assert found is not None
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(LONDON))


@pytest.mark.parametrize(
    ("meeting", "issue_by"),
    [
        ("2026-04-08 09:30", "2026-03-27"),
        ("2025-05-07 09:30", "2025-04-28"),
        ("2022-06-08 09:30", "2022-05-27"),
        ("2026-01-07 09:30", "2025-12-29"),
    ],
)
def test_clear_days_before_a_meeting_exclude_both_days(meeting: str, issue_by: str) -> None:
    found = due(DeadlineRule("meeting", Unit.CLEAR_DAYS, 5, before=True), at(meeting))
    assert found.instant_at == at(f"{issue_by} 17:00")
    by_policy = DeadlineRule("meeting", Unit.CLEAR_DAYS, before=True, policy="clear_days")
    assert due(by_policy, at(meeting)) == replace(found, origin=by_policy.said())


def test_working_days_after_it_came_here_cross_christmas() -> None:
    found = due(DeadlineRule("entered", Unit.WORKING_DAYS, 10), at("2026-12-18 16:59"))
    assert found.when() == "5pm on Wednesday 6 January 2027"
    clear = due(DeadlineRule("entered", Unit.CLEAR_DAYS, 10), at("2026-12-18 16:59"))
    assert clear.on == date(2027, 1, 7)


@pytest.mark.parametrize(
    ("entered", "on"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 30)),  # the clocks go on at 01:00
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 2)),  # past midnight in London
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 26)),  # the clocks go back
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),  # the same day in winter
    ],
)
def test_the_day_something_came_here_is_the_local_day(entered: datetime, on: date) -> None:
    found = due(DeadlineRule("entered", Unit.DAYS, 1), entered)
    assert (found.on, found.precision) == (on, Precision.DAY)
    assert found.instant_at == at(f"{on} 23:59:59.999999")


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        ("2026-08-31", -6, "2026-02-28"),
        ("2024-08-31", -6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_end_where_the_shorter_month_ends(day: str, months: int, there: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(there)
    rule = DeadlineRule("expires_on", Unit.MONTHS, abs(months), before=months < 0)
    assert due(rule, date.fromisoformat(day)).on == date.fromisoformat(there)


@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    there = months_after(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == day.day or (there + timedelta(days=1)).day == 1
    assert there.day <= day.day


@given(INSTANTS, ZONES, st.sampled_from(Unit), AMOUNTS)
def test_before_is_before_and_after_is_after_the_instant(
    moment: datetime, zone: str, unit: Unit, amount: int
) -> None:
    assert due(DeadlineRule("meeting", unit, amount, before=True), moment, zone).instant_at < moment
    assert due(DeadlineRule("entered", unit, amount), moment, zone).instant_at > moment


@given(DAYS, ZONES, st.sampled_from(Unit), AMOUNTS)
def test_before_is_before_and_after_is_after_the_day(
    day: date, zone: str, unit: Unit, amount: int
) -> None:
    assert due(DeadlineRule("expires_on", unit, amount, before=True), day, zone).on < day
    assert due(DeadlineRule("expires_on", unit, amount), day, zone).on > day


@given(DAYS, AMOUNTS, st.sampled_from(Unit))
def test_more_is_never_sooner(day: date, amount: int, unit: Unit) -> None:
    less = due(DeadlineRule("due_on", unit, amount), day)
    more = due(DeadlineRule("due_on", unit, amount + 1), day)
    assert less.instant_at <= more.instant_at


@given(INSTANTS, POLICIES, st.booleans())
def test_a_policy_value_counts_like_the_number_it_stands_for(
    moment: datetime, policy: str, before: bool
) -> None:
    unit, amount = unit_of(policy), getattr(Policy(), policy)
    by_policy = due(DeadlineRule("entered", unit, before=before, policy=policy), moment)
    assert by_policy == replace(
        due(DeadlineRule("entered", unit, amount, before), moment), origin=by_policy.origin
    )


def test_a_fixed_day_is_wholly_in_time() -> None:
    found = due(DeadlineRule(date(2021, 12, 31)), None)
    assert found.when() == "Friday 31 December 2021"
    assert found.instant_at == at("2021-12-31 23:59:59.999999")


def test_nothing_is_due_while_its_moment_is_unknown() -> None:
    rule = DeadlineRule("expires_on", Unit.MONTHS, 6, before=True)
    assert rule.due(None, calendar=ENGLAND, policy=Policy()) is None


def test_days_beyond_the_calendar_are_not_guessed() -> None:
    with pytest.raises(OutsideCalendar):
        due(DeadlineRule("expires_on", Unit.WORKING_DAYS, 5), date(2199, 1, 1))
    assert due(DeadlineRule("expires_on", Unit.MONTHS, 6), date(2199, 1, 1)).on.year == 2199


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            DeadlineRule("entered", Unit.WORKING_DAYS, 20),
            "20 working days after it came here",
        ),
        (
            DeadlineRule("meeting", Unit.CLEAR_DAYS, 1, True),
            "1 clear working day before the meeting",
        ),
        (DeadlineRule("expires_on", Unit.MONTHS, 6, True), "6 months before “expires on”"),
        (DeadlineRule("due_on"), "on “due on”"),
        (DeadlineRule(date(2021, 12, 31)), "on 31 December 2021"),
        (
            DeadlineRule("opened", Unit.WORKING_DAYS, policy="response_days"),
            "as many working days after it was opened as policy sets for 'response_days'",
        ),
    ],
)
def test_a_rule_says_itself(rule: DeadlineRule, words: str) -> None:
    assert rule.said() == words


def test_a_rule_says_a_fact_by_its_label() -> None:
    rule = DeadlineRule("due_on", Unit.DAYS, 3)
    assert rule.said({"due_on": "Done by"}) == "3 days after “Done by”"


def procedure(**facts: str) -> ProcedureCase:
    return ProcedureCase(
        zone=LONDON,
        policy=Policy(),
        calendar=ENGLAND,
        procedure=Procedure(
            id="m1",
            organisation_id="o1",
            kind="procedure",
            workflow="commitment",
            workflow_version=1,
            workflow_hash="",
            state="open",
            state_since_at=at("2026-03-02 10:00"),
            version=1,
            reference="C-1",
            title="A promise",
            created_at=at("2026-02-02 10:00"),
            facts=dict(facts),
            opened_by_id="p1",
            opened_by_name="Ola Green",
        ),
    )


def test_a_case_knows_every_anchor_of_its_own() -> None:
    case = procedure(due_on="2026-05-29")
    moments = {
        "entered": date(2026, 3, 5),
        "opened": date(2026, 2, 5),
        "due_on": date(2026, 6, 1),
    }
    for anchor, on in moments.items():
        found = case.deadline(DeadlineRule(anchor, Unit.DAYS, 3))
        assert found is not None
        assert found.on == on


def test_a_case_has_no_deadline_while_nothing_says_when() -> None:
    case = procedure(due_on="2199-01-01")
    assert case.deadline(None) is None
    assert case.deadline(DeadlineRule("agreed_on", Unit.DAYS, 3)) is None
    assert case.deadline(DeadlineRule("meeting", Unit.DAYS, 3, True)) is None
    assert case.deadline(DeadlineRule("due_on", Unit.WORKING_DAYS, 3, True)) is None
    assert case.deadline(DeadlineRule("due_on")) is not None


@pytest.mark.parametrize("text", ["2021-02-30", "20211231", "2021-W52-5", "31/12/2021", ""])
def test_only_a_real_day_written_the_one_way_is_a_day(text: str) -> None:
    assert written_day(text) is None
    assert written_day("2021-12-31") == date(2021, 12, 31)
