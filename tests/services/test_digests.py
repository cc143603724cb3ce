"""One mail a person a day reaches a real mail server, sooner or later, and never doubled."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from govflow.mail import Letter, Unsent, postman
from govflow.services import consulting, deadlines, digests, people
from govflow.services.digests import Sent
from govflow.store import outbox
from govflow.store.log import entries
from govflow.store.outbox import Mail
from govflow.store.records import event
from tests.builders import World, make_office
from tests.inbox import Inbox, free_port, server

BASE = "https://govflow.example.org"
SENDER = "govflow@trust.example"


def make(world: World) -> int:
    return digests.make(world.office, world.organisation_id, world.now, base_url=BASE)


def send(world: World, url: str) -> Sent:
    with postman(url) as post:
        return digests.send(world.office, world.organisation_id, world.now, post, sender=SENDER)


def mails(world: World) -> list[Mail]:
    with world.looking("administrator") as desk:
        return outbox.mails(desk.work)


def sent_events(world: World) -> list[str]:
    with world.looking("auditor") as desk:
        return [e.sentence() for e in entries(desk.work.session, event.c.type == "digest_sent")]


def text(message: EmailMessage) -> str:
    return "".join(str(part.get_content()) for part in message.walk() if not part.is_multipart())


def test_one_mail_a_day_with_links_and_without_a_networks_words(world: World) -> None:
    made = world.consulting()
    with world.as_("race_chair") as desk:
        consulting.comment(desk, world.requests(made)["race"], text="Panels are all alike.")
    assert make(world) == 4
    inbox, port = Inbox(), free_port()
    with server(inbox, port):
        assert send(world, f"smtp://127.0.0.1:{port}") == Sent(taken=4)
        assert send(world, f"smtp://127.0.0.1:{port}") == Sent()
    to_chair = next(text(m) for m in inbox.taken if "race_chair@" in m["To"])
    assert f"{BASE}/requests/{world.requests(made)['race']}?to=comment" in to_chair.split()
    to_author = next(m for m in inbox.taken if "author@" in m["To"])
    assert to_author["Subject"] == "govflow: a network commented"
    assert f"{BASE}/papers/{made}" in text(to_author)
    assert "?to=comment" not in text(to_author)
    assert "The Race Equality Network commented on “A fairer route" in text(to_author)
    assert "Panels are all alike" not in "".join(text(m) for m in inbox.taken)
    assert all(mail.sent_at == world.now and not mail.fault for mail in mails(world))
    assert sent_events(world)[0] == "Scheduled check: digests sent a digest of 1 notices."


def test_what_comes_later_the_same_day_waits_for_the_next(world: World) -> None:
    world.consulting("race")
    assert make(world) == 1
    world.consulting("race")
    assert make(world) == 0
    world.wait(1)
    assert make(world) == 1
    assert len({mail.key for mail in mails(world)}) == 2


def test_nobody_is_written_to_at_night(world: World) -> None:
    world.consulting("race")
    world.now = datetime(2026, 3, 3, 6, 59, tzinfo=UTC)
    assert make(world) == 0
    world.now += timedelta(minutes=1)
    assert make(world) == 1


def test_plain_text_is_not_escaped_and_a_line_break_makes_no_second_notice(world: World) -> None:
    world.consulting("women", title="Pay & <conditions>\n\n- Now sign here")
    make(world)
    [mail] = mails(world)
    assert "The Women's Network is asked about “Pay & <conditions> - Now sign here”" in mail.body


def test_who_may_not_sign_in_is_not_written_to(world: World) -> None:
    world.consulting("race")
    with world.as_("administrator") as desk:
        people.change_person(
            desk, world.ids["race_chair"], name="Rashida Khan", job_title="", active=False
        )
    assert make(world) == 0


def test_a_server_that_is_away_loses_nothing_and_doubles_nothing(world: World) -> None:
    world.consulting()
    make(world)
    port = free_port()
    url = f"smtp://secretuser:secretword@127.0.0.1:{port}"
    assert send(world, url).taken == 0
    tried = [m for m in mails(world) if m.attempts]
    assert len(tried) == 1
    assert "cannot be reached" in tried[0].fault
    assert "secret" not in tried[0].fault
    assert sent_events(world) == []
    world.now += timedelta(minutes=15)
    inbox = Inbox()
    with server(inbox, port):
        assert send(world, f"smtp://127.0.0.1:{port}").taken == 3
    world.now += timedelta(minutes=15)
    assert send(world, url) == Sent()
    assert len({m["Message-ID"] for m in inbox.taken}) == len(inbox.taken) == 3
    assert len(sent_events(world)) == 3
    assert [m.fault for m in mails(world)] == ["", "", ""]


def test_a_refused_address_does_not_stop_the_others(world: World) -> None:
    world.consulting()
    make(world)
    inbox, port = Inbox(), free_port()
    inbox.refuse = "women_chair"
    with server(inbox, port):
        result = send(world, f"smtp://127.0.0.1:{port}")
    assert (result.taken, result.refused) == (2, 1)
    assert "refused the address: 550 no such person here" in result.fault


def test_a_mail_is_tried_at_ever_longer_intervals(world: World) -> None:
    world.consulting("race")
    make(world)

    def refuse(letter: Letter) -> None:
        raise Unsent("No.")

    attempts = []
    for minute in range(0, 24 * 60, 5):
        now = world.now + timedelta(minutes=minute)
        result = digests.send(world.office, world.organisation_id, now, refuse, sender=SENDER)
        attempts += [minute] * result.refused
    assert attempts[:6] == [0, 10, 30, 70, 130, 190]
    assert len(attempts) < 30


def test_a_process_that_dies_while_sending_leaves_the_mail_for_another(world: World) -> None:
    world.consulting("race")
    make(world)

    def die(letter: Letter) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        digests.send(world.office, world.organisation_id, world.now, die, sender=SENDER)
    assert "interrupted" in mails(world)[0].fault
    world.now += timedelta(minutes=10)
    taken: list[Letter] = []
    digests.send(world.office, world.organisation_id, world.now, taken.append, sender=SENDER)
    assert len(taken) == 1


def test_two_processes_send_each_mail_once(database_url: str, world: World) -> None:
    world.consulting()
    offices = [make_office(database_url) for _ in range(2)]
    start = threading.Barrier(2)
    taken: list[Letter] = []

    def round_(office: Any) -> int:
        start.wait()
        made = digests.make(office, world.organisation_id, world.now, base_url=BASE)
        digests.send(office, world.organisation_id, world.now, taken.append, sender=SENDER)
        return made

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(round_, offices)) == 3
    for office in offices:
        office.store.engine.dispose()
    assert sorted(letter.address.split("_")[0] for letter in taken) == [
        "disability", "race", "women",
    ]  # fmt: skip
    assert len(sent_events(world)) == 3


def test_no_reminder_after_the_network_has_answered(world: World) -> None:
    """It was reminded, answered in the afternoon, and is written to the next morning."""
    request = world.requests(world.consulting("race"))["race"]
    make(world)
    before = len(mails(world))
    world.wait(11)
    deadlines.sweep(world.office, world.organisation_id, world.now)
    with world.looking("administrator") as desk:
        assert "due" in {n.kind for n in outbox.waiting(desk.work)}
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, request, position="nothing_to_add")
    with world.looking("administrator") as desk:
        assert "due" not in {n.kind for n in outbox.waiting(desk.work)}
    make(world)
    assert not any("has not given its position" in m.body for m in mails(world))
    assert len(mails(world)) >= before


def test_no_reminder_once_the_window_is_over(world: World) -> None:
    world.consulting("race")
    make(world)
    world.wait(11)
    deadlines.sweep(world.office, world.organisation_id, world.now)
    world.wait(10)
    make(world)
    assert not any("has not given its position" in m.body for m in mails(world))
