"""Keeps members' notes without author, time or order, and what each request needs beside them."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.members import Note, Voice
from govflow.store import records, tables
from govflow.store.work import Work

VOICE = records.members_voice
NOTE = records.members_note


def _own(work: Work, voice_id: str) -> list[sa.ColumnElement[bool]]:
    return [VOICE.c.id == voice_id, VOICE.c.organisation_id == work.organisation_id]


def _notes(work: Work, request_id: str) -> list[sa.ColumnElement[bool]]:
    return [NOTE.c.request_id == request_id, NOTE.c.organisation_id == work.organisation_id]


def voice(work: Work, request_id: str) -> Voice | None:
    """What a request keeps for its members, if anything yet."""
    query = sa.select(VOICE).where(
        VOICE.c.request_id == request_id, VOICE.c.organisation_id == work.organisation_id
    )
    row = work.session.execute(query).mappings().one_or_none()
    return Voice(**row) if row else None


def behind(work: Work, token_hash: str) -> Voice | None:
    """The voice behind a link; `work` belongs to no organisation yet."""
    row = work.session.execute(sa.select(VOICE).where(VOICE.c.token_hash == token_hash))
    found = row.mappings().one_or_none()
    return Voice(**found) if found else None


def unfinished(work: Work) -> list[Voice]:
    """Voices that had a link and whose notes have not all been shown, in no telling order."""
    query = (
        sa.select(VOICE)
        .where(
            VOICE.c.organisation_id == work.organisation_id,
            VOICE.c.seed != "",
            VOICE.c.shown_at_close.is_(False),
            VOICE.c.destroyed_at.is_(None),
        )
        .order_by(VOICE.c.id)
    )
    return [Voice(**row) for row in work.session.execute(query).mappings()]


def of_closed_rounds(work: Work) -> list[tuple[Voice, datetime]]:
    """Voices not destroyed yet whose consultation was closed, each with that instant (UTC)."""
    q, c = tables.request.c, tables.consultation.c
    query = (
        sa.select(VOICE, c.closed_at.label("round_closed_at"))
        .join(tables.request, q.id == VOICE.c.request_id)
        .join(tables.consultation, c.id == q.consultation_id)
        .where(
            VOICE.c.organisation_id == work.organisation_id,
            VOICE.c.destroyed_at.is_(None),
            c.closed_at.is_not(None),
        )
        .order_by(VOICE.c.id)
    )
    rows = [dict(row) for row in work.session.execute(query).mappings()]
    closings = [row.pop("round_closed_at") for row in rows]
    return [(Voice(**row), at) for row, at in zip(rows, closings, strict=True)]


def add(work: Work, made: Voice) -> None:
    """Keep a new voice."""
    work.session.execute(VOICE.insert().values(asdict(made)))


def relink(work: Work, voice_id: str, **values: Any) -> None:
    """Another link, or none: whatever stood there before no longer opens anything."""
    work.session.execute(VOICE.update().where(*_own(work, voice_id)).values(**values))


def claim_day(work: Work, voice_id: str, day: date) -> bool:
    """True for the first who looks at a voice on that day; everybody later is told no."""
    unseen = sa.or_(VOICE.c.looked_on.is_(None), VOICE.c.looked_on < day)
    return _claimed(work, voice_id, unseen, looked_on=day)


def claim_close(work: Work, voice_id: str) -> bool:
    """True for the first who closes a voice for good; its link opens nothing any more."""
    unclosed = VOICE.c.shown_at_close.is_(False)
    return _claimed(work, voice_id, unclosed, shown_at_close=True, token_hash=None)


def _claimed(
    work: Work, voice_id: str, still: sa.ColumnElement[bool], **values: date | bool | str | None
) -> bool:
    step = VOICE.update().where(*_own(work, voice_id), still).values(**values)
    return work.session.execute(step.returning(VOICE.c.id)).one_or_none() is not None


def keep(work: Work, request_id: str, note_id: str, text: str) -> None:
    """Keep a note; there is nothing else about it to keep."""
    work.session.execute(
        NOTE.insert().values(
            id=note_id,
            organisation_id=work.organisation_id,
            request_id=request_id,
            text=text,
            batch=None,
        )
    )


def is_full(work: Work, request_id: str, most: int) -> bool:
    """Whether a request holds as many notes as it may."""
    query = sa.select(sa.func.count()).select_from(NOTE).where(*_notes(work, request_id))
    return (work.session.scalar(query) or 0) >= most


def waiting(work: Work, request_id: str) -> list[Note]:
    """Notes that no officer has seen."""
    query = sa.select(NOTE.c.id, NOTE.c.text, NOTE.c.batch).where(
        *_notes(work, request_id), NOTE.c.batch.is_(None)
    )
    return [Note(*row) for row in work.session.execute(query)]


def shown(work: Work, request_id: str) -> list[str]:
    """The words that officers may read, in no telling order."""
    query = sa.select(NOTE.c.text).where(*_notes(work, request_id), NOTE.c.batch.is_not(None))
    return list(work.session.scalars(query.order_by(NOTE.c.id)))


def show(work: Work, request_id: str, notes: list[Note]) -> None:
    """Let these notes be read from now on, all in one step."""
    newest = sa.select(sa.func.max(NOTE.c.batch)).where(*_notes(work, request_id))
    batch = (work.session.scalar(newest) or 0) + 1
    step = NOTE.update().where(*_notes(work, request_id), NOTE.c.id.in_([n.id for n in notes]))
    work.session.execute(step.values(batch=batch))


def save_draft(work: Work, voice_id: str, text: str, *, seen: int) -> bool:
    """Keep the officers' draft, unless somebody saved another after `seen` was read."""
    same = VOICE.c.draft_version == seen
    step = VOICE.update().where(*_own(work, voice_id), same)
    step = step.values(draft=text, draft_version=seen + 1)
    return work.session.execute(step.returning(VOICE.c.id)).one_or_none() is not None


def destroy(work: Work, voice: Voice) -> bool:
    """Remove every note, the draft and the link; False when that was done before.

    SQLite is told to overwrite what it frees; PostgreSQL frees it at its next vacuum.
    """
    if work.session.get_bind().dialect.name == "sqlite":
        work.session.execute(sa.text("PRAGMA secure_delete=ON"))
    intact = VOICE.c.destroyed_at.is_(None)
    gone: dict[str, Any] = {"destroyed_at": work.now, "token_hash": None, "draft": ""}
    if not _claimed(work, voice.id, intact, **gone):
        return False
    work.session.execute(NOTE.delete().where(*_notes(work, voice.request_id)))
    return True
