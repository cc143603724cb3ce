"""Finds people, sessions and networks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.domain.network import StaffNetwork
from govflow.domain.people import Person
from govflow.store import tables
from govflow.store.work import Work


@dataclass(frozen=True)
class Organisation:
    """A tenant: its ODS code, name, zone and calendar."""

    id: str
    code: str
    name: str
    zone: str
    calendar: str


def organisations(work: Work) -> list[Organisation]:
    """Every tenant; only for jobs and the command line."""
    rows = work.session.execute(sa.select(tables.organisation).order_by(tables.organisation.c.code))
    return [Organisation(r.id, r.code, r.name, r.zone, r.calendar) for r in rows]


def organisation(work: Work) -> Organisation:
    """The organisation this work was opened for."""
    table = tables.organisation
    row = work.session.execute(
        sa.select(table).where(table.c.id == work.organisation_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such organisation.")
    return Organisation(row.id, row.code, row.name, row.zone, row.calendar)


def add_organisation(work: Work, made: Organisation) -> None:
    """A new tenant."""
    work.session.execute(
        tables.organisation.insert().values(
            id=made.id,
            code=made.code,
            name=made.name,
            zone=made.zone,
            calendar=made.calendar,
            created_at=work.now,
        )
    )


def person(work: Work, person_id: str) -> Person:
    """The person, or NotFound."""
    found = work.session.scalars(
        sa.select(Person).where(tables.person.c.id == person_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such person.")
    return found


def person_by_email(work: Work, email: str) -> Person | None:
    """Whoever signs in with this address."""
    return work.session.scalars(
        sa.select(Person).where(tables.person.c.email == email.strip().lower())
    ).one_or_none()


def people(work: Work) -> list[Person]:
    """Everybody, by name."""
    return list(work.session.scalars(sa.select(Person).order_by(tables.person.c.name)))


def people_with(work: Work, roles: Iterable[str], day: date) -> list[Person]:
    """Active people who hold any of the roles on a date."""
    held = tables.role_held.c
    query = (
        sa.select(Person)
        .where(
            tables.person.c.active,
            tables.person.c.id.in_(
                sa.select(held.person_id).where(
                    held.role.in_(list(roles)),
                    held.starts_on <= day,
                    sa.or_(held.ends_on.is_(None), held.ends_on >= day),
                )
            ),
        )
        .order_by(tables.person.c.name)
    )
    return list(work.session.scalars(query))


def networks(work: Work, *, invited_too: bool = False) -> list[StaffNetwork]:
    """Every network, by name; those of partner organisations only when they are asked for."""
    table = tables.staff_network.c
    query = sa.select(StaffNetwork).order_by(table.name)
    return list(
        work.session.scalars(query if invited_too else query.where(table.partner_id.is_(None)))
    )


def network(work: Work, network_id: str) -> StaffNetwork:
    """The network, or NotFound."""
    found = work.session.scalars(
        sa.select(StaffNetwork).where(tables.staff_network.c.id == network_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such network.")
    return found


def speaks_for_any(work: Work, person_id: str, day: date) -> bool:
    """True when the person is an officer of some network on that date."""
    table = tables.officer.c
    query = sa.select(table.id).where(
        table.organisation_id == work.organisation_id,
        table.person_id == person_id,
        table.starts_on <= day,
        sa.or_(table.ends_on.is_(None), table.ends_on >= day),
    )
    return work.session.execute(query.limit(1)).first() is not None


def posts_held(work: Work, person_id: str, day: date) -> list[tuple[str, str]]:
    """The networks this person may speak for on that date, each with whose place is kept or ''."""
    o, n = tables.officer.c, tables.staff_network.c
    query = (
        sa.select(n.name, o.stands_for_name)
        .join(tables.staff_network, n.id == o.network_id)
        .where(
            o.organisation_id == work.organisation_id,
            o.person_id == person_id,
            o.starts_on <= day,
            sa.or_(o.ends_on.is_(None), o.ends_on >= day),
        )
        .order_by(n.name, o.starts_on)
    )
    return [(row[0], row[1]) for row in work.session.execute(query)]


@dataclass(frozen=True)
class SessionRow:
    """A signed-in session that has not ended."""

    person_id: str
    organisation_id: str
    ends_at: datetime


def start_session(
    work: Work, *, session_id: str, person: Person, token_hash: str, ends_at: datetime
) -> None:
    """Keep a session by the hash of its token, so that a stolen database signs nobody in."""
    work.session.execute(
        tables.login_session.insert().values(
            id=session_id,
            organisation_id=person.organisation_id,
            person_id=person.id,
            token_hash=token_hash,
            started_at=work.now,
            ends_at=ends_at,
        )
    )


def session_by(work: Work, token_hash: str) -> SessionRow | None:
    """The session, unless it has ended."""
    table = tables.login_session
    row = work.session.execute(
        sa.select(table).where(table.c.token_hash == token_hash, table.c.ends_at > work.now)
    ).one_or_none()
    return SessionRow(row.person_id, row.organisation_id, row.ends_at) if row else None


def end_session(work: Work, token_hash: str) -> None:
    """Sign out here."""
    table = tables.login_session
    work.session.execute(table.delete().where(table.c.token_hash == token_hash))


def end_sessions(work: Work, person_id: str) -> None:
    """Sign out everywhere."""
    table = tables.login_session
    work.session.execute(table.delete().where(table.c.person_id == person_id))


def email_taken(work: Work, email: str) -> bool:
    """True when somebody in this organisation signs in with the address."""
    return person_by_email(work, email) is not None


def addresses_differ(work: Work) -> bool:
    """Write what is pending; False when an address is taken, perhaps in another organisation."""
    try:
        work.session.flush()
    except sa.exc.IntegrityError:
        return False
    return True
