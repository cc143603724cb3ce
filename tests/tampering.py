"""Changes a stored log as somebody with the database's password could, past every guard."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from tests.builders import World

GUARDED = ("event", "trail_node", "checkpoint")


@contextmanager
def past_the_guards(world: World) -> Iterator[sa.Connection]:
    """A connection on which no trigger fires and no row security holds; commits on leaving."""
    engine = world.office.store.engine
    with engine.begin() as connection:
        put_back = SETTING_ASIDE[engine.dialect.name](connection)
        yield connection
        for statement in put_back:
            connection.execute(sa.text(statement))


def _postgresql(connection: sa.Connection) -> list[str]:
    connection.execute(sa.text("SELECT set_config('govflow.organisation', '*', true)"))
    for table in GUARDED:
        connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in GUARDED]


def _sqlite(connection: sa.Connection) -> list[str]:
    guards = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in guards:
        connection.execute(sa.text(f"DROP TRIGGER {name}"))
    return [sql for _, sql in guards]


SETTING_ASIDE = {"postgresql": _postgresql, "sqlite": _sqlite}


def tamper(world: World, *statements: str) -> None:
    """Run these statements past the guards; `:own` is the organisation."""
    with past_the_guards(world) as connection:
        for statement in statements:
            wanted = {"own": world.organisation_id} if ":own" in statement else {}
            connection.execute(sa.text(statement), wanted)
