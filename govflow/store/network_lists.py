"""Lists what networks were asked: what still waits, and everything they ever said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from govflow.domain.consultation import Request
from govflow.domain.paper import Decision, PaperVersion
from govflow.store import tables
from govflow.store.unanswered import unanswered
from govflow.store.work import Work

State = tuple[str, int, str]
"""A workflow's key and version, and the name of one of its states."""


@dataclass(frozen=True)
class About:
    """The paper that a request is about, as much of it as a list shows."""

    id: str
    reference: str
    title: str
    workflow: str
    workflow_version: int
    state: str
    decided: bool
    retrospective: bool
    version_number: int | None


def live(work: Work, network_ids: Iterable[str], final: Sequence[State]) -> list[Request]:
    """What a network can still answer, or has replies to mark upon; the first to close first."""
    r = tables.request.c
    query = _asked(network_ids).where(_live(final)).order_by(r.closes_at, r.id)
    return list(work.session.scalars(query))


def earlier(
    work: Work, network_ids: Iterable[str], final: Sequence[State], *, limit: int
) -> list[Request]:
    """What no longer waits for the network, the newest first."""
    r = tables.request.c
    query = _asked(network_ids).where(~_live(final)).order_by(r.invited_at.desc(), r.id)
    return list(work.session.scalars(query.limit(limit)))


def spoken_about(
    work: Work, network_ids: Iterable[str], *, limit: int, offset: int = 0
) -> list[Request]:
    """The requests to which these networks said anything, the newest first."""
    r = tables.request.c
    query = _asked(network_ids).where(_spoke()).order_by(r.invited_at.desc(), r.id)
    return list(work.session.scalars(query.limit(limit).offset(offset)))


def count_spoken_about(work: Work, network_ids: Iterable[str]) -> int:
    """How many requests these networks said anything to."""
    r = tables.request.c
    query = (
        sa.select(sa.func.count())
        .select_from(tables.request)
        .where(
            r.organisation_id == work.organisation_id, r.network_id.in_(list(network_ids)), _spoke()
        )
    )
    return work.session.scalar(query) or 0


def outcomes(work: Work, network_ids: Iterable[str]) -> list[tuple[str | None, bool | None, int]]:
    """How many comments met with each outcome and own mark; an outcome of None has no reply."""
    c, p, r = tables.comment.c, tables.reply.c, tables.request.c
    joined = tables.comment.join(tables.request, c.request_id == r.id).outerjoin(
        tables.reply, p.comment_id == c.id
    )
    query = (
        sa.select(p.outcome, p.answers_point, sa.func.count())
        .select_from(joined)
        .where(r.organisation_id == work.organisation_id, r.network_id.in_(list(network_ids)))
        .group_by(p.outcome, p.answers_point)
    )
    return [(row[0], row[1], row[2]) for row in work.session.execute(query)]


def about(work: Work, requests: Sequence[Request]) -> dict[str, About]:
    """For each request's id, the paper it is about."""
    m, c, r = tables.matter.c, tables.consultation.c, tables.request.c
    joined = tables.request.join(tables.matter, r.matter_id == m.id).join(
        tables.consultation, r.consultation_id == c.id
    )
    query = (
        sa.select(
            r.id.label("request_id"),
            m.id,
            m.reference,
            m.title,
            m.workflow,
            m.workflow_version,
            m.state,
            m.decided,
            c.kind,
            sa.func.coalesce(r.version_number, c.paper_version_number),
        )
        .select_from(joined)
        .where(r.organisation_id == work.organisation_id, r.id.in_([one.id for one in requests]))
    )
    return {
        row[0]: About(*row[1:8], retrospective=row[8] == "retrospective", version_number=row[9])
        for row in work.session.execute(query)
    }


def served(work: Work, requests: Sequence[Request]) -> dict[str, PaperVersion]:
    """For each request's id, the version of the paper that its network was sent."""
    v, c, r = tables.paper_version.c, tables.consultation.c, tables.request.c
    query = (
        sa.select(r.id, PaperVersion)
        .join(tables.request, r.matter_id == v.matter_id)
        .join(tables.consultation, r.consultation_id == c.id)
        .where(v.number == sa.func.coalesce(r.version_number, c.paper_version_number))
        .where(r.id.in_([one.id for one in requests]))
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def decisions(work: Work, matter_ids: Iterable[str]) -> dict[str, Decision]:
    """For each matter's id its decision, where there is one."""
    query = sa.select(Decision).where(tables.decision.c.matter_id.in_(list(matter_ids)))
    return {found.matter_id: found for found in work.session.scalars(query)}


def _asked(network_ids: Iterable[str]) -> sa.Select[Request]:
    return sa.select(Request).where(tables.request.c.network_id.in_(list(network_ids)))


def _live(final: Sequence[State]) -> sa.ColumnElement[bool]:
    r = tables.request.c
    waits = sa.and_(unanswered(r), r.withdrawn_at.is_(None), r.waived_at.is_(None))
    return sa.or_(sa.and_(waits, ~_at_rest(final)), _has_unmarked_reply())


def _at_rest(final: Sequence[State]) -> sa.ColumnElement[bool]:
    m, r = tables.matter.c, tables.request.c
    here = sa.tuple_(m.workflow, m.workflow_version, m.state)
    return sa.exists().where(m.id == r.matter_id, here.in_(list(final)))


def _has_unmarked_reply() -> sa.ColumnElement[bool]:
    c, p, r = tables.comment.c, tables.reply.c, tables.request.c
    return sa.exists().where(c.request_id == r.id, p.comment_id == c.id, p.answers_point.is_(None))


def _spoke() -> sa.ColumnElement[bool]:
    c, r = tables.comment.c, tables.request.c
    return sa.or_(r.position.is_not(None), sa.exists().where(c.request_id == r.id))
