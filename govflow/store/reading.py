"""Keeps an officer's unsent words: seen by nobody else, gone once they are sent."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from govflow.store import tables
from govflow.store.reading_tables import comment_draft
from govflow.store.work import Work

DRAFT = comment_draft.c


@dataclass(frozen=True)
class Draft:
    """A comment not sent yet: on `anchor`, or on the whole paper; saved at a UTC instant."""

    anchor: str
    passage: str
    text: str
    saved_at: datetime


def _mine(work: Work, request_id: str, person_id: str) -> list[sa.ColumnElement[bool]]:
    return [
        DRAFT.organisation_id == work.organisation_id,
        DRAFT.request_id == request_id,
        DRAFT.person_id == person_id,
    ]


def drafts(work: Work, request_id: str, person_id: str) -> list[Draft]:
    """This person's own drafts for a request, by the place they are about."""
    query = (
        sa.select(DRAFT.anchor, DRAFT.passage, DRAFT.text, DRAFT.saved_at)
        .where(*_mine(work, request_id, person_id))
        .order_by(DRAFT.anchor)
    )
    return [Draft(*row) for row in work.session.execute(query)]


def keep(work: Work, new_id: str, request_id: str, person_id: str, draft: Draft) -> None:
    """Save a draft in place of an earlier one at the same place."""
    drop(work, request_id, person_id, draft.anchor)
    work.session.execute(
        comment_draft.insert().values(
            id=new_id,
            organisation_id=work.organisation_id,
            request_id=request_id,
            person_id=person_id,
            anchor=draft.anchor,
            passage=draft.passage,
            text=draft.text,
            saved_at=draft.saved_at,
        )
    )


def drop(work: Work, request_id: str, person_id: str, anchor: str) -> None:
    """Destroy a draft, if there is one."""
    work.session.execute(
        comment_draft.delete().where(*_mine(work, request_id, person_id), DRAFT.anchor == anchor)
    )


def drop_of_rounds_closed_before(work: Work, closed_before: datetime) -> int:
    """Destroy every draft of a consultation that was closed before an instant; how many."""
    q, c = tables.request.c, tables.consultation.c
    over = (
        sa.select(q.id)
        .join(tables.consultation, c.id == q.consultation_id)
        .where(c.closed_at < closed_before)
    )
    gone = comment_draft.delete().where(
        DRAFT.organisation_id == work.organisation_id, DRAFT.request_id.in_(over)
    )
    return len(work.session.execute(gone.returning(DRAFT.id)).all())
