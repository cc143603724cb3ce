"""Proves, exactly and on every path, that a workflow keeps its promises, or shows how it fails."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from govflow.domain.promises import AlwaysCanReach, DifferentPeople, MustPass, Promise
from govflow.engine.graph import (
    Edges,
    Step,
    Walk,
    along,
    edges_of,
    reachable,
    reversed_,
    shortest,
)
from govflow.engine.vocabulary import DIFFERENT_PERSON
from govflow.engine.words import listed, quoted
from govflow.engine.workflow import Workflow


@dataclass(frozen=True)
class Proof:
    """Whether one promise holds, said in a sentence; else the shortest walk that breaks it."""

    promise: str
    holds: bool
    sentence: str
    counter_example: tuple[str, ...] = ()
    walk: Walk = ()


class Flaw(NamedTuple):
    """Something wrong with the shape of a workflow, at a path of its file."""

    path: tuple[str, ...]
    sentence: str


def prove(workflow: Workflow) -> list[Proof]:
    """Each promise of a workflow, proven or refuted, in the order of the file."""
    edges = edges_of(workflow)
    return [_prove(workflow, edges, promise) for promise in workflow.promises]


def _prove(workflow: Workflow, edges: Edges, promise: Promise) -> Proof:
    match promise:
        case MustPass():
            return _must_pass(workflow, edges, promise)
        case AlwaysCanReach():
            return _always_can_reach(workflow, edges, promise)
        case DifferentPeople():
            return _different_people(workflow, edges, promise)


def in_words(workflow: Workflow, walk: Iterable[Step]) -> tuple[str, ...]:
    """A walk as a person would tell it, one sentence a step."""
    return tuple(_step_words(workflow, step) for step in walk)


def _step_words(workflow: Workflow, step: Step) -> str:
    action = workflow.actions[step.action]
    who = listed([workflow.role_title(role) for role in action.by], "or")
    before, after = workflow.states[step.source].title, workflow.states[step.target].title
    return f"{before}: {who} does '{action.title}' → {after}"


def _states(workflow: Workflow, names: Iterable[str]) -> str:
    return quoted([workflow.states[name].title for name in names])


def _actions(workflow: Workflow, names: Iterable[str], last: str = "or") -> str:
    return quoted([workflow.actions[name].title for name in names], last)


def _vacuous(promise: Promise, why: str) -> Proof:
    return Proof(promise.name, False, f"'{promise.name}' cannot fail, so it proves nothing: {why}")


def _broken(workflow: Workflow, promise: Promise, why: str, walk: Walk) -> Proof:
    sentence = f"'{promise.name}' does not hold: {why}"
    return Proof(promise.name, False, sentence, in_words(workflow, walk), walk)


# must_pass: walk states paired with how many gates were passed, exceptions taken away


def _must_pass(workflow: Workflow, edges: Edges, promise: MustPass) -> Proof:
    targets = _states(workflow, promise.targets)
    gates = _actions(workflow, promise.gates, "and then")
    clash = set(promise.gates) & set(promise.unless)
    if clash:
        why = f"{_actions(workflow, sorted(clash))} is both a gate and an exception."
        return Proof(promise.name, False, f"'{promise.name}' contradicts itself: {why}")
    ordinary = _without(edges, promise.unless)
    if not set(promise.targets) & reachable(ordinary, [workflow.initial]):
        past = " except past an exception" if promise.unless else ""
        return _vacuous(promise, f"no walk reaches {targets}{past}.")
    walk = shortest(
        [(workflow.initial, 0)],
        _counting(ordinary, promise.gates),
        lambda node: node[0] in promise.targets and node[1] < len(promise.gates),
    )
    if walk is not None:
        return _broken(workflow, promise, f"{targets} can be reached without {gates}.", walk)
    unless = f", unless by {_actions(workflow, promise.unless)}" if promise.unless else ""
    return Proof(promise.name, True, f"Every way to {targets} passes {gates}{unless}.")


def _without(edges: Edges, actions: Iterable[str]) -> Edges:
    removed = frozenset(actions)
    return {
        state: [step for step in steps if step.action not in removed]
        for state, steps in edges.items()
    }


Counted = tuple[str, int]


def _counting(
    edges: Edges, gates: tuple[str, ...]
) -> Callable[[Counted], Iterator[tuple[Step, Counted]]]:
    def follow(node: Counted) -> Iterator[tuple[Step, Counted]]:
        state, passed = node
        for step in edges[state]:
            is_next = passed < len(gates) and step.action == gates[passed]
            yield step, (step.target, passed + is_next)

    return follow


# always_can_reach: after a start and until a target, a target must stay within reach


def _always_can_reach(workflow: Workflow, edges: Edges, promise: AlwaysCanReach) -> Proof:
    starts = _states(workflow, promise.starts)
    targets = _states(workflow, promise.targets)
    known = reachable(edges, [workflow.initial])
    if not set(promise.starts) & known:
        return _vacuous(promise, f"no walk reaches {starts}.")
    if set(promise.starts) <= set(promise.targets):
        return _vacuous(promise, "every state it starts from is one it must reach.")
    able = reachable(reversed_(edges), promise.targets)
    walk = shortest(
        [(workflow.initial, workflow.initial in promise.starts)],
        _watching(edges, promise),
        lambda node: node[1] and node[0] not in able,
    )
    if walk is not None:
        stuck = workflow.states[walk[-1].target if walk else workflow.initial].title
        return _broken(workflow, promise, f"from '{stuck}' no walk leads to {targets}.", walk)
    return Proof(promise.name, True, f"From {starts}, {targets} always stays within reach.")


Watched = tuple[str, bool]


def _watching(
    edges: Edges, promise: AlwaysCanReach
) -> Callable[[Watched], Iterator[tuple[Step, Watched]]]:
    starts, targets = frozenset(promise.starts), frozenset(promise.targets)

    def follow(node: Watched) -> Iterator[tuple[Step, Watched]]:
        state, watched = node
        owed = watched and state not in targets
        for step in edges[state]:
            yield step, (step.target, owed or step.target in starts)

    return follow


# different_people: whenever one act can follow the other, the later one carries the guard


def _different_people(workflow: Workflow, edges: Edges, promise: DifferentPeople) -> Proof:
    for first, second in combinations(promise.actions, 2):
        forward = _both(workflow, edges, first, second)
        backward = _both(workflow, edges, second, first)
        pair = _actions(workflow, (first, second), "and")
        if forward is None and backward is None:
            return _vacuous(promise, f"no walk performs both {pair}.")
        for walk, (early, late) in ((forward, (first, second)), (backward, (second, first))):
            if walk is not None and not _keeps_apart(workflow, early, late):
                why = f"'{late}' does not need '{DIFFERENT_PERSON}' with `from: {early}`."
                return _broken(workflow, promise, why, walk)
    people = _actions(workflow, promise.actions, "and")
    return Proof(promise.name, True, f"{people} are never performed by the same person.")


def _both(workflow: Workflow, edges: Edges, early: str, late: str) -> Walk | None:
    """The shortest walk that performs `early` and, later, ends with `late`."""

    def follow(node: Counted) -> Iterator[tuple[Step, Counted]]:
        state, passed = node
        for step in edges[state]:
            yield step, (step.target, _progress(passed, step.action, early, late))

    return shortest([(workflow.initial, 0)], follow, lambda node: node[1] == 2)


def _progress(passed: int, action: str, early: str, late: str) -> int:
    if passed == 1:
        return 2 if action == late else 1
    return int(action == early) if passed == 0 else 2


def _keeps_apart(workflow: Workflow, early: str, late: str) -> bool:
    return any(
        need.guard == DIFFERENT_PERSON and need.parameters.get("from") == early
        for need in workflow.actions[late].needs
    )


# the shape itself


def flaws(workflow: Workflow) -> list[Flaw]:
    """States nobody reaches, ends that are not ends, waits without a name or a deadline."""
    edges = edges_of(workflow)
    return [*_unreachable(workflow, edges), *_bad_ends(workflow, edges), *_bad_waits(workflow)]


def _unreachable(workflow: Workflow, edges: Edges) -> Iterator[Flaw]:
    known = reachable(edges, [workflow.initial])
    for name, state in workflow.states.items():
        if name not in known:
            yield Flaw(("states", name), f"No walk from the start reaches '{state.title}'.")


def _bad_ends(workflow: Workflow, edges: Edges) -> Iterator[Flaw]:
    ends = [name for name, state in workflow.states.items() if state.may_end]
    able = reachable(reversed_(edges), ends)
    for name, state in workflow.states.items():
        path = ("states", name)
        if state.final and edges[name]:
            leaving = _actions(workflow, (step.action for step in edges[name]))
            yield Flaw(path, f"'{state.title}' is final, yet {leaving} leaves it.")
        elif not edges[name] and not state.may_end:
            yield Flaw(path, f"'{state.title}' is a dead end: no action leaves it; is it final?")
        elif name not in able:
            walk = shortest([workflow.initial], along(edges), name.__eq__)
            told = "; ".join(in_words(workflow, walk or ())) or "it starts there"
            yield Flaw(path, f"From '{state.title}' no end can ever be reached ({told}).")


def _bad_waits(workflow: Workflow) -> Iterator[Flaw]:
    for name, state in workflow.states.items():
        path = ("states", name)
        if state.final:
            if state.waits_for is not None or state.deadline is not None:
                yield Flaw(path, f"'{state.title}' is final: nobody is waited for, no deadline.")
            continue
        if state.waits_for is None:
            yield Flaw(path, f"'{state.title}' must say who is waited for (`waits_for`).")
        if (state.deadline is None) == (state.why_no_deadline is None):
            yield Flaw(
                path, f"'{state.title}' needs a `deadline`, or `why_no_deadline`, and not both."
            )
