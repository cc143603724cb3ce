"""The named effects of the governance review's actions."""

from collections.abc import Mapping
from typing import Any

from govflow.domain.cases import ReviewCase
from govflow.domain.review import Evidence
from govflow.engine.machine import Move
from govflow.services.office import Desk, new_id

Facts = Mapping[str, Any]
ADOPTED_BY_THE_BOARD = 11  # the criterion that a board minute adopts the review


def record_owner(desk: Desk, case: ReviewCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Name the review's owner."""
    case.review.owner_name = str(facts["owner_name"])
    return {}


def record_adoption(desk: Desk, case: ReviewCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Keep the minute that adopts the review; it is the evidence for criterion 11."""
    minute = str(facts["minute_reference"])
    case.review.adoption_minute = minute
    case.review.adopted_on = desk.today
    kept = Evidence(
        id=new_id(),
        organisation_id=case.review.organisation_id,
        matter_id=case.review.id,
        criterion=ADOPTED_BY_THE_BOARD,
        text="The board adopted the review.",
        source=f"Minute {minute}",
        dated_on=desk.today,
        added_at=desk.now,
        added_by_name=desk.actor.name,
    )
    case.review.evidence.append(kept)
    return {"evidence": kept.id, "criterion": kept.criterion}


def record_embedding(desk: Desk, case: ReviewCase, facts: Facts, step: Move) -> dict[str, Any]:
    """From here the twelve months to the re-review run."""
    case.review.embedded_on = desk.today
    return {}
