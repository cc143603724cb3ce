"""What was kept before a migration is kept after it, on both databases."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import IntegrityError

from govflow.config import folder
from govflow.store import schema, tables
from govflow.store.work import Store, open_store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MATTER = {
    "kind": "paper",
    "workflow": "board_paper",
    "workflow_version": 1,
    "workflow_hash": "h",
    "state": "draft",
    "state_since_at": NOW,
    "version": 1,
    "title": "Kept",
    "created_at": NOW,
    "decided": False,
}


def migrated_to(store: Store, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def fill(connection: sa.Connection) -> None:
    """A paper that continues another, with a person in a role: rows that refer to each other."""
    own = {"organisation_id": "o"}
    connection.execute(
        tables.organisation.insert(), {"id": "o", "code": "RQX", "name": "T", "created_at": NOW}
    )
    connection.execute(
        tables.person.insert(),
        {"id": "p", "name": "P", "email": "p@x", "active": True, "created_at": NOW, **own},
    )
    connection.execute(
        tables.role_held.insert(),
        {"id": "r", "person_id": "p", "role": "author", "starts_on": NOW.date(), **own},
    )
    known = {c["name"] for c in sa.inspect(connection).get_columns("matter")}
    for key, earlier in (("m1", None), ("m2", "m1")):
        row = {"id": key, "reference": key, "continues_matter_id": earlier, **MATTER, **own}
        connection.execute(tables.matter.insert().values({k: row[k] for k in row if k in known}))
        connection.execute(
            tables.paper.insert(),
            {"id": key, "author_id": "p", "author_name": "P", "draft": None, **own},
        )


def test_procedures_come_to_a_house_that_is_in_use(empty_database_url: str) -> None:
    store = open_store(empty_database_url)
    migrated_to(store, "0002_locks")
    with store.engine.begin() as connection:
        _everywhere(connection)
        fill(connection)
    schema.migrate(empty_database_url, folder("migrations"))
    with store.engine.begin() as connection:
        _everywhere(connection)
        m = tables.matter.c
        rows = connection.execute(sa.select(m.id, m.continues_matter_id, m.facts).order_by(m.id))
        assert [tuple(row) for row in rows] == [("m1", None, {}), ("m2", "m1", {})]
        held = tables.role_held.update().values(role="manager")
        assert connection.execute(held).rowcount == 1
    _still_refuses(store, tables.matter.update().values(decided=True))
    _still_refuses(store, tables.matter.update().values(kind="rumour"))
    _still_refuses(store, tables.matter.delete().where(tables.matter.c.id == "m1"))
    store.engine.dispose()


def _everywhere(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('govflow.organisation', '*', true)")


def _still_refuses(store: Store, statement: sa.Update | sa.Delete) -> None:
    with store.engine.connect() as connection, connection.begin():
        _everywhere(connection)
        with pytest.raises(IntegrityError):
            connection.execute(statement)
        connection.rollback()
