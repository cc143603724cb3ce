"""Writes a workflow as a Mermaid state diagram, for documents that are kept as text."""

from collections.abc import Iterator

from govflow.engine.graph import Walk
from govflow.engine.walked import numbered, stops
from govflow.engine.workflow import Workflow

HERE, BROKEN = "here", "broken"


def mermaid(workflow: Workflow, current: str | None = None, walk: Walk = ()) -> str:
    """The workflow as a Mermaid state diagram; the steps of a walk are numbered."""
    lines = ["stateDiagram-v2", f"    [*] --> {workflow.initial}"]
    lines.extend(f"    {name} : {_plain(state.title)}" for name, state in workflow.states.items())
    lines.extend(_arrows(workflow, walk))
    ends = [name for name, state in workflow.states.items() if state.may_end]
    lines.extend(f"    {name} --> [*]" for name in ends)
    if current is not None:
        lines.extend([f"    classDef {HERE} stroke-width:4px", f"    class {current} {HERE}"])
    if walk:
        lines.append(f"    classDef {BROKEN} stroke:#aa2016,stroke-width:3px,stroke-dasharray:5 3")
        lines.append(f"    class {','.join(stops(walk))} {BROKEN}")
    return "\n".join(lines) + "\n"


def _arrows(workflow: Workflow, walk: Walk) -> Iterator[str]:
    for action in workflow.actions.values():
        for source in action.sources:
            said = f"{numbered(walk, source, action.name)} {action.title}".strip()
            yield f"    {source} --> {action.to} : {_plain(said)}"


def _plain(title: str) -> str:
    """A title without the characters Mermaid gives a meaning to."""
    return title.translate(str.maketrans(":;#\n", "    "))
