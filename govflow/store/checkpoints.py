"""The log as a signer and a proof need it: heads, payloads in order, subtrees, signed heads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from govflow.domain.subtrees import Place
from govflow.store import records
from govflow.store.work import Work

CHUNK = 2000


@dataclass(frozen=True)
class Signed:
    """A checkpoint as it was signed; `signed_at` is a UTC instant, `note` the exact text."""

    size: int
    root: str
    note: str
    signed_at: datetime


def latest(work: Work) -> Signed | None:
    """The checkpoint over the most events."""
    return next(iter(newest(work, 1)), None)


def newest(work: Work, limit: int) -> list[Signed]:
    """The last checkpoints signed, the newest first."""
    table = records.checkpoint
    query = (
        sa.select(table.c.size, table.c.root, table.c.note, table.c.signed_at)
        .where(table.c.organisation_id == work.organisation_id)
        .order_by(table.c.size.desc())
        .limit(limit)
    )
    return [Signed(*row) for row in work.session.execute(query)]


def of_size(work: Work, size: int) -> list[Signed]:
    """The checkpoint signed over exactly so many events, if there is one."""
    table = records.checkpoint.c
    query = sa.select(table.size, table.root, table.note, table.signed_at).where(
        table.organisation_id == work.organisation_id, table.size == size
    )
    return [Signed(*row) for row in work.session.execute(query)]


def behind(work: Work) -> bool:
    """Whether any organisation's log is longer than its last checkpoint."""
    head, table = records.trail_head.c, records.checkpoint.c
    signed = (
        sa.select(sa.func.coalesce(sa.func.max(table.size), 0))
        .where(table.organisation_id == head.organisation_id)
        .scalar_subquery()
    )
    query = sa.select(sa.literal(1)).where(head.size > signed).limit(1)
    return work.session.execute(query).first() is not None


def put(work: Work, signed: Signed) -> None:
    """Publish a signed checkpoint; the database refuses one that is no longer than the last."""
    row = {"organisation_id": work.organisation_id, "size": signed.size, "root": signed.root}
    work.session.execute(
        records.checkpoint.insert().values(**row, note=signed.note, signed_at=signed.signed_at)
    )


def payloads(work: Work, first: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The number and stored payload of the events from `first` up to, not including, `end`."""
    event = records.event.c
    for start in range(first, end, CHUNK):
        query = (
            sa.select(event.seq, event.payload)
            .where(
                event.organisation_id == work.organisation_id,
                event.seq >= start,
                event.seq < min(start + CHUNK, end),
            )
            .order_by(event.seq)
        )
        yield from ((row.seq, row.payload) for row in work.session.execute(query))


def hashes(work: Work, places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes of these subtrees, in one statement for each level."""
    found: dict[Place, bytes] = {}
    for level, group in groupby(sorted(set(places)), key=lambda each: each[0]):
        wanted = [place for _, place in group]
        found.update(_level(work, level, wanted))
    return found


def _level(work: Work, level: int, wanted: list[int]) -> dict[Place, bytes]:
    if level == 0:
        event = records.event.c
        query = sa.select(event.seq, event.leaf_hash).where(
            event.organisation_id == work.organisation_id, event.seq.in_(wanted)
        )
        return {(0, row.seq): bytes.fromhex(row.leaf_hash) for row in work.session.execute(query)}
    node = records.trail_node.c
    nodes = sa.select(node.place, node.hash).where(
        node.organisation_id == work.organisation_id, node.level == level, node.place.in_(wanted)
    )
    return {(level, row.place): row.hash for row in work.session.execute(nodes)}


def seals(work: Work, seq: int, fields: Iterable[str]) -> dict[str, tuple[bytes, str]]:
    """Salt and text of an event's sealed fields that are still kept."""
    sealed = records.sealed.c
    query = sa.select(sealed.field, sealed.salt, sealed.data).where(
        sealed.organisation_id == work.organisation_id,
        sealed.seq == seq,
        sealed.field.in_(list(fields)),
    )
    return {row.field: (row.salt, row.data.decode()) for row in work.session.execute(query)}
