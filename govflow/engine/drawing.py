"""What `govflow workflows draw` says: a workflow in some form, perhaps with a walk marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.guards import Guard
from govflow.engine import diagram, prover
from govflow.engine.bpmn.document import bpmn
from govflow.engine.definition import WorkflowFaults, load_file, load_unproven
from govflow.engine.faults import unknown
from govflow.engine.graph import Walk
from govflow.engine.vocabulary import ANY
from govflow.engine.workflow import Workflow

FORMATS = ("svg", "mermaid", "bpmn", "text")
NO_MARKS = "BPMN has no sign for where a matter stands or for a walk: draw svg, mermaid or text."


@dataclass(frozen=True)
class Broken:
    """A workflow of which nothing is taken for proven, and what is wrong with its file."""

    workflow: Workflow
    faults: WorkflowFaults


def opened(file: Path, guards: Mapping[str, Guard]) -> Workflow | Broken:
    """A file's workflow, with whatever names another house gives its roles and effects.

    Raises WorkflowFaults when it cannot even be drawn.
    """
    try:
        return load_file(file, guards, vocabulary=ANY)
    except WorkflowFaults as faults:
        return Broken(load_unproven(file, guards, vocabulary=ANY), faults)


def first_walk(workflow: Workflow) -> Walk:
    """The walk that breaks the first broken promise which some walk breaks; else none."""
    return next((proof.walk for proof in prover.prove(workflow) if proof.walk), ())


def walk_of(workflow: Workflow, name: str) -> Walk:
    """The walk that breaks the named promise; NotFound, or Invalid when no walk breaks it."""
    proof = next((p for p in prover.prove(workflow) if p.promise == name), None)
    if proof is None:
        raise NotFound(unknown("promise", name, [each.name for each in workflow.promises])[0])
    if proof.walk:
        return proof.walk
    why = f"'{name}' holds: no walk breaks it." if proof.holds else proof.sentence
    raise Invalid({"counter_example": why})


def draw(
    workflow: Workflow, format: str = "svg", *, current: str | None = None, walk: Walk = ()
) -> str:
    """The workflow drawn in one of `FORMATS`; Invalid for another, NotFound for another state."""
    if current is not None and current not in workflow.states:
        raise NotFound(unknown("state", current, workflow.states)[0])
    if format == "svg":
        return f"{diagram.svg(workflow, current, walk=walk)}\n"
    if format == "mermaid":
        return diagram.mermaid(workflow, current, walk)
    if format == "text":
        return "\n".join(diagram.described(workflow, current, walk)) + "\n"
    if format != "bpmn":
        raise Invalid({"format": f"There is no format '{format}'; known: {', '.join(FORMATS)}."})
    if walk or current is not None:
        raise Invalid({"format": NO_MARKS})
    return bpmn(workflow)
