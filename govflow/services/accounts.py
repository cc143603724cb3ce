"""Signing in and out: passwords with argon2, sessions kept in the database by a token's hash."""

import hashlib
import secrets
from collections.abc import Sequence
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
        posts = people.posts_held(work, person.id, local_day(now, organisation.zone))
        mails_off = not mail_choices.of_person(work, person.id).wanted
    actor = actor_for(person, now, organisation.zone, posts=posts)
    return SignedIn(Who(session.organisation_id, actor), person, organisation.name, mails_off)


def actor_for(
    person: Person,
    now: datetime,
    zone: str = "Europe/London",
    *,
    speaks: bool = False,
    posts: Sequence[tuple[str, str]] = (),
) -> Actor:
    """The person as an actor with the roles held on the local day; an officer is a chair.

    `posts` are networks spoken for, each with whose place is kept there, or "".
    """
    day = local_day(now, zone)
    roles = person.roles_on(day) - {Role.NETWORK_CHAIR}
    own = {network for network, other in posts if not other}
    kept = {network: other for network, other in posts if network not in own}
    stands_for = tuple({**person.stands_in_on(day), **kept}.items())
    held = roles | {Role.NETWORK_CHAIR} if speaks or posts else roles
    return Actor(person.id, person.name, held, stands_for)


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
