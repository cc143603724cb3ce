"""`must_pass`: walk states paired with how many gates were passed, exceptions taken away."""

from collections.abc import Callable, Iterable, Iterator

from govflow.domain.promises import MustPass
from govflow.engine.graph import Edges, Step, Table, reachable, shortest
from govflow.engine.proofs.proof import (
    Proof,
    action_titles,
    broken,
    proven,
    state_titles,
    vacuous,
)

Counted = tuple[str, int]
Excused = tuple[str, int, bool]


def must_pass(table: Table, promise: MustPass) -> Proof:
    """Every walk to a target passes the gates in order, unless it takes an exception."""
    workflow = table.workflow
    clash = sorted(set(promise.gates) & set(promise.unless))
    if clash:
        why = f"{action_titles(workflow, clash)} is both a gate and an exception."
        return Proof(promise.name, False, f"'{promise.name}' contradicts itself: {why}")
    targets = state_titles(workflow, promise.targets)
    ordinary = _without(table.edges, promise.unless)
    if reachable(ordinary, [workflow.initial]).isdisjoint(promise.targets):
        past = " except past an exception" if promise.unless else ""
        return vacuous(promise.name, f"no walk reaches {targets}{past}.")
    walk = shortest(
        [(workflow.initial, 0)],
        _counting(ordinary, promise.gates),
        lambda node: node[0] in promise.targets and node[1] < len(promise.gates),
    )
    gates = action_titles(workflow, promise.gates, "and then")
    if walk is not None:
        why = f"{targets} can be reached without {gates}."
        return broken(workflow, promise.name, why, walk)
    return _idle(table, promise) or proven(promise.name, _said(table, promise))


def _said(table: Table, promise: MustPass) -> str:
    targets = state_titles(table.workflow, promise.targets)
    gates = action_titles(table.workflow, promise.gates, "and then")
    unless = f", unless by {action_titles(table.workflow, promise.unless)}"
    return f"Every way to {targets} passes {gates}{unless if promise.unless else ''}."


def _without(edges: Edges, actions: Iterable[str]) -> Edges:
    removed = frozenset(actions)
    if not removed:
        return edges
    return {
        state: [step for step in steps if step.action not in removed]
        for state, steps in edges.items()
    }


def _counting(
    edges: Edges, gates: tuple[str, ...]
) -> Callable[[Counted], Iterator[tuple[Step, Counted]]]:
    def follow(node: Counted) -> Iterator[tuple[Step, Counted]]:
        state, passed = node
        awaited = gates[passed] if passed < len(gates) else None
        for step in edges[state]:
            yield step, (step.target, passed + (step.action == awaited))

    return follow


# An exception that no walk needs is a promise half withdrawn by mistake.


def _idle(table: Table, promise: MustPass) -> Proof | None:
    """The first exception that excuses no walk, told as a fault; else None."""
    workflow, targets = table.workflow, state_titles(table.workflow, promise.targets)
    for exception in promise.unless:
        taken = action_titles(workflow, [exception])
        if not table.performed(exception) or table.after(exception).isdisjoint(promise.targets):
            why = f"is never used: no walk to {targets} takes {taken}."
        elif not _excuses(table, promise, exception):
            gates = action_titles(workflow, promise.gates, "and then")
            why = f"excuses nothing: every walk to {targets} by {taken} passes {gates} as well."
        else:
            continue
        return Proof(promise.name, False, f"'{promise.name}' names an exception that {why}")
    return None


def _excuses(table: Table, promise: MustPass, exception: str) -> bool:
    """Whether some walk takes the exception and reaches a target without all the gates."""
    count = _counting(table.edges, promise.gates)

    def follow(node: Excused) -> Iterator[tuple[Step, Excused]]:
        for step, (state, passed) in count(node[:2]):
            yield step, (state, passed, node[2] or step.action == exception)

    def found(node: Excused) -> bool:
        return node[2] and node[0] in promise.targets and node[1] < len(promise.gates)

    return shortest([(table.workflow.initial, 0, False)], follow, found) is not None
