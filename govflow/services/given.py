"""What a form gave: whether it can be taken, what the workflow keeps of it, and how it reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govflow.domain.calendar import said
from govflow.domain.errors import Invalid
from govflow.domain.people import Person
from govflow.engine.asking import wrong
from govflow.engine.workflow import Ask, Workflow
from govflow.services.office import Desk
from govflow.store import people

Facts = Mapping[str, Any]
FREE_TEXT = frozenset({"text", "textarea"})
# Free text that has a place of its own in the record of a move, sealed; and text that is public.
SEALED_ELSEWHERE = frozenset({"reason", "statement", "feedback", "attestation"})
PUBLIC = frozenset({"decision_text", "minute_reference", "owner_name"})
NAMED = "_name"  # beside a person's id stands the name, as it was on the day


@dataclass(frozen=True)
class Given:
    """Facts that can be taken; `said` may stand in the trail for ever, `sealed` is personal.

    `kept` goes with the matter, with names and free text; `open` is the part of it without them.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    open: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    sealed: list[str] = field(default_factory=list)


def eligible(desk: Desk, ask: Ask) -> list[Person]:
    """Whom the form offers: active people holding one of the roles asked for, or anybody active."""
    if ask.holding:
        return people.people_with(desk.work, ask.holding, desk.today)
    return [person for person in people.people(desk.work) if person.active]


def taken(desk: Desk, asks: Iterable[Ask], facts: Facts, *, keep_all: bool = False) -> Given:
    """The facts the form asks for, checked against the house; raises Invalid by fact."""
    given, problems = Given(), {}
    for ask in asks:
        try:
            value = _value(desk, ask, facts.get(ask.fact))
        except ValueError as wrong:
            problems[ask.fact] = str(wrong)
            continue
        given.facts[ask.fact] = value
        if value in ("", None):
            continue
        _sort(
            desk,
            ask,
            value,
            given,
            keep=keep_all or ask.keep or ask.kind == "person",
        )
    if problems:
        raise Invalid(problems)
    return given


def _sort(desk: Desk, ask: Ask, value: Any, given: Given, *, keep: bool) -> None:
    """Put a value where it belongs: with the matter, in the open trail, or sealed."""
    words = value_said(ask, value)
    if ask.kind == "person":
        words = people.person(desk.work, value).name
        given.kept[f"{ask.fact}{NAMED}"] = words
    if keep:
        given.kept[ask.fact] = value
    if keep and ask.kind not in FREE_TEXT:
        given.open[ask.fact] = value
    if ask.fact in SEALED_ELSEWHERE or (ask.fact in PUBLIC and ask.kind in FREE_TEXT):
        return
    if ask.kind in FREE_TEXT or ask.kind == "person":
        given.sealed.append(f"{ask.label}{' ' if ask.label.endswith('?') else ': '}{words}")
    else:
        given.said[ask.label] = words


def told_openly(asks: Iterable[Ask], facts: Facts) -> dict[str, Any]:
    """What a move's record shows as it was given: public texts, and facts no form asked for."""
    public = {ask.fact for ask in asks if ask.fact in PUBLIC and ask.kind in FREE_TEXT}
    hidden = {ask.fact for ask in asks} - public | SEALED_ELSEWHERE
    return {name: value for name, value in facts.items() if name not in hidden and value}


def _value(desk: Desk, ask: Ask, value: Any) -> Any:
    """The value as it is kept; raises ValueError with the sentence."""
    sentence = wrong(ask, value)
    if sentence is not None:
        raise ValueError(sentence)
    typed = value.isoformat() if isinstance(value, date) else str(value or "").strip()
    if ask.kind == "person" and typed and typed not in {p.id for p in eligible(desk, ask)}:
        raise ValueError(f"Choose somebody from the list for “{ask.label}”.")
    return typed


def value_said(ask: Ask, value: Any) -> str:
    """A value as a person reads it; a person's own name stands beside the fact."""
    if ask.kind == "date":
        return said(date.fromisoformat(value))
    if ask.kind == "checkbox":
        return "Yes"
    return str(value)


def asks_of(workflow: Workflow) -> list[Ask]:
    """Every field any form of the workflow asks for, the opening form first, each fact once."""
    opening = workflow.opens.asks if workflow.opens else ()
    found: dict[str, Ask] = {ask.fact: ask for ask in opening}
    for action in workflow.actions.values():
        for ask in action.asks:
            found.setdefault(ask.fact, ask)
    return list(found.values())


def person_facts(workflow: Workflow) -> frozenset[str]:
    """The facts in which the workflow keeps a person."""
    return frozenset(ask.fact for ask in asks_of(workflow) if ask.kind == "person")


def facts_said(workflow: Workflow, kept: Facts) -> list[tuple[str, str]]:
    """The kept facts as label and words, in the order of the file."""
    return [
        (ask.label, kept.get(f"{ask.fact}{NAMED}") or value_said(ask, kept[ask.fact]))
        for ask in asks_of(workflow)
        if kept.get(ask.fact)
    ]
