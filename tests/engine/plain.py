"""Reads a workflow from the bare content of its file, without the loader and without a check.

Brute force judges what this reads, so a mistake of the loader cannot hide from it.
"""

from typing import Any

from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.engine.workflow import Action, Need, State, Workflow


def as_list(said: Any) -> list[str]:
    """One name or several, as the language allows."""
    return [said] if isinstance(said, str) else list(said or [])


def named_guards(action: Action) -> set[str]:
    """The guards an action asks."""
    return {need.guard for need in action.needs}


def read(content: dict[str, Any]) -> Workflow:
    """The workflow; raises KeyError for a word it lacks."""
    states = {
        name: State(name, said["title"], decision=said.get("decision", False))
        for name, said in content["states"].items()
    }
    actions = {name: _action(name, said) for name, said in content["actions"].items()}
    decisions = [name for name, state in states.items() if state.decision]
    promises = tuple(_promise(said, decisions) for said in content.get("promises", []))
    head = (content["workflow"], content["version"], content["title"], content["matter"])
    return Workflow(*head, content["initial"], content["roles"], states, actions, promises)


def _action(name: str, said: dict[str, Any]) -> Action:
    sources, by = tuple(as_list(said["from"])), tuple(as_list(said["by"]))
    needs = tuple(_need(need) for need in said.get("needs", []))
    return Action(name, said["title"], sources, said["to"], by, needs=needs)


def _need(said: Any) -> Need:
    if isinstance(said, str):
        return Need(said)
    [(guard, parameters)] = said.items()
    return Need(guard, parameters or {})


def _promise(said: dict[str, Any], decisions: list[str]) -> Promise:
    def names(word: str) -> tuple[str, ...]:
        spread = [decisions if name == "decision" else [name] for name in as_list(said.get(word))]
        return tuple(dict.fromkeys(name for group in spread for name in group))

    name = said["name"]
    if "must_pass" in said:
        return MustPass(name, names("to_reach"), names("must_pass"), names("unless"))
    if "always_can_reach" in said:
        return AlwaysCanReach(name, names("from"), names("always_can_reach"))
    if "different_people" in said:
        return DifferentPeople(name, names("different_people"))
    if "at_most_once" in said:
        return AtMostOnce(name, names("at_most_once"))
    if "never_after" in said:
        return NeverAfter(name, names("acts"), names("never_after"))
    return NotLaterThan(name, names("acts"), names("not_later_than"))
