"""Finds offices handed over, and what an author's successor takes on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.domain.handover import HandOver
from govflow.domain.network import Officer
from govflow.domain.paper import Paper
from govflow.domain.people import RoleHeld
from govflow.domain.undertakings import Undertaking
from govflow.store import clock_tables, records, tables
from govflow.store.handover_tables import hand_over
from govflow.store.ledger_tables import undertaking
from govflow.store.work import Work


def one(work: Work, hand_over_id: str) -> HandOver:
    """The hand-over, or NotFound."""
    query = sa.select(HandOver).where(hand_over.c.id == hand_over_id)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("There is no such hand-over.")
    return found


def of_person(work: Work, person_id: str) -> list[HandOver]:
    """Everything handed to or by this person, the newest first."""
    h = hand_over.c
    query = (
        sa.select(HandOver)
        .where(sa.or_(h.to_id == person_id, h.from_id == person_id))
        .order_by(h.made_at.desc(), h.id)
    )
    return list(work.session.scalars(query))


def unread(work: Work, person_id: str) -> list[HandOver]:
    """What this person took over and has not confirmed to have read."""
    h = hand_over.c
    query = sa.select(HandOver).where(h.to_id == person_id, h.read_at.is_(None))
    return list(work.session.scalars(query.order_by(h.starts_on, h.id)))


def forget(work: Work, term: Officer | RoleHeld) -> None:
    """Take away a term that is over before it begins; that it was planned stays in the trail."""
    work.session.delete(term)


@dataclass(frozen=True)
class Voiced:
    """What a request keeps beside the pack: whether members can still write, and a draft."""

    linked: bool
    drafted: bool


def voices(work: Work, request_ids: Iterable[str]) -> dict[str, Voiced]:
    """For each request that has them: a members' link, and a draft of the network's statement."""
    v = records.members_voice.c
    query = sa.select(v.request_id, v.token_hash, v.draft).where(
        v.organisation_id == work.organisation_id, v.request_id.in_(list(request_ids))
    )
    return {r[0]: Voiced(r[1] is not None, bool(r[2])) for r in work.session.execute(query)}


@dataclass(frozen=True)
class Waiting:
    """Something a network asked the company secretary that has no answer yet."""

    matter_id: str
    reference: str
    title: str
    network: str
    what: str
    asked_at: datetime


def asks(work: Work) -> list[Waiting]:
    """More time and other formats that networks wait for, the longest waiting first."""
    found = [
        *_asked(work, tables.extension, "more time"),
        *_asked(work, clock_tables.format_wanted, "another format"),
    ]
    return sorted(found, key=lambda each: each.asked_at)


def _asked(work: Work, table: sa.Table, what: str) -> Iterator[Waiting]:
    r, m = tables.request.c, tables.matter.c
    query = (
        sa.select(m.id, m.reference, m.title, r.network_name, table.c.asked_at)
        .select_from(table)
        .join(tables.request, r.id == table.c.request_id)
        .join(tables.matter, m.id == r.matter_id)
        .where(table.c.organisation_id == work.organisation_id, table.c.answered_at.is_(None))
    )
    for row in work.session.execute(query):
        yield Waiting(row[0], row[1], row[2], row[3], what, row[4])


def papers_of(work: Work, author_id: str) -> list[Paper]:
    """Every paper of an author, open or not, by reference."""
    query = sa.select(Paper).where(tables.paper.c.author_id == author_id)
    return list(work.session.scalars(query.order_by(tables.matter.c.reference)))


def promises_owned(work: Work, person_id: str) -> list[Undertaking]:
    """Promises of this owner that no network has checked yet, the first to check first."""
    u = undertaking.c
    query = sa.select(Undertaking).where(u.owner_id == person_id, u.verdict.is_(None))
    return list(work.session.scalars(query.order_by(u.check_back_on, u.id)))
