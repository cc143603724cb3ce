"""What a proof says: whether a promise holds, why, and the walk that shows it when it does not."""

from collections.abc import Iterable
from dataclasses import dataclass

from govflow.engine.graph import Step, Walk
from govflow.engine.words import listed, quoted
from govflow.engine.workflow import Workflow

PROVEN = "proven"
IN_REPLAY = "checked in replay"


@dataclass(frozen=True)
class Proof:
    """Whether one promise holds, said in a sentence; else the shortest walk that breaks it.

    `kind` tells who decides: `proven`, the table alone and for ever; `checked in replay`, each
    record of what happened, because the promise speaks of days and the table knows none.
    """

    promise: str
    holds: bool
    sentence: str
    counter_example: tuple[str, ...] = ()
    walk: Walk = ()
    kind: str = PROVEN


def proven(promise: str, sentence: str) -> Proof:
    """The promise holds on every walk."""
    return Proof(promise, True, sentence)


def vacuous(promise: str, why: str) -> Proof:
    """The promise cannot fail, so it says nothing about this workflow: a fault, not a pass."""
    return Proof(promise, False, f"'{promise}' cannot fail, so it proves nothing: {why}")


def broken(workflow: Workflow, promise: str, why: str, walk: Walk) -> Proof:
    """The promise fails, and `walk` is a shortest one that breaks it."""
    sentence = f"'{promise}' does not hold: {why}"
    return Proof(promise, False, sentence, in_words(workflow, walk), walk)


def in_words(workflow: Workflow, walk: Iterable[Step]) -> tuple[str, ...]:
    """A walk as a person would tell it, one sentence a step."""
    return tuple(_step_words(workflow, step) for step in walk)


def _step_words(workflow: Workflow, step: Step) -> str:
    action = workflow.actions[step.action]
    who = listed([workflow.role_title(role) for role in action.by], "or")
    before, after = workflow.states[step.source].title, workflow.states[step.target].title
    return f"{before}: {who} does '{action.title}' → {after}"


def state_titles(workflow: Workflow, names: Iterable[str]) -> str:
    """States as people call them: `'Approved' or 'Noted'`."""
    return quoted([workflow.states[name].title for name in names])


def action_titles(workflow: Workflow, names: Iterable[str], last: str = "or") -> str:
    """Actions as people call them: `'Approve' or 'Note'`."""
    return quoted([workflow.actions[name].title for name in names], last)
