"""What a form must give before an act may happen: each field by its kind, in one sentence each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from govflow.domain.calendar import written_day
from govflow.domain.guards import Facts
from govflow.engine.workflow import Action, Ask, Workflow

LONGEST: Mapping[str, int] = {"text": 200, "textarea": 20_000, "reference": 40}  # characters
REFERENCE = re.compile(r"[A-Za-z0-9/.\-]{1,40}")
FIRST_YEAR, LAST_YEAR = 1900, 2199  # a date further off is a slip of the finger
TICKED = frozenset({"yes", "true", "on"})
UNTICKED = frozenset({"no", "false", "off"})


def unanswered(workflow: Workflow, action: Action, facts: Facts) -> Iterator[str]:
    """A sentence for each field that is missing or wrong; where a guard speaks of it, it does."""
    guarded = {workflow.guards[need.guard].reads for need in action.needs}
    for ask in action.asks:
        value = facts.get(ask.fact)
        sentence = wrong(ask, value)
        if sentence is not None and not (blank(value) and ask.fact in guarded):
            yield sentence


def problems(asks: Iterable[Ask], facts: Facts) -> dict[str, str]:
    """The same for a form by itself: each field that is missing or wrong, with its sentence."""
    found = {ask.fact: wrong(ask, facts.get(ask.fact)) for ask in asks}
    return {fact: sentence for fact, sentence in found.items() if sentence is not None}


def blank(value: Any) -> bool:
    """Whether nothing was given."""
    return value is None or value is False or (isinstance(value, str) and not value.strip())


def wrong(ask: Ask, value: Any) -> str | None:
    """Why a value cannot be taken, or None. Whether a person exists is for the services to say."""
    if blank(value):
        return missing(ask) if ask.required else None
    if ask.kind == "checkbox":
        return _unticked(ask, value)
    if ask.kind == "date":
        return None if day_of(value) else f"“{ask.label}” must be a real date."
    if not isinstance(value, str):
        return f"“{ask.label}” must be given as text."
    return _text(ask, value.strip())


def _text(ask: Ask, typed: str) -> str | None:
    most = ask.max_length or LONGEST.get(ask.kind)
    if most and len(typed) > most:
        return f"“{ask.label}” must be {most:,} characters or fewer."
    if ask.kind == "choice" and typed not in ask.choices:
        return f"Choose one of the answers to “{ask.label}”."
    if ask.kind == "reference" and not REFERENCE.fullmatch(typed):
        return f"“{ask.label}” may hold letters, digits, “/”, “-” and “.” and no spaces."
    return None


def _unticked(ask: Ask, value: Any) -> str | None:
    said = str(value).strip().lower()
    if said in UNTICKED:
        return missing(ask) if ask.required else None
    return None


def day_of(value: Any) -> date | None:
    """The day that a date field gives, as a date or as ISO text; None when there is no such day."""
    if isinstance(value, datetime):
        return None
    day = value if isinstance(value, date) else written_day(str(value).strip())
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def missing(ask: Ask) -> str:
    """What to say when a required field is empty."""
    if ask.kind == "checkbox":
        return "Tick the statement: without it this cannot be recorded."
    if ask.kind in {"choice", "person"}:
        return f"Choose an answer to “{ask.label}”."
    if ask.label.endswith("?"):
        return f"Answer “{ask.label}”"
    return f"Enter the {ask.label[0].lower()}{ask.label[1:]}."
