"""Notices waiting to be told, the mails they went out in, and the jobs' heartbeats."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from govflow.store.records import heartbeat, job_run, mail, notice
from govflow.store.work import Work


def insert_once(work: Work, table: sa.Table, values: dict[str, object]) -> bool:
    """Insert unless its unique key is already there; True when it was new."""
    dialect = sqlite if work.session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    result = work.session.execute(statement)
    return bool(result.rowcount)  # type: ignore[attr-defined]  # a cursor result for inserts


def notify(
    work: Work,
    *,
    person_id: str,
    key: str,
    kind: str,
    sentence: str,
    path: str,
    matter_id: str | None = None,
) -> bool:
    """Put a notice in the outbox once; the same key is never told twice."""
    full = f"{key}:{person_id}"
    made = hashlib.sha256(f"{work.organisation_id}:{full}".encode()).hexdigest()[:32]
    values = {
        "id": made,
        "organisation_id": work.organisation_id,
        "person_id": person_id,
        "matter_id": matter_id,
        "key": full,
        "kind": kind,
        "sentence": sentence,
        "path": path,
        "created_at": work.now,
    }
    return insert_once(work, notice, values)


@dataclass(frozen=True)
class Waiting:
    """A notice that no mail has carried yet."""

    id: str
    person_id: str
    kind: str
    sentence: str
    path: str
    created_at: datetime


def waiting(work: Work) -> list[Waiting]:
    """Every untold notice of the organisation, by person and age."""
    rows = work.session.execute(
        sa.select(
            notice.c.id,
            notice.c.person_id,
            notice.c.kind,
            notice.c.sentence,
            notice.c.path,
            notice.c.created_at,
        )
        .where(notice.c.organisation_id == work.organisation_id, notice.c.mail_id.is_(None))
        .order_by(notice.c.person_id, notice.c.created_at, notice.c.id)
    )
    return [Waiting(*row) for row in rows]


@dataclass(frozen=True)
class Mail:
    """One message made from notices; `sent_at` stays empty until a server took it."""

    id: str
    person_id: str
    key: str
    address: str
    subject: str
    body: str
    made_at: datetime
    attempts: int
    tried_at: datetime | None
    sent_at: datetime | None
    fault: str


COLUMNS = (
    mail.c.id,
    mail.c.person_id,
    mail.c.key,
    mail.c.address,
    mail.c.subject,
    mail.c.body,
    mail.c.made_at,
    mail.c.attempts,
    mail.c.tried_at,
    mail.c.sent_at,
    mail.c.fault,
)


def make_mail(work: Work, made: Mail, notice_ids: list[str]) -> bool:
    """Keep a mail and mark its notices as carried by it, once for its key."""
    new = insert_once(work, mail, {**made.__dict__, "organisation_id": work.organisation_id})
    if new:
        work.session.execute(
            notice.update()
            .where(notice.c.organisation_id == work.organisation_id, notice.c.id.in_(notice_ids))
            .values(mail_id=made.id)
        )
    return new


def mails(work: Work, *, unsent: bool = False, limit: int = 200, offset: int = 0) -> list[Mail]:
    """Mails, newest first; or those that no server has taken, oldest first."""
    query = sa.select(*COLUMNS).where(mail.c.organisation_id == work.organisation_id)
    if unsent:
        query = query.where(mail.c.sent_at.is_(None)).order_by(mail.c.made_at, mail.c.id)
    else:
        query = query.order_by(mail.c.made_at.desc(), mail.c.id)
    return [Mail(*row) for row in work.session.execute(query.limit(limit).offset(offset))]


def mail_by_id(work: Work, mail_id: str) -> Mail | None:
    """One mail of the organisation."""
    row = work.session.execute(
        sa.select(*COLUMNS).where(
            mail.c.organisation_id == work.organisation_id, mail.c.id == mail_id
        )
    ).one_or_none()
    return Mail(*row) if row else None


def mark_tried(work: Work, mail_id: str, *, fault: str) -> None:
    """Note an attempt; without a fault the mail was taken by the server."""
    work.session.execute(
        mail.update()
        .where(mail.c.organisation_id == work.organisation_id, mail.c.id == mail_id)
        .values(
            attempts=mail.c.attempts + 1,
            tried_at=work.now,
            sent_at=None if fault else work.now,
            fault=fault,
        )
    )


@dataclass(frozen=True)
class Beat:
    """When a job last started and finished, and with what outcome."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str


def beats(work: Work) -> list[Beat]:
    """The last heartbeat of every job."""
    rows = work.session.execute(sa.select(heartbeat).order_by(heartbeat.c.job))
    return [Beat(r.job, r.started_at, r.finished_at, r.outcome) for r in rows]


def beat(work: Work, job: str, *, outcome: str, finished: bool) -> None:
    """Leave a heartbeat: at the start, and again at the end."""
    insert_once(work, heartbeat, {"job": job, "started_at": work.now, "outcome": outcome})
    values: dict[str, object] = {"outcome": outcome}
    values["finished_at" if finished else "started_at"] = work.now
    work.session.execute(heartbeat.update().where(heartbeat.c.job == job).values(**values))


def claim(work: Work, job: str, slot: str) -> bool:
    """Claim one run of a job; False when another process has it."""
    return insert_once(work, job_run, {"job": job, "slot": slot, "claimed_at": work.now})
