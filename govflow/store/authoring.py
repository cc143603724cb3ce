"""Finds what authors and executive leads have on their desks, in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from govflow.domain.document import Document
from govflow.store import tables
from govflow.store.lines import Line, lines
from govflow.store.work import Work

Place = tuple[str, str]
"""A workflow and one of its states."""


@dataclass(frozen=True)
class Working:
    """The working copy of a paper, with what stands beside it on the front sheet."""

    document: Document
    executive_lead_id: str | None
    meeting_id: str | None


def in_motion(work: Work, person_id: str, ended: Sequence[Place]) -> list[Line]:
    """The person's papers that have not ended, the longest waiting first."""
    return lines(work, _own(person_id), sa.not_(_in(ended)))


def count_ended(work: Work, person_id: str, ended: Sequence[Place]) -> int:
    """How many of the person's papers have ended."""
    query = (
        sa.select(sa.func.count())
        .select_from(tables.matter)
        .join(tables.paper, tables.paper.c.id == tables.matter.c.id)
        .where(tables.matter.c.organisation_id == work.organisation_id, _own(person_id), _in(ended))
    )
    return work.session.scalar(query) or 0


def over(
    work: Work, person_id: str, ended: Sequence[Place], *, limit: int, offset: int
) -> list[Line]:
    """The person's papers that have ended, the newest first."""
    m = tables.matter.c
    order = (m.state_since_at.desc(), m.id)
    return lines(work, _own(person_id), _in(ended), order=order, limit=limit, offset=offset)


def open_questions(work: Work, matter_ids: Iterable[str]) -> dict[str, int]:
    """For each matter, how many questions of networks have no answer."""
    q, r = tables.question.c, tables.request.c
    query = (
        sa.select(r.matter_id, sa.func.count())
        .join(tables.question, q.request_id == r.id)
        .where(
            r.organisation_id == work.organisation_id,
            r.matter_id.in_(list(matter_ids)),
            q.answered_at.is_(None),
        )
        .group_by(r.matter_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def working_copies(work: Work, matter_ids: Iterable[str]) -> dict[str, Working]:
    """The working copies of these papers."""
    p = tables.paper.c
    query = sa.select(p.id, p.draft, p.executive_lead_id, p.meeting_id).where(
        p.organisation_id == work.organisation_id, p.id.in_(list(matter_ids))
    )
    return {row[0]: Working(*row[1:]) for row in work.session.execute(query)}


def _own(person_id: str) -> Any:
    p = tables.paper.c
    return sa.or_(p.author_id == person_id, p.executive_lead_id == person_id)


def _in(places: Sequence[Place]) -> Any:
    m = tables.matter.c
    return sa.or_(
        sa.false(), *(sa.and_(m.workflow == key, m.state == state) for key, state in places)
    )
