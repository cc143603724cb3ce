"""Checks the guards an action needs: their names, parameters, and what they can look at."""

from collections.abc import Iterator, Mapping
from typing import Any

from govflow.domain.guarding import Act, DateFact, Fact, FactValue
from govflow.domain.guards import Guard
from govflow.engine.faults import Fault, nearest
from govflow.engine.findings import Finder
from govflow.engine.language import ActionPart
from govflow.engine.phrases import Asks, NeedPart
from govflow.engine.sheet import Path_

TYPE_NAMES: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
}


def needs(finder: Finder, path: Path_, action: ActionPart) -> Iterator[Fault]:
    """Faults of everything an action needs."""
    for index, need in enumerate(action.needs):
        yield from _need(finder, (*path, "needs", index), need, action.asks)


def _need(finder: Finder, path: Path_, need: NeedPart, form: Asks) -> Iterator[Fault]:
    guard = finder.guards.get(need.guard)
    if guard is None:
        yield from finder.known(path, "guard", [need.guard], finder.guards)
        return
    if guard.matters is not None and finder.matter not in (None, *guard.matters):
        kinds = " or a ".join(sorted(guard.matters))
        sentence = f"Guard '{guard.name}' looks at a {kinds}; this file moves a {finder.matter}."
        yield finder.fault(path, sentence)
    for name in guard.parameters:
        if name not in need.parameters and name not in guard.optional:
            yield finder.fault(path, f"Guard '{guard.name}' needs its parameter '{name}'.")
    for name, value in need.parameters.items():
        place = (*path, need.guard, name)
        yield from _parameter(finder, place, guard, name, value)
        if type(value) is str and name in guard.parameters:
            yield from _named(finder, place, guard.parameters[name], value, need, form)


def _parameter(finder: Finder, path: Path_, guard: Guard, name: str, value: Any) -> Iterator[Fault]:
    if name not in guard.parameters:
        close = nearest(name, guard.parameters)
        hint = f"; did you mean '{close}'?" if close else "."
        sentence = f"Guard '{guard.name}' has no parameter '{name}'{hint}"
        yield finder.fault(path, sentence, close)
    elif type(value) is not plain(guard.parameters[name]):
        kind = plain(guard.parameters[name])
        wanted = TYPE_NAMES.get(kind, kind.__name__)
        sentence = f"Parameter '{name}' of guard '{guard.name}' must be {wanted}."
        yield finder.fault(path, sentence)


def plain(kind: type) -> type:
    """The type that stands in the file: names of facts and actions are text."""
    return str if issubclass(kind, str) else kind


def _named(
    finder: Finder, path: Path_, kind: type, value: str, need: NeedPart, form: Asks
) -> Iterator[Fault]:
    """Faults of a parameter that names something of the same file."""
    if issubclass(kind, Act):
        yield from finder.known(path, "action", [value], finder.parts.action_names)
    elif issubclass(kind, Fact):
        wanted = "date" if issubclass(kind, DateFact) else None
        yield from finder.kept_fact(path, value, wanted, form)
    elif issubclass(kind, FactValue):
        fact = str(need.parameters.get("fact"))
        ask = form.get(fact) or finder.parts.kept().get(fact)
        if ask is not None and ask.choices:
            yield from finder.known(path, "choice", [value], ask.choices)


def answered_in_form(finder: Finder, path: Path_, action: ActionPart) -> Iterator[Fault]:
    """A guard that the form answers needs its field there."""
    for need in action.needs:
        guard = finder.guards.get(need.guard)
        if guard is None or not guard.asked_in_form:
            continue
        if not action.asks:
            sentence = f"'{guard.name}' is answered in the form, yet `asks` names no field."
            yield finder.fault(path, sentence)
        elif guard.reads is not None and guard.reads not in action.asks:
            sentence = f"'{guard.name}' reads '{guard.reads}', which the form does not ask for."
            yield finder.fault((*path, "asks"), sentence)
