"""Keeps calendar feeds; of the address itself only a fingerprint."""

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.domain.feeds import Feed
from govflow.store.records import calendar_feed
from govflow.store.work import Work


def of_person(work: Work, person_id: str) -> list[Feed]:
    """The feeds of a person that still open something, the oldest first."""
    query = sa.select(calendar_feed).where(
        calendar_feed.c.organisation_id == work.organisation_id,
        calendar_feed.c.person_id == person_id,
        calendar_feed.c.ended_at.is_(None),
    )
    rows = work.session.execute(query.order_by(calendar_feed.c.made_at, calendar_feed.c.id))
    return [Feed(**row._mapping) for row in rows]


def add(work: Work, feed: Feed) -> None:
    """Keep a new feed."""
    names = (column.name for column in calendar_feed.columns)
    work.session.execute(
        calendar_feed.insert().values({name: getattr(feed, name) for name in names})
    )


def end(work: Work, person_id: str, feed_id: str) -> None:
    """End a person's own feed for good; raises NotFound when it is not theirs or ended."""
    step = (
        calendar_feed.update()
        .where(
            calendar_feed.c.organisation_id == work.organisation_id,
            calendar_feed.c.id == feed_id,
            calendar_feed.c.person_id == person_id,
            calendar_feed.c.ended_at.is_(None),
        )
        .values(ended_at=work.now)
        .returning(calendar_feed.c.id)
    )
    if work.session.execute(step).one_or_none() is None:
        raise NotFound("There is no such calendar address.")


def behind(work: Work, token_hash: str) -> Feed | None:
    """The feed with this fingerprint; `work` belongs to no organisation yet."""
    query = sa.select(calendar_feed).where(
        calendar_feed.c.token_hash == token_hash, calendar_feed.c.ended_at.is_(None)
    )
    row = work.session.execute(query).one_or_none()
    return Feed(**row._mapping) if row else None
