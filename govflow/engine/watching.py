"""Follows a promise along one matter's life: first what happened, then all that still may.

The same watch reads the acts of the past and the moves of the table, so that a promise means the
same behind the matter and ahead of it. Past acts know who did them and on which day.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
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
from govflow.engine.graph import edges_of, reachable, reversed_
from govflow.engine.vocabulary import DIFFERENT_PERSON
from govflow.engine.workflow import Workflow


@dataclass(frozen=True)
class Act:
    """One move; `actor` and the local day `on` are known of the past only."""

    action: str
    source: str
    target: str
    actor: str = ""
    on: date | None = None


BROKEN = "broken"  # the memory of a watch that has seen its promise broken
Memory = Hashable
Taken = frozenset[tuple[str, str]]  # acts with who took them; of those still to come, nobody


@dataclass(frozen=True)
class Watch:
    """`begin` is the memory in a life's first state, `after` the memory once an act was taken.

    `broken` tells of a state and memory that break the promise. With `ahead_only` it is asked
    only from where the matter stands: what the old table left within reach is no longer a question.
    """

    begin: Callable[[str], Memory]
    after: Callable[[Any, Act], Memory]
    broken: Callable[[str, Any], bool]
    ahead_only: bool = False


def watch_for(workflow: Workflow, promise: Promise) -> Watch:
    """The watch of one promise, as this version of the workflow makes it."""
    match promise:
        case MustPass():
            return _must_pass(promise)
        case AlwaysCanReach():
            return _always_can_reach(workflow, promise)
        case DifferentPeople():
            return _different_people(workflow, promise)
        case NeverAfter():
            return _never_after(promise)
        case AtMostOnce():
            return _at_most_once(promise)
        case NotLaterThan():
            return _not_later_than(promise)


def _is_broken(state: str, memory: Any) -> bool:
    return bool(memory == BROKEN)


def _must_pass(promise: MustPass) -> Watch:
    gates, all_passed = promise.gates, len(promise.gates)

    def after(passed: int, act: Act) -> int:
        if act.action in promise.unless:
            return all_passed  # an exception excuses the whole walk
        return passed + (passed < all_passed and act.action == gates[passed])

    def broken(state: str, passed: int) -> bool:
        return state in promise.targets and passed < all_passed

    return Watch(lambda state: 0, after, broken)


def _always_can_reach(workflow: Workflow, promise: AlwaysCanReach) -> Watch:
    able = reachable(reversed_(edges_of(workflow)), promise.targets)

    def after(owed: bool, act: Act) -> bool:
        return (owed and act.source not in promise.targets) or act.target in promise.starts

    return Watch(
        begin=lambda state: state in promise.starts,
        after=after,
        broken=lambda state, owed: owed and state not in able,
        ahead_only=True,
    )


def _different_people(workflow: Workflow, promise: DifferentPeople) -> Watch:
    def after(taken: Taken | str, act: Act) -> Taken | str:
        if isinstance(taken, str) or act.action not in promise.actions:
            return taken
        for early, actor in taken:
            if early == act.action:
                continue
            same = actor == act.actor if act.actor else not keeps_apart(workflow, early, act.action)
            if same:
                return BROKEN
        # Of an act still to come nobody knows the actor: the guard will.
        return taken | {(act.action, act.actor)}

    return Watch(lambda state: frozenset(), after, _is_broken)


def keeps_apart(workflow: Workflow, early: str, late: str) -> bool:
    """Whether the guard on `late` refuses whoever took `early`."""
    return any(
        need.guard == DIFFERENT_PERSON and need.parameters.get("from") == early
        for need in workflow.actions[late].needs
    )


def _never_after(promise: NeverAfter) -> Watch:
    def after(happened: bool | str, act: Act) -> bool | str:
        if happened == BROKEN or (happened and act.action in promise.acts):
            return BROKEN
        return happened or act.action in promise.after

    return Watch(lambda state: False, after, _is_broken)


def _at_most_once(promise: AtMostOnce) -> Watch:
    def after(done: frozenset[str] | str, act: Act) -> frozenset[str] | str:
        if isinstance(done, str) or act.action not in promise.acts:
            return done
        return BROKEN if act.action in done else done | {act.action}

    return Watch(lambda state: frozenset(), after, _is_broken)


def _not_later_than(promise: NotLaterThan) -> Watch:
    """Only the past has days: what is still to come, a replay of the record will judge."""

    def after(first: date | str | None, act: Act) -> date | str | None:
        if act.on is None or isinstance(first, str):
            return first
        if first is not None and act.action in promise.acts and act.on > first:
            return BROKEN
        return act.on if first is None and act.action in promise.than else first

    return Watch(lambda state: None, after, _is_broken)
