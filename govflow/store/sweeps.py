"""Gathers the facts that the scheduled checks look at, in a fixed number of statements."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from govflow.domain.checks import OpenRequest, UnansweredPaper
from govflow.store import tables
from govflow.store.unanswered import unanswered
from govflow.store.work import Work


def open_requests(work: Work, states: Iterable[str], *, before: datetime) -> list[OpenRequest]:
    """Requests without a position that end before an instant, in consultations still running.

    The conditions repeat those of the partial index ix_request_open, so that a sweep reads only
    what is open, however many consultations lie behind it.
    """
    r, m, c = tables.request.c, tables.matter.c, tables.consultation.c
    commented = sa.exists().where(tables.comment.c.request_id == r.id)
    said = sa.or_(commented, r.co_signed_at.is_not(None))
    query = (
        sa.select(
            r.id, r.matter_id, m.title, r.network_id, r.network_name, r.closes_at,
            said.label("commented"),
        )
        .join(tables.consultation, c.id == r.consultation_id)
        .join(tables.matter, m.id == r.matter_id)
        .where(
            r.organisation_id == work.organisation_id,
            unanswered(r),
            r.waived_at.is_(None),
            r.withdrawn_at.is_(None),
            r.closes_at <= before,
            r.delivery == "sent",
            c.closed_at.is_(None),
            m.organisation_id == work.organisation_id,
            m.kind == "paper",
            m.state.in_(sorted(states)),
        )
    )  # fmt: skip
    return [OpenRequest(**row._mapping) for row in work.session.execute(query)]


def unanswered_papers(work: Work, states: Iterable[str]) -> list[UnansweredPaper]:
    """Undecided papers past their paper deadline with comments that nobody has answered."""
    m, p, g = tables.matter.c, tables.paper.c, tables.meeting.c
    query = (
        sa.select(
            m.id.label("matter_id"), m.title, p.author_id, g.committee_name, g.paper_deadline_at,
            sa.func.count(tables.comment.c.id).label("unanswered"),
        )
        .select_from(tables.matter)
        .join(tables.paper, p.id == m.id)
        .join(tables.meeting, g.id == p.meeting_id)
        .join(tables.comment, tables.comment.c.matter_id == m.id)
        .outerjoin(tables.reply, tables.reply.c.comment_id == tables.comment.c.id)
        .where(
            m.organisation_id == work.organisation_id,
            m.kind == "paper",
            m.state.in_(sorted(states)),
            sa.not_(m.decided),
            g.paper_deadline_at <= work.now,
            tables.reply.c.id.is_(None),
        )
        .group_by(m.id, m.title, p.author_id, g.committee_name, g.paper_deadline_at)
        .order_by(m.id)
    )  # fmt: skip
    return [UnansweredPaper(**row._mapping) for row in work.session.execute(query)]
