"""What each promise asks of one walk as it is walked: whether it is still kept, and served."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.engine.graph import Step, Table, reachable, shortest
from govflow.engine.proofs.proof import action_titles, state_titles

EXCUSED = -1
Memory = int | None  # None: the promise is broken


@dataclass(frozen=True)
class Watch:
    """Follows one walk. `served` is its purpose reached, or None for a mere prohibition."""

    start: Memory
    follow: Callable[[int, Step], Memory]
    served: Callable[[str, int], bool] | None
    purpose: str = ""


def watches(table: Table, promise: Promise) -> list[Watch]:
    """The watches of a promise; it is kept on a walk when each of them is."""
    workflow = table.workflow
    match promise:
        case MustPass():
            return [_gates(table, promise)]
        case AlwaysCanReach():
            return [_reach(table, promise)]
        case NeverAfter():
            return [_prohibited(promise.after, promise.acts)]
        case AtMostOnce():
            return [_prohibited((act,), (act,)) for act in promise.acts]
        case DifferentPeople():
            pairs = [*combinations(promise.actions, 2)]
        case NotLaterThan():
            pairs = [*product(promise.acts, promise.than)]
    return [_both(action_titles(workflow, pair, "and"), *pair) for pair in pairs]


def possible(table: Table, kept: Watch, served: Watch) -> bool:
    """Whether some walk keeps both, and serves the purpose of the second."""
    if served.served is None:
        return True
    if kept.start is None or served.start is None:
        return False
    reached = served.served

    def follow(node: tuple[str, int, int]) -> Iterator[tuple[Step, tuple[str, int, int]]]:
        state, one, two = node
        for step in table.edges[state]:
            first, second = kept.follow(one, step), served.follow(two, step)
            if first is not None and second is not None:
                yield step, (step.target, first, second)

    start = (table.workflow.initial, kept.start, served.start)
    return shortest([start], follow, lambda node: reached(node[0], node[2])) is not None


def _gates(table: Table, promise: MustPass) -> Watch:
    needed = len(promise.gates)

    def judged(passed: int, state: str) -> Memory:
        return None if 0 <= passed < needed and state in promise.targets else passed

    def follow(passed: int, step: Step) -> Memory:
        if passed == EXCUSED or step.action in promise.unless:
            return EXCUSED
        awaited = promise.gates[passed] if passed < needed else None
        return judged(passed + (step.action == awaited), step.target)

    return Watch(
        judged(0, table.workflow.initial),
        follow,
        lambda state, passed: passed != EXCUSED and state in promise.targets,
        f"reaches {state_titles(table.workflow, promise.targets)}",
    )


NOT_BEGUN, OWED, REACHED = 0, 1, 2


def _reach(table: Table, promise: AlwaysCanReach) -> Watch:
    able = reachable(table.back, promise.targets)

    def judged(memory: int, state: str) -> Memory:
        owed = memory == OWED or state in promise.starts
        if owed and state in promise.targets:
            return REACHED
        if owed:
            return OWED if state in able else None
        return memory

    starts, targets = (
        state_titles(table.workflow, names) for names in (promise.starts, promise.targets)
    )
    return Watch(
        judged(NOT_BEGUN, table.workflow.initial),
        lambda memory, step: judged(memory, step.target),
        lambda _, memory: memory == REACHED,
        f"leads from {starts} to {targets}",
    )


def _prohibited(after: tuple[str, ...], acts: tuple[str, ...]) -> Watch:
    def follow(memory: int, step: Step) -> Memory:
        if memory and step.action in acts:
            return None
        return 1 if memory or step.action in after else 0

    return Watch(0, follow, None)


def _both(pair: str, one: str, another: str) -> Watch:
    """Memory is a sum: 1 once `one` was performed, 2 once `another` was."""

    def follow(memory: int, step: Step) -> Memory:
        return memory | (step.action == one) | 2 * (step.action == another)

    return Watch(0, follow, lambda _, memory: memory == 3, f"performs both {pair}")
