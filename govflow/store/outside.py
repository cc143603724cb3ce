"""Copies of the log that are outside, and to whom the checkpoint is mailed every day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from govflow.store.log import Entry, entries
from govflow.store.outbox import insert_once
from govflow.store.records import checkpoint_keeper, event
from govflow.store.tables import person
from govflow.store.work import Work


@dataclass(frozen=True)
class Keeper:
    """Somebody who is mailed the checkpoint; `named_at` is a UTC instant."""

    person_id: str
    name: str
    active: bool
    named_at: datetime


def keepers(work: Work) -> list[Keeper]:
    """Everybody named, by name."""
    named = checkpoint_keeper.c
    query = (
        sa.select(named.person_id, person.c.name, person.c.active, named.named_at)
        .join_from(checkpoint_keeper, person, person.c.id == named.person_id)
        .where(named.organisation_id == work.organisation_id)
        .order_by(person.c.name, named.person_id)
    )
    return [Keeper(*row) for row in work.session.execute(query)]


def name_keeper(work: Work, row_id: str, person_id: str) -> bool:
    """Name somebody; False when they are named already."""
    row = {"id": row_id, "organisation_id": work.organisation_id, "person_id": person_id}
    known = sa.select(checkpoint_keeper.c.id).where(checkpoint_keeper.c.person_id == person_id)
    if work.session.scalar(known):
        return False
    return insert_once(work, checkpoint_keeper, {**row, "named_at": work.now})


def end_keeper(work: Work, person_id: str) -> bool:
    """Name somebody no longer; False when they were not named."""
    gone = checkpoint_keeper.delete().where(
        checkpoint_keeper.c.organisation_id == work.organisation_id,
        checkpoint_keeper.c.person_id == person_id,
    )
    return work.session.connection().execute(gone).rowcount == 1


def newest_of(work: Work, types: Iterable[str], limit: int) -> list[Entry]:
    """The newest events of these types, the newest first."""
    own = event.c.organisation_id == work.organisation_id
    wanted = event.c.type.in_(list(types))
    return entries(work.session, own, wanted, newest_first=True, limit=limit)


def open_since(work: Work, size: int, leaving_out: Iterable[str]) -> datetime | None:
    """When the first event from number `size` on happened that is not of these types, or None."""
    query = (
        sa.select(event.c.at)
        .where(
            event.c.organisation_id == work.organisation_id,
            event.c.seq >= size,
            event.c.type.not_in(list(leaving_out)),
        )
        .order_by(event.c.seq)
        .limit(1)
    )
    return work.session.scalar(query)
