"""The named effects of the governance review's actions."""

from collections.abc import Mapping
from typing import Any

from govflow.domain.cases import ReviewCase
from govflow.engine.machine import Move
from govflow.services.office import Desk

Facts = Mapping[str, Any]


def record_owner(desk: Desk, case: ReviewCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Name the review's owner."""
    case.review.owner_name = str(facts["owner_name"])
    return {}


def record_adoption(desk: Desk, case: ReviewCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Keep the minute that adopts the review."""
    case.review.adoption_minute = str(facts["minute_reference"])
    case.review.adopted_on = desk.today
    return {}


def record_embedding(desk: Desk, case: ReviewCase, facts: Facts, step: Move) -> dict[str, Any]:
    """From here the twelve months to the re-review run."""
    case.review.embedded_on = desk.today
    return {}
