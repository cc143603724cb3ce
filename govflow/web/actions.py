"""Reads the form of a workflow action: which fields it asks, and what was given."""

from collections.abc import Callable
from typing import Any

from flask import request

from govflow.domain.errors import Invalid
from govflow.engine.workflow import Ask
from govflow.web.typed import read_date

LONGEST = {"text": 300, "textarea": 10_000}


def read_facts(asks: tuple[Ask, ...]) -> dict[str, Any]:
    """The facts that an action's form supplies; raises Invalid naming every field at once."""
    facts: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for ask in asks:
        try:
            facts[ask.fact] = READERS[ask.kind](ask)
        except Invalid as invalid:
            problems.update(invalid.problems)
            continue
        if ask.required and not facts[ask.fact]:
            problems[ask.fact] = _missing(ask)
    if problems:
        raise Invalid(problems)
    return facts


def _missing(ask: Ask) -> str:
    return {
        "checkbox": f"Tick to confirm: {ask.label}",
        "choice": f"Choose an answer: {ask.label}",
    }.get(ask.kind, f"This cannot be empty: {ask.label}")


def _text(ask: Ask) -> str:
    text = request.form.get(ask.fact, "").strip()
    if len(text) > LONGEST[ask.kind]:
        raise Invalid({ask.fact: f"Use at most {LONGEST[ask.kind]:,} characters: {ask.label}"})
    return text


def _choice(ask: Ask) -> str:
    text = request.form.get(ask.fact, "")
    if text and text not in ask.choices:
        raise Invalid({ask.fact: f"Choose from the list: {ask.label}"})
    return text


def _ticked(ask: Ask) -> str:
    return "yes" if request.form.get(ask.fact) == "yes" else ""


def _date(ask: Ask) -> str:
    day = read_date(ask.fact)
    return day.isoformat() if day else ""


READERS: dict[str, Callable[[Ask], str]] = {
    "text": _text,
    "textarea": _text,
    "choice": _choice,
    "checkbox": _ticked,
    "date": _date,
}
