"""The demo built once for each kind of database in a run: it takes seconds and is only read."""

import fcntl
import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from govflow.demo.builder import DemoSignIns, build
from tests.builders import make_office

# A Sunday: the working day before it is a Friday.
SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_built: dict[str, tuple[str, DemoSignIns]] = {}


def demo_on(kind: str, request: pytest.FixtureRequest) -> tuple[str, DemoSignIns]:
    """The address of a database with the demo in it, and the people to look round as."""
    if kind not in _built:
        _built[kind] = {"sqlite": _file, "postgresql": _database}[kind](request)
    return _built[kind]


def _file(request: pytest.FixtureRequest) -> tuple[str, DemoSignIns]:
    """Built by whichever worker needs it first; each worker has a copy of its own."""
    template: Path = request.getfixturevalue("sqlite_template")
    own = template.with_name("demo.db")
    with _shared(request) as folder:
        kept, signs = folder / "demo.db", folder / "signs"
        if not signs.exists():
            shutil.copyfile(template, kept)
            signs.write_bytes(pickle.dumps(_build(f"sqlite:///{kept}")))
        shutil.copyfile(kept, own)
        return f"sqlite:///{own}", pickle.loads(signs.read_bytes())  # noqa: S301 - our own


@contextmanager
def _shared(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder of the whole run, for one worker at a time."""
    base: Path = request.getfixturevalue("tmp_path_factory").getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "demo"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _database(request: pytest.FixtureRequest) -> tuple[str, DemoSignIns]:
    server: Any = request.getfixturevalue("postgres_server")
    url = str(server.create("demo", request.getfixturevalue("postgres_template")))
    return url, _build(url)


def _build(url: str) -> DemoSignIns:
    office = make_office(url)
    signs = build(office, SUNDAY)
    # The connection that closes last brings SQLite's write-ahead log back into the file.
    office.store.engine.dispose()
    return signs
