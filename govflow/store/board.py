"""Finds what the secretary's board shows: which papers, how many in each state, in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.risk import ASKING, BEFORE_ASKING, READY, UNDER_WAY
from govflow.store import tables
from govflow.store.unanswered import unanswered
from govflow.store.work import Work

Place = tuple[str, str]
"""A workflow and one of its states."""

LONGER_WINDOW = "organisational_change"


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The instants (UTC) against which risk is judged; the same facts as in domain/risk.py."""

    now: datetime
    shortest_close_at: datetime
    shortest_close_of_change_at: datetime
    meetings_without_clear_days: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the filters ask for; empty means everything among `places`."""

    places: Sequence[Place]
    committee_id: str = ""
    meeting_id: str = ""
    text: str = ""
    at_risk: bool = False


def counts(work: Work, wanted: Wanted, dates: Dates) -> dict[Place, tuple[int, int]]:
    """For each workflow and state, how many papers, and how many of them are at risk."""
    m, risk = tables.matter.c, _risk(dates)
    query = _papers(
        sa.select(m.workflow, m.state, sa.func.count(), sa.func.sum(risk)), work, wanted, risk
    ).group_by(m.workflow, m.state)
    return {(row[0], row[1]): (row[2], row[3]) for row in work.session.execute(query)}


def first_of_each(work: Work, wanted: Wanted, dates: Dates, most: int) -> list[str]:
    """The ids of the first papers of every state, those at risk before the others."""
    m, risk = tables.matter.c, _risk(dates)
    place = sa.func.row_number().over(partition_by=(m.workflow, m.state), order_by=_order(risk))
    ranked = _papers(sa.select(m.id, place.label("place")), work, wanted, risk).subquery()
    query = sa.select(ranked.c.id).where(ranked.c.place <= most).order_by(ranked.c.place)
    return list(work.session.scalars(query))


def page(work: Work, wanted: Wanted, dates: Dates, *, limit: int, offset: int) -> list[str]:
    """The ids of one page of papers, those at risk before the others."""
    risk = _risk(dates)
    query = _papers(sa.select(tables.matter.c.id), work, wanted, risk)
    return list(work.session.scalars(query.order_by(*_order(risk)).limit(limit).offset(offset)))


def _papers(query: Any, work: Work, wanted: Wanted, risk: sa.ColumnElement[int]) -> Any:
    m, p, g = tables.matter.c, tables.paper.c, tables.meeting.c
    joined = query.select_from(
        tables.matter.join(tables.paper, p.id == m.id).outerjoin(
            tables.meeting, g.id == p.meeting_id
        )
    ).where(m.organisation_id == work.organisation_id, m.kind == "paper")
    return joined.where(*_conditions(wanted, risk))


def _conditions(wanted: Wanted, risk: sa.ColumnElement[int]) -> list[Any]:
    m, p, g = tables.matter.c, tables.paper.c, tables.meeting.c
    found: list[Any] = [_in_places(wanted.places)]
    if wanted.committee_id:
        found.append(g.committee_id == wanted.committee_id)
    if wanted.meeting_id:
        found.append(p.meeting_id == wanted.meeting_id)
    if wanted.at_risk:
        found.append(risk == 1)
    for word in wanted.text.split():
        columns = (m.title, m.reference, p.author_name, p.executive_lead_name)
        found.append(sa.or_(*(c.icontains(word, autoescape=True) for c in columns)))
    return found


def _in_places(places: Sequence[Place]) -> sa.ColumnElement[bool]:
    m = tables.matter.c
    states: dict[str, list[str]] = {}
    for workflow, state in places:
        states.setdefault(workflow, []).append(state)
    each = [sa.and_(m.workflow == key, m.state.in_(names)) for key, names in states.items()]
    return sa.or_(sa.false(), *each)


def _risk(dates: Dates) -> sa.ColumnElement[int]:
    """1 where domain/risk.py would give a sentence; a test holds the two together."""
    m, p, g = tables.matter.c, tables.paper.c, tables.meeting.c
    last_close = (
        sa.select(sa.func.max(tables.request.c.closes_at))
        .where(tables.request.c.matter_id == m.id)
        .scalar_subquery()
    )
    # The kind lies inside the document's text, so it is read only where it can matter.
    of_change = sa.and_(
        g.paper_deadline_at < dates.shortest_close_of_change_at,
        p.draft["kind"].as_string() == LONGER_WINDOW,
    )
    no_room = sa.or_(g.paper_deadline_at < dates.shortest_close_at, of_change)
    return sa.case(
        (sa.and_(m.state.in_(UNDER_WAY), g.paper_deadline_at < dates.now), 1),
        (sa.and_(m.state.in_(BEFORE_ASKING), no_room), 1),
        (sa.and_(m.state == ASKING, last_close > g.paper_deadline_at), 1),
        (sa.and_(m.state == READY, g.id.in_(dates.meetings_without_clear_days)), 1),
        else_=0,
    )


def _order(risk: sa.ColumnElement[int]) -> tuple[Any, ...]:
    m, g = tables.matter.c, tables.meeting.c
    return risk.desc(), g.held_at.asc().nulls_last(), m.state_since_at, m.id


def papers_for(work: Work, places: Sequence[Place]) -> Mapping[str, int]:
    """For each meeting, how many papers in these states are meant for it."""
    m, p = tables.matter.c, tables.paper.c
    query = (
        sa.select(p.meeting_id, sa.func.count())
        .select_from(tables.matter.join(tables.paper, p.id == m.id))
        .where(m.organisation_id == work.organisation_id, p.meeting_id.is_not(None))
        .where(_in_places(places))
        .group_by(p.meeting_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def open_requests(work: Work) -> Mapping[str, int]:
    """For each network, how many requests still wait for it inside their window."""
    r = tables.request.c
    query = (
        sa.select(r.network_id, sa.func.count())
        .where(r.organisation_id == work.organisation_id, r.closes_at > work.now)
        .where(unanswered(r), r.waived_at.is_(None), r.withdrawn_at.is_(None))
        .group_by(r.network_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


@dataclass(frozen=True)
class Unreached:
    """A network asked that nobody could answer for; its paper cannot go on until somebody acts."""

    request_id: str
    matter_id: str
    reference: str
    title: str
    network_name: str


def unreached(work: Work) -> list[Unreached]:
    """Every open request that never reached anybody, oldest first."""
    r, m = tables.request.c, tables.matter.c
    query = (
        sa.select(r.id, m.id, m.reference, m.title, r.network_name)
        .select_from(tables.request.join(tables.matter, m.id == r.matter_id))
        .where(r.organisation_id == work.organisation_id, r.delivery != "sent")
        .where(r.position.is_(None), r.waived_at.is_(None), r.withdrawn_at.is_(None))
        .where(m.state.in_((ASKING, "decided_urgently")))
        .order_by(r.invited_at, r.id)
    )
    return [Unreached(*row) for row in work.session.execute(query)]


def following(work: Work, matter_id: str) -> tuple[str, str] | None:
    """The id and reference of the matter that carries this one on, if any."""
    m = tables.matter.c
    query = sa.select(m.id, m.reference).where(
        m.organisation_id == work.organisation_id, m.continues_matter_id == matter_id
    )
    row = work.session.execute(query.limit(1)).first()
    return (row[0], row[1]) if row else None
