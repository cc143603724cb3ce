"""Signing in and out: passwords with argon2, sessions kept in the database by a token's hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pwdlib import PasswordHash

from govflow.domain.deadline import local_day
from govflow.domain.errors import Invalid
from govflow.domain.events import SignedOutEverywhere
from govflow.domain.people import Actor, Person, Role
from govflow.services.office import Office, Who, new_id
from govflow.store import mail_choices, people

HASHER = PasswordHash.recommended()
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
# Verified when no such person exists, so that the answer takes as long either way.
NOBODY = HASHER.hash(secrets.token_urlsafe(24))


@dataclass(frozen=True)
class SignedIn:
    """A person with a live session: whom the web may act for."""

    who: Who
    person: Person
    organisation_name: str
    mails_off: bool = False


def hashed(password: str) -> str:
    """The argon2 hash of a password; raises Invalid when it is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        bounds = f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD}"
        raise Invalid({"password": f"A password must have {bounds} characters."})
    return HASHER.hash(password)


def sign_in(office: Office, now: datetime, *, email: str, password: str, hours: int) -> str:
    """A new session's token; raises Invalid with one sentence for every kind of failure."""
    with office.everywhere(now, write=True) as work:
        person = people.person_by_email(work, email)
        known = person.password_hash if person and person.active else None
        right = HASHER.verify(password[:LONGEST_PASSWORD], known or NOBODY)
        if person is None or known is None or not right:
            raise Invalid({"email": "The e-mail address or the password is not right."})
        token = secrets.token_urlsafe(32)
        people.start_session(
            work,
            session_id=new_id(),
            person=person,
            token_hash=_hash(token),
            ends_at=now + timedelta(hours=hours),
        )
    return token


def signed_in(office: Office, now: datetime, token: str) -> SignedIn | None:
    """Who holds this token, with the roles of today; None when it ended or the person left."""
    with office.everywhere(now) as work:
        session = people.session_by(work, _hash(token))
        if session is None:
            return None
        person = people.person(work, session.person_id)
    if not person.active:
        return None
    with office.store.reading(session.organisation_id, now) as work:
        organisation = people.organisation(work)
        speaks = people.speaks_for_any(work, person.id, local_day(now, organisation.zone))
        mails_off = not mail_choices.of_person(work, person.id).wanted
    actor = actor_for(person, now, organisation.zone, speaks=speaks)
    return SignedIn(Who(session.organisation_id, actor), person, organisation.name, mails_off)


def actor_for(
    person: Person, now: datetime, zone: str = "Europe/London", *, speaks: bool = False
) -> Actor:
    """The person as an actor with the roles held on the local day; an officer is a chair."""
    roles = person.roles_on(local_day(now, zone)) - {Role.NETWORK_CHAIR}
    return Actor(person.id, person.name, roles | {Role.NETWORK_CHAIR} if speaks else roles)


def sign_out(office: Office, now: datetime, token: str) -> None:
    """End this session."""
    with office.everywhere(now, write=True) as work:
        people.end_session(work, _hash(token))


def sign_out_everywhere(office: Office, who: Who, now: datetime) -> None:
    """End every session of the person."""
    with office.writing(who, now) as desk:
        people.end_sessions(desk.work, who.actor.id)
        desk.work.record(SignedOutEverywhere(), who.actor)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
