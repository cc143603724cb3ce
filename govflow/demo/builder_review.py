"""Plays the governance review at its real dates: evidence, withdrawals, verdict, late adoption."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from govflow.demo.builder_days import Cue
from govflow.demo.builder_stage import Stage
from govflow.demo.shapes import Evidence, Review, Step, Verdict
from govflow.services import reviews

SYSTEM = "system:deadlines"


def governance_review(stage: Stage) -> Iterator[Cue]:
    """The review from its opening on; evidence of a day is in before the step of that day."""
    review = stage.content.review
    yield Cue(review.steps[0].on, partial(_opened, stage, review))
    for number, item in enumerate(review.evidence):
        yield Cue(item.added_on, partial(_evidence, stage, number, item))
        if item.withdrawn_on is not None:
            yield Cue(item.withdrawn_on, partial(_withdrawn, stage, number, item))
    for verdict in review.verdict:
        yield Cue(review.verdict_on, partial(_verdict, stage, verdict))
    for step in review.steps:
        yield Cue(step.on, partial(_step, stage, review, step))


def _opened(stage: Stage, review: Review, at: datetime) -> None:
    with stage.desk(review.owner, at) as desk:
        stage.review_id = reviews.open_review(desk, title=review.title).id


def _evidence(stage: Stage, number: int, item: Evidence, at: datetime) -> None:
    with stage.desk(item.added_by, at) as desk:
        made = reviews.add_evidence(
            desk,
            stage.review_id,
            criterion=item.criterion,
            text=item.text,
            source=item.source,
            dated_on=item.dated_on,
        )
    stage.evidence[number] = made.id


def _withdrawn(stage: Stage, number: int, item: Evidence, at: datetime) -> None:
    with stage.desk(item.added_by, at) as desk:
        reviews.withdraw_evidence(
            desk, stage.review_id, stage.evidence[number], reason=item.withdrawn_reason
        )


def _verdict(stage: Stage, verdict: Verdict, at: datetime) -> None:
    officer = stage.content.networks[verdict.network].officers[0]
    with stage.desk(officer.person, at) as desk:
        reviews.give_verdict(
            desk,
            stage.review_id,
            text=verdict.text,
            network_id=stage.networks[verdict.network],
        )


def _step(stage: Stage, review: Review, step: Step, at: datetime) -> None:
    owner = stage.content.people[review.owner]
    facts = {
        "reason": step.reason,
        "minute_reference": step.minute_reference,
        "owner_name": f"{owner.name}, {owner.job_title}" if step.action == "scope_review" else "",
    }
    who = SYSTEM if step.by == "system" else step.by
    stage.act(who, at, stage.review_id, step.action, {k: v for k, v in facts.items() if v})
