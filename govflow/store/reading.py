"""Keeps an officer's unsent words: seen by nobody else, gone once they are sent."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

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
    """Save a draft in place of an earlier one at the same place, whoever comes first."""
    words = {"passage": draft.passage, "text": draft.text, "saved_at": draft.saved_at}
    statement = _insert(work).values(
        id=new_id,
        organisation_id=work.organisation_id,
        request_id=request_id,
        person_id=person_id,
        anchor=draft.anchor,
        **words,
    )
    place = ["request_id", "person_id", "anchor"]
    work.session.execute(statement.on_conflict_do_update(index_elements=place, set_=words))


def _insert(work: Work) -> sqlite.Insert | postgresql.Insert:
    on_sqlite = work.session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(comment_draft) if on_sqlite else postgresql.insert(comment_draft)


def is_sent(work: Work, request_id: str, person_id: str, draft: Draft) -> bool:
    """Whether this person has already sent these very words about this place."""
    c = tables.comment.c
    query = sa.select(sa.literal(1)).where(
        c.organisation_id == work.organisation_id,
        c.request_id == request_id,
        c.made_by_id == person_id,
        c.anchor == draft.anchor,
        c.text == draft.text.strip(),
    )
    return work.session.execute(query.limit(1)).first() is not None


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
