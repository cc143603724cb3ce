"""Typesets documents as tagged PDF (PDF/UA-1) with typst; what people wrote goes in as data only.

The fonts are our own files, so a document looks the same everywhere and its bytes depend on its
content alone. typst itself refuses to write a file that breaks a rule of PDF/UA-1 it can check.
"""

import json
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from govflow.config import folder

FONTS = Path(__file__).resolve().parent / "fonts"
STANDARD: Any = "ua-1"
MISSING = "\u25a1"  # stands for a letter that none of the fonts has
EPOCH = date(2020, 1, 1)  # the date of a document whose content has none


def typeset(name: str, data: Mapping[str, Any], *, dated: date | None = None) -> bytes:
    """The document of a template in templates/typst, the same bytes for the same content.

    `dated` is the day of its content, written into the file as its date.
    """
    source = folder("templates") / "typst" / f"{name}.typ"
    made: bytes = typst.compile(
        source,
        root=source.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False, sort_keys=True)},
        pdf_standards=[STANDARD],
        timestamp=datetime.combine(dated or EPOCH, time(), UTC),
    )
    return made


def printable(value: Any) -> Any:
    """The same data with every letter that cannot be printed marked, and controls left out."""
    if isinstance(value, str):
        return "".join(_letter(each) for each in unicodedata.normalize("NFC", value))
    if isinstance(value, Mapping):
        return {name: printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


def _letter(letter: str) -> str:
    if ord(letter) < 0x7F and letter >= " ":
        return letter
    if letter in "\t\n\r":
        return " "
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return ""
    return letter if ord(letter) in covered() else MISSING


@cache
def covered() -> frozenset[int]:
    """Every character that one of our fonts can draw."""
    regular = (path for path in sorted(FONTS.glob("*.ttf")) if "Bold" not in path.name)
    return frozenset(point for path in regular for point in _points(path.read_bytes()))


def _points(font: bytes) -> Iterator[int]:
    """The characters of a TrueType font, from its character map of format 4 or 12."""
    table = _table(font, b"cmap")
    for index in range(struct.unpack_from(">H", table, 2)[0]):
        offset = struct.unpack_from(">HHL", table, 4 + 8 * index)[2]
        kind = struct.unpack_from(">H", table, offset)[0]
        if kind == 4:
            yield from _format_4(table, offset)
        if kind == 12:
            yield from _format_12(table, offset)


def _table(font: bytes, wanted: bytes) -> bytes:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == wanted:
            return font[offset : offset + length]
    raise ValueError("A font has no character map.")


def _format_4(table: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", table, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, at + 14)
    starts = struct.unpack_from(f">{count}H", table, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", table, at + 16 + 4 * count)
    base = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", table, base)
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point + deltas[n]
            if offsets[n]:
                place = base + 2 * n + offsets[n] + 2 * (point - start)
                glyph = struct.unpack_from(">H", table, place)[0]
            if glyph & 0xFFFF:
                yield point


def _format_12(table: bytes, at: int) -> Iterator[int]:
    groups = struct.unpack_from(">L", table, at + 12)[0]
    for index in range(groups):
        start, end, _ = struct.unpack_from(">LLL", table, at + 16 + 12 * index)
        yield from range(start, end + 1)
