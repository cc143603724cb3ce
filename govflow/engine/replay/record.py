"""One event and one case as a log tells them, before the map gives them meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

MOST_EVENTS = 100_000  # in one case: a case is held in memory, the log never is


class Entry(NamedTuple):
    """One event; with a `problem` it is malformed, and `at` may be None."""

    number: int  # in the log, from 1
    line: int  # where it begins, from 1
    activity: str
    at: datetime | None  # UTC
    actor: str = ""
    role: str = ""
    lifecycle: str = ""
    problem: str = ""
    facts: Mapping[str, str] | None = None

    @property
    def place(self) -> str:
        """Where it stands: 'event 7 (line 123)'."""
        return f"event {self.number} (line {self.line})"


@dataclass
class Trace:
    """One case with its events as the log holds them; `name` is empty when the log gives none."""

    name: str
    line: int
    entries: list[Entry] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
