"""Finds papers, reviews, consultations and what the board of papers shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.consultation import Comment, Consultation, Request
from govflow.domain.errors import NotFound
from govflow.domain.matter import Matter
from govflow.domain.paper import Paper
from govflow.domain.review import Review
from govflow.store import records, tables
from govflow.store.work import Work


def matter(work: Work, matter_id: str) -> Matter:
    """The matter of whatever kind, or NotFound."""
    found = work.session.scalars(
        sa.select(Matter).where(tables.matter.c.id == matter_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such matter.")
    return found


def paper(work: Work, matter_id: str) -> Paper:
    """The paper, or NotFound."""
    found = work.session.scalars(
        sa.select(Paper).where(tables.matter.c.id == matter_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such paper.")
    return found


def review(work: Work, matter_id: str) -> Review:
    """The review, or NotFound."""
    found = work.session.scalars(
        sa.select(Review).where(tables.matter.c.id == matter_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such governance review.")
    return found


def reviews(work: Work) -> list[Review]:
    """Every governance review, oldest first."""
    return list(work.session.scalars(sa.select(Review).order_by(tables.matter.c.created_at)))


def consultation_of(work: Work, matter_id: str) -> Consultation | None:
    """The latest round of asking about a matter."""
    table = tables.consultation.c
    query = (
        sa.select(Consultation)
        .where(table.matter_id == matter_id)
        .order_by(table.planned_at.desc(), table.id)
        .limit(1)
    )
    return work.session.scalars(query).one_or_none()


def consultations_of(work: Work, matter_ids: Iterable[str]) -> dict[str, Consultation]:
    """The latest round of each matter."""
    table = tables.consultation.c
    query = (
        sa.select(Consultation)
        .where(table.matter_id.in_(list(matter_ids)))
        .order_by(table.planned_at)
    )
    return {c.matter_id: c for c in work.session.scalars(query)}


def request(work: Work, request_id: str) -> Request:
    """The request, or NotFound."""
    found = work.session.scalars(
        sa.select(Request).where(tables.request.c.id == request_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such request.")
    return found


def requests_to(work: Work, network_ids: Iterable[str]) -> list[Request]:
    """Everything these networks were ever asked, newest first."""
    table = tables.request.c
    query = (
        sa.select(Request)
        .where(table.network_id.in_(list(network_ids)))
        .order_by(table.invited_at.desc(), table.id)
    )
    return list(work.session.scalars(query))


def comment(work: Work, comment_id: str) -> Comment:
    """The comment, or NotFound."""
    found = work.session.scalars(
        sa.select(Comment).where(tables.comment.c.id == comment_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such comment.")
    return found


def next_reference(work: Work, year: int) -> str:
    """The organisation's next paper reference of a year, such as 2026/014."""
    table = tables.matter.c
    last = work.session.scalar(
        sa.select(sa.func.max(table.reference)).where(
            table.organisation_id == work.organisation_id, table.reference.like(f"{year}/%")
        )
    )
    number = int(last.split("/")[1]) + 1 if last else 1
    return f"{year}/{number:04d}"


def who_did(work: Work, matter_id: str) -> dict[str, frozenset[str]]:
    """For each action ever taken on a matter, the people who took it."""
    table = records.event.c
    rows = work.session.execute(
        sa.select(table.action, table.actor_id).where(
            table.organisation_id == work.organisation_id,
            table.matter_id == matter_id,
            table.action.is_not(None),
        )
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.action, set()).add(row.actor_id)
    return {action: frozenset(ids) for action, ids in found.items()}


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
    open_extensions: int


def _per_matter(now: datetime) -> sa.Subquery:
    asked = tables.request.c
    unanswered = sa.and_(
        asked.position.is_(None), asked.waived_at.is_(None), asked.withdrawn_at.is_(None)
    )
    return (
        sa.select(
            asked.matter_id,
            sa.func.count().label("asked"),
            sa.func.max(asked.closes_at).label("closes_at"),
            sa.func.sum(sa.case((sa.and_(unanswered, asked.closes_at > now), 1), else_=0)).label(
                "waiting"
            ),
        )
        .group_by(asked.matter_id)
        .subquery()
    )


def _comments_waiting() -> sa.Subquery:
    return (
        sa.select(tables.comment.c.matter_id, sa.func.count().label("unanswered"))
        .outerjoin(tables.reply, tables.reply.c.comment_id == tables.comment.c.id)
        .where(tables.reply.c.id.is_(None))
        .group_by(tables.comment.c.matter_id)
        .subquery()
    )


def _extensions_waiting() -> sa.Subquery:
    return (
        sa.select(tables.request.c.matter_id, sa.func.count().label("open_extensions"))
        .join(tables.extension, tables.extension.c.request_id == tables.request.c.id)
        .where(tables.extension.c.granted.is_(None))
        .group_by(tables.request.c.matter_id)
        .subquery()
    )


def lines(
    work: Work,
    *conditions: Any,
    order: Sequence[Any] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[Line]:
    """Papers as list lines, in one statement however many there are."""
    m, p, g = tables.matter.c, tables.paper.c, tables.meeting.c
    counts, comments, more = _per_matter(work.now), _comments_waiting(), _extensions_waiting()
    query = (
        sa.select(
            m.id,
            m.reference,
            m.title,
            m.workflow,
            m.workflow_version,
            m.state,
            m.state_since_at,
            p.author_id,
            p.author_name,
            p.executive_lead_id,
            p.executive_lead_name,
            p.draft["kind"].as_string().label("kind"),
            p.meeting_id,
            g.committee_name,
            g.held_at,
            g.paper_deadline_at,
            counts.c.closes_at,
            sa.func.coalesce(counts.c.asked, 0).label("asked"),
            sa.func.coalesce(counts.c.waiting, 0).label("waiting"),
            sa.func.coalesce(comments.c.unanswered, 0).label("unanswered"),
            sa.func.coalesce(more.c.open_extensions, 0).label("open_extensions"),
        )
        .select_from(tables.matter)
        .join(tables.paper, p.id == m.id)
        .outerjoin(tables.meeting, g.id == p.meeting_id)
        .outerjoin(counts, counts.c.matter_id == m.id)
        .outerjoin(comments, comments.c.matter_id == m.id)
        .outerjoin(more, more.c.matter_id == m.id)
        .where(m.organisation_id == work.organisation_id, *conditions)
        .order_by(*(order or (m.state_since_at, m.id)))
        .offset(offset)
    )
    rows = work.session.execute(query if limit is None else query.limit(limit))
    return [Line(**row._mapping) for row in rows]


def state_counts(work: Work) -> dict[tuple[str, str], int]:
    """How many papers stand in each (workflow, state)."""
    m = tables.matter.c
    rows = work.session.execute(
        sa.select(m.workflow, m.state, sa.func.count())
        .where(m.organisation_id == work.organisation_id, m.kind == "paper")
        .group_by(m.workflow, m.state)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def pins(work: Work) -> list[tuple[str, int, str]]:
    """Each workflow key, version and hash that some matter is pinned to."""
    m = tables.matter.c
    rows = work.session.execute(
        sa.select(m.workflow, m.workflow_version, m.workflow_hash).distinct()
    )
    return [(row[0], row[1], row[2]) for row in rows]


def put_blob(work: Work, sha256: str, data: bytes) -> None:
    """Keep a file's bytes once per organisation."""
    table = tables.blob
    found = work.session.scalar(
        sa.select(table.c.sha256).where(
            table.c.organisation_id == work.organisation_id, table.c.sha256 == sha256
        )
    )
    if found is None:
        work.session.execute(
            table.insert().values(organisation_id=work.organisation_id, sha256=sha256, data=data)
        )


def blob(work: Work, sha256: str) -> bytes:
    """A file's bytes, or NotFound."""
    table = tables.blob.c
    data = work.session.scalar(
        sa.select(table.data).where(
            table.organisation_id == work.organisation_id, table.sha256 == sha256
        )
    )
    if data is None:
        raise NotFound("There is no such file.")
    return bytes(data)
