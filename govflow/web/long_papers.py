"""Cuts a long paper into parts that a phone can carry and a person can read at one sitting."""

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from itertools import accumulate

from govflow import text

WHOLE_UP_TO_WORDS = 6_000
PART_FROM_WORDS = 2_000
"""A heading begins a new part once the part before it has so many words."""
PART_UP_TO_WORDS = 5_000
"""Where no heading comes, a part ends with the paragraph that makes it so long."""

VOID = frozenset({"br", "hr"})
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
KEPT = 16


@dataclass
class Piece:
    """One element at the top of a text: its HTML, words, anchors, and its title if a heading."""

    html: str = ""
    words: int = 0
    anchors: list[str] = field(default_factory=list)
    title: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a paper, numbered from 1; `titles` are (anchor, heading) in reading order."""

    number: int
    html: str
    words: int
    anchors: frozenset[str]
    titles: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Its first heading, or only its number."""
        return self.titles[0][1] if self.titles else f"Part {self.number}"


@lru_cache(maxsize=KEPT)
def parts(body: str, top: int = 4) -> tuple[Part, ...]:
    """The parts of a paper's text as safe HTML; one part for all but the longest."""
    pieces = _pieces(text.render(body, top=top))
    if sum(piece.words for piece in pieces) <= WHOLE_UP_TO_WORDS:
        return (_part(1, pieces),)
    grouped: list[list[Piece]] = [[]]
    for piece in pieces:
        so_far = sum(each.words for each in grouped[-1])
        if so_far >= (PART_FROM_WORDS if piece.title else PART_UP_TO_WORDS):
            grouped.append([])
        grouped[-1].append(piece)
    return tuple(_part(number, group) for number, group in enumerate(grouped, 1))


def part_of(found: tuple[Part, ...], *, number: str = "", anchor: str = "") -> Part:
    """The part asked for by its number or by a paragraph in it; else the first."""
    for part in found:
        if anchor and anchor in part.anchors:
            return part
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    return found[min(max(chosen, 1), len(found)) - 1]


def _part(number: int, pieces: list[Piece]) -> Part:
    return Part(
        number,
        "".join(piece.html for piece in pieces),
        sum(piece.words for piece in pieces),
        frozenset(anchor for piece in pieces for anchor in piece.anchors),
        tuple((piece.anchors[0], piece.title) for piece in pieces if piece.title),
    )


def _pieces(html: str) -> list[Piece]:
    reader = _TopLevel(html)
    reader.feed(html)
    reader.close()
    ends = [*reader.starts[1:], len(html)]
    for piece, start, end in zip(reader.pieces, reader.starts, ends, strict=True):
        piece.html = html[start:end]
    return reader.pieces


class _TopLevel(HTMLParser):
    """Finds where each top element of clean HTML begins, and counts what is in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        lines = html.splitlines(keepends=True)
        self._line_starts = [0, *accumulate(map(len, lines))]
        self._depth = 0
        self._in_heading = False
        self.starts: list[int] = []
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new piece begins with each element that stands in no other."""
        if self._depth == 0:
            line, column = self.getpos()
            self.starts.append(self._line_starts[line - 1] + column)
            self.pieces.append(Piece())
            self._in_heading = tag in HEADINGS
        if anchor := dict(attrs).get("id"):
            self.pieces[-1].anchors.append(anchor)
        if tag not in VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        """Leaves an element."""
        if tag not in VOID:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Counts words; a heading's are its title."""
        if not self.pieces or not self._depth:
            return
        self.pieces[-1].words += len(data.split())
        if self._in_heading:
            self.pieces[-1].title += data
