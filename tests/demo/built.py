"""The demo built once for each kind of database in a run: it takes seconds and is only read."""

import shutil
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
        url = {"sqlite": _file, "postgresql": _database}[kind](request)
        office = make_office(url)
        _built[kind] = (url, build(office, SUNDAY))
        office.store.engine.dispose()
    return _built[kind]


def _file(request: pytest.FixtureRequest) -> str:
    template: Path = request.getfixturevalue("sqlite_template")
    return f"sqlite:///{shutil.copyfile(template, template.with_name('demo.db'))}"


def _database(request: pytest.FixtureRequest) -> str:
    server: Any = request.getfixturevalue("postgres_server")
    return str(server.create("demo", request.getfixturevalue("postgres_template")))
