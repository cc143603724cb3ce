"""The public register of organisations: codes, names between dates, openings and closures.

It belongs to no tenant: whoever looks at the country's trusts reads the same rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from govflow.domain.organisation import Named, Organisation
from govflow.store.records import register_load, register_name, register_organisation
from govflow.store.work import Work

# Any number will do, as long as nothing else in this database locks by it.
ONE_IMPORT_AT_A_TIME = 2021_12_31


@dataclass(frozen=True)
class Load:
    """A snapshot that was loaded: what its bytes were, and the day it speaks for."""

    sha256: str
    as_of: date
    file_name: str
    rows: int


def lock(work: Work) -> None:
    """Wait for another import to end; SQLite has one writer anyway."""
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_IMPORT_AT_A_TIME)))


def loaded(work: Work, sha256: str) -> Load | None:
    """When exactly these bytes were loaded before."""
    table = register_load.c
    row = work.session.execute(
        sa.select(table.sha256, table.as_of, table.file_name, table.rows).where(
            table.sha256 == sha256
        )
    ).one_or_none()
    return Load(*row) if row else None


def note_load(work: Work, load: Load) -> None:
    """Remember that a snapshot was loaded."""
    work.session.execute(register_load.insert().values(**load.__dict__, loaded_at=work.now))


def latest_load(work: Work) -> date | None:
    """The date of the newest snapshot loaded."""
    newest: date | None = work.session.scalar(sa.select(sa.func.max(register_load.c.as_of)))
    return newest


def register(work: Work) -> dict[str, Organisation]:
    """The whole register by code, in two statements."""
    names: dict[str, list[Named]] = {}
    query = sa.select(register_name).order_by(register_name.c.code, register_name.c.from_on)
    for row in work.session.execute(query):
        names.setdefault(row.code, []).append(Named(row.name, row.from_on, row.until_on))
    rows = work.session.execute(
        sa.select(register_organisation).order_by(register_organisation.c.code)
    )
    return {row.code: _organisation(row, names[row.code]) for row in rows}


def _organisation(row: Any, names: list[Named]) -> Organisation:
    return Organisation(
        code=row.code,
        names=tuple(names),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        kind=row.kind,
        first_seen_on=row.first_seen_on,
        last_seen_on=row.last_seen_on,
    )


def save(work: Work, organisations: Iterable[Organisation]) -> None:
    """Keep these organisations as they are now known, in place of what was known before."""
    saved = list(organisations)
    if not saved:
        return
    connection = work.session.connection()
    codes = [{"the_code": each.code} for each in saved]
    for table in (register_name, register_organisation):
        connection.execute(table.delete().where(table.c.code == sa.bindparam("the_code")), codes)
    connection.execute(register_organisation.insert(), [_row(each) for each in saved])
    connection.execute(
        register_name.insert(),
        [
            {"code": each.code, "from_on": n.from_on, "until_on": n.until_on, "name": n.name}
            for each in saved
            for n in each.names
        ],
    )


def _row(each: Organisation) -> dict[str, object]:
    return {
        "code": each.code,
        "kind": each.kind,
        "opened_on": each.opened_on,
        "closed_on": each.closed_on,
        "first_seen_on": each.first_seen_on,
        "last_seen_on": each.last_seen_on,
    }
