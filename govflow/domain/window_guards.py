"""Conditions on a paper's consultation that some procedures add to the ordinary ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from govflow.domain.calendar import said
from govflow.domain.cases import PaperCase
from govflow.domain.consultation import NEVER_REACHED
from govflow.domain.deadline import local_day, window_closes
from govflow.domain.fact_guards import kept_day, spoken
from govflow.domain.guarding import DateFact, Facts, guard


@guard(fact=DateFact)
def window_ends_before(
    case: PaperCase, facts: Facts, now: datetime, parameters: Mapping[str, Any]
) -> str | None:
    """The window, sent now, ends before the day of the kept date."""
    day = kept_day(case, facts, parameters["fact"])
    if case.consultation is None or day is None:
        return None
    window = case.consultation.window_working_days
    closes = local_day(window_closes(now, window, case.calendar, case.zone), case.zone)
    if closes < day:
        return None
    return (
        f"A window of {window} working days sent now ends on {said(closes)}, not before "
        f"{said(day)} ({spoken(parameters['fact'])}): agree a later date first."
    )


@guard()
def somebody_was_reached(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """At least one network could be asked: where asking is mandatory, nobody may be no answer."""
    requests = case.consultation.requests if case.consultation else []
    if any(r.delivery not in NEVER_REACHED and not r.waived_at for r in requests):
        return None
    return "No network could be reached, and this is not decided without any: appoint officers."
