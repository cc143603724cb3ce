"""Writes several files or none: beside their places first, moved there when all are whole."""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from govflow.commands.shell import Said

Write = Callable[[TextIO], object]


def write_all(writers: Mapping[Path, Write]) -> None:
    """Write each file with its own function; raises Said, with none of them left, at a fault."""
    halves = {
        target: target.with_name(f".{target.name}.{secrets.token_hex(4)}") for target in writers
    }
    try:
        for target, write in writers.items():
            _write(target, halves[target], write)
        for target, half in halves.items():
            half.replace(target)
    finally:
        for half in halves.values():
            half.unlink(missing_ok=True)


def refuse_if_unwritable(target: Path, *sources: Path) -> None:
    """Say before any work is done what could not be written at its end."""
    if target.is_dir():
        raise Said(f"{target} is a folder; name the file to write.")
    if not target.parent.is_dir():
        raise Said(f"{target} cannot be written: there is no folder {target.parent}.")
    if any(target.exists() and each.exists() and target.samefile(each) for each in sources):
        raise Said(f"{target} is one of the files to read; name another file to write.")


def _write(target: Path, half: Path, write: Write) -> None:
    try:
        with half.open("x", encoding="utf-8") as out:
            write(out)
    except OSError as fault:
        raise Said(f"{target} cannot be written: {fault.strerror}.") from None
