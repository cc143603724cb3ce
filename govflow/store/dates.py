"""Keeps the days on which networks meet, and local dates such as school holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.store.asking_tables import LOCAL_DATE_KINDS, local_date, network_meeting
from govflow.store.outbox import insert_once
from govflow.store.work import Work

KINDS = LOCAL_DATE_KINDS


@dataclass(frozen=True)
class NetworkMeeting:
    """A day on which a network meets."""

    id: str
    organisation_id: str
    network_id: str
    meets_on: date
    place: str


@dataclass(frozen=True)
class LocalDate:
    """Days to be minded, both included, with where they are published."""

    id: str
    organisation_id: str
    kind: str
    name: str
    starts_on: date
    ends_on: date
    source: str


def meetings(work: Work, network_ids: Iterable[str], since: date) -> list[NetworkMeeting]:
    """The networks' meetings from a day on, soonest first."""
    m = network_meeting.c
    query = (
        sa.select(network_meeting)
        .where(
            m.organisation_id == work.organisation_id,
            m.network_id.in_(sorted(network_ids)),
            m.meets_on >= since,
        )
        .order_by(m.meets_on, m.id)
    )
    return [NetworkMeeting(**row._mapping) for row in work.session.execute(query)]


def add_meeting(work: Work, meeting: NetworkMeeting) -> bool:
    """Keep a meeting; False when that network already meets that day."""
    return insert_once(work, network_meeting, _row(meeting))


def meeting(work: Work, meeting_id: str) -> NetworkMeeting:
    """One meeting; raises NotFound."""
    m = network_meeting.c
    own = sa.and_(m.organisation_id == work.organisation_id, m.id == meeting_id)
    row = work.session.execute(sa.select(network_meeting).where(own)).one_or_none()
    if row is None:
        raise NotFound("There is no such meeting date.")
    return NetworkMeeting(**row._mapping)


def remove_meeting(work: Work, meeting_id: str) -> None:
    """Take a meeting out."""
    m = network_meeting.c
    own = sa.and_(m.organisation_id == work.organisation_id, m.id == meeting_id)
    work.session.execute(network_meeting.delete().where(own))


def local_dates(work: Work, since: date) -> list[LocalDate]:
    """Local dates that have not ended before a day, soonest first."""
    d = local_date.c
    query = (
        sa.select(local_date)
        .where(d.organisation_id == work.organisation_id, d.ends_on >= since)
        .order_by(d.starts_on, d.name)
    )
    return [LocalDate(**row._mapping) for row in work.session.execute(query)]


def add_local_date(work: Work, entered: LocalDate) -> None:
    """Keep a local date."""
    work.session.execute(local_date.insert().values(**_row(entered)))


def one_local_date(work: Work, date_id: str) -> LocalDate:
    """One local date; raises NotFound."""
    d = local_date.c
    own = sa.and_(d.organisation_id == work.organisation_id, d.id == date_id)
    row = work.session.execute(sa.select(local_date).where(own)).one_or_none()
    if row is None:
        raise NotFound("There is no such local date.")
    return LocalDate(**row._mapping)


def remove_local_date(work: Work, date_id: str) -> None:
    """Take a local date out."""
    d = local_date.c
    own = sa.and_(d.organisation_id == work.organisation_id, d.id == date_id)
    work.session.execute(local_date.delete().where(own))


def _row(kept: NetworkMeeting | LocalDate) -> dict[str, object]:
    return {name: getattr(kept, name) for name in kept.__dataclass_fields__}
