"""Proves, exactly and on every path, that a workflow keeps its promises, or shows how it fails."""

from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.engine.graph import Table
from govflow.engine.proofs.always_can_reach import always_can_reach
from govflow.engine.proofs.contradictions import with_contradictions
from govflow.engine.proofs.different_people import different_people
from govflow.engine.proofs.must_pass import must_pass
from govflow.engine.proofs.orders import at_most_once, never_after, not_later_than
from govflow.engine.proofs.proof import IN_REPLAY, PROVEN, Proof, in_words
from govflow.engine.shape import Flaw, flaws
from govflow.engine.workflow import Workflow

__all__ = ["IN_REPLAY", "PROVEN", "Flaw", "Proof", "flaws", "in_words", "prove"]


def prove(workflow: Workflow) -> list[Proof]:
    """Each promise of a workflow, proven or refuted, in the order of the file."""
    table = Table.of(workflow)
    proofs = [_prove(table, promise) for promise in workflow.promises]
    return with_contradictions(table, proofs)


def _prove(table: Table, promise: Promise) -> Proof:
    match promise:
        case MustPass():
            return must_pass(table, promise)
        case AlwaysCanReach():
            return always_can_reach(table, promise)
        case DifferentPeople():
            return different_people(table, promise)
        case NeverAfter():
            return never_after(table, promise)
        case AtMostOnce():
            return at_most_once(table, promise)
        case NotLaterThan():
            return not_later_than(table, promise)
