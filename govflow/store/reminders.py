"""Tells which waiting reminders have nothing to remind of, and until when requests wait."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from govflow.domain.deadline import STOPPED_AT
from govflow.store.records import notice
from govflow.store.tables import request
from govflow.store.unanswered import unanswered
from govflow.store.work import Work

REMINDER = "due"


def pointless(now: datetime) -> sa.ColumnElement[bool]:
    """A reminder of a request that was answered, waived or withdrawn, or whose clock has run out.

    Nor does one say anything while the clock is stopped: the new end gets a reminder of its own.

    Asked when a mail is made, so that an answer given after the check ran is not overlooked.
    """
    settled = sa.or_(
        sa.not_(unanswered(request.c)),
        request.c.waived_at.is_not(None),
        request.c.withdrawn_at.is_not(None),
        request.c.closes_at <= now,
        request.c.closes_at == STOPPED_AT,
    )
    asked = sa.exists().where(
        request.c.organisation_id == notice.c.organisation_id,
        notice.c.path == sa.literal("/requests/") + request.c.id,
        settled,
    )
    return sa.and_(notice.c.kind == REMINDER, asked)


def open_until(work: Work, request_ids: Iterable[str]) -> dict[str, datetime]:
    """The end (UTC) of each of these requests whose clock runs and that waits for its network."""
    wanted, found = sorted(set(request_ids)), dict[str, datetime]()
    for start in range(0, len(wanted), 500):
        query = sa.select(request.c.id, request.c.closes_at).where(
            request.c.organisation_id == work.organisation_id,
            request.c.id.in_(wanted[start : start + 500]),
            unanswered(request.c),
            request.c.waived_at.is_(None),
            request.c.withdrawn_at.is_(None),
            request.c.closes_at > work.now,
            request.c.closes_at < STOPPED_AT,
        )
        found.update({row.id: row.closes_at for row in work.session.execute(query)})
    return found
