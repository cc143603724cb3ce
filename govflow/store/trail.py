"""Looks things up in the trail: its head, what was chosen of it, and what stands beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.exceptions import ANY
from govflow.domain.trail import canonical
from govflow.store import exceptional, records, tables
from govflow.store.log import Entry, entries
from govflow.store.work import Work

SYSTEM = "system"
CHUNK = 1000


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """Which events are wanted; instants are UTC, `until_at` is not included any more.

    `person` is a person's id, or `system` for the scheduled checks. Acts of a network carry no
    person at all, so that no choice of a person ever tells who spoke inside a network. `exception`
    is a key of exceptions.KINDS, or `any` for all of them.
    """

    matter_id: str = ""
    network: str = ""
    person: str = ""
    type: str = ""
    exception: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None
    below_seq: int | None = None


@dataclass(frozen=True)
class Head:
    """The log head as it is stored."""

    size: int
    root: str


def head(work: Work) -> Head:
    """The organisation's log head."""
    table = records.trail_head
    row = work.session.execute(
        sa.select(table.c.size, table.c.root).where(table.c.organisation_id == work.organisation_id)
    ).one()
    return Head(row.size, row.root)


def last_at(work: Work) -> datetime | None:
    """When the newest event happened."""
    event = records.event.c
    return work.session.scalar(
        sa.select(event.at)
        .where(event.organisation_id == work.organisation_id)
        .order_by(event.seq.desc())
        .limit(1)
    )


def chosen(
    work: Work,
    narrowing: Narrowing,
    *,
    newest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
    after_seq: int | None = None,
) -> list[Entry]:
    """The events that the narrowing lets through, in order of their number."""
    conditions = _conditions(work, narrowing)
    if after_seq is not None:
        conditions.append(records.event.c.seq > after_seq)
    return entries(work.session, *conditions, newest_first=newest_first, limit=limit, offset=offset)


def by_seq(work: Work, seq: int) -> Entry | None:
    """The event of that number, or None."""
    event = records.event.c
    found = entries(
        work.session, event.organisation_id == work.organisation_id, event.seq == seq, limit=1
    )
    return found[0] if found else None


def count(work: Work, narrowing: Narrowing) -> int:
    """How many events the narrowing lets through."""
    query = sa.select(sa.func.count()).select_from(records.event)
    return work.session.scalar(query.where(*_conditions(work, narrowing))) or 0


def _conditions(work: Work, wanted: Narrowing) -> list[Any]:
    event = records.event.c
    given: list[tuple[object, Callable[[], Any]]] = [
        (wanted.matter_id, lambda: event.matter_id == wanted.matter_id),
        (wanted.network, lambda: _names(work, wanted.network)),
        (wanted.person, lambda: _by(wanted.person)),
        (wanted.type, lambda: event.type == wanted.type),
        (wanted.exception, lambda: exceptional.fits(work, wanted.exception)),
        (wanted.from_at, lambda: event.at >= wanted.from_at),
        (wanted.until_at, lambda: event.at < wanted.until_at),
        (wanted.below_seq is not None, lambda: event.seq < wanted.below_seq),
    ]
    own = event.organisation_id == work.organisation_id
    return [own, *(condition() for wish, condition in given if wish)]


def _by(person: str) -> Any:
    actor = records.event.c.actor_id
    return actor.like(f"{SYSTEM}:%") if person == SYSTEM else actor == person


def _names(work: Work, network: str) -> Any:
    """Events that a network spoke in, or that name it: asked, answered, appointed, left out."""
    return exceptional.written(work, canonical(network))


def by_exception(work: Work, wanted: Narrowing) -> dict[str, int]:
    """How many of the events that the narrowing lets through are of each kind of exception."""
    kind = exceptional.kind_of(work).label("kind")
    query = (
        sa.select(kind, sa.func.count())
        .select_from(records.event)
        .where(*_conditions(work, wanted), exceptional.fits(work, ANY))
        .group_by(kind)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


@dataclass(frozen=True)
class Name:
    """What a matter is called."""

    reference: str
    title: str
    kind: str


def names_of(work: Work, matter_ids: Iterable[str]) -> dict[str, Name]:
    """Reference, title and kind of each matter, in one statement."""
    m = tables.matter.c
    query = sa.select(m.id, m.reference, m.title, m.kind).where(
        m.organisation_id == work.organisation_id, m.id.in_(list(matter_ids))
    )
    return {r.id: Name(r.reference, r.title, r.kind) for r in work.session.execute(query)}


def matter_by_reference(work: Work, reference: str) -> str | None:
    """The id of the matter with this reference."""
    m = tables.matter.c
    return work.session.scalar(
        sa.select(m.id).where(
            m.organisation_id == work.organisation_id, m.reference == reference.strip()
        )
    )


def version_hashes(work: Work, matter_ids: Iterable[str]) -> dict[tuple[str, int], str]:
    """The hash of every version of these matters, by matter and number."""
    v = tables.paper_version.c
    query = sa.select(v.matter_id, v.number, v.sha256).where(
        v.organisation_id == work.organisation_id, v.matter_id.in_(list(matter_ids))
    )
    return {(r.matter_id, r.number): r.sha256 for r in work.session.execute(query)}


def networks_that_spoke(work: Work) -> list[str]:
    """Names under which networks spoke, also those they have no longer."""
    event = records.event.c
    query = (
        sa.select(event.network)
        .where(event.organisation_id == work.organisation_id, event.network != "")
        .distinct()
    )
    return list(work.session.scalars(query))


def leaf_hashes(work: Work) -> list[bytes]:
    """Every stored leaf hash, in order."""
    event = records.event.c
    query = (
        sa.select(event.leaf_hash)
        .where(event.organisation_id == work.organisation_id)
        .order_by(event.seq)
    )
    return [bytes.fromhex(leaf) for leaf in work.session.scalars(query)]


Seal = tuple[bytes, bytes]


def stored_rows(
    work: Work, first: int = 0
) -> Iterator[tuple[Sequence[Any], dict[int, dict[str, Seal]]]]:
    """The events from `first` on as they lie in the table with sealed texts, by the chunk."""
    event, after = records.event, first - 1
    while True:
        query = (
            sa.select(event)
            .where(event.c.organisation_id == work.organisation_id, event.c.seq > after)
            .order_by(event.c.seq)
            .limit(CHUNK)
        )
        rows = work.session.execute(query).all()
        if not rows:
            return
        yield rows, _seals(work, after, rows[-1].seq)
        after = rows[-1].seq


def payloads_of(work: Work, matter_ids: Iterable[str]) -> Iterator[bytes]:
    """Every stored payload of these matters, in order within each."""
    event = records.event.c
    for matter_id in sorted(matter_ids):
        query = (
            sa.select(event.payload)
            .where(event.organisation_id == work.organisation_id, event.matter_id == matter_id)
            .order_by(event.seq)
        )
        yield from work.session.scalars(query)


def _seals(work: Work, above: int, upto: int) -> dict[int, dict[str, Seal]]:
    """The texts kept beside these events, those that are restricted among them."""
    found: dict[int, dict[str, Seal]] = {}
    for table in (records.sealed.c, records.restricted.c):
        query = sa.select(table.seq, table.field, table.salt, table.data).where(
            table.organisation_id == work.organisation_id, table.seq > above, table.seq <= upto
        )
        for row in work.session.execute(query):
            found.setdefault(row.seq, {})[row.field] = (row.salt, row.data)
    return found
