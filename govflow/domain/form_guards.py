"""Conditions that the form of an action fulfils itself, and the one on who may send it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from govflow.domain.cases import Case
from govflow.domain.guarding import GUARDS, Act, Check, Facts, Guard, guard


def fact_given(name: str, say: str) -> Check:
    """A condition that a form field fulfils."""

    def check(case: Any, facts: Facts, now: datetime, parameters: Mapping[str, Any]) -> str | None:
        return None if str(facts.get(name) or "").strip() else say

    return check


for _guard, _fact, _say in (
    ("reason_given", "reason", "Give the reason."),
    ("due_regard_attested", "attestation", "Attest that comments and the EIA were before you."),
    ("minute_reference_given", "minute_reference", "Give the minute reference."),
    ("adoption_minuted", "minute_reference", "Give the minute that adopts the review."),
    ("feedback_written", "feedback", "Write the feedback to the networks."),
    ("review_owner_named", "owner_name", "Name the owner of the review."),
):
    GUARDS[_guard] = Guard(_guard, fact_given(_fact, _say), asked_in_form=True, reads=_fact)


@guard(**{"from": Act})
def different_person(
    case: Case, facts: Facts, now: datetime, parameters: Mapping[str, Any]
) -> str | None:
    """Whoever performed the named action may not perform this one too."""
    earlier = case.did.get(str(parameters["from"]), frozenset())
    if facts.get("actor_id") in earlier:
        return "You took the earlier step yourself: a different person must do this."
    return None
