"""Lists every matter, of whatever kind, for those who look over all of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.store import records, tables
from govflow.store.work import Work


@dataclass(frozen=True, kw_only=True)
class MattersWanted:
    """Which matters are wanted; an empty value wants all."""

    text: str = ""
    kind: str = ""
    state: str = ""
    network_id: str = ""


@dataclass(frozen=True)
class MatterLine:
    """One matter in a list; instants are UTC, `events` counts what its trail holds."""

    id: str
    kind: str
    reference: str
    title: str
    workflow: str
    workflow_version: int
    state: str
    state_since_at: datetime
    events: int


def count(work: Work, wanted: MattersWanted) -> int:
    """How many matters are wanted."""
    query = sa.select(sa.func.count()).select_from(tables.matter)
    return work.session.scalar(query.where(*_conditions(work, wanted))) or 0


def lines(work: Work, wanted: MattersWanted, *, limit: int, offset: int = 0) -> list[MatterLine]:
    """The matters, the newest reference first, with the length of each trail."""
    m, e = tables.matter.c, records.event.c
    events = (
        sa.select(sa.func.count())
        .where(e.organisation_id == m.organisation_id, e.matter_id == m.id)
        .scalar_subquery()
    )
    query = (
        sa.select(
            m.id,
            m.kind,
            m.reference,
            m.title,
            m.workflow,
            m.workflow_version,
            m.state,
            m.state_since_at,
            events.label("events"),
        )
        .where(*_conditions(work, wanted))
        .order_by(m.reference.desc())
        .limit(limit)
        .offset(offset)
    )
    return [MatterLine(*row) for row in work.session.execute(query)]


def states(work: Work) -> list[tuple[str, int, str]]:
    """Each workflow, version and state in which some matter stands."""
    m = tables.matter.c
    query = sa.select(m.workflow, m.workflow_version, m.state).where(
        m.organisation_id == work.organisation_id
    )
    return [(r[0], r[1], r[2]) for r in work.session.execute(query.distinct())]


def _conditions(work: Work, wanted: MattersWanted) -> list[Any]:
    m, r = tables.matter.c, tables.request.c
    asked = sa.exists().where(r.matter_id == m.id, r.network_id == wanted.network_id)
    found: list[tuple[str, Any]] = [
        (wanted.kind, m.kind == wanted.kind),
        (wanted.state, m.state == wanted.state),
        (wanted.network_id, asked),
        (wanted.text, _says(wanted.text)),
    ]
    own = m.organisation_id == work.organisation_id
    return [own, *(condition for wish, condition in found if wish)]


def _says(text: str) -> Any:
    m = tables.matter.c
    return sa.or_(
        m.title.icontains(text, autoescape=True), m.reference.icontains(text, autoescape=True)
    )
