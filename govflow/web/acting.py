"""How a route reaches the services: who is signed in, at what instant, through which desk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from flask import current_app, request
from flask_login import UserMixin, current_user

from govflow.domain.errors import Invalid, NotYet
from govflow.domain.people import ROLE_TITLES
from govflow.services import matters
from govflow.services.accounts import SignedIn
from govflow.services.as_at import NotKept
from govflow.services.office import Desk, Office, Who
from govflow.web import looking_back
from govflow.web.doors import marked
from govflow.web.pages import now


class SignedInUser(UserMixin):
    """The signed-in person as Flask-Login wants it; its id is the session's token."""

    def __init__(self, token: str, signed_in: SignedIn) -> None:
        self.id = token
        self.who = signed_in.who
        self.name = signed_in.person.name
        self.email = signed_in.person.email
        self.roles = signed_in.who.actor.roles
        self.organisation_name = signed_in.organisation_name
        self.mails_off = signed_in.mails_off
        titles = [ROLE_TITLES[role] for role in sorted(self.roles)]
        self.role_titles = ", ".join(titles).capitalize()


def office() -> Office:
    """The services of this app; never while an auditor looks at an earlier date."""
    if looking_back.shown_at() is not None:
        raise NotKept("This page works with the record of today only.")
    return _office()


def _office() -> Office:
    return cast(Office, current_app.extensions["govflow.house"].office)


def who() -> Who:
    """The signed-in person, acting for their organisation."""
    return cast(Who, current_user.who)


@contextmanager
def reading() -> Iterator[Desk]:
    """A desk for looking, at the record as it is or as it stood."""
    back = looking_back.shown_at() is not None
    house = looking_back.office_then(_office()) if back else _office()
    with house.reading(who(), now()) as desk:
        yield desk


@contextmanager
def writing() -> Iterator[Desk]:
    """A desk for one verb; leaves nothing behind when it is refused."""
    if looking_back.shown_at() is not None:
        raise NotYet(looking_back.ENDS_FIRST)
    with office().writing(_in_capacity(), now()) as desk:
        yield desk


def _in_capacity() -> Who:
    """On a page open to a role that is held only for somebody else, acting is “X for Y”."""
    mine = who()
    allowed = marked(current_app, request.endpoint or "")
    return replace(mine, actor=mine.actor.in_capacity(allowed))


def seen_version() -> int | None:
    """The version of the matter that the form was drawn from."""
    typed = request.form.get("version", "")
    if not typed:
        return None
    if not typed.isdigit() or len(typed) > 9:
        raise Invalid({"version": "This form is damaged: reload the page and send it again."})
    return int(typed)


def act(matter_id: str, action: str, facts: Mapping[str, Any]) -> None:
    """Take an action on a matter as the signed-in person; refusals are recorded."""
    matters.act(office(), who(), now(), matter_id, action, facts=facts, seen_version=seen_version())
