"""Reads from the log what an evidence bundle holds, a chunk at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.trail import canonical
from govflow.store import records, tables
from govflow.store.log import Entry, entries
from govflow.store.matters import blob
from govflow.store.work import Work

CHUNK = 1000
# A browser or an office program opens these without running what is in them.
SAFE_ENDINGS = frozenset(
    {"pdf", "docx", "xlsx", "pptx", "odt", "ods", "png", "jpg", "jpeg", "txt", "csv"}
)


@dataclass(frozen=True)
class Chosen:
    """Which events: all below `size`, or those of some matters and of a period without matter.

    `from_at` is included, `until_at` is not; both are UTC instants.
    """

    size: int
    matter_ids: tuple[str, ...] | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    population: tuple[str, ...] = ()  # what a sample was drawn from

    @property
    def whole(self) -> bool:
        """Everything from the first event on."""
        return self.matter_ids is None


@dataclass(frozen=True)
class Stored:
    """An event's payload with its sealed texts: field to salt and text."""

    seq: int
    payload: bytes
    seals: dict[str, tuple[bytes, str]]


@dataclass(frozen=True)
class Standing:
    """A matter as it is stored, and the number of its newest event."""

    id: str
    state: str
    workflow_hash: str
    last_seq: int


def events(work: Work, chosen: Chosen) -> Iterator[list[Stored]]:
    """The events in order, with their sealed texts; two statements for each chunk."""
    event, after = records.event.c, -1
    while True:
        query = (
            sa.select(event.seq, event.payload)
            .where(*_conditions(work, chosen), event.seq > after)
            .order_by(event.seq)
            .limit(CHUNK)
        )
        rows = work.session.execute(query).all()
        if not rows:
            return
        seals = _seals(work, [row.seq for row in rows])
        yield [Stored(row.seq, row.payload, seals.get(row.seq, {})) for row in rows]
        after = rows[-1].seq


def told(work: Work, chosen: Chosen) -> Iterator[list[Entry]]:
    """The same events as they are read by people, a chunk at a time."""
    after = -1
    while True:
        later = records.event.c.seq > after
        found = entries(work.session, *_conditions(work, chosen), later, limit=CHUNK)
        if not found:
            return
        yield found
        after = found[-1].seq


def of_meeting(work: Work, meeting_id: str) -> list[str]:
    """The matters on a meeting's agenda, by id."""
    p = tables.paper.c
    query = sa.select(p.id).where(
        p.organisation_id == work.organisation_id, p.meeting_id == meeting_id
    )
    return sorted(work.session.scalars(query))


def meetings_with_papers(work: Work) -> dict[str, int]:
    """How many papers are on the agenda of each meeting that has any."""
    p = tables.paper.c
    query = (
        sa.select(p.meeting_id, sa.func.count())
        .where(p.organisation_id == work.organisation_id, p.meeting_id.is_not(None))
        .group_by(p.meeting_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def count(work: Work, chosen: Chosen) -> int:
    """How many events are chosen."""
    query = sa.select(sa.func.count()).select_from(records.event)
    return work.session.scalar(query.where(*_conditions(work, chosen))) or 0


def _conditions(work: Work, chosen: Chosen) -> list[Any]:
    event = records.event.c
    own = [event.organisation_id == work.organisation_id, event.seq < chosen.size]
    if chosen.matter_ids is None:
        return own
    wanted: Any = event.matter_id.in_(chosen.matter_ids)
    if chosen.from_at is not None and chosen.until_at is not None:
        apart = sa.and_(
            event.matter_id.is_(None), event.at >= chosen.from_at, event.at < chosen.until_at
        )
        wanted = sa.or_(wanted, apart)
    return [*own, wanted]


def _seals(work: Work, seqs: Sequence[int]) -> dict[int, dict[str, tuple[bytes, str]]]:
    sealed = records.sealed.c
    query = sa.select(sealed.seq, sealed.field, sealed.salt, sealed.data).where(
        sealed.organisation_id == work.organisation_id, sealed.seq.in_(seqs)
    )
    found: dict[int, dict[str, tuple[bytes, str]]] = {}
    for row in work.session.execute(query):
        found.setdefault(row.seq, {})[row.field] = (row.salt, row.data.decode())
    return found


def touched(work: Work, size: int, from_at: datetime, until_at: datetime) -> list[str]:
    """The matters with an event in the period, by id."""
    event = records.event.c
    query = (
        sa.select(event.matter_id)
        .where(
            event.organisation_id == work.organisation_id,
            event.seq < size,
            event.at >= from_at,
            event.at < until_at,
            event.matter_id.is_not(None),
        )
        .distinct()
    )
    return sorted(each for each in work.session.scalars(query) if each)


def standing(work: Work, matter_ids: Iterable[str] | None) -> list[Standing]:
    """Each matter's stored state beside its newest event, read in one statement."""
    m, event = tables.matter.c, records.event.c
    last = (
        sa.select(sa.func.max(event.seq))
        .where(event.organisation_id == m.organisation_id, event.matter_id == m.id)
        .scalar_subquery()
    )
    query = sa.select(m.id, m.state, m.workflow_hash, last.label("last_seq")).where(
        m.organisation_id == work.organisation_id
    )
    if matter_ids is not None:
        query = query.where(m.id.in_(list(matter_ids)))
    return [Standing(*row) for row in work.session.execute(query.order_by(m.id))]


def served(work: Work, matter_ids: Iterable[str] | None) -> Iterator[tuple[str, bytes]]:
    """File name and exact bytes of every frozen version of these matters, and of attachments.

    A file is named by its SHA-256. The bytes are taken from what is stored, never through the
    document's present-day shape.
    """
    v = tables.paper_version.c
    query = sa.select(
        v.sha256,
        sa.type_coerce(v.document, sa.JSON).label("document"),
        sa.type_coerce(v.attachments, sa.JSON).label("attachments"),
    ).where(v.organisation_id == work.organisation_id)
    if matter_ids is not None:
        query = query.where(v.matter_id.in_(list(matter_ids)))
    done: set[str] = set()
    for row in work.session.execute(query.order_by(v.matter_id, v.number)).all():
        pack = canonical({"document": row.document, "attachments": row.attachments})
        named = [(f"{row.sha256}.json", pack), *((file_name(a), None) for a in row.attachments)]
        for name, data in named:
            if name not in done:
                done.add(name)
                yield name, data if data is not None else blob(work, name.partition(".")[0])


@dataclass(frozen=True)
class Version:
    """A frozen version as it is stored; `frozen_at` is a UTC instant."""

    number: int
    frozen_at: datetime
    sha256: str
    document: dict[str, Any]
    attachments: list[dict[str, str]]

    @property
    def data(self) -> bytes:
        """The bytes that were served."""
        return canonical({"document": self.document, "attachments": self.attachments})


def version(work: Work, matter_id: str, sha256: str) -> Version | None:
    """The first version of a matter with this hash, or None."""
    v = tables.paper_version.c
    query = (
        sa.select(
            v.number,
            v.frozen_at,
            v.sha256,
            sa.type_coerce(v.document, sa.JSON).label("document"),
            sa.type_coerce(v.attachments, sa.JSON).label("attachments"),
        )
        .where(
            v.organisation_id == work.organisation_id,
            v.matter_id == matter_id,
            v.sha256 == sha256,
        )
        .order_by(v.number)
        .limit(1)
    )
    row = work.session.execute(query).one_or_none()
    return Version(*row) if row else None


def file_name(attachment: Mapping[str, str]) -> str:
    """The name of an attachment in a bundle: its SHA-256, and an ending that opens it safely."""
    ending = attachment["name"].rpartition(".")[2].lower()
    return f"{attachment['sha256']}.{ending}" if ending in SAFE_ENDINGS else attachment["sha256"]
