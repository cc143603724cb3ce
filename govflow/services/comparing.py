"""Two versions of a paper side by side, every changed part word by word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from govflow.domain.document import KINDS, PARTS
from govflow.domain.errors import NotFound
from govflow.domain.paper import Paper, PaperVersion
from govflow.domain.redline import Paragraph, compare
from govflow.services.papers import differing

TITLES: dict[str, str] = {
    "eia": "Equality impact assessment",
    "baf_references": "Board assurance framework references",
    "kind": "Kind of paper",
    "part": "Part of the meeting",
    "not_open": "What is not open, and why",
    "questions_to_networks": "Questions to the networks",
    "money_pounds": "Money it is about, in pounds",
    "staff_affected": "How many staff it touches",
    "options": "Options still open",
    "summary": "Summary in plain language",
}


@dataclass(frozen=True)
class Change:
    """A part of the paper that differs."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two versions, and the text with its changes marked."""

    old: PaperVersion
    new: PaperVersion
    front_sheet: tuple[Change, ...]
    body: tuple[Paragraph, ...]
    files_added: tuple[str, ...]
    files_removed: tuple[str, ...]

    @property
    def body_changed(self) -> bool:
        """Whether any paragraph differs."""
        return any(paragraph.kind != "same" for paragraph in self.body)

    @property
    def anything(self) -> bool:
        """Whether the versions differ at all."""
        files = self.files_added or self.files_removed
        return bool(self.front_sheet or self.body_changed or files)


def compared(paper: Paper, old: int, new: int) -> Comparison:
    """The comparison; raises NotFound."""
    earlier, later = _numbered(paper, old), _numbered(paper, new)
    return between(earlier, later)


def between(earlier: PaperVersion, later: PaperVersion) -> Comparison:
    """The comparison of two versions; the later one may not have been frozen yet."""
    changes = differing(earlier.document, later.document)
    before, after = _files(earlier), _files(later)
    return Comparison(
        old=earlier,
        new=later,
        front_sheet=tuple(_change(name, *pair) for name, pair in changes.items()),
        body=tuple(compare(earlier.document.body, later.document.body)),
        files_added=tuple(name for digest, name in after.items() if digest not in before),
        files_removed=tuple(name for digest, name in before.items() if digest not in after),
    )


def _numbered(paper: Paper, number: int) -> PaperVersion:
    found = paper.numbered(number)
    if found is None:
        raise NotFound("There is no such version.")
    return found


def _files(version: PaperVersion) -> dict[str, str]:
    return {a["sha256"]: a["name"] for a in version.attachments}


def _change(name: str, before: Any, after: Any) -> Change:
    title = TITLES.get(name, name.replace("_", " ").capitalize())
    pair = [written(in_words(value)) for value in (before, after)]
    return Change(title, tuple(compare(*pair)))


def in_words(value: Any) -> Any:
    """A stored choice as people call it; everything else as it is."""
    return KINDS.get(value) or PARTS.get(value) or value if isinstance(value, str) else value


def written(value: Any) -> str:
    """A field's value as lines of text, so that any of them can be compared."""
    if isinstance(value, Mapping):
        return "\n\n".join(f"{_named(k)}: {written(v)}" for k, v in value.items() if v)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "\n\n".join(written(item) for item in value)
    return str(value)


def _named(key: str) -> str:
    return key.replace("_", " ").capitalize()
