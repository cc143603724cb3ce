"""A mail is sent once more as a mail of its own, by name, with the same words."""

import pytest

from govflow.domain.errors import NotFound, NotYet, WrongRole
from govflow.mail import postman
from govflow.services import digests, resending
from govflow.store import outbox, tables
from govflow.store.outbox import Mail
from govflow.store.trail import Narrowing, chosen
from tests.builders import World, make_world
from tests.inbox import Inbox, free_port, server

BASE = "https://govflow.example.org"


def mails(world: World) -> list[Mail]:
    with world.looking("administrator") as desk:
        return outbox.mails(desk.work)


def resend(world: World, mail_id: str, name: str = "administrator") -> Mail:
    with world.as_(name) as desk:
        return resending.resend(desk, mail_id)


def send(world: World, url: str) -> None:
    with postman(url) as post:
        digests.send(world.office, world.organisation_id, world.now, post, sender="g@rqx.example")


@pytest.fixture
def waiting(world: World) -> Mail:
    """A mail that nobody has sent yet."""
    world.consulting("race")
    digests.make(world.office, world.organisation_id, world.now, base_url=BASE)
    return next(m for m in mails(world) if m.person_id == world.ids["race_chair"])


def test_it_goes_out_again_as_a_mail_of_its_own(world: World, waiting: Mail) -> None:
    inbox, port = Inbox(), free_port()
    with server(inbox, port):
        send(world, f"smtp://127.0.0.1:{port}")
        first = len(inbox.taken)
        made = resend(world, waiting.id)
        with pytest.raises(NotYet, match="waits for the mail server already"):
            resend(world, waiting.id)
        send(world, f"smtp://127.0.0.1:{port}")
        assert len(inbox.taken) == first + 1
        ids = [message["Message-ID"] for message in inbox.taken]
    assert len(set(ids)) == len(ids)
    again = next(m for m in mails(world) if m.id == made.id)
    assert (again.subject, again.body, again.address) == (
        waiting.subject, waiting.body, waiting.address,
    )  # fmt: skip
    assert again.sent_at is not None
    with world.looking("auditor") as desk:
        (told,) = chosen(desk.work, Narrowing(type="mail_resent"))
    assert told.sentence() == "Morag Kerr had a mail of 2 March 2026 sent once more."
    assert told.facts["of"] == waiting.id
    with world.looking("auditor") as desk:
        counts = [e.facts["count"] for e in chosen(desk.work, Narrowing(type="digest_sent"))]
    assert counts[-1] == 1
    resend(world, waiting.id)


def test_what_has_not_left_is_not_doubled(world: World, waiting: Mail) -> None:
    with pytest.raises(NotYet, match="tried again by itself"):
        resend(world, waiting.id)


def test_nothing_goes_to_who_has_left(world: World, waiting: Mail) -> None:
    port = free_port()
    with server(Inbox(), port):
        send(world, f"smtp://127.0.0.1:{port}")
    with world.as_("administrator") as desk:
        session, chair = desk.work.session, tables.person.c.id == world.ids["race_chair"]
        session.execute(tables.person.update().where(chair).values(active=False))
    with pytest.raises(NotYet, match="no longer sign in"):
        resend(world, waiting.id)


def test_only_an_administrator_of_the_house_may(world: World, waiting: Mail) -> None:
    for name in ("secretary", "race_chair", "auditor"):
        with pytest.raises(WrongRole):
            resend(world, waiting.id, name)
    other = make_world(world.office, code="RZZ")
    with pytest.raises(NotFound):
        resend(other, waiting.id)
