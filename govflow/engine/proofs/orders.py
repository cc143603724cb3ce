"""`never_after`, `at_most_once` and `not_later_than`: what may follow what, and how often."""

from collections.abc import Iterable
from dataclasses import replace

from govflow.domain.promises import AtMostOnce, NeverAfter, NotLaterThan
from govflow.engine.graph import Table
from govflow.engine.proofs.proof import (
    IN_REPLAY,
    Proof,
    action_titles,
    broken,
    proven,
    vacuous,
)


def never_after(table: Table, promise: NeverAfter) -> Proof:
    """No walk takes one of the acts once one of `after` was taken."""
    workflow = table.workflow
    never = _never_performed(table, (*promise.acts, *promise.after))
    if never:
        return vacuous(promise.name, never)
    walk = table.one_then_another(promise.after, promise.acts)
    if walk is not None:
        first = next(step.action for step in walk if step.action in promise.after)
        act = action_titles(workflow, [walk[-1].action])
        why = f"{act} can happen after {action_titles(workflow, [first])}."
        return broken(workflow, promise.name, why, walk)
    acts, after = action_titles(workflow, promise.acts), action_titles(workflow, promise.after)
    return proven(promise.name, f"No walk does {acts} after {after}.")


def at_most_once(table: Table, promise: AtMostOnce) -> Proof:
    """No walk takes one of the acts twice."""
    workflow = table.workflow
    never = _never_performed(table, promise.acts)
    if never:
        return vacuous(promise.name, never)
    again = [table.both(act, act) for act in promise.acts if table.follows(act, act)]
    walks = [walk for walk in again if walk is not None]
    if walks:
        walk = min(walks, key=len)
        why = f"{action_titles(workflow, [walk[-1].action])} can happen twice."
        return broken(workflow, promise.name, why, walk)
    acts = action_titles(workflow, promise.acts, "and")
    happen = "happens" if len(promise.acts) == 1 else "each happen"
    return proven(promise.name, f"{acts} {happen} once at most on every walk.")


def not_later_than(table: Table, promise: NotLaterThan) -> Proof:
    """Judged on a record; here only whether some walk puts it to the test at all.

    An act that always comes second does not contradict the promise: both may happen on one day.
    So order alone never refutes it; it is said, for the reader to judge.
    """
    proof = _days_of(table, promise)
    return replace(proof, kind=IN_REPLAY)


def _days_of(table: Table, promise: NotLaterThan) -> Proof:
    workflow = table.workflow
    for act in promise.acts:
        if not any(_meet(table, act, other) for other in promise.than):
            pair = action_titles(workflow, [act]), action_titles(workflow, promise.than)
            return vacuous(promise.name, f"no walk performs both {pair[0]} and {pair[1]}.")
    for other in promise.than:
        if not any(_meet(table, act, other) for act in promise.acts):
            pair = action_titles(workflow, promise.acts), action_titles(workflow, [other])
            return vacuous(promise.name, f"no walk performs both {pair[0]} and {pair[1]}.")
    acts, than = action_titles(workflow, promise.acts), action_titles(workflow, promise.than)
    said = f"{acts} happens on or before the day of {than}; a record of what happened shows it."
    return proven(promise.name, f"{said}{_order(table, promise)}")


def _meet(table: Table, act: str, other: str) -> bool:
    return table.follows(act, other) or table.follows(other, act)


def _order(table: Table, promise: NotLaterThan) -> str:
    """What the table adds when it allows only one order of the acts."""
    early = any(table.follows(act, other) for act in promise.acts for other in promise.than)
    late = any(table.follows(other, act) for act in promise.acts for other in promise.than)
    if early and not late:
        return " The table allows no other order."
    if late and not early:
        return " The table puts it second, so only the same day keeps it."
    return ""


def _never_performed(table: Table, acts: Iterable[str]) -> str | None:
    never = [act for act in dict.fromkeys(acts) if not table.performed(act)]
    return f"no walk performs {action_titles(table.workflow, never)}." if never else None
