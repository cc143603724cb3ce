"""Says why an Office file must not be opened, before anything in it is read.

Python's zipfile opens most malicious archives without complaint, so the directory of the archive
is judged first: number of entries, sizes, ratios, names, duplicates, overlaps, links, encryption.
"""

import re
import stat
import zipfile
from collections.abc import Callable
from io import BytesIO

MEBIBYTE = 1024 * 1024
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * MEBIBYTE
# Word's own XML shrinks by 10 to 40 times; a bomb shrinks by 1000.
HIGHEST_RATIO = 200
RATIO_MATTERS_ABOVE = MEBIBYTE
LOCAL_HEADER = 30
ENCRYPTED = 0x1
# Word and PowerPoint keep the sheet behind a chart as a whole file in this folder.
EMBEDDED = re.compile(r"(word|xl|ppt)/embeddings/[^/]+\.(docx|xlsx|pptx)", re.IGNORECASE)
NESTED = re.compile(
    r"\.(zip|jar|7z|rar|gz|bz2|xz|tar|docx|xlsx|pptx|docm|xlsm|pptm)", re.IGNORECASE
)
MACROS = re.compile(r"vba(Project|Data)|\.(exe|dll|js|vbs|bat|cmd|ps1|scr)$", re.IGNORECASE)

CONTENT_TYPES = r"\[Content_Types\]\.xml"
# Word on the web numbers its main part: word/document2.xml.
WORD = r"word/document[0-9]*\.xml"
SHEET = r"xl/workbook[0-9]*\.xml"
SLIDES = r"ppt/presentation[0-9]*\.xml"

Entries = list[zipfile.ZipInfo]


class Unreadable(Exception):
    """The file cannot be taken; the message is the sentence for the person who sent it."""


def why_unsafe(data: bytes, parts: tuple[str, ...] = ()) -> str | None:
    """Why the archive is refused, as a sentence, or None; `parts` are patterns it must hold."""
    if not data.startswith(b"PK\x03\x04"):
        return "The file is not what its name says: it is not an Office document."
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        return "The file is damaged and cannot be opened."
    if len(entries) > MOST_ENTRIES:
        return f"The file holds {len(entries):,} parts; at most {MOST_ENTRIES:,} are taken."
    names = [entry.filename for entry in entries]
    if not all(any(re.fullmatch(part, name) for name in names) for part in parts):
        return "The file is not what its name says: a part every such document has is missing."
    return next((sentence for unsafe, sentence in CHECKS if unsafe(entries, len(data))), None)


def _bad_name(entries: Entries, _size: int) -> bool:
    return any(_is_bad(entry.orig_filename) for entry in entries)


def _is_bad(name: str) -> bool:
    parts = name.rstrip("/").split("/")
    return (
        name.startswith("/")
        or bool(re.search(r"[\\:\x00-\x1f\x7f]", name))
        or any(part in {"", ".", ".."} for part in parts)
    )


def _duplicates(entries: Entries, _size: int) -> bool:
    return len({entry.filename.casefold() for entry in entries}) != len(entries)


def _locked(entries: Entries, _size: int) -> bool:
    return any(entry.flag_bits & ENCRYPTED for entry in entries)


def _odd_packing(entries: Entries, _size: int) -> bool:
    known = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    links = (stat.S_ISLNK(entry.external_attr >> 16) for entry in entries)
    return any(links) or any(entry.compress_type not in known for entry in entries)


def _overlapping(entries: Entries, size: int) -> bool:
    """Whether two entries share bytes, or bytes stand before the first or beyond the last."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end or (end == 0 and entry.header_offset != 0):
            return True
        name = entry.orig_filename.encode(
            "utf-8" if entry.flag_bits & 0x800 else "cp437", "replace"
        )
        end = entry.header_offset + LOCAL_HEADER + len(name) + entry.compress_size
    return end > size


def _bomb(entries: Entries, _size: int) -> bool:
    return sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(
        entry.file_size > RATIO_MATTERS_ABOVE
        and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )


def _nested(entries: Entries, _size: int) -> bool:
    return any(
        NESTED.search(entry.filename) and not EMBEDDED.fullmatch(entry.filename)
        for entry in entries
    )


def _macros(entries: Entries, _size: int) -> bool:
    return any(MACROS.search(entry.filename) for entry in entries)


Check = Callable[[Entries, int], bool]
CHECKS: tuple[tuple[Check, str], ...] = (
    (_bad_name, "The file is not safe to open: a part inside it has a name no document has."),
    (_duplicates, "The file is not safe to open: two parts inside it have the same name."),
    (_locked, "The file is locked with a password. Save it without one and try again."),
    (_odd_packing, "The file is not safe to open: it is packed in a way no document is."),
    (_overlapping, "The file is not safe to open: parts inside it overlap."),
    (_bomb, "The file is not safe to open: it would unpack to far more than it seems to hold."),
    (_nested, "The file is not safe to open: it holds another archive."),
    (_macros, "The file holds macros or programs. Save it without them and try again."),
)
