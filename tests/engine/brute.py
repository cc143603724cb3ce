"""Judges promises by other means than the prover's: tables of distances, added up.

The prover searches breadth first over states and what happened; this never searches, and so a
mistake would have to be made twice, in two languages. `tests.engine.trying` checks both by walks.
"""

from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import NamedTuple

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

INF = 10**6
Row = list[int]
Grid = list[Row]
HOLDS, BROKEN, EMPTY, IDLE, CLASH = "holds", "broken", "empty", "idle", "clash"


class Judged(NamedTuple):
    """What is true of a promise, and how long the shortest walk is that breaks it."""

    verdict: str
    length: int | None = None


class Edge(NamedTuple):
    source: int
    action: str
    target: int


class Ground:
    """The edges of one workflow over numbered states, and distances with actions left out."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.number = {name: n for n, name in enumerate(workflow.states)}
        self.edges = [
            Edge(self.number[source], action.name, self.number[action.to])
            for action in workflow.actions.values()
            for source in action.sources
        ]
        self.first = self.number[workflow.initial]
        self._grids: dict[frozenset[str], Grid] = {}

    def numbers(self, names: Iterable[str]) -> list[int]:
        return [self.number[name] for name in names]

    def grid(self, without: Iterable[str] = ()) -> Grid:
        """Distances between all states when some actions are left out."""
        left_out = frozenset(without)
        if left_out not in self._grids:
            kept = [edge for edge in self.edges if edge.action not in left_out]
            self._grids[left_out] = distances(len(self.number), kept)
        return self._grids[left_out]

    def take(self, row: Row, action: str, grid: Grid) -> Row:
        """From the states at these distances: take the action once, then walk on freely."""
        far = [INF] * len(row)
        for edge in self.edges:
            if edge.action == action and row[edge.source] < INF:
                begun = row[edge.source] + 1
                far = [min(old, begun + on) for old, on in zip(far, grid[edge.target], strict=True)]
        return far

    def act(self, row: Row, action: str) -> int:
        """The length of a shortest walk that ends by taking the action."""
        return min((row[e.source] + 1 for e in self.edges if e.action == action), default=INF)

    def in_turn(self, early: str, late: str) -> int:
        """The length of a shortest walk that takes one action and ends by taking another."""
        return self.act(self.take(self.grid()[self.first], early, self.grid()), late)

    def performed(self, action: str) -> bool:
        return self.act(self.grid()[self.first], action) < INF


def distances(count: int, edges: Iterable[Edge]) -> Grid:
    """Floyd and Warshall's table of shortest distances."""
    grid = [[0 if one == two else INF for two in range(count)] for one in range(count)]
    for edge in edges:
        grid[edge.source][edge.target] = min(grid[edge.source][edge.target], 1)
    for middle, past in enumerate(grid):
        for row in grid:
            to = row[middle]
            if to < INF and row is not past:
                row[:] = [min(old, to + on) for old, on in zip(row, past, strict=True)]
    return grid


def judge(workflow: Workflow, promise: Promise, ground: Ground | None = None) -> Judged:
    """Whether a promise holds on every walk, and the shortest length of one that breaks it."""
    ground = ground or Ground(workflow)
    match promise:
        case MustPass():
            return _must_pass(ground, promise)
        case AlwaysCanReach():
            return _always_can_reach(ground, promise)
        case DifferentPeople():
            return _different_people(ground, promise)
        case NeverAfter():
            return _in_turn(ground, [*product(promise.after, promise.acts)])
        case AtMostOnce():
            return _in_turn(ground, [(act, act) for act in promise.acts])
        case NotLaterThan():
            return _not_later_than(ground, promise)


def _in_turn(ground: Ground, pairs: list[tuple[str, str]]) -> Judged:
    if not all(ground.performed(act) for pair in pairs for act in pair):
        return Judged(EMPTY)
    return _shortest(ground.in_turn(*pair) for pair in pairs)


def _shortest(lengths: Iterable[int]) -> Judged:
    length = min(lengths, default=INF)
    return Judged(BROKEN, length) if length < INF else Judged(HOLDS)


def _must_pass(ground: Ground, promise: MustPass) -> Judged:
    if set(promise.gates) & set(promise.unless):
        return Judged(CLASH)
    targets = ground.numbers(promise.targets)
    if min(ground.grid(promise.unless)[ground.first][t] for t in targets) >= INF:
        return Judged(EMPTY)
    rows = _by_gates_passed(ground, promise)
    found = _shortest(row[target] for row in rows for target in targets)
    idle = any(not _excuses(ground, promise, exception) for exception in promise.unless)
    return Judged(IDLE) if found.verdict == HOLDS and idle else found


def _by_gates_passed(ground: Ground, promise: MustPass) -> Iterator[Row]:
    """Distances from the start having passed no gate, one gate … all but the last."""
    grid = ground.grid((*promise.unless, promise.gates[0]))
    row = grid[ground.first]
    yield row
    for gate, following in zip(promise.gates, promise.gates[1:], strict=False):
        row = ground.take(row, gate, ground.grid((*promise.unless, following)))
        yield row


def _excuses(ground: Ground, promise: MustPass, exception: str) -> bool:
    """Whether the exception lies on a walk to a target that has not passed all the gates."""
    targets = ground.numbers(promise.targets)
    plain = used = [INF] * len(ground.number)
    for index, gate in enumerate(promise.gates):
        grid = ground.grid((gate,))
        if index:
            before = promise.gates[index - 1]
            plain, used = ground.take(plain, before, grid), ground.take(used, before, grid)
        else:
            plain = grid[ground.first]
        taken = ground.take(plain, exception, grid)
        used = [min(pair) for pair in zip(used, taken, strict=True)]
        if any(used[target] < INF for target in targets):
            return True
    return False


def _always_can_reach(ground: Ground, promise: AlwaysCanReach) -> Judged:
    starts, targets = ground.numbers(promise.starts), ground.numbers(promise.targets)
    free = ground.grid()
    begun = [s for s in starts if free[ground.first][s] < INF]
    if not begun or set(begun) <= set(targets):
        return Judged(EMPTY)
    ends_at_targets = [edge for edge in ground.edges if edge.source not in targets]
    owing = distances(len(ground.number), ends_at_targets)
    traps = [
        state for state in range(len(free)) if all(free[state][target] >= INF for target in targets)
    ]
    return _shortest(free[ground.first][s] + owing[s][trap] for s in begun for trap in traps)


def _different_people(ground: Ground, promise: DifferentPeople) -> Judged:
    actions = ground.workflow.actions
    if any(set(actions[name].by) == {"system"} for name in promise.actions):
        return Judged(EMPTY)
    for one, two in permutations(promise.actions, 2):
        if ground.in_turn(one, two) >= INF and ground.in_turn(two, one) >= INF:
            return Judged(EMPTY)
    return _shortest(
        ground.in_turn(one, two)
        for one, two in permutations(promise.actions, 2)
        if not barred(ground.workflow, one, two)
    )


def barred(workflow: Workflow, early: str, late: str) -> bool:
    """Whether the engine would stop somebody who took `early` from taking `late`."""
    needs = workflow.actions[late].needs
    return any(n.guard == "different_person" and n.parameters.get("from") == early for n in needs)


def _not_later_than(ground: Ground, promise: NotLaterThan) -> Judged:
    def meet(act: str, other: str) -> bool:
        return min(ground.in_turn(act, other), ground.in_turn(other, act)) < INF

    each = all(any(meet(act, other) for other in promise.than) for act in promise.acts)
    other = all(any(meet(act, other) for act in promise.acts) for other in promise.than)
    return Judged(HOLDS if each and other else EMPTY)
