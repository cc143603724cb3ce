"""The form of a workflow action: read as its file asks and no further, and the act taken."""

from collections.abc import Iterable
from typing import Any

from flask import request

from govflow.domain.errors import Invalid, NotYet, Refused
from govflow.engine.asking import problems
from govflow.engine.workflow import Action, Ask
from govflow.services import forms
from govflow.web.acting import act, reading
from govflow.web.pages import read_date


def read_facts(asks: Iterable[Ask]) -> dict[str, Any]:
    """What the form gives for each ask; raises Invalid naming every field that is wrong.

    Whether a person that was chosen is one who may be chosen is for the services to say.
    """
    asked = list(asks)
    facts: dict[str, Any] = {}
    unread: dict[str, str] = {}
    for ask in asked:
        try:
            facts[ask.fact] = _read(ask)
        except Invalid as invalid:
            unread.update(invalid.problems)
    found = problems([ask for ask in asked if ask.fact not in unread], facts) | unread
    if found:
        raise Invalid({ask.fact: found[ask.fact] for ask in asked if ask.fact in found})
    return facts


def _read(ask: Ask) -> str:
    if ask.kind == "date":
        day = read_date(ask.fact, f"“{ask.label}”")
        return day.isoformat() if day else ""
    return request.form.get(ask.fact, "").strip()


def take(matter_id: str, action: Action) -> None:
    """Take an act with what its form gives; raises Refused, and Invalid by field."""
    facts = read_facts(action.asks)
    try:
        act(matter_id, action.name, facts)
    except NotYet as refusal:
        raise _about_the_form(matter_id, action, refusal) from None


def _about_the_form(matter_id: str, action: Action, refusal: NotYet) -> Invalid:
    """The refusal as problems of the form, where the act was open before anything was typed."""
    if not (action.asks and _open(matter_id, action)):
        raise refusal
    fields = {need.parameters.get("fact") for need in action.needs}
    asked = [ask.fact for ask in action.asks if ask.fact in fields]
    return Invalid({asked[0] if len(asked) == 1 else "": " ".join(refusal.sentences)})


def _open(matter_id: str, action: Action) -> bool:
    try:
        with reading() as desk:
            return forms.act_form(desk, matter_id, action.name).offer.open
    except Refused:
        return False


def confirmation(action: Action) -> str:
    """What the next page says after the act, in the workflow's own words."""
    past = action.past
    return f"You {past}." if past else f"Done: {action.title}."
