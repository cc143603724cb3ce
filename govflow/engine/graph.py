"""Exact questions about a finite automaton: what can be reached, and by which shortest walk."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from govflow.engine.workflow import Workflow


class Step(NamedTuple):
    """One edge walked: an action taken in a state, and where it led."""

    source: str
    action: str
    target: str


Walk = tuple[Step, ...]
Edges = dict[str, list[Step]]
Node = TypeVar("Node", bound=Hashable)


def edges_of(workflow: Workflow) -> Edges:
    """Every edge, by the state it leaves."""
    edges: Edges = {name: [] for name in workflow.states}
    for action in workflow.actions.values():
        for source in action.sources:
            edges[source].append(Step(source, action.name, action.to))
    return edges


def shortest(
    starts: Iterable[Node],
    follow: Callable[[Node], Iterable[tuple[Step, Node]]],
    found: Callable[[Node], bool],
) -> Walk | None:
    """The shortest walk from a start to a node that is `found`, or None if there is none.

    Breadth first over whatever nodes `follow` yields: plain states, or states paired with
    what has happened so far, which is how loops are handled exactly.
    """
    came_from: dict[Node, tuple[Node, Step] | None] = dict.fromkeys(starts)
    queue = deque(came_from)
    while queue:
        node = queue.popleft()
        if found(node):
            return _walk_to(node, came_from)
        for step, neighbour in follow(node):
            if neighbour not in came_from:
                came_from[neighbour] = (node, step)
                queue.append(neighbour)
    return None


def _walk_to(node: Node, came_from: dict[Node, tuple[Node, Step] | None]) -> Walk:
    steps: list[Step] = []
    link = came_from[node]
    while link is not None:
        node, step = link
        steps.append(step)
        link = came_from[node]
    return tuple(reversed(steps))


def along(edges: Edges) -> Callable[[str], list[tuple[Step, str]]]:
    """How `shortest` follows plain states."""
    return lambda state: [(step, step.target) for step in edges[state]]


def reachable(edges: Edges, starts: Iterable[str]) -> set[str]:
    """Every state that some walk from a start reaches, the starts included."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for _, _, target in edges[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def reversed_(edges: Edges) -> Edges:
    """The same edges, by the state they enter; `reachable` over them asks who can reach."""
    back: Edges = {state: [] for state in edges}
    for state, steps in edges.items():
        for _, action, target in steps:
            back[target].append(Step(target, action, state))
    return back


@dataclass(frozen=True)
class Table:
    """A workflow's moves, asked many questions; what was found once is remembered."""

    workflow: Workflow
    edges: Edges
    _after: dict[str, set[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, workflow: Workflow) -> "Table":
        """The table of one workflow."""
        return cls(workflow, edges_of(workflow))

    @cached_property
    def known(self) -> set[str]:
        """The states that some walk from the first state reaches."""
        return reachable(self.edges, [self.workflow.initial])

    @cached_property
    def back(self) -> Edges:
        """The same edges, by the state they enter."""
        return reversed_(self.edges)

    def after(self, action: str) -> set[str]:
        """The states that can be stood in once an action has been taken."""
        target = self.workflow.actions[action].to
        if target not in self._after:
            self._after[target] = reachable(self.edges, [target])
        return self._after[target]

    def performed(self, action: str) -> bool:
        """Whether some walk takes this action."""
        return not self.known.isdisjoint(self.workflow.actions[action].sources)

    def follows(self, early: str, late: str) -> bool:
        """Whether some walk takes `early` and, later, `late`; both may be the same action."""
        later = self.workflow.actions[late].sources
        return self.performed(early) and not self.after(early).isdisjoint(later)

    def both(self, early: str, late: str) -> Walk | None:
        """A shortest walk that takes `early` and, later, ends with `late`."""
        return self.one_then_another({early}, {late})

    def one_then_another(self, early: Iterable[str], late: Iterable[str]) -> Walk | None:
        """A shortest walk that takes any of `early` and, later, ends with any of `late`."""
        before, behind = frozenset(early), frozenset(late)

        def follow(node: tuple[str, int]) -> Iterator[tuple[Step, tuple[str, int]]]:
            state, stage = node
            for step in self.edges[state]:
                if stage and step.action in behind:
                    yield step, (step.target, 2)
                else:
                    yield step, (step.target, stage or int(step.action in before))

        return shortest([(self.workflow.initial, 0)], follow, lambda node: node[1] == 2)
