"""`always_can_reach`: after a start and until a target, a target must stay within reach."""

from collections.abc import Callable, Iterator

from govflow.domain.promises import AlwaysCanReach
from govflow.engine.graph import Step, Table, reachable, shortest
from govflow.engine.proofs.proof import Proof, broken, proven, state_titles, vacuous

Watched = tuple[str, bool]


def always_can_reach(table: Table, promise: AlwaysCanReach) -> Proof:
    """No walk gets, after a start, into a place from which no target can be reached."""
    workflow = table.workflow
    starts = state_titles(workflow, promise.starts)
    targets = state_titles(workflow, promise.targets)
    begun = table.known.intersection(promise.starts)
    if not begun:
        return vacuous(promise.name, f"no walk reaches {starts}.")
    if begun <= set(promise.targets):
        return vacuous(promise.name, "every state it starts from is one it must reach.")
    able = reachable(table.back, promise.targets)
    walk = shortest(
        [(workflow.initial, workflow.initial in promise.starts)],
        _watching(table, promise),
        lambda node: node[1] and node[0] not in able,
    )
    if walk is not None:
        stuck = workflow.states[walk[-1].target if walk else workflow.initial].title
        return broken(workflow, promise.name, f"from '{stuck}' no walk leads to {targets}.", walk)
    return proven(promise.name, f"From {starts}, {targets} always stays within reach.")


def _watching(
    table: Table, promise: AlwaysCanReach
) -> Callable[[Watched], Iterator[tuple[Step, Watched]]]:
    starts, targets = frozenset(promise.starts), frozenset(promise.targets)

    def follow(node: Watched) -> Iterator[tuple[Step, Watched]]:
        state, watched = node
        owed = watched and state not in targets
        for step in table.edges[state]:
            yield step, (step.target, owed or step.target in starts)

    return follow
