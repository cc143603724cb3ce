"""An organisation's rows taken out of the database, and the events that tell how they came to be.

They are rewound in memory (past_rules.py, past_matters.py), then laid into a scratch database that
the product's own pages read. The record itself is never touched.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from govflow.store import records, tables
from govflow.store.log import Entry, entries
from govflow.store.work import Store, Work

Row = dict[str, Any]
NOT_KEPT = "[not kept as it stood]"
# Never copied: secrets, what members wrote, the state of machines, bytes of files, the outbox.
LEFT_OUT = frozenset(
    {
        "blob",
        "calendar_feed",
        "comment_draft",
        "heartbeat",
        "job_run",
        "login_session",
        "mail",
        "mail_choice",
        "members_note",
        "members_voice",
        "notice",
        "register_load",
        "register_name",
        "register_organisation",
        "scope_rules_draft",
        "share_link",
        "workflow_source",
    }
)


@dataclass
class Past:
    """Rows by table, rewound to `at` step by step; `before` and `after` are the events.

    `untold` says of a table why it cannot be shown as it stood, `blurred` of a matter.
    """

    at: datetime
    rows: dict[str, list[Row]]
    before: Sequence[Entry]
    after: Sequence[Entry]
    untold: dict[str, str] = field(default_factory=dict)
    blurred: dict[str, str] = field(default_factory=dict)

    def keep(self, table: str, wanted: Any) -> None:
        """Keep only the rows for which `wanted` holds."""
        self.rows[table] = [row for row in self.rows[table] if wanted(row)]

    def by(self, table: str, column: str, value: Any) -> Iterator[Row]:
        """The rows of a table with this value."""
        return (row for row in self.rows[table] if row[column] == value)

    def last(self, type_: str, **facts: Any) -> Entry | None:
        """The last event of a type before that moment with these facts."""
        return next((e for e in reversed(self.before) if _fits(e, type_, facts)), None)

    def later(self, *types: str) -> Iterator[Entry]:
        """The events of these types after that moment."""
        return (entry for entry in self.after if entry.type in types)


def _fits(entry: Entry, type_: str, facts: Mapping[str, Any]) -> bool:
    return entry.type == type_ and all(entry.facts.get(k) == v for k, v in facts.items())


def copied() -> list[sa.Table]:
    """The tables that are copied, parents first."""
    return [table for table in tables.metadata.sorted_tables if table.name not in LEFT_OUT]


def take_out(work: Work, at: datetime) -> Past:
    """Everything the organisation has now, one statement a table, and its events told apart."""
    own = records.event.c.organisation_id == work.organisation_id
    told = entries(work.session, own)
    before = list(takewhile(lambda entry: entry.at <= at, told))
    rows = {table.name: _rows(work, table) for table in copied()}
    return Past(at, rows, before, told[len(before) :])


def _rows(work: Work, table: sa.Table) -> list[Row]:
    query = sa.select(table)
    if "organisation_id" in table.c:
        query = query.where(table.c.organisation_id == work.organisation_id)
    return [dict(row._mapping) for row in work.session.connection().execute(query)]


def laid_out(past: Past) -> bytes:
    """The rows as a small SQLite database; nobody signs in to it, so it holds no password."""
    store = scratch(_empty())
    with store.engine.begin() as connection:
        for table in copied():
            if past.rows[table.name]:
                connection.execute(table.insert(), past.rows[table.name])
    return _bytes_of(store)


@cache
def _empty() -> bytes:
    """Every table without a row, made once in a process."""
    store = scratch(b"")
    with store.engine.begin() as connection:
        tables.metadata.create_all(connection)
    return _bytes_of(store)


def _bytes_of(store: Store) -> bytes:
    with store.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        data: bytes = raw.serialize()
    store.engine.dispose()
    return data


def scratch(data: bytes) -> Store:
    """A private database in memory, holding these bytes."""
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if data:
        raw.deserialize(data)
    return Store(sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool))
