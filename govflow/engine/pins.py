"""Refuses to start when a workflow file was edited while matters still run under its old text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from govflow.domain.errors import NotFound
from govflow.engine.definition import Workflows
from govflow.engine.faults import WorkflowFaults
from govflow.engine.sheet import read_text

Pin = tuple[str, int, str]  # key, version, content hash
LONGEST_DIFFERENCE = 20


class EditedWorkflow(Exception):
    """A file no longer says what running matters were promised; `sentences` show what changed."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


def refuse_edited(
    workflows: Workflows, pins: Iterable[Pin], *, sources: Mapping[str, str] | None = None
) -> None:
    """Raises EditedWorkflow unless every pinned version is still the file it was.

    `sources` maps a pinned hash to the text it stood for, so that the difference can be shown.
    """
    found = [
        sentence
        for pin in sorted(set(pins))
        for sentence in _changed(workflows, pin, sources or {})
    ]
    if found:
        raise EditedWorkflow(found)


def _changed(workflows: Workflows, pin: Pin, sources: Mapping[str, str]) -> Iterator[str]:
    key, version, pinned = pin
    try:
        workflow = workflows.get(key, version)
    except NotFound as error:
        yield f"Matters run under '{key}' version {version}, but its file is gone. {error}"
        return
    if workflow.content_hash == pinned:
        return
    yield (
        f"{workflow.file} was edited while matters run under it: they were promised "
        f"{pinned[:12]}…, the file now says {workflow.content_hash[:12]}…. "
        f"Restore it and put the change into '{key}.v{version + 1}.yaml'."
    )
    if pinned in sources:
        yield from difference(sources[pinned], workflow.source)


def difference(before: str, after: str) -> list[str]:
    """What changed between two texts of a workflow file, one line for each place."""
    try:
        old, new = _flat(read_text(before).content), _flat(read_text(after).content)
    except WorkflowFaults:
        return ["The pinned text cannot be read, so the difference cannot be shown."]
    lines = [
        f"{place}: was {old.get(place, 'absent')}, now {new.get(place, 'absent')}"
        for place in sorted({*old, *new})
        if old.get(place) != new.get(place)
    ]
    left = len(lines) - LONGEST_DIFFERENCE
    return lines if left <= 0 else [*lines[:LONGEST_DIFFERENCE], f"… and {left} more places."]


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Nested content as `actions.issue.by` -> text; lists stay whole, as people read them."""
    if isinstance(value, dict) and value:
        return {
            place: text
            for key, inner in value.items()
            for place, text in _flat(inner, f"{path}.{key}" if path else str(key)).items()
        }
    return {path: str(value)}
