"""No mail holds a word that anybody wrote: in no part, header, envelope, fault or log of it."""

import base64
import logging
import quopri
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from govflow import jobs
from govflow.config import Settings
from govflow.domain.notices import KINDS
from govflow.house import House
from govflow.services import mail_choices
from govflow.store.records import mail, notice
from tests.builders import World
from tests.inbox import Inbox, free_port, server
from tests.seeded import Seeded, sown


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def year(
    world: World, database_url: str, tmp_path: Path, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> Iterator[Seeded]:
    """A year over a real mail server, which now and then refuses somebody; logs are kept."""
    caplog.set_level(logging.DEBUG)
    port = free_port()
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        smtp_url=f"smtp://127.0.0.1:{port}",
        base_url="https://govflow.example.org",
        instance=tmp_path,
    )
    house = House(settings, world.office, lambda: world.now)

    def deliver() -> None:
        inbox.refuse = "" if inbox.refuse else "author@"
        jobs.check_deadlines(house, world.organisation_id, world.now)
        jobs.show_members_notes(house, world.organisation_id, world.now)
        jobs.mail_checkpoints(house, world.organisation_id, world.now)
        jobs.send_digests(house, world.organisation_id, world.now)

    with world.as_("race_chair") as desk:
        mail_choices.save(desk, wanted="yes", hour="", at_once=KINDS)
    with server(inbox, port):
        yield sown(world, deliver)


def readable(message: EmailMessage) -> Iterator[str]:
    """Everything of a message, as it travels and as it is read."""
    raw = message.as_bytes()
    yield raw.decode(errors="replace")
    yield quopri.decodestring(raw).decode(errors="replace")
    for part in message.walk():
        yield from (f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            yield payload.decode(errors="replace")
            yield base64.b64encode(payload).decode()


def leaked(seeded: Seeded, texts: Iterator[str]) -> set[str]:
    """What of that which was written stands in these texts."""
    everything = "\n".join(texts).lower()
    return {what for word, what in seeded.words.items() if word in everything}


def kept(world: World, table: sa.Table) -> Iterator[str]:
    with world.looking("administrator") as desk:
        for row in desk.work.session.execute(sa.select(table)):
            yield str(tuple(row))


def test_no_mail_says_what_anybody_wrote(
    year: Seeded, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    world = year.world
    with world.looking("administrator") as desk:
        kinds = set(desk.work.session.scalars(sa.select(notice.c.kind).distinct()))
        unsent = sa.select(notice.c.kind).where(notice.c.mail_id.is_(None)).distinct()
        waiting = set(desk.work.session.scalars(unsent))
    missing = set(KINDS) - (kinds - waiting)
    assert missing == set(), f"tests/seeded.py brings about no mail of the kinds {missing}."
    assert len(year.words) > 40
    assert len(inbox.taken) > 35
    assert {m.get_content_type() for m in inbox.taken} == {"multipart/alternative"}
    assert leaked(year, (text for m in inbox.taken for text in readable(m))) == set()
    logged = [record.getMessage() for record in caplog.get_records("setup")]
    assert leaked(year, iter(logged)) == set()
    assert any("550 no such person" in line for line in logged)
    for table in (mail, notice):
        assert leaked(year, kept(world, table)) == set()
    ids = [m["Message-ID"] for m in inbox.taken]
    assert len(set(ids)) == len(ids)


def test_a_leak_would_be_seen_wherever_it_is(world: World) -> None:
    """The words are looked for as they travel: wrapped, coded for a header, or in base64."""
    seeded = Seeded(world, lambda: None)
    said = f"Ärger: {seeded.say('a comment')} " + "so that the line is long enough to wrap " * 3
    for place in ("subject", "header", "plain", "html"):
        made = EmailMessage()
        made["Subject"] = said if place == "subject" else "Nothing"
        made["X-Kept"] = said if place == "header" else "Nothing"
        made.set_content(said if place == "plain" else "Nothing", cte="base64")
        html = said if place == "html" else "Nothing"
        made.add_alternative(html, subtype="html", cte="quoted-printable")
        assert leaked(seeded, readable(made)) == {"a comment"}
