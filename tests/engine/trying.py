"""One walk at a time: what each promise says of it, with no method at all but trying them all."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.engine.workflow import Workflow
from tests.engine.brute import barred

Acts = tuple[str, ...]


def visited(workflow: Workflow, walk: Iterable[str]) -> list[str]:
    """The states of a walk; fails if the workflow does not allow it."""
    states = [workflow.initial]
    for name in walk:
        assert states[-1] in workflow.actions[name].sources, f"'{name}' does not start here."
        states.append(workflow.actions[name].to)
    return states


def breaks(workflow: Workflow, promise: Promise, walk: Acts) -> bool:
    """Whether this one walk breaks the promise, by what the promise says."""
    states = visited(workflow, walk)
    pairs = [(walk[i], walk[j]) for j in range(len(walk)) for i in range(j)]
    match promise:
        case MustPass():
            excused = bool(set(walk) & set(promise.unless))
            return states[-1] in promise.targets and not excused and not in_order(promise, walk)
        case AlwaysCanReach():
            return _owes_in_vain(workflow, promise, states)
        case DifferentPeople():
            acts = promise.actions
            both = [(e, la) for e, la in pairs if e in acts and la in acts and e != la]
            return any(not barred(workflow, early, late) for early, late in both)
        case NeverAfter():
            return any(early in promise.after and late in promise.acts for early, late in pairs)
        case AtMostOnce():
            return any(walk.count(act) > 1 for act in promise.acts)
        case NotLaterThan():
            return False  # days, not order


def in_order(promise: MustPass, walk: Acts) -> bool:
    rest = iter(walk)
    return all(gate in rest for gate in promise.gates)


def _owes_in_vain(workflow: Workflow, promise: AlwaysCanReach, states: list[str]) -> bool:
    last = max((n for n, state in enumerate(states) if state in promise.targets), default=-1)
    if not set(states[last + 1 :]) & set(promise.starts):
        return False
    within = {states[-1]}
    for _ in workflow.states:
        within |= {a.to for a in workflow.actions.values() if within & set(a.sources)}
    return not within & set(promise.targets)


def walks(workflow: Workflow, longest: int) -> Iterator[Acts]:
    """Every walk from the first state up to a length, as names of actions; no cleverness."""
    open_walks: list[tuple[Acts, str]] = [((), workflow.initial)]
    for _ in range(longest + 1):
        following = []
        for walk, state in open_walks:
            yield walk
            for action in workflow.actions.values():
                if state in action.sources:
                    following.append(((*walk, action.name), action.to))
        open_walks = following


def puts_to_the_test(workflow: Workflow, promise: Promise, tried: list[Acts]) -> bool:
    """Whether the walks put the promise to the test, so that it could fail if it were wrong."""
    match promise:
        case MustPass():
            ordinary = [walk for walk in tried if not set(walk) & set(promise.unless)]
            return any(_end(workflow, walk) in promise.targets for walk in ordinary)
        case AlwaysCanReach():
            begun = set(promise.starts) - set(promise.targets)
            return any(_end(workflow, walk) in begun for walk in tried)
        case DifferentPeople():
            by_people = all(set(workflow.actions[a].by) != {"system"} for a in promise.actions)
            return by_people and all(
                _meet(*pair, tried) for pair in combinations(promise.actions, 2)
            )
        case NeverAfter():
            return all(any(act in w for w in tried) for act in (*promise.acts, *promise.after))
        case AtMostOnce():
            return all(any(act in walk for walk in tried) for act in promise.acts)
        case NotLaterThan():
            met = {(a, b) for a in promise.acts for b in promise.than if _meet(a, b, tried)}
            return {a for a, _ in met} == {*promise.acts} and {b for _, b in met} == {*promise.than}


def excuses(workflow: Workflow, promise: MustPass, exception: str, tried: list[Acts]) -> bool:
    """Whether some walk reaches a target by the exception and without the gates."""
    by_it = [walk for walk in tried if exception in walk and not in_order(promise, walk)]
    return any(_end(workflow, walk) in promise.targets for walk in by_it)


def _end(workflow: Workflow, walk: Acts) -> str:
    return workflow.actions[walk[-1]].to if walk else workflow.initial


def _meet(one: str, another: str, tried: list[Acts]) -> bool:
    """Whether some walk takes both; one that is named twice must be taken twice."""
    if one == another:
        return any(walk.count(one) > 1 for walk in tried)
    return any(one in walk and another in walk for walk in tried)
