"""Copies of mails: whether one is on its way already, and how many notices any mail carries."""

import sqlalchemy as sa

from govflow.store.outbox import Mail
from govflow.store.records import mail, notice
from govflow.store.work import Work

AGAIN = "again:"


def first(of: Mail) -> str:
    """The id of the mail that this one repeats, or its own."""
    return of.key.split(":")[1] if of.key.startswith(AGAIN) else of.id


def stem(of: Mail) -> str:
    """What the key of every copy of this mail begins with."""
    return f"{AGAIN}{first(of)}:"


def carried(work: Work, made: Mail) -> int:
    """How many notices a mail carries; a copy carries those of the mail it repeats."""
    query = sa.select(sa.func.count()).where(
        notice.c.organisation_id == work.organisation_id, notice.c.mail_id == first(made)
    )
    return work.session.scalar(query) or 0


def waiting(work: Work, of: Mail) -> bool:
    """Whether a copy of this mail has not been taken by a server yet."""
    query = sa.select(mail.c.id).where(
        mail.c.organisation_id == work.organisation_id,
        mail.c.key.startswith(stem(of), autoescape=True),
        mail.c.sent_at.is_(None),
    )
    return work.session.execute(query.limit(1)).first() is not None
