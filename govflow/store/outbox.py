"""Notices waiting to be told, the mails they went out in, and the jobs' heartbeats."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from govflow.domain.notices import KINDS
from govflow.store.records import heartbeat, job_run, mail, notice
from govflow.store.reminders import pointless
from govflow.store.work import Work


def insert_once(work: Work, table: sa.Table, values: dict[str, object]) -> bool:
    """Insert unless its unique key is already there; True when it was new."""
    # Asks for the row back: the count of an insert is not known on PostgreSQL (it says -1).
    statement = _insert(work, table).values(**values).on_conflict_do_nothing()
    key = next(iter(table.primary_key.columns))
    return work.session.connection().execute(statement.returning(key)).first() is not None


def _insert(work: Work, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    if work.session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


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
    work.session.flush()  # what a notice is about must be there before it
    told = Untold(person_id, key, kind, sentence, path, matter_id)
    return insert_once(work, notice, _row(work, told))


@dataclass(frozen=True)
class Untold:
    """A notice for one person that may be new; told once for its key and person."""

    person_id: str
    key: str
    kind: str
    sentence: str
    path: str
    matter_id: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Say in domain/notices.py what a notice of kind “{self.kind}” is.")

    @property
    def full_key(self) -> str:
        """The key as stored: what is told, and to whom."""
        return f"{self.key}:{self.person_id}"


def notify_all(work: Work, notices: Sequence[Untold]) -> int:
    """Put notices in the outbox, each once for its key; how many were new.

    Writers of one organisation wait for each other, so what is untold here stays so.
    """
    new = untold(work, notices)
    if new:
        statement = _insert(work, notice).on_conflict_do_nothing()
        work.session.connection().execute(statement, [_row(work, told) for told in new])
    return len(new)


def _row(work: Work, told: Untold) -> dict[str, object]:
    seed = f"{work.organisation_id}:{told.full_key}"
    return {
        "id": hashlib.sha256(seed.encode()).hexdigest()[:32],
        "organisation_id": work.organisation_id,
        "person_id": told.person_id,
        "matter_id": told.matter_id,
        "key": told.full_key,
        "kind": told.kind,
        "sentence": told.sentence,
        "path": told.path,
        "created_at": work.now,
    }


def untold(work: Work, notices: Iterable[Untold]) -> list[Untold]:
    """Those whose key is not in the outbox yet, so that a quiet sweep writes nothing."""
    asked = list(notices)
    known: set[str] = set()
    for chunk in _chunks([n.full_key for n in asked]):
        query = sa.select(notice.c.key).where(
            notice.c.organisation_id == work.organisation_id, notice.c.key.in_(chunk)
        )
        known.update(work.session.scalars(query))
    return [n for n in asked if n.full_key not in known]


def _chunks(keys: list[str], size: int = 500) -> Iterator[list[str]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


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
    """Every untold notice that still says something, by person and age."""
    rows = work.session.execute(
        sa.select(
            notice.c.id,
            notice.c.person_id,
            notice.c.kind,
            notice.c.sentence,
            notice.c.path,
            notice.c.created_at,
        )
        .where(
            notice.c.organisation_id == work.organisation_id,
            notice.c.mail_id.is_(None),
            sa.not_(pointless(work.now)),
        )
        .order_by(notice.c.person_id, notice.c.created_at, notice.c.id)
    )
    return [Waiting(*row) for row in rows]


@dataclass(frozen=True)
class Mail:
    """One message, mostly made from notices; `sent_at` stays empty until a server took it."""

    id: str
    person_id: str
    key: str
    address: str
    subject: str
    body: str
    html: str
    made_at: datetime
    attempts: int
    tried_at: datetime | None
    sent_at: datetime | None
    fault: str
    attachment_name: str = ""
    attachment: str = ""


COLUMNS = tuple(mail.c[each.name] for each in fields(Mail))


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
    """Mails, newest first; or those that no server has taken, least tried and oldest first."""
    query = sa.select(*COLUMNS).where(mail.c.organisation_id == work.organisation_id)
    if unsent:
        query = query.where(mail.c.sent_at.is_(None)).order_by(
            mail.c.attempts, mail.c.made_at, mail.c.id
        )
    else:
        query = query.order_by(mail.c.made_at.desc(), mail.c.id)
    return [Mail(*row) for row in work.session.execute(query.limit(limit).offset(offset))]


def mails_with(work: Work, keys: Iterable[str]) -> set[str]:
    """Which of these keys a mail has been made for."""
    found: set[str] = set()
    for chunk in _chunks(sorted(set(keys))):
        query = sa.select(mail.c.key).where(
            mail.c.organisation_id == work.organisation_id, mail.c.key.in_(chunk)
        )
        found.update(work.session.scalars(query))
    return found


def count_mails(work: Work) -> tuple[int, int]:
    """How many mails there are, and how many of them no server has taken yet."""
    query = sa.select(sa.func.count(), sa.func.count(mail.c.sent_at))
    row = work.session.execute(query.where(mail.c.organisation_id == work.organisation_id)).one()
    return row[0], row[0] - row[1]


def mail_by_id(work: Work, mail_id: str) -> Mail | None:
    """One mail of the organisation."""
    row = work.session.execute(
        sa.select(*COLUMNS).where(
            mail.c.organisation_id == work.organisation_id, mail.c.id == mail_id
        )
    ).one_or_none()
    return Mail(*row) if row else None


def take_up(work: Work, seen: Mail) -> bool:
    """Claim one attempt at sending a mail; False when another process was faster.

    The fault stands until the attempt's end is known: if this process dies, it is the truth.
    """
    result = work.session.connection().execute(
        mail.update()
        .where(
            mail.c.organisation_id == work.organisation_id,
            mail.c.id == seen.id,
            mail.c.attempts == seen.attempts,
            mail.c.sent_at.is_(None),
        )
        .values(
            attempts=seen.attempts + 1,
            tried_at=work.now,
            fault="The sending was interrupted; it will be tried again.",
        )
    )
    return result.rowcount == 1


def mark_tried(work: Work, mail_id: str, *, fault: str) -> None:
    """How the attempt ended; without a fault the mail was taken by the server."""
    work.session.execute(
        mail.update()
        .where(mail.c.organisation_id == work.organisation_id, mail.c.id == mail_id)
        .values(sent_at=None if fault else work.now, fault=fault)
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


CLAIMS_KEPT = timedelta(days=30)


def claim(work: Work, job: str, slot: str) -> bool:
    """Claim one run of a job; False when another process has it. Old claims are forgotten."""
    new = insert_once(work, job_run, {"job": job, "slot": slot, "claimed_at": work.now})
    if new:
        forgotten = job_run.c.claimed_at < work.now - CLAIMS_KEPT
        work.session.execute(job_run.delete().where(job_run.c.job == job, forgotten))
    return new


def finished(work: Work, job: str, slot: str) -> None:
    """The claimed run has ended, well or not."""
    work.session.execute(
        job_run.update()
        .where(job_run.c.job == job, job_run.c.slot == slot)
        .values(finished_at=work.now)
    )
