"""The edges of the four tests, on records made by hand: what is missing is said to be missing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from govflow.domain.calendar import WorkingDays
from govflow.domain.consultation import Comment, Consultation, Reply, Request
from govflow.domain.gunning import RESULT_TITLES, Check, Record, Result, Settling, Step, Test
from govflow.domain.gunning_after import considered
from govflow.domain.gunning_before import formative, informed
from govflow.domain.gunning_time import timely
from govflow.domain.paper import Decision, Paper, Waiver

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CALENDAR = WorkingDays("Somewhere", frozenset(), date(2026, 1, 1), date(2026, 12, 31))
OWN: dict[str, Any] = {"organisation_id": "o", "matter_id": "m"}


def request(**changes: Any) -> Request:
    values: dict[str, Any] = {
        **OWN,
        "id": "r",
        "consultation_id": "c",
        "network_id": "n",
        "network_name": "Race Equality Network",
        "invited_at": OPENED,
        "closes_at": OPENED + 14 * DAY,
    }
    return Request(**{**values, **changes})


def comment(number: int, reason: str, replied_at: datetime, mark: bool | None = None) -> Comment:
    reply = Reply(
        id=f"reply{number}",
        organisation_id="o",
        comment_id=str(number),
        outcome="not_accepted",
        reason=reason,
        changed_paragraph="",
        replied_at=replied_at,
        replied_by_name="Amara Osei",
        answers_point=mark,
    )
    return Comment(
        **OWN,
        id=str(number),
        request_id="r",
        version_number=1,
        anchor="",
        quote="",
        text="A point.",
        made_at=OPENED + DAY,
        made_by_id="p",
        reply=reply,
    )


def record(*requests: Request, decided_at: datetime | None = None) -> Record:
    decision = Decision(
        **OWN,
        id="d",
        outcome="approved",
        text="",
        attestation="Had regard.",
        minute_reference="2026/1",
        decided_at=decided_at or OPENED + 40 * DAY,
        decided_by_id="b",
        decided_by_name="Bernard Achebe",
        paper_version_number=1,
    )
    paper = Paper(
        id="m", organisation_id="o", kind="paper", workflow="board_paper", workflow_version=1,
        workflow_hash="h", state="approved", state_since_at=OPENED, version=1,
        reference="2026/0001", title="A paper", created_at=OPENED, author_id="a",
        author_name="Amara Osei", decided=True, decision=decision if decided_at else None,
    )  # fmt: skip
    round_ = Consultation(
        **OWN,
        id="c",
        kind="formative",
        window_working_days=10,
        rule_version="v1",
        planned_at=OPENED,
        opened_at=OPENED,
        closes_at=OPENED + 14 * DAY,
        requests=list(requests),
    )
    return Record(
        now=OPENED + 60 * DAY, zone="Europe/London", calendar=CALENDAR, paper=paper, round=round_,
        served=None, hash_holds=None, settled=(), minimum_window=10, feedback_days=10,
        feedback_from_at=None,
    )  # fmt: skip


def found(test: Test, begins: str) -> Check:
    return next(check for check in test.checks if check.asked.startswith(begins))


def test_every_result_has_its_words() -> None:
    assert set(RESULT_TITLES) == set(Result)


def test_without_a_stored_version_the_record_does_not_show_it() -> None:
    made = record(request())
    for begins in ("At least two", "No earlier body"):
        assert found(formative(made), begins).title == "The record does not show this"
    for begins in ("The pack was complete", "The stored bytes"):
        assert found(informed(made), begins).result == Result.UNKNOWN
    [version] = [e for e in formative(made).evidence if e.name == "Version served"]
    assert version.said == ("The record does not show this.",)


def test_where_the_calendar_ends_nothing_is_counted() -> None:
    long = record(request(closes_at=OPENED + 400 * DAY))
    assert found(timely(long), "Every window").result == Result.UNKNOWN
    late = replace(record(request()), feedback_from_at=datetime(2026, 12, 31, 9, tzinfo=UTC))
    assert found(considered(late), "Feedback").result == Result.UNKNOWN


def test_a_round_with_nobody_in_scope_has_nothing_to_check() -> None:
    for test in (formative, informed, timely, considered):
        [only] = test(record()).checks
        assert only.result == Result.NOTHING
        assert "No network was in scope" in only.sentence


def test_a_network_asked_again_has_a_window_of_its_own() -> None:
    again = request(closes_at=OPENED + 21 * DAY)
    late = replace(record(again), asked_again={"r": OPENED + 14 * DAY})
    assert found(timely(late), "Every window").sentence == "Race Equality Network had 5."


@pytest.mark.parametrize("delivery", ["no_chair", "not_delivered"])
def test_a_network_that_was_never_reached_had_no_time(delivery: str) -> None:
    made = record(request(delivery=delivery))
    assert found(timely(made), "Every network").result == Result.OTHERWISE
    assert found(timely(made), "Every window").result == Result.NOTHING
    waiver = Waiver(
        **OWN, id="w", network_id="n", network_name="Race Equality Network",
        reason="The post is advertised.", approved_by_id="b", approved_by_name="Bernard Achebe",
        approved_at=OPENED,
    )  # fmt: skip
    made.paper.waivers.append(waiver)
    said = found(timely(made), "Every network").sentence
    assert said.endswith(
        "Bernard Achebe answers for the Race Equality Network, 2 March 2026: "
        "“The post is advertised.”"
    )


def test_a_reply_after_the_decision_is_found() -> None:
    early = comment(1, "Because.", OPENED + 30 * DAY)
    late = comment(2, "Well.", OPENED + 50 * DAY)
    made = record(request(comments=[early, late]), decided_at=OPENED + 40 * DAY)
    check = found(considered(made), "The decision was taken")
    assert check.result == Result.OTHERWISE
    assert check.sentence.startswith("1 reply came after")
    only = record(request(comments=[early]), decided_at=OPENED + 40 * DAY)
    assert found(considered(only), "The decision was taken").result == Result.SHOWN


def test_the_networks_own_marks_are_shown_as_they_are() -> None:
    marks = [True, False, None]
    comments = [comment(n, f"Reason {n}", OPENED, mark) for n, mark in enumerate(marks)]
    check = found(considered(record(request(comments=comments))), "The networks marked")
    assert (check.result, check.sentence) == (Result.LOOK, "Yes: 1. No: 1. Not marked: 1.")


@pytest.mark.parametrize(
    ("at", "told_before", "result"),
    [
        (OPENED - DAY, True, Result.OTHERWISE),
        (OPENED, True, Result.OTHERWISE),
        (OPENED, False, Result.SHOWN),
        (OPENED + DAY, False, Result.SHOWN),
    ],
)
def test_what_was_settled_first_counts(at: datetime, told_before: bool, result: Result) -> None:
    step = Step(at, "the board chair recorded it", (Settling.DECISION,), told_before)
    check = found(formative(replace(record(request()), settled=(step,))), "Opened before")
    assert check.result == result
