"""Reads a YAML file into plain values and remembers where each stood, refusing YAML's traps.

Values are built from the parser's events rather than by a loader: anchors never expand, tags
never construct anything, nesting never recurses, and duplicate keys are all reported.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from yaml import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from govflow.engine.faults import Fault, WorkflowFaults

LARGEST_BYTES = 4_000_000
DEEPEST = 12
# Only its parser is used, which gives no word a meaning; libyaml's is twenty times as fast.
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLAIN_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
# Control characters, marks that turn the direction of reading, and what XML cannot hold.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")

Key = str | int
Path_ = tuple[Key, ...]
Place = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """A file's content as plain values, with the place of every key and item."""

    file: str
    source: str
    content: dict[str, Any]
    places: dict[Path_, Place]

    def fault(self, path: Path_, sentence: str, nearest: str | None = None) -> Fault:
        """A fault at the place of `path`, or of its nearest parent that stands in the file."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return Fault(self.file, line, column, sentence, nearest)

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON of the content: comments and layout do not count."""
        canonical = json.dumps(
            self.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        return sha256(canonical.encode()).hexdigest()


def read_file(path: Path) -> Sheet:
    """The file as a sheet; raises WorkflowFaults when it cannot be read as one mapping."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _only(path.name, "The file is larger than 4 MB; no workflow needs that much.")
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise _only(path.name, f"The file cannot be read: {reason}.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _only(path.name, "The file is not UTF-8 text; save it as UTF-8.", line) from error
    return read_text(text, file=path.name)


def read_text(text: str, *, file: str = "text") -> Sheet:
    """The text as a sheet; raises WorkflowFaults with every trap found in it."""
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.take(event)
    except MarkedYAMLError as error:
        builder.faults.append(_syntax(file, error))
    except YAMLError as error:
        line = text.encode().count(b"\n", 0, getattr(error, "position", 0)) + 1
        builder.fault((line, 1), "The file holds a character that YAML does not allow.")
    if builder.faults:
        raise WorkflowFaults(builder.faults)
    return Sheet(file, text, builder.mapping(), builder.places)


def _events(text: str) -> Iterator[Event]:
    yield from yaml.parse(text, Loader=PARSER)


def _only(file: str, sentence: str, line: int = 1) -> WorkflowFaults:
    return WorkflowFaults([Fault(file, line, 1, sentence)])


def _syntax(file: str, error: MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = str(error.problem or error.context or "it cannot be parsed").replace("\n", " ")
    return Fault(file, line, column, f"This is not YAML: {problem}.")


@dataclass
class _Open:
    """A mapping or list whose end has not been met yet."""

    value: dict[str, Any] | list[Any]
    path: Path_
    key: str | None = None


@dataclass
class _Builder:
    """Builds plain values event by event on its own stack."""

    file: str
    places: dict[Path_, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0
    root: Any = None
    skipped: int = 0  # open collections inside a part that is being skipped

    def fault(self, place: Place, sentence: str) -> None:
        self.faults.append(Fault(self.file, *place, sentence))

    def mapping(self) -> dict[str, Any]:
        if self.root is None:
            raise _only(self.file, "The file is empty; a workflow file says what it is.")
        if not isinstance(self.root, dict):
            raise _only(
                self.file, "The file must be a mapping (`key: value`), not a list or one word."
            )
        return self.root

    def take(self, event: Event) -> None:
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if isinstance(event, DocumentStartEvent):
            self._document(place)
        elif self.skipped:
            self._skip(event)
        elif isinstance(event, CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, NodeEvent):
            self._node(event, place)

    def _document(self, place: Place) -> None:
        self.documents += 1
        if self.documents > 1:
            self.fault(place, "The file holds more than one document (`---`); keep one.")

    def _skip(self, event: Event) -> None:
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.skipped += 1
        elif isinstance(event, CollectionEndEvent):
            self.skipped -= 1

    def _node(self, event: NodeEvent, place: Place) -> None:
        self._refuse_traps(event, place)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event, place)
            return
        path = self._path(top)
        self.places.setdefault(path, place)
        value = _value(event)
        self._hang(top, value)
        if isinstance(value, dict | list):
            self._open(value, path, place)

    def _refuse_traps(self, event: NodeEvent, place: Place) -> None:
        if isinstance(event, AliasEvent) or event.anchor is not None:
            self.fault(place, "Anchors (&) and aliases (*) are not used here; write it out.")
        elif (tag := getattr(event, "tag", None)) is not None:
            self.fault(place, f"Tags such as '{tag}' are not used here; remove it.")
        elif isinstance(event, ScalarEvent) and (hidden := UNSEEN.search(event.value)):
            mark = f"U+{ord(hidden[0]):04X}"
            self.fault(place, f"This holds a character that cannot be seen ({mark}); remove it.")

    def _key(self, top: _Open, event: NodeEvent, place: Place) -> None:
        top.key = event.value if isinstance(event, ScalarEvent) else ""
        if not isinstance(event, ScalarEvent):
            self.fault(place, "A key must be one word, not a list or a mapping.")
            self.skipped = int(isinstance(event, MappingStartEvent | SequenceStartEvent))
        elif top.key in top.value:
            self.fault(place, f"'{top.key}' is written twice in the same place; keep one.")
        self.places[(*top.path, top.key)] = place

    def _path(self, top: _Open | None) -> Path_:
        if top is None:
            return ()
        return (*top.path, len(top.value) if top.key is None else top.key)

    def _hang(self, top: _Open | None, value: Any) -> None:
        if top is None:
            self.root = value if self.documents < 2 else self.root
        elif isinstance(top.value, dict):
            top.value[str(top.key)] = value
            top.key = None
        else:
            top.value.append(value)

    def _open(self, value: dict[str, Any] | list[Any], path: Path_, place: Place) -> None:
        if len(path) >= DEEPEST:
            self.fault(place, f"This is nested more than {DEEPEST} levels deep.")
            self.skipped = 1
        else:
            self.stack.append(_Open(value, path))


def _value(event: NodeEvent) -> Any:
    if isinstance(event, MappingStartEvent):
        return {}
    if isinstance(event, SequenceStartEvent):
        return []
    if not isinstance(event, ScalarEvent):
        return None
    return event.value if event.style else _plain(event.value)


def _plain(word: str) -> Any:
    """An unquoted word: only true, false, null and whole numbers are more than text."""
    if word in PLAIN_WORDS:
        return PLAIN_WORDS[word]
    return int(word) if WHOLE_NUMBER.fullmatch(word) else word
