"""A throw-away SQLite file where a replay keeps what may not grow in memory.

It is a sorting table, not a store: it is deleted with its folder, holds nothing anybody reads
later, and exists so that a log of any length needs the same memory (ADR 18).
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from govflow.engine.replay.faults import BadLog

BATCH = 1000
CACHE_KIB = 4096
TABLES = """
CREATE TABLE tally (kind TEXT, name TEXT, count INTEGER, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE TABLE stay (state TEXT, seconds REAL);
CREATE TABLE seen (digest BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID;
"""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is gone when the replay is over, however it ends; BadLog when it is full."""
    with TemporaryDirectory(prefix="govflow-replay-") as name:
        try:
            yield Path(name)
        except sqlite3.Error as error:
            raise BadLog("scratch space", f"It could not be written ({error}).") from error


def connected(file: Path) -> sqlite3.Connection:
    """A scratch database: no journal, a small cache, sorting on disk."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    connection.execute("BEGIN")
    return connection


class Scratch:
    """What is counted during one replay."""

    def __init__(self, folder: Path) -> None:
        self._db = connected(folder / "counts.sqlite")
        for statement in filter(str.strip, TABLES.split(";")):
            self._db.execute(statement)
        self._stays: list[tuple[str, float]] = []

    def close(self) -> None:
        """Let go of the file, so that its folder can be removed."""
        self._db.close()

    def met(self, name: str) -> int:
        """How many times this name has been met, this time included."""
        digest = (blake2b(name.encode(), digest_size=16).digest(),)
        if self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, 1)", digest).rowcount:
            return 1
        self._db.execute("UPDATE seen SET times = times + 1 WHERE digest = ?", digest)
        return int(self._one("SELECT times FROM seen WHERE digest = ?", digest))

    def stayed(self, state: str, seconds: float) -> None:
        """Keep how long a case rested in a state."""
        self._stays.append((state, seconds))
        if len(self._stays) >= BATCH:
            self._write_stays()

    def ranks(self, state: str, *quantiles: float) -> tuple[int, list[float | None]]:
        """How many stays there were, and the exact nearest-rank quantiles, in seconds."""
        self._write_stays()
        count = self._one("SELECT count(*) FROM stay WHERE state = ?", (state,))
        ordered = "SELECT seconds FROM stay WHERE state = ? ORDER BY seconds LIMIT 1 OFFSET ?"
        found: list[float | None] = [
            self._one(ordered, (state, _rank(each, count) - 1)) if count else None
            for each in quantiles
        ]
        return count, found

    def _write_stays(self) -> None:
        self._db.executemany("INSERT INTO stay VALUES (?, ?)", self._stays)
        self._stays.clear()

    def add(self, kind: str, counts: Counter[str]) -> None:
        """Add counts to a tally on disk."""
        self._db.executemany(
            "INSERT INTO tally VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET count = count + excluded.count",
            [(kind, name, count) for name, count in counts.items()],
        )

    def most(self, kind: str, limit: int) -> list[tuple[str, int]]:
        """The largest counts of a tally, then by name."""
        asked = "SELECT name, count FROM tally WHERE kind = ? ORDER BY count DESC, name LIMIT ?"
        return self._db.execute(asked, (kind, limit)).fetchall()

    def kinds(self, kind: str) -> int:
        """How many different names a tally holds."""
        return int(self._one("SELECT count(*) FROM tally WHERE kind = ?", (kind,)))

    def _one(self, asked: str, values: tuple[Any, ...]) -> Any:
        return self._db.execute(asked, values).fetchone()[0]


def _rank(quantile: float, count: int) -> int:
    """Nearest rank, from 1: the smallest value that so large a part does not exceed."""
    return max(1, -int(-quantile * count // 1))


class Tally:
    """Counts by name; a thousand names in memory at most, the rest on disk."""

    def __init__(self, scratch: Scratch, kind: str) -> None:
        self._scratch, self._kind = scratch, kind
        self._counts: Counter[str] = Counter()

    def add(self, name: str) -> None:
        """Count one more."""
        self._counts[name] += 1
        if len(self._counts) >= BATCH:
            self._write()

    def most(self, limit: int) -> list[tuple[str, int]]:
        """The largest counts, then by name."""
        self._write()
        return self._scratch.most(self._kind, limit)

    def kinds(self) -> int:
        """How many different names were counted."""
        self._write()
        return self._scratch.kinds(self._kind)

    def _write(self) -> None:
        self._scratch.add(self._kind, self._counts)
        self._counts.clear()
