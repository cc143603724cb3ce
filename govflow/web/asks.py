"""The form of a workflow action, read from what the workflow file asks for and nothing else."""

from collections.abc import Iterable
from typing import Any

from flask import request

from govflow.domain.errors import Invalid
from govflow.engine.workflow import Action, Ask
from govflow.web.pages import read_date

LONGEST: dict[str, int] = {"text": 200, "textarea": 20_000}


def read_facts(asks: Iterable[Ask]) -> dict[str, Any]:
    """What the form gives for each ask; raises Invalid naming every field that is wrong."""
    facts: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for ask in asks:
        try:
            facts[ask.fact] = _read(ask)
        except Invalid as invalid:
            problems.update(invalid.problems)
    if problems:
        raise Invalid(problems)
    return facts


def _read(ask: Ask) -> str:
    typed = request.form.get(ask.fact, "").strip()
    if not typed:
        if ask.required:
            raise Invalid({ask.fact: _missing(ask)})
        return ""
    if ask.kind == "date":
        day = read_date(ask.fact, f"“{ask.label}”")
        return day.isoformat() if day else ""
    _check(ask, typed)
    return typed


def _check(ask: Ask, typed: str) -> None:
    most = LONGEST.get(ask.kind)
    if most and len(typed) > most:
        raise Invalid({ask.fact: f"“{ask.label}” must be {most:,} characters or fewer."})
    if ask.kind == "choice" and typed not in ask.choices:
        raise Invalid({ask.fact: f"Choose one of the answers to “{ask.label}”."})
    if ask.kind == "checkbox" and typed != "yes":
        raise Invalid({ask.fact: _missing(ask)})


def _missing(ask: Ask) -> str:
    if ask.kind == "checkbox":
        return "Tick the statement: without it this cannot be recorded."
    if ask.kind == "choice":
        return f"Choose one of the answers to “{ask.label}”."
    if ask.label.endswith("?"):
        return f"Answer “{ask.label}”"
    return f"Enter the {ask.label[0].lower()}{ask.label[1:]}."


def confirmation(action: Action) -> str:
    """What the next page says after the act, in the workflow's own words."""
    past = action.past
    return f"You {past}." if past else f"Done: {action.title}."
