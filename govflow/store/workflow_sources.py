"""Keeps the text of every workflow version ever loaded, by the hash that matters are pinned to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from govflow.store.outbox import insert_once
from govflow.store.records import workflow_source
from govflow.store.work import Work


@dataclass(frozen=True)
class Source:
    """A workflow file as it once was; `first_seen_at` is a UTC instant."""

    hash: str
    key: str
    version: int
    source: str
    first_seen_at: datetime


def hashes(work: Work) -> set[str]:
    """The hash of every text that is kept."""
    return set(work.session.scalars(sa.select(workflow_source.c.hash)))


def keep(work: Work, hash_: str, *, key: str, version: int, source: str) -> None:
    """Keep a text once; a second process keeping the same one changes nothing."""
    row = {
        "hash": hash_,
        "key": key,
        "version": version,
        "source": source,
        "first_seen_at": work.now,
    }
    insert_once(work, workflow_source, row)


def texts(work: Work, wanted: Iterable[str]) -> dict[str, str]:
    """The kept texts of these hashes."""
    table = workflow_source.c
    query = sa.select(table.hash, table.source).where(table.hash.in_(sorted(set(wanted))))
    return {row.hash: row.source for row in work.session.execute(query)}


def versions(work: Work, key: str) -> list[Source]:
    """Every kept text of a workflow, by version and then oldest first."""
    table = workflow_source.c
    query = (
        sa.select(workflow_source)
        .where(table.key == key)
        .order_by(table.version, table.first_seen_at, table.hash)
    )
    return [Source(**row._mapping) for row in work.session.execute(query)]
