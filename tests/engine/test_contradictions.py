"""Promises told to contradict each other: no walk, tried one by one, keeps both to any purpose."""

from itertools import combinations, product
from random import Random

from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.engine.prover import prove
from govflow.engine.workflow import Workflow
from tests.engine.chance import chance
from tests.engine.trying import Acts, breaks, in_order, visited, walks

SEEDS = 1000
LONGEST = 6
WORD = "It contradicts '"


def keeps(workflow: Workflow, promise: Promise, walk: Acts) -> bool:
    """Whether no step of the walk breaks the promise; the guard can always keep people apart."""
    if isinstance(promise, DifferentPeople):
        return True
    return not any(breaks(workflow, promise, walk[:n]) for n in range(len(walk) + 1))


def served(workflow: Workflow, promise: Promise, tried: list[Acts]) -> list[bool]:
    """Whether some walk serves each purpose of the promise; a prohibition has none."""
    match promise:
        case MustPass():
            ordinary = [w for w in tried if in_order(promise, w) and not {*w} & {*promise.unless}]
            return [any(visited(workflow, w)[-1] in promise.targets for w in ordinary)]
        case AlwaysCanReach():
            return [any(_leads(promise, visited(workflow, walk)) for walk in tried)]
        case DifferentPeople():
            pairs = [*combinations(promise.actions, 2)]
        case NotLaterThan():
            pairs = [*product(promise.acts, promise.than)]
        case NeverAfter() | AtMostOnce():
            return []
    return [any({*pair} <= {*walk} for walk in tried) for pair in pairs]


def _leads(promise: AlwaysCanReach, states: list[str]) -> bool:
    first = next((n for n, state in enumerate(states) if state in promise.starts), len(states))
    return bool(set(states[first:]) & set(promise.targets))


def test_no_walk_keeps_both_of_two_promises_that_contradict() -> None:
    told = 0
    for seed in range(SEEDS):
        workflow = chance(Random(seed), most_states=4, most_actions=5)
        named = {promise.name: promise for promise in workflow.promises}
        tried = list(walks(workflow, LONGEST))
        for proof in prove(workflow):
            others = [part.split("'")[0] for part in proof.sentence.split(WORD)[1:]]
            for other in others:
                told += 1
                pair = (named[proof.promise], named[other])
                both = [w for w in tried if all(keeps(workflow, each, w) for each in pair)]
                possible = [one for each in pair for one in served(workflow, each, both)]
                assert not all(possible), f"seed {seed}: {proof.sentence}"
    assert told >= 500, "Chance made too few contradictions to test anything."
