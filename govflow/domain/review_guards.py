"""Conditions on a governance review: who took part, what is evidenced, when it is due again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from govflow.domain.cases import ReviewCase
from govflow.domain.guarding import Facts, guard
from govflow.domain.people import listed
from govflow.domain.review import CRITERIA


@guard()
def networks_took_part(
    case: ReviewCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """Criterion 2 has evidence."""
    if 2 in case.review.evidenced(now.date()):
        return None
    return "Record evidence for criterion 2: the staff networks took part in the review."


@guard()
def every_criterion_evidenced(
    case: ReviewCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """Every criterion but the annual re-review has evidence."""
    evidenced = case.review.evidenced(now.date())
    lacking = [str(n) for n in CRITERIA if n not in evidenced and n != 12]
    return f"These criteria have no evidence: {listed(lacking)}." if lacking else None


@guard()
def twelve_months_passed(
    case: ReviewCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """The re-review is due."""
    due = case.deadline("re_review")
    if due is None or now < due.instant_at:
        return "The re-review is not due yet."
    return None
