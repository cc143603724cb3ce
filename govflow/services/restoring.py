"""What a backup file says of itself, and the steps by which a database is brought back."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from govflow.services.backups import Log, root_of_leaves
from govflow.services.health import WrongSchema
from govflow.store import copying, schema
from govflow.store.copying import NotCopied, copied
from govflow.store.work import open_store

__all__ = [
    "CONTENTS",
    "FORMAT",
    "NAMES",
    "PIECE",
    "Contents",
    "NoBackup",
    "NotCopied",
    "brought_back",
    "contents",
    "copied",
    "refuse_unusable",
    "sha256_of",
]

FORMAT = "govflow-backup/1"
CONTENTS = "contents.json"
PIECE = 1 << 20


class NoBackup(Exception):
    """The file is no backup that can be used; a sentence says why."""


@dataclass(frozen=True)
class Contents:
    """What a backup holds: `kind` of database, when it was `taken` (UTC), each log as it was."""

    kind: str
    taken: str
    migration: str
    sha256: str
    logs: tuple[Log, ...]

    @property
    def file(self) -> str:
        """The copied database's name inside the backup."""
        return copying.FILES[self.kind]

    def to_json(self) -> str:
        """The list of contents as it stands in the file."""
        listed = [log.to_dict() for log in self.logs]
        said = {"format": FORMAT, "kind": self.kind, "taken": self.taken}
        said |= {"migration": self.migration, "sha256": self.sha256}
        return json.dumps({**said, "logs": listed}, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: bytes) -> "Contents":
        """Read the list of contents; raises NoBackup."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said.pop("format") != FORMAT or said["kind"] not in copying.FILES:
                raise NoBackup("The backup was made by another version of govflow.")
            datetime.fromisoformat(said["taken"])
            logs = tuple(Log(**each) for each in said.pop("logs"))
            return cls(**said, logs=logs)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise NoBackup("The backup's list of contents cannot be read.") from None


def contents(url: str, copy: Path, logs: list[Log], now: datetime) -> Contents:
    """The list of contents for a copy that was just made; raises NoBackup if it holds less.

    SQLite's copy was opened and read. PostgreSQL's file is read here: the payloads in it must
    give the roots that the database had at that moment.
    """
    kind = copying.kind(url)
    if kind == "postgresql":
        _same_roots(copying.leaves_in(copy), logs)
    return Contents(
        kind=kind,
        taken=now.astimezone(UTC).isoformat(timespec="seconds"),
        migration=_migration(url),
        sha256=sha256_of(copy),
        logs=tuple(logs),
    )


def _same_roots(leaves: copying.Leaves, logs: list[Log]) -> None:
    for log in logs:
        if root_of_leaves(leaves.get(log.id, {})) != log.root:
            raise NoBackup(
                f"The copied file does not hold the log of {log.code} as the database has it."
            )


def _migration(url: str) -> str:
    store = open_store(url)
    try:
        return schema.current(store) or ""
    finally:
        store.engine.dispose()


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def refuse_unusable(url: str, migrations: Path, held: Contents) -> None:
    """Raise NoBackup or WrongSchema, in a sentence, before anything is written."""
    wanted = copying.kind(url)
    if held.kind != wanted:
        raise NoBackup(f"This is a backup of {NAMES[held.kind]}, not of {NAMES[wanted]}.")
    if held.migration not in schema.heads(migrations):
        raise WrongSchema(
            f"The backup stands at migration {held.migration}, which this govflow does not know: "
            "it was made by a newer version. Install that version."
        )
    if not copying.empty(url):
        place = copying.file_of(url) if wanted == "sqlite" else "the database"
        raise NoBackup(
            f"There is something in {place} already. Nothing is ever written over: "
            "move it away, or name another place in GOVFLOW_DATABASE_URL."
        )


NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@contextmanager
def brought_back(url: str, copy: Path, migrations: Path) -> Iterator[str]:
    """Bring the copy to where nothing is, and yield the address to check and mend it at.

    Nobody else can open it until this ends well. If it does not, nothing is left of it; a
    PostgreSQL database stays shut where even that was prevented, as by a loss of power.
    """
    if copying.kind(url) == "sqlite":
        final = copying.file_of(url)
        half = final.with_name(f".{final.name}.restoring")
        try:
            address = f"sqlite:///{half}"
            copying.load(address, copy)
            schema.migrate(address, migrations)
            yield address
            copying.settle(half)
            half.rename(final)
        finally:
            for path in half.parent.glob(f"{half.name}*"):
                path.unlink()
        return
    store = open_store(url)
    try:
        schema.shut(store)
        copying.load(url, copy)
        schema.migrate(url, migrations)
        yield url
        schema.open_again(store)
    except BaseException:
        store.engine.dispose()
        copying.clear(url)
        raise
    finally:
        store.engine.dispose()
