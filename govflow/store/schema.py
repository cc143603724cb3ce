"""Brings a database to the newest migration, and says plainly when it is behind or ahead."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from govflow.store.work import Store, open_store

# Here only while a database is being restored; so it is in no migration.
SHUT = sa.Table(
    "govflow_restoring", sa.MetaData(), sa.Column("since", sa.Date, server_default=sa.func.now())
)


class WrongSchema(Exception):
    """The database's migration is not the one this version of govflow works with."""


def migrate(url: str, folder: Path) -> None:
    """Bring the database at this address to the newest migration; SQLite files are made."""
    made = sa.make_url(url)
    if made.get_backend_name() == "sqlite" and made.database and made.database != ":memory:":
        Path(made.database).parent.mkdir(parents=True, exist_ok=True)
    store = open_store(url)
    try:
        known = heads(folder)
        if current(store) not in {None, *known}:
            raise WrongSchema(_future(current(store)))
        upgrade(store, folder)
    finally:
        store.engine.dispose()


def upgrade(store: Store, folder: Path) -> None:
    """Run the missing migrations in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    with _tables_may_be_rebuilt(store.engine) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.dialect.name == "sqlite":
            _no_row_lost(connection)


@contextmanager
def _tables_may_be_rebuilt(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection on which SQLite lets a table be dropped and made anew under its references."""
    with engine.connect() as connection:
        raw = connection.connection if engine.dialect.name == "sqlite" else None
        if raw is not None:
            raw.cursor().execute("PRAGMA foreign_keys=OFF")  # before BEGIN, or it does nothing
        try:
            yield connection
        finally:
            if raw is not None:
                raw.cursor().execute("PRAGMA foreign_keys=ON")


def _no_row_lost(connection: sa.Connection) -> None:
    """Raise, and so roll back, when a row refers to a row that is no longer there."""
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise WrongSchema(f"The migration would leave {len(lost)} rows without what they refer to.")


def heads(folder: Path) -> set[str]:
    """Every migration this version of govflow knows."""
    script = ScriptDirectory(str(folder))
    return {revision.revision for revision in script.walk_revisions()}


def head(folder: Path) -> str:
    """The newest migration."""
    return str(ScriptDirectory(str(folder)).get_current_head())


def current(store: Store) -> str | None:
    """The migration the database stands at, or None for an empty one."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check(store: Store, folder: Path, *, restoring: bool = False) -> None:
    """Raise WrongSchema unless the database stands at the newest migration.

    One that is being restored is open only to whoever restores it.
    """
    if not restoring and is_shut(store):
        raise WrongSchema(
            "The database is being restored, or a restore was broken off. "
            "Let it finish, or empty the database and run: govflow restore"
        )
    stands, newest = current(store), head(folder)
    if stands == newest:
        return
    if stands is None:
        raise WrongSchema("The database is empty. Run: govflow init")
    if stands in heads(folder):
        raise WrongSchema(
            f"The database stands at migration {stands}; this govflow needs {newest}. "
            "Run: govflow init"
        )
    raise WrongSchema(_future(stands))


def shut(store: Store) -> None:
    """Let nobody open an empty database until `open_again`, whatever is brought into it."""
    with store.engine.begin() as connection:
        connection.execute(sa.schema.CreateTable(SHUT))


def open_again(store: Store) -> None:
    """The restore is finished."""
    with store.engine.begin() as connection:
        connection.execute(sa.schema.DropTable(SHUT))


def is_shut(store: Store) -> bool:
    """Whether a restore is under way."""
    return sa.inspect(store.engine).has_table(SHUT.name)


def _future(stands: str | None) -> str:
    return (
        f"The database stands at migration {stands}, which this govflow does not know: "
        "it was made by a newer version. Install that version."
    )
