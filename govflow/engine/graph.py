"""Exact questions about a finite automaton: what can be reached, and by which shortest walk."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable
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
        for step in edges[waiting.pop()]:
            if step.target not in found:
                found.add(step.target)
                waiting.append(step.target)
    return found


def reversed_(edges: Edges) -> Edges:
    """The same edges, by the state they enter; `reachable` over them asks who can reach."""
    back: Edges = {state: [] for state in edges}
    for steps in edges.values():
        for step in steps:
            back[step.target].append(Step(step.target, step.action, step.source))
    return back
