"""Reads matters with the moves that each made, a chunk at a time, whatever the trail's length."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.store import records, tables
from govflow.store.work import Work

ASKED_AT_ONCE = 5000  # a database takes only so many values in one statement


@dataclass(frozen=True)
class Walked:
    """A matter as it stands now; `opened_at` is a UTC instant."""

    id: str
    reference: str
    kind: str
    title: str
    workflow: str
    workflow_version: int
    workflow_hash: str
    state: str
    opened_at: datetime


@dataclass(frozen=True)
class Step:
    """One event of a walk with its public facts; `actor` is an id, or the network that spoke."""

    seq: int
    matter_id: str
    at: datetime
    type: str
    actor: str
    facts: dict[str, Any]


def count(
    work: Work, types: Iterable[str], *, workflow: str, version: int = 0, below_seq: int
) -> int:
    """How many events of these types the matters of a workflow (all when empty) have."""
    e, m = records.event.c, tables.matter.c
    query = (
        sa.select(sa.func.count())
        .select_from(records.event)
        .join(tables.matter, sa.and_(m.id == e.matter_id, m.organisation_id == e.organisation_id))
        .where(
            e.organisation_id == work.organisation_id,
            e.type.in_(list(types)),
            e.seq < below_seq,
            *_of_workflow(workflow, version),
        )
    )
    return work.session.scalar(query) or 0


def workflows_walked(work: Work) -> list[tuple[str, int]]:
    """The key of every workflow that some matter is in, and how many are."""
    m = tables.matter.c
    query = (
        sa.select(m.workflow, sa.func.count())
        .where(m.organisation_id == work.organisation_id)
        .group_by(m.workflow)
        .order_by(m.workflow)
    )
    return [(row[0], row[1]) for row in work.session.execute(query)]


def matters_after(
    work: Work, after: str, *, workflow: str, version: int = 0, below_seq: int, limit: int
) -> list[Walked]:
    """The next matters by reference that had entered the trail before `below_seq`."""
    m, e = tables.matter.c, records.event.c
    in_the_trail = sa.exists().where(
        e.organisation_id == m.organisation_id, e.matter_id == m.id, e.seq < below_seq
    )
    query = (
        sa.select(
            m.id,
            m.reference,
            m.kind,
            m.title,
            m.workflow,
            m.workflow_version,
            m.workflow_hash,
            m.state,
            m.created_at,
        )
        .where(
            m.organisation_id == work.organisation_id,
            m.reference > after,
            in_the_trail,
            *_of_workflow(workflow, version),
        )
        .order_by(m.reference)
        .limit(limit)
    )
    return [Walked(*row) for row in work.session.execute(query)]


def steps_of(
    work: Work, matter_ids: Iterable[str], types: Iterable[str], *, below_seq: int
) -> dict[str, list[Step]]:
    """The events of these types on these matters, by matter and in their order."""
    e = records.event.c
    query = (
        sa.select(e.seq, e.matter_id, e.at, e.type, e.network, e.actor_id, e.payload)
        .where(
            e.organisation_id == work.organisation_id,
            e.matter_id.in_(list(matter_ids)),
            # An expression, so that SQLite goes by the matter and not through all of a type.
            sa.func.coalesce(e.type, "").in_(list(types)),
            e.seq < below_seq,
        )
        # In the order of the index by matter: by number alone SQLite would read the whole log.
        .order_by(e.matter_id, e.seq)
    )
    found: dict[str, list[Step]] = {}
    for row in work.session.execute(query):
        found.setdefault(row.matter_id, []).append(_step(row))
    return found


def _step(row: Any) -> Step:
    """A network speaks as a body: who inside it spoke is not in the row, and not looked up."""
    actor = f"network:{row.network}" if row.network else row.actor_id
    return Step(row.seq, row.matter_id, row.at, row.type, actor, json.loads(row.payload)["facts"])


def names_beside(work: Work, seqs: Sequence[int]) -> dict[int, str]:
    """The actor's name sealed beside each of these events; erased ones are left out."""
    sealed = records.sealed.c
    found: dict[int, str] = {}
    for start in range(0, len(seqs), ASKED_AT_ONCE):
        query = sa.select(sealed.seq, sealed.data).where(
            sealed.organisation_id == work.organisation_id,
            sealed.field == "actor",
            sealed.seq.in_(seqs[start : start + ASKED_AT_ONCE]),
        )
        found |= {row.seq: json.loads(row.data)["name"] for row in work.session.execute(query)}
    return found


def _of_workflow(workflow: str, version: int) -> Iterator[Any]:
    if workflow:
        yield tables.matter.c.workflow == workflow
    if version:
        yield tables.matter.c.workflow_version == version
