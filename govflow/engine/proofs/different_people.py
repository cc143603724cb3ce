"""`different_people`: whenever one act can follow another, the later one carries the guard.

Who acts is known only at run time, so the guard keeps people apart there; the table shows whether
it stands everywhere it must. The guard remembers everybody who ever took the earlier act, so
loops need no further thought.
"""

from itertools import combinations, permutations

from govflow.domain.promises import DifferentPeople
from govflow.engine.graph import Table
from govflow.engine.proofs.proof import Proof, action_titles, broken, proven, vacuous
from govflow.engine.vocabulary import DIFFERENT_PERSON, SYSTEM


def different_people(table: Table, promise: DifferentPeople) -> Proof:
    """No person can take two of the acts, in either order."""
    empty = _empty(table, promise)
    if empty:
        return vacuous(promise.name, empty)
    walks = [
        (walk, early, late)
        for early, late in permutations(promise.actions, 2)
        if table.follows(early, late)
        and not _keeps_apart(table, early, late)
        and (walk := table.both(early, late)) is not None
    ]
    if walks:
        walk, early, late = min(walks, key=lambda found: len(found[0]))
        why = f"'{late}' does not need '{DIFFERENT_PERSON}' with `from: {early}`."
        return broken(table.workflow, promise.name, why, walk)
    people = action_titles(table.workflow, promise.actions, "and")
    return proven(promise.name, f"{people} are never performed by the same person.")


def _empty(table: Table, promise: DifferentPeople) -> str | None:
    """Why the promise cannot fail for two of its acts, or None."""
    for name in promise.actions:
        if set(table.workflow.actions[name].by) == {SYSTEM}:
            return f"no person ever does {action_titles(table.workflow, [name])}."
    for first, second in combinations(promise.actions, 2):
        if not table.follows(first, second) and not table.follows(second, first):
            pair = action_titles(table.workflow, (first, second), "and")
            return f"no walk performs both {pair}."
    return None


def _keeps_apart(table: Table, early: str, late: str) -> bool:
    return any(
        need.guard == DIFFERENT_PERSON and need.parameters.get("from") == early
        for need in table.workflow.actions[late].needs
    )
