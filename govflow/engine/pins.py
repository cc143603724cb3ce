"""Refuses to start when a workflow file was edited while matters still run under its old text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from govflow.domain.errors import NotFound
from govflow.engine.definition import Workflows
from govflow.engine.faults import WorkflowFaults
from govflow.engine.sheet import Path_, Sheet, read_text

Pin = tuple[str, int, str]  # key, version, content hash
LONGEST_DIFFERENCE = 20
LONGEST_VALUE = 160


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
    restore = f"To get the old text back: govflow workflows source {key} --version {version}"
    try:
        workflow = workflows.get(key, version)
    except NotFound as error:
        yield f"Matters run under '{key}' version {version}, but its file is gone. {error}"
        if pinned in sources:
            yield restore
        return
    if workflow.content_hash == pinned:
        return
    yield (
        f"{workflow.file} was edited while matters run under it: they were promised "
        f"{pinned[:12]}…, the file now says {workflow.content_hash[:12]}…. Restore it and put "
        f"the change into '{key}.v{_next_version(workflows, key)}.yaml'."
    )
    if pinned not in sources:
        yield (
            "The old text was never kept (the matters are older than the database's memory "
            "of workflow files), so the difference cannot be shown."
        )
        return
    yield from difference(sources[pinned], workflow.source, file=workflow.file)
    yield restore


def _next_version(workflows: Workflows, key: str) -> int:
    return workflows.get(key).version + 1


@dataclass(frozen=True)
class _Place:
    """What stands at one place of a file, in words, and the line it stands on."""

    said: str
    line: int


def difference(before: str, after: str, *, file: str = "") -> list[str]:
    """What changed between two texts of a workflow file, one sentence for each place.

    Line numbers are those of `after`.
    """
    try:
        old, new = _places(read_text(before)), _places(read_text(after, file=file or "text"))
    except WorkflowFaults:
        return ["The pinned text cannot be read, so the difference cannot be shown."]
    changed = [name for name in dict.fromkeys([*new, *old]) if _said(old, name) != _said(new, name)]
    lines = [_line(name, old.get(name), new.get(name)) for name in changed]
    left = len(lines) - LONGEST_DIFFERENCE
    return lines if left <= 0 else [*lines[:LONGEST_DIFFERENCE], f"… and {left} more places."]


def _said(places: Mapping[str, _Place], name: str) -> str | None:
    return places[name].said if name in places else None


def _line(name: str, old: _Place | None, new: _Place | None) -> str:
    was = f"was “{old.said}”" if old else "was not there"
    now = f"now “{new.said}”" if new else "now gone"
    line = f"line {new.line}, " if new else ""
    return f"  {line}{name}: {was}, {now}"


def _places(sheet: Sheet) -> dict[str, _Place]:
    return {
        name: _Place(said, _line_of(sheet, path)) for name, path, said in _flat(sheet.content, ())
    }


def _line_of(sheet: Sheet, path: Path_) -> int:
    return sheet.fault(path, "").line


def _flat(value: Any, path: Path_, name: str = "") -> Iterator[tuple[str, Path_, str]]:
    """Nested content as `actions.issue.by`; lists of plain words stay whole, as people read them.

    A promise is known by its name, so that one added above it does not change its place.
    """
    for key, label, inner in _inside(value):
        yield from _flat(inner, (*path, key), f"{name}.{label}" if name else label)
    if not _inside(value):
        yield name, path, shortened(in_words(value))


def _inside(value: Any) -> list[tuple[Any, str, Any]]:
    if isinstance(value, dict):
        return [(key, str(key), inner) for key, inner in value.items()]
    if isinstance(value, list) and value and all(_named(each) for each in value):
        return [(n, f"“{each['name']}”", each) for n, each in enumerate(value)]
    return []


def _named(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("name"), str)


def in_words(value: Any) -> str:
    """A value of a file as a person would read it aloud: no brackets, no quotes."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, list):
        return ", ".join(map(in_words, value)) or "nothing"
    if isinstance(value, dict):
        return ", ".join(_pair(key, inner) for key, inner in value.items()) or "nothing"
    return str(value)


def _pair(key: Any, inner: Any) -> str:
    return f"{key} ({in_words(inner)})" if isinstance(inner, dict) else f"{key}: {in_words(inner)}"


def shortened(text: str) -> str:
    """The text on one line, cut where it would fill the screen."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else f"{line[:LONGEST_VALUE]}…"
