"""Finds where a workflow reads a kept fact that no walk there can have set."""

from collections.abc import Collection, Iterator

from govflow.domain.guarding import Fact
from govflow.domain.timing import ANCHORS, DeadlineRule
from govflow.engine.graph import edges_of, reachable
from govflow.engine.sheet import Path_
from govflow.engine.workflow import Action, Workflow


def never_set(workflow: Workflow) -> Iterator[tuple[Path_, str]]:
    """Deadlines and guards that look at a kept fact which is always still missing there."""
    edges = edges_of(workflow)
    setters = _setters(workflow)
    for place, fact, states, title in _readings(workflow):
        if fact in setters and not set(states) & reachable(edges, setters[fact]):
            yield place, f"No walk to '{title}' gives '{fact}' before."


def _readings(workflow: Workflow) -> Iterator[tuple[Path_, str, Collection[str], str]]:
    """Each place that reads a fact: where it stands, the fact, the states, and a title."""
    for name, state in workflow.states.items():
        fact = fact_of(state.deadline)
        if fact is not None:
            yield ("states", name, "deadline"), fact, [name], state.title
    for action in workflow.actions.values():
        own = {ask.fact for ask in action.asks}
        for place, fact in _read_by(workflow, action):
            if fact not in own:
                yield place, fact, action.sources, action.title


def fact_of(deadline: str | DeadlineRule | None) -> str | None:
    """The kept fact that a deadline counts from, or None."""
    if isinstance(deadline, DeadlineRule) and isinstance(deadline.anchor, str):
        return None if deadline.anchor in ANCHORS else deadline.anchor
    return None


def _setters(workflow: Workflow) -> dict[str, set[str]]:
    """For each fact kept by acts alone, the states in which an act that gives it ends."""
    found: dict[str, set[str]] = {}
    for action in workflow.actions.values():
        for ask in action.asks:
            if ask.keep:
                found.setdefault(ask.fact, set()).add(action.to)
    for ask in workflow.opens.asks if workflow.opens else ():
        found.pop(ask.fact, None)
    return found


def _read_by(workflow: Workflow, action: Action) -> Iterator[tuple[Path_, str]]:
    """Each parameter of the action's guards that names a fact, with its place in the file."""
    for number, need in enumerate(action.needs):
        guard = workflow.guards.get(need.guard)
        for parameter, value in need.parameters.items():
            kind = guard.parameters.get(parameter, object) if guard else object
            if issubclass(kind, Fact) and isinstance(value, str):
                yield ("actions", action.name, "needs", number, need.guard, parameter), value
