"""Copies a whole database while it is in use, by its own means, and brings it back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from govflow.store import pg_tools
from govflow.store.pg_tools import Leaves, NotCopied
from govflow.store.work import Store, open_store

__all__ = [
    "FILES",
    "Leaves",
    "NotCopied",
    "clear",
    "copied",
    "empty",
    "file_of",
    "kind",
    "leaves_in",
    "load",
    "settle",
]

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
"""What the copy of each kind of database is called in a backup."""

OUR_FUNCTIONS = (
    "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'govflow\\_%' "
    "AND pronamespace = current_schema()::regnamespace"
)


def kind(url: str) -> str:
    """`sqlite` or `postgresql`."""
    return sa.make_url(url).get_backend_name()


def file_of(url: str) -> Path:
    """The file of an SQLite database."""
    return Path(str(sa.make_url(url).database))


@contextmanager
def copied(url: str, target: Path) -> Iterator[Store]:
    """Copy the database to `target` while it is in use, and yield a store of what was copied.

    The store sees that one moment and nothing later; raises NotCopied.
    """
    if kind(url) == "sqlite":
        with _copied_file(file_of(url), target) as store:
            yield store
        return
    with _held_still(url) as (store, snapshot):
        pg_tools.dump(url, target, snapshot)
        yield store


@contextmanager
def _copied_file(source: Path, target: Path) -> Iterator[Store]:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
    store = open_store(f"sqlite:///{target}")
    try:
        yield store
    finally:
        store.engine.dispose()
        settle(target)


def settle(path: Path) -> None:
    """One file again, without the journals beside it."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _held_still(url: str) -> Iterator[tuple[Store, str]]:
    """A store whose every transaction sees the moment at which this was entered."""
    store = open_store(url)
    still = Store(store.engine.execution_options(isolation_level="REPEATABLE READ"))
    try:
        with store.engine.connect().execution_options(isolation_level="REPEATABLE READ") as held:
            snapshot = str(held.scalar(sa.text("SELECT pg_export_snapshot()")))

            @sa.event.listens_for(still.engine, "begin")
            def look_there(connection: sa.Connection) -> None:
                connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{snapshot}'")

            yield still, snapshot
    finally:
        store.engine.dispose()


def leaves_in(copy: Path) -> Leaves:
    """The leaf hash of every event, made from the payloads as a pg_dump file itself has them."""
    return pg_tools.leaves(copy)


def empty(url: str) -> bool:
    """Whether nothing is there that a restored database would be written over."""
    if kind(url) == "sqlite":
        return not file_of(url).exists()
    store = open_store(url)
    try:
        return not sa.inspect(store.engine).get_table_names()
    finally:
        store.engine.dispose()


def load(url: str, copy: Path) -> None:
    """Bring what the copy holds to where nothing is; raises NotCopied."""
    if kind(url) == "sqlite":
        file_of(url).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, file_of(url))
    else:
        pg_tools.load(url, copy)


def clear(url: str) -> None:
    """Take away again what was brought into an empty PostgreSQL database."""
    store = open_store(url)
    try:
        with store.engine.begin() as connection:
            quoted = connection.dialect.identifier_preparer.quote
            tables = map(quoted, sa.inspect(connection).get_table_names())
            for name in tables:
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name} CASCADE")
            for made in connection.scalars(sa.text(OUR_FUNCTIONS)).all():
                connection.exec_driver_sql(f"DROP FUNCTION {made}")
    finally:
        store.engine.dispose()
