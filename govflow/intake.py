"""Judges a file that comes in from outside before anything keeps it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from unicodedata import category, normalize

from govflow.archive import CONTENT_TYPES, SHEET, SLIDES, WORD, why_unsafe
from govflow.domain.errors import Invalid
from govflow.importing import ImportedPaper, import_document

__all__ = ["ALLOWED", "CleanFile", "ImportedPaper", "check_attachment", "import_document"]

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 120
OOXML = "application/vnd.openxmlformats-officedocument"
UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
PROGRAMS = "ade apk app bat chm cmd com cpl dll exe img iso jar lnk msc msi pif pl ps1 py rb reg"
SCRIPTS = "docm hta htm html js jse php pptm scr sh shtml svg svgz swf url vb vbe vbs wsf xlsm xml"
RISKY = frozenset({*PROGRAMS.split(" "), *SCRIPTS.split(" ")})
UNREADABLE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class CleanFile:
    """A file fit to keep: a name without tricks, the type its bytes show, and the exact bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    data: bytes


@dataclass(frozen=True)
class Format:
    """One kind of file that is taken, and how its bytes prove it."""

    media_type: str
    why_not: Callable[[bytes], str | None]
    also_declared: frozenset[str] = frozenset()


def _begins(*starts: bytes) -> Callable[[bytes], str | None]:
    def why_not(data: bytes) -> str | None:
        fits = data.startswith(starts)
        return None if fits else "The file is not what its name says it is."

    return why_not


def _office(part: str) -> Callable[[bytes], str | None]:
    return lambda data: why_unsafe(data, (CONTENT_TYPES, part))


def _text(data: bytes) -> str | None:
    if UNREADABLE.search(data):
        return "The file is not what its name says: it is not text."
    return None


ALLOWED: dict[str, Format] = {
    "pdf": Format("application/pdf", _begins(b"%PDF-"), frozenset({"application/x-pdf"})),
    "docx": Format(f"{OOXML}.wordprocessingml.document", _office(WORD)),
    "xlsx": Format(f"{OOXML}.spreadsheetml.sheet", _office(SHEET)),
    "pptx": Format(f"{OOXML}.presentationml.presentation", _office(SLIDES)),
    "png": Format("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Format("image/jpeg", _begins(b"\xff\xd8\xff"), frozenset({"image/jpg", "image/pjpeg"})),
    "csv": Format(
        "text/csv",
        _text,
        # Windows declares a CSV to be Excel's when Excel is installed.
        frozenset({"text/plain", "application/csv", "application/vnd.ms-excel"}),
    ),
    "txt": Format("text/plain", _text),
    "md": Format("text/markdown", _text, frozenset({"text/plain", "text/x-markdown"})),
}
ALLOWED["jpeg"] = ALLOWED["jpg"]


def check_attachment(
    filename: str, declared_type: str, data: bytes, *, named: str = "attachment"
) -> CleanFile:
    """The file, fit to keep; Invalid with one sentence under `named` when it is not."""
    name = clean_name(filename)
    fault = _fault(name, declared_type, data)
    if fault:
        raise Invalid({named: fault})
    media_type = ALLOWED[_ending(name)].media_type
    return CleanFile(name, media_type, len(data), sha256(data).hexdigest(), data)


def clean_name(filename: str) -> str:
    """The last part of the name in readable characters, short enough, its ending kept."""
    last = re.split(r"[/\\]", normalize("NFC", filename))[-1]
    # Control, format and unassigned characters can hide or turn round what a name says.
    readable = "".join(" " if c.isspace() else c for c in last if _shown(c))
    words = " ".join(re.sub(r'[<>:"|?*]', "-", readable).split()).strip(". ")
    stem, dot, ending = words.rpartition(".")
    if not dot:
        return words[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip('. ')}.{ending}"


def _shown(character: str) -> bool:
    return character.isspace() or not category(character).startswith("C")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _fault(name: str, declared_type: str, data: bytes) -> str | None:
    return (
        _name_fault(name)
        or _size_fault(len(data))
        or _type_fault(name, declared_type)
        or ALLOWED[_ending(name)].why_not(data)
    )


def _name_fault(name: str) -> str | None:
    stem, dot, ending = name.rpartition(".")
    if not stem or not dot or ending.lower() not in ALLOWED:
        return f"Attach a file of one of these kinds: {', '.join(sorted(ALLOWED))}."
    hidden = {part.strip().lower() for part in stem.split(".")[1:]} & RISKY
    if hidden:
        return f"The name “{name}” hides what the file is. Give it a plain name and try again."
    return None


def _size_fault(size: int) -> str | None:
    if not size:
        return "The file is empty."
    if size > LARGEST:
        return f"The file has {size / 1024 / 1024:.1f} MiB; at most 10 MiB are taken."
    return None


def _type_fault(name: str, declared_type: str) -> str | None:
    declared = declared_type.partition(";")[0].strip().lower()
    form = ALLOWED[_ending(name)]
    if declared in UNDECLARED | form.also_declared | {form.media_type}:
        return None
    return f"The file was sent as {declared[:60]}, which does not fit its name “{name}”."
