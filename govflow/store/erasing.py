"""Destroys a text with its salt, overwrites its copies, and wipes what the database leaves behind.

Frozen versions of papers are never touched: their bytes are what was served. They are named.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from html import escape

import sqlalchemy as sa

from govflow.domain.erasure import ERASED, LEAST_WITHIN
from govflow.store import records, tables
from govflow.store.work import Store, Work

FROZEN = frozenset({"paper_version"})
# Bytes, identities and what can never hold free text; the record itself is erased by its own row.
LEFT_ALONE = frozenset(
    {"event", "sealed", "restricted", "trail_node", "trail_head", "checkpoint", "blob"}
)
SEALED = records.sealed.c
LOCK_WAIT = "5s"

Found = dict[str, int]
"""Rows by the name of their table."""


def text_of(work: Work, seq: int, field: str) -> str | None:
    """The text still sealed beside an event, or None."""
    data = work.session.scalar(
        sa.select(SEALED.data).where(
            SEALED.organisation_id == work.organisation_id,
            SEALED.seq == seq,
            SEALED.field == field,
        )
    )
    return bytes(data).decode() if data is not None else None


def destroy(work: Work, seq: int, field: str) -> None:
    """Take away an event's text and its salt: what was committed to can be shown no more."""
    for table in (records.sealed, records.restricted):
        work.session.execute(
            table.delete().where(
                table.c.organisation_id == work.organisation_id,
                table.c.seq == seq,
                table.c.field == field,
            )
        )


def same_elsewhere(work: Work, text: str) -> list[tuple[int, str]]:
    """Every (event, field) of this organisation that has the text, alone or inside another.

    What was committed to as a whole can only be destroyed as a whole.
    """
    query = (
        sa.select(SEALED.seq, SEALED.field)
        .where(SEALED.organisation_id == work.organisation_id, within(work, SEALED.data, text))
        .order_by(SEALED.seq, SEALED.field)
    )
    return [(row.seq, row.field) for row in work.session.execute(query)]


def within(work: Work, data: sa.Column[bytes], text: str) -> sa.ColumnElement[bool]:
    """The condition for sealed bytes that are the text, or hold it if it is long enough."""
    words = sa.literal(text.encode(), sa.LargeBinary)
    if len(text) < LEAST_WITHIN:
        return data == words
    if work.session.get_bind().dialect.name == "sqlite":
        return sa.func.instr(data, words) > 0
    return sa.func.position(words.op("IN")(data)) > 0


def _texts() -> Iterator[tuple[sa.Table, sa.Column[str]]]:
    """Every column of free text that belongs to an organisation."""
    for table in tables.metadata.sorted_tables:
        if "organisation_id" not in table.c or table.name in LEFT_ALONE | FROZEN:
            continue
        for column in table.c:
            if isinstance(column.type, sa.Text) and not column.foreign_keys:
                yield table, column


def with_texts() -> set[str]:
    """The names of all tables in which free text stands, sealed texts among them."""
    return {"sealed", "restricted", *(table.name for table, _ in _texts())}


def _holds(column: sa.Column[str], text: str) -> sa.ColumnElement[bool]:
    if len(text) < LEAST_WITHIN:
        return column == text
    return sa.or_(*(column.contains(each, autoescape=True) for each in _spelled(column, text)))


def _spelled(column: sa.Column[str], text: str) -> list[str]:
    """The text, and in the formatted part of a mail as that spells it."""
    if column is not records.mail.c.html:
        return [text]
    return sorted({text, _formatted(text)})


def _formatted(text: str) -> str:
    return escape(text, quote=False).replace('"', "&#34;").replace("'", "&#39;")


def _without(column: sa.Column[str], text: str, instead: str) -> sa.ColumnElement[str]:
    left: sa.ColumnElement[str] = column
    put = _formatted(instead) if column is records.mail.c.html else instead
    for each in _spelled(column, text):
        left = sa.func.replace(left, each, put)
    return left


def copies(work: Work, text: str) -> Found:
    """In how many rows of each table the text stands, alone or inside another."""
    found: Found = {}
    for table, column in _texts():
        query = sa.select(sa.func.count()).where(
            table.c.organisation_id == work.organisation_id, _holds(column, text)
        )
        if count := work.session.scalar(query):
            found[table.name] = found.get(table.name, 0) + count
    return found


def overwrite(work: Work, text: str, instead: str = ERASED) -> Found:
    """Put other words in place of the text, wherever it stands; in how many rows of each table."""
    found: Found = {}
    for table, column in _texts():
        change = (
            table.update()
            .where(table.c.organisation_id == work.organisation_id, _holds(column, text))
            .values({column.name: _without(column, text, instead)})
        )
        if count := work.session.connection().execute(change).rowcount:
            found[table.name] = found.get(table.name, 0) + count
    work.session.expire_all()
    return found


def frozen_copies(work: Work, text: str) -> Found:
    """In how many documents the text stands that are kept as JSON: nothing overwrites those."""
    found: Found = {}
    if len(text) < LEAST_WITHIN:
        return found
    spelled = {json.dumps(text, ensure_ascii=each)[1:-1] for each in (True, False)}
    for table in tables.metadata.sorted_tables:
        if "organisation_id" not in table.c:
            continue
        for column in table.c:
            kind = getattr(column.type, "impl", column.type)
            if not isinstance(kind, sa.JSON):
                continue
            told = sa.cast(column, sa.Text)
            query = sa.select(sa.func.count()).where(
                table.c.organisation_id == work.organisation_id,
                sa.or_(*(told.contains(each, autoescape=True) for each in sorted(spelled))),
            )
            if count := work.session.scalar(query):
                found[table.name] = found.get(table.name, 0) + count
    return found


def wipe(store: Store, names: Iterable[str]) -> None:
    """Have the database forget what its files still hold of deleted rows.

    SQLite rewrites its file and empties the log beside it; PostgreSQL rewrites the tables named.
    PostgreSQL's own write-ahead log holds the text until it is recycled. Raises the driver's
    error when somebody is in the way.
    """
    if store.engine.dialect.name == "sqlite":
        with closing(store.engine.raw_connection()) as raw:
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_WAIT}'")
        for name in _known(names):
            connection.exec_driver_sql(f"VACUUM (FULL) {name}")


def _known(names: Iterable[str]) -> Sequence[str]:
    return sorted(set(names) & tables.metadata.tables.keys())
