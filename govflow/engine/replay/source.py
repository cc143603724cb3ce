"""Opens a log as a stream of small chunks, packed or not, and cuts text into bounded lines."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from govflow.engine.replay.faults import BadLog

CHUNK = 1 << 16
LONGEST = 1 << 20  # bytes of one tag or one line: more is refused rather than held in memory
GZIP = b"\x1f\x8b"
FORMATS = ("xes", "csv")


def format_of(path: Path) -> str:
    """`xes` or `csv`, by the file's name; raises BadLog for any other."""
    name = path.name.lower().removesuffix(".gz")
    for form in FORMATS:
        if name.endswith(f".{form}"):
            return form
    raise BadLog(path.name, "A log is a file .xes, .xes.gz, .csv or .csv.gz.")


def chunks(path: Path) -> Iterator[bytes]:
    """The file's bytes, unpacked when they are packed; raises BadLog when they end too early."""
    try:
        with path.open("rb") as file:
            packed = file.read(len(GZIP)) == GZIP
            file.seek(0)
            yield from _chunks(gzip.GzipFile(fileobj=file) if packed else file)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadLog(path.name, f"The gzip file is truncated or damaged: {_said(error)}") from error
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise BadLog(path.name, f"The log cannot be read: {reason}.") from error


def _said(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    return f"{text}."


def _chunks(file: BinaryIO | gzip.GzipFile) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def lines(file: str, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, each with its end; raises BadLog at a line longer than LONGEST."""
    rest, number = b"", 1
    for part in parts:
        found = (rest + part).split(b"\n")
        rest = found.pop()
        for line in found:
            yield line + b"\n"
        number += len(found)
        if len(rest) > LONGEST:
            raise BadLog(file, "This line is longer than 1 MB; no event needs that much.", number)
    if rest:
        yield rest
