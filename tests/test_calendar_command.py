"""The calendar on the command line, across every oddity of bank holidays from 2012 to 2028."""

import pytest
from click.testing import CliRunner, Result

from govflow.cli import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["calendar", *words])


# Day, working days to add, the answer, and what is odd about it.
AFTER = [
    ("2026-12-18", "10", "2027-01-06", "england", "Boxing Day on a Saturday, substitute Monday"),
    ("2012-06-01", "1", "2012-06-06", "england", "spring holiday moved to 4 June, jubilee on 5"),
    ("2011-12-30", "1", None, "england", "before the calendar begins is refused, not guessed"),
    ("2020-05-01", "5", "2020-05-11", "england", "May Day moved to Friday 8 May for VE day"),
    ("2022-06-01", "1", "2022-06-06", "england", "spring holiday on 2 June, jubilee on 3"),
    ("2022-09-16", "1", "2022-09-20", "england", "the state funeral on Monday 19 September"),
    ("2023-05-05", "1", "2023-05-09", "england", "the coronation on Monday 8 May"),
    ("2021-12-24", "1", "2021-12-29", "england", "Christmas and Boxing Day at a weekend, two days"),
    ("2027-12-24", "1", "2027-12-29", "england", "the same again in 2027"),
    ("2026-12-31", "1", "2027-01-05", "scotland", "2 January on a Saturday, substitute on 4"),
    ("2026-11-27", "1", "2026-12-01", "scotland", "St Andrew's Day on Monday 30 November"),
    ("2026-07-10", "1", "2026-07-14", "northern-ireland", "12 July on a Sunday, substitute Monday"),
    ("2026-03-16", "1", "2026-03-18", "northern-ireland", "St Patrick's Day"),
    ("2026-04-02", "1", "2026-04-07", "england", "Good Friday and Easter Monday"),
    ("2026-04-02", "1", "2026-04-06", "scotland", "Easter Monday is a working day in Scotland"),
    ("2026-08-28", "1", "2026-09-01", "wales", "the last Monday of August"),
    ("2026-07-31", "1", "2026-08-04", "scotland", "the first Monday of August"),
    ("2028-12-22", "1", "2028-12-27", "england", "the last Christmas the calendar knows"),
    ("2028-12-29", "1", None, "england", "after the calendar ends is refused, not guessed"),
    ("2027-01-06", "-10", "2026-12-18", "england", "and back again"),
]


@pytest.mark.parametrize(("day", "number", "answer", "where", "why"), AFTER)
def test_working_days_after(
    day: str, number: str, answer: str | None, where: str, why: str
) -> None:
    done = run("add-working-days", "--calendar", where, "--", day, number)
    if answer is None:
        assert done.exit_code == 2, why
        assert "cannot be counted" in done.output
    else:
        assert (done.exit_code, done.output) == (0, f"{answer}\n"), why


@pytest.mark.parametrize(
    ("meeting", "clear", "answer"),
    [
        ("2026-04-08", "5", "2026-03-27"),
        ("2025-05-07", "5", "2025-04-28"),
        ("2022-06-08", "5", "2022-05-27"),
        ("2026-01-07", "5", "2025-12-29"),
        ("2026-04-08", "0", "2026-04-07"),
    ],
)
def test_issue_by_leaves_the_clear_days(meeting: str, clear: str, answer: str) -> None:
    assert run("issue-by", meeting, "--clear-days", clear).output == f"{answer}\n"
    assert run("clear-days", answer, meeting).output == f"{clear}\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add-working-days", "18.12.2026", "10"), "is not a date; write it like 2021-12-31"),
        (("add-working-days", "2026-02-30", "1"), "is not a date"),
        (("add-working-days", "2026-12-18", "1.5"), "not a valid int"),
        (("add-working-days", "2026-12-18", "10001"), "not in the range"),
        (("add-working-days", "2026-12-18", "1", "--calendar", "narnia"), "is not one of"),
        (("issue-by", "2026-04-08"), "Missing option '--clear-days'"),
        (("issue-by", "2026-04-08", "--clear-days", "-1"), "not in the range"),
        (("issue-by", "2045-04-08", "--clear-days", "5"), "ends on 31 December 2028"),
    ],
)
def test_bad_input_is_named(words: tuple[str, ...], sentence: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert sentence in done.output


def test_it_says_which_days_it_knows_and_when_that_ends_soon() -> None:
    early = run("covers", "--as-at", "2026-11-23").output
    assert early == "England and Wales: 2012-01-01 to 2028-12-31.\n"
    late = run("covers", "--as-at", "2028-02-01", "--calendar", "scotland").output
    assert "update the package govuk-bank-holidays" in late
