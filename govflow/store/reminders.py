"""Tells which waiting reminders have nothing to remind of any more."""

from datetime import datetime

import sqlalchemy as sa

from govflow.store.records import notice
from govflow.store.tables import request

REMINDER = "due"


def pointless(now: datetime) -> sa.ColumnElement[bool]:
    """A reminder of a request that was answered, waived or withdrawn, or whose window is over.

    Asked when a mail is made, so that an answer given after the check ran is not overlooked.
    """
    settled = sa.or_(
        request.c.position.is_not(None),
        request.c.waived_at.is_not(None),
        request.c.withdrawn_at.is_not(None),
        request.c.closes_at <= now,
    )
    asked = sa.exists().where(
        request.c.organisation_id == notice.c.organisation_id,
        notice.c.path == sa.literal("/requests/") + request.c.id,
        settled,
    )
    return sa.and_(notice.c.kind == REMINDER, asked)
