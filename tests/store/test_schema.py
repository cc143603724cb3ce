"""The migrations give exactly the tables that the code maps, on both databases."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from govflow.config import folder
from govflow.services.office import Office
from govflow.store import schema
from govflow.store.tables import metadata
from govflow.store.work import open_store


def test_the_migrations_equal_the_tables(office: Office) -> None:
    with office.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_is_told_apart_and_migrated(empty_database_url: str) -> None:
    store = open_store(empty_database_url)
    with pytest.raises(schema.WrongSchema, match="govflow init"):
        schema.check(store, folder("migrations"))
    schema.migrate(empty_database_url, folder("migrations"))
    schema.migrate(empty_database_url, folder("migrations"))  # a second time changes nothing
    schema.check(store, folder("migrations"))
    store.engine.dispose()


def test_a_newer_database_is_refused_and_left_alone(office: Office, database_url: str) -> None:
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
    with pytest.raises(schema.WrongSchema, match="does not know"):
        schema.migrate(database_url, folder("migrations"))
    with pytest.raises(schema.WrongSchema, match="newer version"):
        schema.check(office.store, folder("migrations"))


def test_an_older_database_is_refused_until_it_is_migrated(office: Office) -> None:
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001_the_spine'")
    with pytest.raises(schema.WrongSchema, match=f"needs {schema.head(folder('migrations'))}"):
        schema.check(office.store, folder("migrations"))


def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    with store.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "recursive_triggers")
        }
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 10000,
        "recursive_triggers": 1,
    }
    assert sa.inspect(store.engine).get_table_names() == []
    store.engine.dispose()
