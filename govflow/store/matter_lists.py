"""Lists every matter, of whatever kind: for those who look over all of them, and for one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.procedure import Procedure
from govflow.store import records, tables
from govflow.store.unanswered import unanswered
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


@dataclass(frozen=True, kw_only=True)
class PapersWanted:
    """Papers in these states; with a person, only their own and those in `asked`."""

    places: Sequence[tuple[str, str]]
    person_id: str = ""
    asked: frozenset[str] = frozenset()


def papers(work: Work, wanted: PapersWanted, *, limit: int) -> list[str]:
    """The ids of papers, the longest waiting first."""
    m, p = tables.matter.c, tables.paper.c
    mine = sa.or_(
        p.author_id == wanted.person_id,
        p.executive_lead_id == wanted.person_id,
        m.id.in_(sorted(wanted.asked)),
    )
    query = (
        sa.select(m.id)
        .join(tables.paper, p.id == m.id)
        .where(
            m.organisation_id == work.organisation_id,
            sa.tuple_(m.workflow, m.state).in_(wanted.places),
            *([mine] if wanted.person_id else ()),
        )
        .order_by(m.state_since_at, m.id)
        .limit(limit)
    )
    return list(work.session.scalars(query))


def asked_of(work: Work, person_id: str, day: date) -> frozenset[str]:
    """The matters on which a network, for which this person may speak, still has a say."""
    r, o = tables.request.c, tables.officer.c
    query = (
        sa.select(r.matter_id)
        .join(tables.officer, o.network_id == r.network_id)
        .where(
            r.organisation_id == work.organisation_id,
            o.person_id == person_id,
            o.starts_on <= day,
            sa.or_(o.ends_on.is_(None), o.ends_on >= day),
            unanswered(r),
            r.waived_at.is_(None),
            r.withdrawn_at.is_(None),
        )
    )
    return frozenset(work.session.scalars(query))


@dataclass(frozen=True, kw_only=True)
class ProceduresWanted:
    """Every procedure of some workflows, and those a person opened or is named in by a fact."""

    all_of: frozenset[str]
    person_id: str
    named_in: frozenset[str]
    workflow: str = ""


def procedures(work: Work, wanted: ProceduresWanted, *, limit: int) -> list[Procedure]:
    """The newest first."""
    m = tables.matter.c
    mine = sa.or_(
        m.workflow.in_(sorted(wanted.all_of)),
        tables.procedure.c.opened_by_id == wanted.person_id,
        *(m.facts[fact].as_string() == wanted.person_id for fact in sorted(wanted.named_in)),
    )
    query = sa.select(Procedure).where(mine).order_by(m.created_at.desc(), m.id).limit(limit)
    if wanted.workflow:
        query = query.where(m.workflow == wanted.workflow)
    return list(work.session.scalars(query))


def procedures_in(work: Work, places: Sequence[tuple[str, int, str]]) -> list[Procedure]:
    """The procedures in these workflows, versions and states."""
    m = tables.matter.c
    place = sa.tuple_(m.workflow, m.workflow_version, m.state)
    return list(work.session.scalars(sa.select(Procedure).where(place.in_(places))))


def standing_in(work: Work, places: Sequence[tuple[str, int, str]]) -> list[str]:
    """The ids of matters in these workflows, versions and states, the longest waiting first."""
    m = tables.matter.c
    query = (
        sa.select(m.id)
        .where(
            m.organisation_id == work.organisation_id,
            sa.tuple_(m.workflow, m.workflow_version, m.state).in_(places),
        )
        .order_by(m.state_since_at, m.id)
    )
    return list(work.session.scalars(query))


def standing(work: Work) -> list[tuple[str, int, str, int]]:
    """Each workflow, version and state, with how many matters stand there."""
    m = tables.matter.c
    query = (
        sa.select(m.workflow, m.workflow_version, m.state, sa.func.count())
        .where(m.organisation_id == work.organisation_id)
        .group_by(m.workflow, m.workflow_version, m.state)
    )
    return [(r[0], r[1], r[2], r[3]) for r in work.session.execute(query)]
