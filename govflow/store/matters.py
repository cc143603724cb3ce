"""Finds papers, reviews, consultations, requests and files."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import lazyload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from govflow.domain.consultation import Comment, Consultation, Request
from govflow.domain.errors import NotFound
from govflow.domain.matter import Matter
from govflow.domain.paper import Paper
from govflow.domain.review import Review
from govflow.store import records, tables
from govflow.store.lines import Line, lines, state_counts
from govflow.store.work import Work

__all__ = ["Line", "lines", "state_counts"]  # found here by everybody who lists papers


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


def consultation_of(work: Work, matter_id: str, *, with_words: bool = True) -> Consultation | None:
    """The latest round of asking about a matter.

    Without its words nothing that was said in it is read; only when somebody looks for it.
    """
    table = tables.consultation.c
    query = (
        sa.select(Consultation)
        .where(table.matter_id == matter_id)
        .order_by(table.planned_at.desc(), table.id)
        .limit(1)
    )
    if not with_words:
        requests: Any = Consultation.requests
        query = query.options(selectinload(requests).options(*_words_later()))
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


def _words_later() -> list[_AbstractLoad]:
    said: list[Any] = [
        *(Request.comments, Request.questions, Request.extensions),
        *(Request.formats, Request.pauses, Request.positions, Request.changes),
    ]
    return [lazyload(each) for each in said]


def request(work: Work, request_id: str, *, with_words: bool = True) -> Request:
    """The request, or NotFound; `with_words` as in `consultation_of`."""
    query = sa.select(Request).where(tables.request.c.id == request_id)
    if not with_words:
        query = query.options(*_words_later())
    found = work.session.scalars(query).one_or_none()
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


def states(work: Work) -> dict[str, str]:
    """Where every matter stands, by its id."""
    m = tables.matter.c
    query = sa.select(m.id, m.state).where(m.organisation_id == work.organisation_id)
    return {row[0]: row[1] for row in work.session.execute(query)}


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
