"""Lists papers: one line each with its counts, in one statement however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.store import tables
from govflow.store.unanswered import unanswered
from govflow.store.work import Work

OF_MATTER = (
    "id",
    "reference",
    "title",
    "workflow",
    "workflow_version",
    "state",
    "state_since_at",
    "created_at",
    "facts",
)
OF_PAPER = (
    "author_id",
    "author_name",
    "executive_lead_id",
    "executive_lead_name",
    "meeting_id",
)
OF_MEETING = ("committee_name", "held_at", "paper_deadline_at")


@dataclass(frozen=True)
class Line:
    """One line of a list of papers; instants are UTC."""

    id: str
    reference: str
    title: str
    workflow: str
    workflow_version: int
    state: str
    state_since_at: datetime
    created_at: datetime
    facts: dict[str, Any]
    author_id: str
    author_name: str
    executive_lead_id: str | None
    executive_lead_name: str
    kind: str
    meeting_id: str | None
    committee_name: str | None
    held_at: datetime | None
    paper_deadline_at: datetime | None
    closes_at: datetime | None
    asked: int
    waiting: int
    unanswered: int
    late: int
    open_extensions: int


def _per_matter(now: datetime, among: list[str] | None) -> sa.Subquery:
    asked = tables.request.c
    waits = sa.and_(unanswered(asked), asked.waived_at.is_(None), asked.withdrawn_at.is_(None))
    return (
        sa.select(
            asked.matter_id,
            sa.func.count().label("asked"),
            sa.func.max(asked.closes_at).label("closes_at"),
            sa.func.sum(sa.case((sa.and_(waits, asked.closes_at > now), 1), else_=0)).label(
                "waiting"
            ),
        )
        .where(*_among(asked.matter_id, among))
        .group_by(asked.matter_id)
        .subquery()
    )


def _among(column: Any, among: list[str] | None) -> list[Any]:
    return [] if among is None else [column.in_(among)]


def _comments_waiting(among: list[str] | None) -> sa.Subquery:
    said = tables.comment.c
    late = sa.case((said.late, 1), else_=0)
    return (
        sa.select(
            said.matter_id, sa.func.count().label("unanswered"), sa.func.sum(late).label("late")
        )
        .outerjoin(tables.reply, tables.reply.c.comment_id == said.id)
        .where(tables.reply.c.id.is_(None), *_among(said.matter_id, among))
        .group_by(said.matter_id)
        .subquery()
    )


def _extensions_waiting(among: list[str] | None) -> sa.Subquery:
    asked = tables.request.c
    return (
        sa.select(asked.matter_id, sa.func.count().label("open_extensions"))
        .join(tables.extension, tables.extension.c.request_id == asked.id)
        .where(tables.extension.c.granted.is_(None), *_among(asked.matter_id, among))
        .group_by(asked.matter_id)
        .subquery()
    )


def lines(
    work: Work,
    *conditions: Any,
    order: Sequence[Any] = (),
    limit: int | None = None,
    offset: int = 0,
    among: Iterable[str] | None = None,
) -> list[Line]:
    """Papers as list lines, in one statement however many there are.

    `among` narrows to papers already chosen, so that only their requests are counted; `late`
    counts the late comments among the unanswered ones.
    """
    m = tables.matter.c
    ids = None if among is None else list(among)
    query = (
        _lines(work.now, ids)
        .where(m.organisation_id == work.organisation_id, *_among(m.id, ids), *conditions)
        .order_by(*(order or (m.state_since_at, m.id)))
        .offset(offset)
    )
    rows = work.session.execute(query if limit is None else query.limit(limit))
    return [Line(**row._mapping) for row in rows]


def _lines(now: datetime, ids: list[str] | None) -> sa.Select[Any]:
    m, p, g = tables.matter.c, tables.paper.c, tables.meeting.c
    counts = _per_matter(now, ids)
    comments, more = _comments_waiting(ids), _extensions_waiting(ids)
    return (
        sa.select(
            *(m[name] for name in OF_MATTER),
            *(p[name] for name in OF_PAPER),
            p.draft["kind"].as_string().label("kind"),
            *(g[name] for name in OF_MEETING),
            counts.c.closes_at,
            sa.func.coalesce(counts.c.asked, 0).label("asked"),
            sa.func.coalesce(counts.c.waiting, 0).label("waiting"),
            sa.func.coalesce(comments.c.unanswered, 0).label("unanswered"),
            sa.func.coalesce(comments.c.late, 0).label("late"),
            sa.func.coalesce(more.c.open_extensions, 0).label("open_extensions"),
        )
        .select_from(tables.matter)
        .join(tables.paper, p.id == m.id)
        .outerjoin(tables.meeting, g.id == p.meeting_id)
        .outerjoin(counts, counts.c.matter_id == m.id)
        .outerjoin(comments, comments.c.matter_id == m.id)
        .outerjoin(more, more.c.matter_id == m.id)
    )


def state_counts(work: Work) -> dict[tuple[str, str], int]:
    """How many papers stand in each (workflow, state)."""
    m = tables.matter.c
    rows = work.session.execute(
        sa.select(m.workflow, m.state, sa.func.count())
        .where(m.organisation_id == work.organisation_id, m.kind == "paper")
        .group_by(m.workflow, m.state)
    )
    return {(row[0], row[1]): row[2] for row in rows}
