"""Counts the matters of the log under a checkpoint, as the log alone tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.exceptions import ANY
from govflow.store import exceptional, records, tables
from govflow.store.work import Work


@dataclass(frozen=True)
class Bounds:
    """The matters with an event among the first `size`, in one workflow and period if named.

    `from_at` is included, `until_at` is not; both are UTC instants. Answers never change: what
    comes after those events is not looked at.
    """

    size: int
    workflow: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True)
class Member:
    """A matter as its events under the checkpoint tell it; instants are UTC.

    `state` is None while it never moved; `exceptions` counts events off the ordinary path.
    """

    id: str
    reference: str
    title: str
    kind: str
    workflow: str
    workflow_version: int
    first_seq: int
    opened_at: datetime
    last_seq: int
    last_at: datetime
    events: int
    exceptions: int
    state: str | None


@dataclass(frozen=True)
class Counts:
    """The same events counted in other ways, to be held against a population."""

    events: int
    of_matters: int
    of_no_matter: int
    matters: int
    openings: int
    matters_without_events: int


def members(work: Work, bounds: Bounds) -> list[Member]:
    """The population, by id; one statement however many there are."""
    found, m = _grouped(work, bounds).subquery(), tables.matter.c
    query = (
        sa.select(
            m.id,
            m.reference,
            m.title,
            m.kind,
            m.workflow,
            m.workflow_version,
            found.c.first_seq,
            found.c.opened_at,
            found.c.last_seq,
            found.c.last_at,
            found.c.events,
            found.c.exceptions,
            _state(work, bounds).label("state"),
        )
        .join_from(tables.matter, found, found.c.matter_id == m.id)
        .where(m.organisation_id == work.organisation_id)
    )
    if bounds.workflow:
        query = query.where(m.workflow == bounds.workflow)
    rows: Any = work.session.execute(query).all()
    return sorted((Member(*row) for row in rows), key=lambda member: member.id.encode())


def _grouped(work: Work, bounds: Bounds) -> Any:
    event = records.event.c
    unusual = sa.case((exceptional.fits(work, ANY), 1), else_=0)
    query = (
        sa.select(
            event.matter_id,
            sa.func.min(event.seq).label("first_seq"),
            sa.func.min(event.at).label("opened_at"),
            sa.func.max(event.seq).label("last_seq"),
            sa.func.max(event.at).label("last_at"),
            sa.func.count().label("events"),
            sa.func.sum(unusual).label("exceptions"),
        )
        .where(*_under(work, bounds.size), event.matter_id.is_not(None))
        .group_by(event.matter_id)
    )
    inside = [event.at >= bounds.from_at] if bounds.from_at else []
    inside += [event.at < bounds.until_at] if bounds.until_at else []
    if inside:
        query = query.having(sa.func.sum(sa.case((sa.and_(*inside), 1), else_=0)) > 0)
    return query


def _state(work: Work, bounds: Bounds) -> Any:
    """Where the last move under the checkpoint led."""
    event = records.event.c
    return (
        sa.select(event.to_state)
        .where(
            *_under(work, bounds.size),
            event.matter_id == tables.matter.c.id,
            event.to_state.is_not(None),
        )
        .order_by(event.seq.desc())
        .limit(1)
        .correlate(tables.matter)
        .scalar_subquery()
    )


def counts(work: Work, size: int, opening_types: Iterable[str]) -> Counts:
    """All events under a checkpoint, by whether they are of a matter, and all matters stored."""
    event, m = records.event.c, tables.matter.c
    opening = sa.and_(event.type.in_(list(opening_types)), event.matter_id.is_not(None))
    opens = sa.case((opening, 1), else_=0)
    in_log = sa.select(
        sa.func.count(),
        sa.func.count(event.matter_id),
        sa.func.count(event.matter_id.distinct()),
        sa.func.coalesce(sa.func.sum(opens), 0),
    ).where(*_under(work, size))
    has_one = sa.exists().where(event.organisation_id == m.organisation_id, event.matter_id == m.id)
    without = (
        sa.select(sa.func.count())
        .select_from(tables.matter)
        .where(m.organisation_id == work.organisation_id, ~has_one)
    )
    events, of_matters, matters, openings = work.session.execute(in_log).one()
    return Counts(
        events=events,
        of_matters=of_matters,
        of_no_matter=events - of_matters,
        matters=matters,
        openings=openings,
        matters_without_events=work.session.scalar(without) or 0,
    )


def _under(work: Work, size: int) -> list[Any]:
    event = records.event.c
    return [event.organisation_id == work.organisation_id, event.seq < size]
