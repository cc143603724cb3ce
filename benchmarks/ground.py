"""What the measures stand on: fresh databases of both kinds, filled with made-up rows."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from govflow.config import folder
from govflow.store import schema, tables
from tests.builders import World, complete_document, make_office, make_world
from tests.postgres import cluster

BATCH = 10_000


@contextmanager
def sqlite_url() -> Iterator[str]:
    """A database file that is thrown away."""
    with tempfile.TemporaryDirectory() as place:
        yield f"sqlite:///{Path(place) / 'bench.db'}"


@contextmanager
def postgresql_url() -> Iterator[str]:
    """A database on a throw-away server, with the server's own durable settings."""
    with cluster("fsync=on", "synchronous_commit=on", "full_page_writes=on") as running:
        yield running.create("bench")


@contextmanager
def world_on(url: str) -> Iterator[World]:
    """A small trust in a migrated database."""
    schema.migrate(url, folder("migrations"))
    office = make_office(url)
    yield make_world(office)
    office.store.engine.dispose()


def fill_papers(world: World, count: int) -> None:
    """Papers in the first states, spread over the meetings; rows only, no events."""
    states = ("draft", "submitted", "scoped", "consulting", "responding", "ready")
    workflow = world.office.workflows.get("board_paper")
    document = complete_document(body="A paragraph.")

    def matter(n: int) -> dict[str, Any]:
        return {
            "id": f"{n:032x}",
            "organisation_id": world.organisation_id,
            "kind": "paper",
            "workflow": workflow.key,
            "workflow_version": workflow.version,
            "workflow_hash": workflow.content_hash,
            "state": states[n % len(states)],
            "state_since_at": world.now - timedelta(minutes=n),
            "version": 1,
            "reference": f"2020/{n:07d}",
            "title": f"Paper {n}",
            "created_at": world.now,
            "decided": False,
        }

    def paper(n: int) -> dict[str, Any]:
        return {
            "id": f"{n:032x}",
            "organisation_id": world.organisation_id,
            "author_id": world.ids["author"],
            "author_name": "Amara Osei",
            "executive_lead_id": world.ids["lead"],
            "executive_lead_name": "Leila Haddad",
            "meeting_id": world.meeting_ids[n % len(world.meeting_ids)],
            "draft": document,
        }

    _insert(world, tables.matter, matter, count)
    _insert(world, tables.paper, paper, count)


def fill_consultations(world: World, count: int, papers: int, *, open_in: int = 1000) -> None:
    """Consultations with one request each over existing papers; one in `open_in` is still open."""
    network = world.network_ids["race"]

    def consultation(n: int) -> dict[str, Any]:
        opened = world.now - timedelta(days=15)
        return {
            "id": f"c{n:031x}",
            "organisation_id": world.organisation_id,
            "matter_id": f"{n % papers:032x}",
            "kind": "formative",
            "window_working_days": 10,
            "rule_version": "bench",
            "planned_at": opened,
            "opened_at": opened,
            "closes_at": world.now + timedelta(days=1),
            "paper_version_number": 1,
        }

    def request(n: int) -> dict[str, Any]:
        is_open = n % open_in == 0
        return {
            "id": f"r{n:031x}",
            "organisation_id": world.organisation_id,
            "consultation_id": f"c{n:031x}",
            "matter_id": f"{n % papers:032x}",
            "network_id": network,
            "network_name": "Race Equality Network",
            "invited_at": world.now - timedelta(days=15),
            "closes_at": world.now + timedelta(days=1),
            "delivery": "sent",
            "position": None if is_open else "support",
            "positioned_at": None if is_open else world.now - timedelta(days=2),
        }

    _insert(world, tables.consultation, consultation, count)
    _insert(world, tables.request, request, count)


def _insert(world: World, table: sa.Table, row: Any, count: int) -> None:
    with world.as_("system") as desk:
        connection = desk.work.session.connection()
        for start in range(0, count, BATCH):
            rows = [row(n) for n in range(start, min(start + BATCH, count))]
            connection.execute(table.insert(), rows)
    with world.office.store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
