"""Brings a paper written elsewhere, in Markdown or Word, into a draft as Markdown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from unicodedata import normalize

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from govflow.archive import Unreadable
from govflow.domain.errors import Invalid
from govflow.word import CONTROL, own_title, to_markdown

MEBIBYTE = 1024 * 1024
LARGEST_TEXT = MEBIBYTE
LONGEST_HEAD = 16_384
LONGEST_TITLE = 200
HEAD = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

SINGULAR = {"title", "purpose", "topic", "recommendation"}
HEADS = SINGULAR | {f"{key}s" for key in SINGULAR - {"title"}}


@dataclass(frozen=True)
class ImportedPaper:
    """What a file gave; `notes` tell the author what did not come across."""

    title: str
    body_markdown: str
    notes: list[str] = field(default_factory=list)
    purposes: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    recommendations: list[str] = field(default_factory=list)


def import_document(filename: str, data: bytes, *, named: str = "document") -> ImportedPaper:
    """The paper in a .md or .docx file; Invalid with a sentence under `named` otherwise."""
    ending = filename.rpartition(".")[2].lower()
    try:
        if not data:
            raise Unreadable("The file is empty.")
        if ending == "md":
            return _from_markdown(_stem(filename), data)
        if ending == "docx":
            title, body, notes = to_markdown(data)
            return ImportedPaper(_short(title or _stem(filename)), body, notes)
        raise Unreadable("Choose a Markdown (.md) or Word (.docx) file.")
    except Unreadable as fault:
        raise Invalid({named: str(fault)}) from None


def _stem(filename: str) -> str:
    name = re.split(r"[/\\]", filename)[-1].rpartition(".")[0]
    words = " ".join(re.sub(r"[_\W]+", " ", name).split())
    return _short(words) or "Untitled paper"


def _short(title: str) -> str:
    return " ".join(title.split())[:LONGEST_TITLE].rstrip()


def _from_markdown(stem: str, data: bytes) -> ImportedPaper:
    text = _decoded(data)
    head, body = _split_head(text)
    notes = [
        f"“{key[:40]}” in the head of the file is not used." for key in head if key not in HEADS
    ]
    title = " ".join(_items(head.get("title"))) or None
    if title is None:
        title, body = own_title(body)
    return ImportedPaper(
        _short(title or stem),
        body.strip() + "\n" if body.strip() else "",
        notes,
        purposes=_words(head.get("purpose")) + _words(head.get("purposes")),
        topics=_words(head.get("topic")) + _words(head.get("topics")),
        recommendations=_items(head.get("recommendation")) + _items(head.get("recommendations")),
    )


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST_TEXT:
        raise Unreadable("The file is larger than 1 MiB, which is more than any paper's text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise Unreadable(
            f"Line {line} is not UTF-8 text. Save the file with the encoding UTF-8 and try again."
        ) from None
    if CONTROL.search(text):
        raise Unreadable("The file is not text: it holds characters that no one can read.")
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _split_head(text: str) -> tuple[Mapping[str, object], str]:
    found = HEAD.match(text)
    if not found:
        return {}, text
    if len(found[1]) > LONGEST_HEAD:
        raise Unreadable("The head of the file, between the lines ---, is too long.")
    head = _parsed(found[1])
    if not isinstance(head, dict):
        raise Unreadable("The head of the file holds lines that are not “name: value”.")
    return {str(key).strip().lower(): value for key, value in head.items()}, text[found.end() :]


def _parsed(head: str) -> object:
    try:
        return YAML(typ="safe", pure=True).load(StringIO(head)) or {}
    except MarkedYAMLError as fault:
        line = fault.problem_mark.line + 2 if fault.problem_mark else 2
        raise Unreadable(f"Line {line}, in the head of the file, cannot be read.") from None
    except (YAMLError, ValueError, RecursionError):
        raise Unreadable("The head of the file, between the lines ---, cannot be read.") from None


def _items(value: object) -> list[str]:
    """A value of the head as texts: one, or several in a list."""
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    if any(isinstance(each, list | dict | set) for each in values):
        raise Unreadable("The head of the file nests lists; write one value or one list.")
    try:
        return [" ".join(str(each).split()) for each in values if str(each).strip()]
    except ValueError:
        raise Unreadable("The head of the file holds a number beyond all use.") from None


def _words(value: object) -> list[str]:
    """Like `_items`; one line of text may hold several, separated by commas."""
    parts = value.split(",") if isinstance(value, str) else value
    return _items(parts)
