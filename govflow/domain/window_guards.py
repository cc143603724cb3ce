"""Conditions on a paper's consultation that some procedures add to the ordinary ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from govflow.domain.calendar import said
from govflow.domain.cases import PaperCase
from govflow.domain.consultation import NEVER_REACHED, Comment, Request
from govflow.domain.deadline import local_day, window_closes
from govflow.domain.fact_guards import kept_day, spoken
from govflow.domain.guarding import DateFact, Facts, guard
from govflow.domain.people import listed


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
def changes_heard(case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]) -> str | None:
    """What changed after networks commented on it was put to them, heard, and replied to."""
    say = []
    if unasked := case.unasked():
        say.append(
            f"Paragraphs that the {listed(unasked)} commented on have changed: the secretary says "
            "first, on this paper’s page, whether the change is material."
        )
    requests = case.consultation.requests if case.consultation else []
    if waiting := [r.network_name for r in requests if r.renewed_at and not r.heard(now)]:
        say.append(f"Still waiting for {listed(waiting)} on what has changed.")
    if sum(len(_said_on_change(r)) for r in requests):
        say.append("What networks said on the changed text has no reply yet.")
    return " ".join(say) or None


def _said_on_change(request: Request) -> list[Comment]:
    told = max((c.told_at for c in request.changes if c.asked), default=None)
    return [c for c in request.unanswered() if told and c.made_at >= told]


@guard()
def somebody_was_reached(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """At least one network could be asked: where asking is mandatory, nobody may be no answer."""
    requests = case.consultation.requests if case.consultation else []
    if any(r.delivery not in NEVER_REACHED and not r.waived_at for r in requests):
        return None
    return "No network could be reached, and this is not decided without any: appoint officers."
