"""Looks whether a copy of a mail is on its way already."""

import sqlalchemy as sa

from govflow.store.records import mail
from govflow.store.work import Work


def waiting(work: Work, stem: str) -> bool:
    """Whether a mail whose key begins with this has not been taken by a server yet."""
    query = sa.select(mail.c.id).where(
        mail.c.organisation_id == work.organisation_id,
        mail.c.key.startswith(stem, autoescape=True),
        mail.c.sent_at.is_(None),
    )
    return work.session.execute(query.limit(1)).first() is not None
