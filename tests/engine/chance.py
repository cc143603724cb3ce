"""Random automata with one promise of each kind: from a seed, or from any other source of luck."""

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

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

T = TypeVar("T")
MOST_STATES = 12


class Luck(Protocol):
    """What is drawn from: `random.Random`, or hypothesis, which shrinks what it drew."""

    def randint(self, a: int, b: int, /) -> int: ...


def some(luck: Luck, names: Sequence[T], most: int) -> tuple[T, ...]:
    """A few of the names, at least one, each once."""
    drawn = [names[luck.randint(0, len(names) - 1)] for _ in range(luck.randint(1, most))]
    return tuple(dict.fromkeys(drawn))


def chance(luck: Luck, most_states: int = MOST_STATES, most_actions: int = 18) -> Workflow:
    """A workflow of up to so many states; often a chain, so that order means something."""
    count = luck.randint(1, most_states)
    chain = [(n, n + 1) for n in range(count - 1)] if luck.randint(0, 2) else []
    chain = chain[: most_actions - 1]
    loose = luck.randint(1, max(1, min(count, most_actions - len(chain))))
    edges = chain + [(luck.randint(0, count - 1), luck.randint(0, count - 1)) for _ in range(loose)]
    actions = [_action(luck, n, count, source, to) for n, (source, to) in enumerate(edges)]
    states = {f"s{n}": State(f"s{n}", f"S{n}") for n in range(count)}
    named = {action.name: action for action in actions}
    promises = promised(luck, list(states), list(named))
    return Workflow("random", 1, "Random", "paper", "s0", {}, states, named, promises)


def _action(luck: Luck, number: int, count: int, source: int, target: int) -> Action:
    sources = {f"s{source}": None}
    if not luck.randint(0, 5):
        sources[f"s{luck.randint(0, count - 1)}"] = None
    needs = tuple(
        Need("different_person", {"from": f"a{luck.randint(0, max(number, 3))}"})
        for _ in range(luck.randint(0, 2))
    )
    by = ("system",) if not luck.randint(0, 15) else ("author", "system")[: luck.randint(1, 2)]
    name = f"a{number}"
    return Action(name, f"A{number}", tuple(sources), f"s{target}", by, needs=needs)


def promised(luck: Luck, states: list[str], actions: list[str]) -> tuple[Promise, ...]:
    """One promise of each kind, about names of this automaton."""
    gates = tuple(actions[luck.randint(0, len(actions) - 1)] for _ in range(luck.randint(1, 3)))
    unless = some(luck, actions, 2) if luck.randint(0, 1) else ()
    people = some(luck, actions[:5], 3)
    if len(people) < 2:
        people = tuple(dict.fromkeys((*people, actions[0], actions[-1])))
    return (
        MustPass("gates", some(luck, states, 2), gates, unless),
        MustPass("gate", some(luck, states, 2), gates[:1]),
        MustPass("waived", (states[-1],), some(luck, actions[:-1] or actions, 1), (actions[-1],)),
        AlwaysCanReach("reach", some(luck, states, 2), some(luck, states, 2)),
        DifferentPeople("people", people),
        NeverAfter("never", some(luck, actions, 2), some(luck, actions, 2)),
        AtMostOnce("once", some(luck, actions, 2)),
        NotLaterThan("day", some(luck, actions, 2), some(luck, actions, 2)),
    )


def seeded(seed: int) -> Workflow:
    """The automaton of a seed; the same for ever."""
    return chance(Random(seed))
