"""Faults of a file, each with its place and a sentence, so that all of them are told at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with a file; line and column count from 1."""

    file: str
    line: int
    column: int
    sentence: str
    nearest: str | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"


class WorkflowFaults(Exception):
    """A file or folder that cannot be loaded: every fault at once, in order of place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults), key=lambda f: (f.file, f.line, f.column)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The known name that a typo most probably meant, or None."""
    known = sorted(names)
    found = get_close_matches(name, known, n=1, cutoff=0.6)
    return found[0] if found else None


def unknown(what: str, name: str, names: Iterable[str]) -> tuple[str, str | None]:
    """A sentence for a name nobody declared, with the nearest valid one or the whole choice."""
    known = sorted(names)
    close = nearest(name, known)
    if close:
        return f"There is no {what} '{name}'; did you mean '{close}'?", close
    choice = f" Known: {', '.join(known)}." if 0 < len(known) <= 12 else ""
    return f"There is no {what} '{name}'.{choice}", None
