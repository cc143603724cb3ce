"""Runs PostgreSQL's own pg_dump and pg_restore, which know their server better than we would."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from govflow.domain.trail import leaf_hash

DEBIAN = Path("/usr/lib/postgresql")
BEGINS = "COPY public.event ("
# Row security lets whoever says so see every organisation's rows; see migration 0002.
SEES_ALL = "-c govflow.organisation=*"

Leaves = dict[str, dict[int, bytes]]
"""By organisation: an event's number to the hash of its payload."""


class NotCopied(Exception):
    """The database could not be copied or brought back; a sentence says why."""


def dump(url: str, target: Path, snapshot: str) -> None:
    """Write the whole database, as the snapshot sees it, in pg_dump's custom format.

    Raises NotCopied. The role needs no more rights than the product's own.
    """
    connection, environment = reached(url)
    _run(
        "pg_dump",
        f"--dbname={connection}",
        f"--snapshot={snapshot}",
        f"--file={target}",
        "--format=custom",
        "--enable-row-security",
        "--no-owner",
        "--no-privileges",
        environment=environment,
    )


def load(url: str, source: Path) -> None:
    """Bring an empty database to what the file holds, whole or not at all; raises NotCopied."""
    connection, environment = reached(url)
    _run(
        "pg_restore",
        f"--dbname={connection}",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        str(source),
        environment=environment,
    )


def leaves(source: Path) -> Leaves:
    """The leaf hash of every event in a dump, made from the payloads in it; raises NotCopied."""
    found: Leaves = {}
    with _reading(source) as lines:
        for row in _rows(lines):
            payload = bytes.fromhex(row["payload"].removeprefix(r"\\x"))
            found.setdefault(row["organisation_id"], {})[int(row["seq"])] = leaf_hash(payload)
    return found


@contextmanager
def _reading(source: Path) -> Iterator[IO[str]]:
    command = [_tool("pg_restore"), "--data-only", "--table=event", "--file=-", str(source)]
    with subprocess.Popen(  # noqa: S603 - our own words, no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as running:
        out, faults = running.stdout, running.stderr
        if out is None or faults is None:
            raise NotCopied("pg_restore says nothing.")
        yield out
        said = faults.read()
    if running.returncode:
        raise NotCopied(_sentence("pg_restore", said))


def _rows(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    """The rows of the table of events as pg_restore writes them out for COPY."""
    for line in lines:
        if line.startswith(BEGINS):
            names = line[len(BEGINS) : line.index(")")].split(", ")
            break
    else:
        return
    for line in lines:
        if line.startswith("\\."):
            return
        yield dict(zip(names, line.rstrip("\n").split("\t"), strict=True))


def reached(url: str) -> tuple[str, dict[str, str]]:
    """How libpq reaches the database; the password stands in the environment, seen by nobody."""
    made = sa.make_url(url)
    words = made.get_dialect()().create_connect_args(made)[1]
    password = str(words.pop("password", ""))
    options = " ".join(filter(None, (str(words.pop("options", "")), SEES_ALL)))
    environment = {**os.environ, "PGOPTIONS": options}
    if password:
        environment["PGPASSWORD"] = password
    return make_conninfo(**words), environment


def _run(tool: str, *words: str, environment: dict[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        [_tool(tool), *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotCopied(_sentence(tool, done.stderr))


def _tool(name: str) -> str:
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or (str(newest[-1]) if newest else "")
    if not found:
        raise NotCopied(
            f"{name} is not on this machine. Install PostgreSQL's client programs "
            "(on Debian, apt-get install postgresql-client), as new as the server."
        )
    return found


def _sentence(tool: str, said: str) -> str:
    lines = [line.removeprefix(f"{tool}: ").removeprefix("error: ") for line in said.splitlines()]
    first = next((line for line in lines if line.strip()), "no reason was given")
    return f"{tool} did not finish: {first.rstrip('.')}."
