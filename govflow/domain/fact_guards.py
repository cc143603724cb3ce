"""Conditions on the facts that a workflow keeps with a matter: what was answered, and when."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from govflow.domain.calendar import months_after, said
from govflow.domain.cases import Case, ProcedureCase
from govflow.domain.deadline import local_day
from govflow.domain.guarding import DateFact, Fact, Facts, FactValue, guard

Parameters = Mapping[str, Any]


def kept_day(case: Case, facts: Facts, fact: str) -> date | None:
    """The date kept under this name, or else the one the form gives; None while there is none."""
    value = case.matter.facts.get(fact) or facts.get(fact)
    return date.fromisoformat(str(value)) if value else None


def _no_date(fact: str) -> str:
    return f"No date is kept as “{spoken(fact)}” yet."


def spoken(fact: str) -> str:
    """A fact's name as a person reads it."""
    return fact.removesuffix("_on").replace("_", " ")


@guard(fact=Fact, **{"is": FactValue})
def fact_is(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """The form, or else what was kept, gives this answer."""
    fact, wanted = parameters["fact"], parameters["is"]
    answer = facts.get(fact) or case.matter.facts.get(fact)
    if answer == wanted:
        return None
    return f"This needs the {spoken(fact)} to be “{wanted}”; it is “{answer or 'not given yet'}”."


@guard(fact=Fact)
def evidence_kept(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """Evidence has been given: without it nothing counts as met."""
    fact = parameters["fact"]
    if str(facts.get(fact) or case.matter.facts.get(fact) or "").strip():
        return None
    return "Nothing is met without evidence: give the evidence first."


@guard("months_before", "days_before", fact=DateFact, months_before=int, days_before=int)
def date_reached(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """The kept date has come, or is as near as the parameters say."""
    kept = kept_day(case, facts, parameters["fact"])
    if kept is None:
        return _no_date(parameters["fact"])
    day = months_after(kept, -int(parameters.get("months_before", 0)))
    day -= timedelta(days=int(parameters.get("days_before", 0)))
    if local_day(now, case.zone) >= day:
        return None
    return f"This becomes possible on {said(day)}."


@guard(fact=DateFact)
def date_not_passed(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """The kept date is still to come, or today."""
    kept = kept_day(case, facts, parameters["fact"])
    if kept is None:
        return _no_date(parameters["fact"])
    if local_day(now, case.zone) <= kept:
        return None
    return f"The date has passed: it was {said(kept)}."


@guard(fact=DateFact)
def date_passed(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """The kept date lies behind."""
    kept = kept_day(case, facts, parameters["fact"])
    if kept is None:
        return _no_date(parameters["fact"])
    if local_day(now, case.zone) > kept:
        return None
    return f"There is time until the end of {said(kept)}."


@guard(fact=DateFact)
def date_ahead(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """The date that the form gives lies ahead; nothing is moved to a day already gone."""
    given = facts.get(parameters["fact"])
    if not given or date.fromisoformat(str(given)) > local_day(now, case.zone):
        return None
    return "Give a date after today."


@guard(fact=DateFact)
def date_not_ahead(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """The date that the form gives is today or earlier: what it says has happened."""
    given = facts.get(parameters["fact"])
    if not given or date.fromisoformat(str(given)) <= local_day(now, case.zone):
        return None
    return "Give today's date or an earlier one: it cannot have happened yet."


@guard(fact=DateFact, limit=DateFact)
def dated_within(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """One kept date is on or before another."""
    kept = kept_day(case, facts, parameters["fact"])
    limit = kept_day(case, facts, parameters["limit"])
    if kept is None or limit is None:
        return _no_date(parameters["limit" if kept else "fact"])
    if kept <= limit:
        return None
    return f"The {spoken(parameters['fact'])} is dated {said(kept)}, after {said(limit)}."


@guard(fact=DateFact, limit=DateFact)
def dated_after(case: Case, facts: Facts, now: datetime, parameters: Parameters) -> str | None:
    """One kept date is later than another."""
    kept = kept_day(case, facts, parameters["fact"])
    limit = kept_day(case, facts, parameters["limit"])
    if kept is None or limit is None:
        return _no_date(parameters["limit" if kept else "fact"])
    if kept > limit:
        return None
    return f"The {spoken(parameters['fact'])} is dated {said(kept)}, by {said(limit)}: in time."


# Each test of the decision tree, the answer that leads away from a formal procedure, and why.
LEADS_AWAY: Mapping[str, tuple[str, str]] = {
    "health_test": ("Yes", "ill health plays a part: arrange support first"),
    "foresight_test": ("No", "no known and workable way of working was left: look at the system"),
    "substitution_test": ("Yes", "others would have acted alike: look at the system"),
}


@guard()
def decision_tree_leads_to_formal(
    case: ProcedureCase, facts: Facts, now: datetime, _: Parameters
) -> str | None:
    """Harm was meant, or none of the other tests leads away from a formal procedure."""
    answers = case.matter.facts
    if answers.get("harm_test") == "Yes":
        return None
    why = [say for test, (away, say) in LEADS_AWAY.items() if answers.get(test) in (away, None)]
    return f"The decision tree does not lead there: {'; '.join(why)}." if why else None
