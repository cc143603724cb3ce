"""Compares proofs with brute force: the verdict, the walk, and that no walk is shorter."""

from govflow.domain.promises import MustPass, Promise
from govflow.engine.prover import Proof, prove
from govflow.engine.workflow import Workflow
from tests.engine.brute import BROKEN, CLASH, EMPTY, HOLDS, IDLE, Ground, judge
from tests.engine.trying import breaks

SAID = {
    "does not hold": BROKEN,
    "cannot fail, so it proves nothing": EMPTY,
    "names an exception that": IDLE,
    "contradicts itself": CLASH,
}


def fate(proof: Proof) -> str:
    if proof.holds:
        return HOLDS
    return next(verdict for said, verdict in SAID.items() if f"' {said}" in proof.sentence)


def compare(workflow: Workflow) -> list[tuple[str, str]]:
    """Every proof agrees with brute force: the verdict, the walk, and that none is shorter."""
    ground = Ground(workflow)
    fates = []
    for promise, proof in zip(workflow.promises, prove(workflow), strict=True):
        expected = judge(workflow, promise, ground)
        assert fate(proof) == expected.verdict, (promise, proof)
        if expected.verdict == BROKEN:
            check_walk(workflow, promise, proof)
            assert len(proof.walk) == expected.length, "Not a shortest counter-example."
        else:
            assert proof.walk == ()
        fates.append((kind(promise), expected.verdict))
    return fates


def kind(promise: Promise) -> str:
    unless = isinstance(promise, MustPass) and promise.unless and not clashes(promise)
    return f"{type(promise).__name__}{' unless' if unless else ''}"


def clashes(promise: MustPass) -> bool:
    return bool(set(promise.gates) & set(promise.unless))


def check_walk(workflow: Workflow, promise: Promise, proof: Proof) -> None:
    """The counter-example is a walk of this workflow, told in words, that breaks the promise."""
    state = workflow.initial
    for step in proof.walk:
        assert step.source == state
        assert workflow.actions[step.action].to == step.target
        state = step.target
    assert breaks(workflow, promise, tuple(step.action for step in proof.walk))
    assert len(proof.counter_example) == len(proof.walk)
