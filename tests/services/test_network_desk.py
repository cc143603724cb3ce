"""What a network's officers see: only their own, in order, and at a constant price."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from govflow.domain.errors import NotFound, NotYet, WrongRole
from govflow.domain.people import system_actor
from govflow.services import consulting, marking, network_desk, network_request, networks, replying
from govflow.services.network_desk import WaitingPage
from govflow.services.office import Who
from govflow.store import matters as stored
from tests.builders import World

LONG_AGO = timedelta(days=30)


def appoint(world: World, network: str, name: str, post: str = "deputy") -> None:
    test = Who(world.organisation_id, system_actor("test"))
    with world.office.writing(test, world.now) as desk:
        network_id = world.network_ids[network]
        networks.appoint(
            desk, network_id, world.ids[name], post=post, starts_on=world.now.date() - LONG_AGO
        )


def waiting(world: World, name: str = "race_chair") -> WaitingPage:
    with world.looking(name) as desk:
        return network_desk.waiting(desk)


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    said: list[str] = []

    def listen(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engine = world.office.store.engine
    sa.event.listen(engine, "before_cursor_execute", listen)
    yield said
    sa.event.remove(engine, "before_cursor_execute", listen)


def test_an_open_request_waits_with_its_size_and_its_deadline(world: World) -> None:
    world.consulting("race", "women")
    page = waiting(world)
    [item] = page.to_answer
    assert item.deadline.sentence(world.now) == (
        "5pm on Monday 16 March 2026, 10 working days left"
    )
    assert item.size == network_desk.PackSize(words=53, attachments=0)
    assert (item.size.pages, item.size.minutes) == (1, 1)
    assert page.loads[0].protected_hours == 6
    assert [page.late, page.to_mark, page.earlier] == [[], [], []]


def test_a_paper_of_other_networks_is_neither_listed_nor_opened(world: World) -> None:
    request = world.requests(world.consulting("women"))["women"]
    assert waiting(world).nothing_waits
    with pytest.raises(WrongRole), world.looking("race_chair") as desk:
        network_request.request_page(desk, request)
    with pytest.raises(NotFound), world.looking("race_chair") as desk:
        network_request.request_page(desk, "0" * 32)


def test_a_deputy_of_two_networks_sees_both(world: World) -> None:
    appoint(world, "women", "race_chair")
    world.consulting("race", "women")
    page = waiting(world)
    assert sorted(i.request.network_name for i in page.to_answer) == [
        "Race Equality Network",
        "Women's Network",
    ]
    with world.looking("race_chair") as desk:
        assert network_desk.count_spoken(desk, world.network_ids["women"]) == 0
    with pytest.raises(NotFound), world.looking("race_chair") as desk:
        network_desk.ledger(desk, world.network_ids["disability"], limit=5)


def test_the_window_ends_and_a_late_word_is_still_open(world: World) -> None:
    world.consulting("race")
    world.wait(20)
    page = waiting(world)
    assert [i.status for i in page.late] == ["no_reply"]
    assert not page.to_answer


def test_a_reply_waits_for_the_mark_and_then_no_more(world: World) -> None:
    made = world.responding(position="object")
    assert [i.status_title for i in waiting(world).earlier] == ["Object"]
    world.reply_to_all(made)
    [item] = waiting(world).to_mark
    assert item.to_mark == 1
    with world.as_("race_chair") as desk:
        marking.mark_reply(desk, item.request.comments[0].id, answers_point=False)
    page = waiting(world)
    assert page.nothing_waits
    assert len(page.earlier) == 1


def test_a_withdrawn_paper_waits_for_nobody_and_can_still_be_read(world: World) -> None:
    made = world.consulting("race")
    request = world.requests(made)["race"]
    world.act("author", made, "withdraw", reason="It has been overtaken.")
    assert waiting(world).nothing_waits
    with world.looking("race_chair") as desk:
        page = network_request.request_page(desk, request)
    assert page.why_closed == "This request was withdrawn: the paper no longer waits for you."
    assert not network_request.to_acknowledge(page)
    with pytest.raises(NotYet, match="withdrawn"), world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Too late.")


def test_the_first_opening_is_recorded_once(world: World) -> None:
    request = world.requests(world.consulting("race"))["race"]
    for _ in range(2):
        with world.as_("race_chair") as desk:
            consulting.acknowledge(desk, request)
    with world.looking("race_chair") as desk:
        page = network_request.request_page(desk, request)
        assert page.status_title == "opened by the network"
        assert not network_request.to_acknowledge(page)


def test_after_an_urgent_decision_a_network_gives_its_position(world: World) -> None:
    made = world.submitted()
    world.act("board_chair", made, "declare_urgent", reason="The contract ends on Friday.")
    with world.looking("secretary") as desk:
        lines = stored.lines(desk.work)
        [urgent] = [line.id for line in lines if line.workflow == "urgent_decision"]
    world.act("equality_lead", urgent, "agree_urgency", reason="It cannot wait.")
    world.act("board_chair", urgent, "take_decision", reason="Extend.", attestation="yes")
    asked = world.requests(urgent)
    name, request = next(iter(asked.items()))
    [item] = waiting(world, f"{name}_chair").to_answer
    assert item.about.retrospective
    with world.as_(f"{name}_chair") as desk:
        consulting.take_position(desk, request, position="concern", statement="Ask us first.")
    world.wait(20)
    world.act("system", urgent, "close_consultation")
    world.act("board_chair", urgent, "ratify", minute_reference="2026/52")
    with pytest.raises(NotYet, match="ratifies"), world.as_(f"{name}_chair") as desk:
        consulting.take_position(desk, request, position="support")


def test_the_ledger_counts_and_keeps_every_word(world: World) -> None:
    made = world.responding(position="object")
    with world.looking("author") as desk:
        comment = stored.request(desk.work, world.requests(made)["race"]).comments[0]
    with world.as_("author") as desk:
        replying.reply(
            desk, comment.id, outcome="partly", reason="In part.", changed_paragraph="Now so."
        )
    with world.as_("race_chair") as desk:
        marking.mark_reply(desk, comment.id, answers_point=True)
    with world.looking("race_chair") as desk:
        voice = network_desk.ledger(desk, limit=5)
        assert network_desk.count_spoken(desk) == 1
    assert voice.counts == [
        ("Comments made", 1),
        ("Partly accepted", 1),
        ("Marked as answering our point", 1),
    ]
    [item] = voice.items
    assert item.request.comments[0].reply is not None
    assert item.request.statement == "Panels must change."


def test_only_what_was_sent_can_be_fetched(world: World) -> None:
    request = world.requests(world.consulting("race"))["race"]
    with pytest.raises(NotFound), world.looking("race_chair") as desk:
        network_request.pack_file(desk, request, "0" * 64)


def test_the_lists_cost_the_same_however_long_they_are(world: World) -> None:
    def busy(number: int) -> None:
        for _ in range(number):
            request = world.requests(world.consulting("race"))["race"]
            with world.as_("race_chair") as desk:
                consulting.comment(desk, request, text="Panels stay as they were.")
                consulting.ask_question(desk, request, text="When?")
                consulting.ask_extension(desk, request, working_days=2, reason="Nights.")
            with world.looking("author") as desk:
                comment = stored.request(desk.work, request).comments[0]
            with world.as_("author") as desk:
                replying.reply(desk, comment.id, outcome="not_accepted", reason="No.")

    def price() -> tuple[int, int]:
        with statements(world) as lists, world.looking("race_chair") as desk:
            network_desk.waiting(desk)
        with statements(world) as voice, world.looking("race_chair") as desk:
            network_desk.ledger(desk, limit=50)
        return len(lists), len(voice)

    busy(5)
    few = price()
    busy(20)
    assert price() == few


def test_a_request_costs_the_same_however_much_was_said(world: World) -> None:
    request = world.requests(world.consulting("race"))["race"]

    def price(comments: int) -> int:
        for _ in range(comments):
            with world.as_("race_chair") as desk:
                consulting.comment(desk, request, text="Panels stay as they were.")
        with statements(world) as said, world.looking("race_chair") as desk:
            network_request.request_page(desk, request)
        return len(said)

    assert price(5) == price(20)
