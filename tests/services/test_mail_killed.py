"""Killed when the server has taken a mail and nobody wrote that down: a second copy is known."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

from govflow.mail import postman
from govflow.services import digests, mail_choices
from govflow.services.digests import Sent
from govflow.store import outbox
from govflow.store.outbox import Mail
from tests.builders import World
from tests.inbox import Inbox, free_port, server

BASE, SENDER = "https://govflow.example.org", "govflow@trust.example"
# The sending part of the job, in a process of its own.
CHILD = """
import sys
from datetime import datetime
from govflow.mail import postman
from govflow.services import digests, mail_choices
from tests.builders import make_office
database, organisation, now, post_url, base, sender = sys.argv[1:]
stop = mail_choices.stop_link("k" * 40, base)
with postman(post_url) as post:
    digests.send(
        make_office(database), organisation, datetime.fromisoformat(now), post,
        sender=sender, stop=stop,
    )
"""


class Killer(Inbox):
    """Takes the mail for good, then kills who sent it before it can hear so."""

    def __init__(self) -> None:
        super().__init__()
        self.victim: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        answer = await super().handle_DATA(_, __, envelope)
        if self.victim is not None:
            self.victim.send_signal(signal.SIGKILL)
            self.victim.wait()
            self.victim = None
        return answer


def mails(world: World) -> list[Mail]:
    with world.looking("administrator") as desk:
        return outbox.mails(desk.work)


def killed_while_sending(world: World, database_url: str, inbox: Killer, post_url: str) -> None:
    given = (database_url, world.organisation_id, world.now.isoformat(), post_url, BASE, SENDER)
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, *given], env=dict(os.environ), cwd=os.getcwd()
    ) as child:
        inbox.victim = child
        assert child.wait(timeout=60) == -signal.SIGKILL


def send(world: World, post_url: str) -> Sent:
    stop = mail_choices.stop_link("k" * 40, BASE)
    with postman(post_url) as post:
        return digests.send(
            world.office, world.organisation_id, world.now, post, sender=SENDER, stop=stop
        )


def test_a_second_copy_is_the_same_letter(world: World, database_url: str) -> None:
    world.consulting("race")
    digests.make(world.office, world.organisation_id, world.now, base_url=BASE)
    inbox, port = Killer(), free_port()
    url = f"smtp://127.0.0.1:{port}"
    with server(inbox, port):
        killed_while_sending(world, database_url, inbox, url)
        assert len(inbox.taken) == 1
        [unsure] = mails(world)
        assert unsure.sent_at is None
        assert "interrupted" in unsure.fault
        assert send(world, url) == Sent()  # not at once: it may still have been on its way
        world.now += timedelta(minutes=10)
        assert send(world, url) == Sent(taken=1)
        assert send(world, url) == Sent()
    first, second = inbox.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()
    link = dict(first.raw_items())["List-Unsubscribe"]  # as it came over the wire
    assert link == f"<{mail_choices.stop_link('k' * 40, BASE)(unsure.id)}>"
    assert mails(world)[0].sent_at == world.now
