"""A clock that waits for something of ours stands still, and gives every day back."""

from datetime import timedelta

import pytest

from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.services import (
    calendar_feed,
    consulting,
    digests,
    formats,
    lookup,
    network_request,
    pausing,
    planning,
    replying,
)
from govflow.services.network_request import RequestPage
from govflow.store import matters, outbox
from tests.builders import World

SENTENCE = "no day yet, the clock is stopped"


def page(world: World, request: str) -> RequestPage:
    with world.looking("race_chair") as desk:
        return network_request.request_page(desk, request)


def asked(world: World) -> tuple[str, str]:
    """A paper with the race network, and its request, two days into its window."""
    made = world.consulting("race")
    world.wait(2)
    return made, world.requests(made)["race"]


def stopped(world: World) -> tuple[str, str, str]:
    """The same, with a question that stops the clock."""
    made, request = asked(world)
    with world.as_("race_chair") as desk:
        question = consulting.ask_question(desk, request, text="How many posts?", stop=True)
    return made, request, question.id


def answer(world: World, request: str, question: str) -> None:
    with world.as_("author") as desk:
        replying.answer_question(desk, request, question, text="About forty.")


def test_a_question_stops_the_clock_and_its_answer_gives_the_days_back(world: World) -> None:
    made, request, question = stopped(world)
    assert page(world, request).deadline.sentence(world.now) == SENTENCE
    assert page(world, request).request.pauses[0].days_left == 8
    world.wait(60)
    assert page(world, request).status not in {"no_reply", "no_chair"}
    with pytest.raises(NotYet):
        world.act("secretary", made, "close_consultation")
    answer(world, request, question)
    found = page(world, request)
    assert found.deadline.left(world.now) == "8 working days left"
    told = [entry.sentence() for entry in lookup.trail(world.office, world.now, made)][-2:]
    assert told[-1].endswith("set the clock of the Race Equality Network going again.")
    world.wait(20)
    assert page(world, request).status == "no_reply"


def test_another_format_stops_the_clock_until_it_is_delivered(world: World) -> None:
    made, request = asked(world)
    with world.as_("race_chair") as desk:
        wanted = formats.ask(desk, request, "Large print")
    assert page(world, request).request.stopped
    with pytest.raises(Invalid), world.as_("secretary") as desk:
        formats.deliver(desk, made, request, wanted.id, answer=" ")
    with pytest.raises(WrongRole), world.as_("author") as desk:
        formats.deliver(desk, made, request, wanted.id, answer="Sent.")
    with world.as_("secretary") as desk:
        assert formats.deliver(desk, made, request, wanted.id, answer="Sent by post.")
    assert not page(world, request).request.stopped
    with pytest.raises(NotYet), world.as_("secretary") as desk:
        formats.deliver(desk, made, request, wanted.id, answer="Again.")


def test_the_clock_waits_for_everything_that_it_waits_for(world: World) -> None:
    made, request, question = stopped(world)
    with world.as_("race_chair") as desk:
        wanted = formats.ask(desk, request, "Easy Read")
    answer(world, request, question)
    assert page(world, request).request.stopped
    with world.as_("secretary") as desk:
        formats.deliver(desk, made, request, wanted.id, answer="Sent.")
    assert page(world, request).deadline.left(world.now) == "8 working days left"


def test_the_secretary_sets_it_going_only_with_a_reason(world: World) -> None:
    _, request, _ = stopped(world)
    with pytest.raises(WrongRole), world.as_("author") as desk:
        pausing.resume(desk, request, reason="Hurry.")
    with pytest.raises(Invalid), world.as_("secretary") as desk:
        pausing.resume(desk, request, reason=" ")
    with world.as_("secretary") as desk:
        pausing.resume(desk, request, reason="The figures do not exist.")
    found = page(world, request).request
    assert (found.pauses[0].ended_by_name, found.stopped) == ("Sian Pritchard", False)
    with pytest.raises(NotYet), world.as_("secretary") as desk:
        pausing.resume(desk, request, reason="Twice.")


def test_a_position_given_meanwhile_ends_the_wait_and_names_nobody(world: World) -> None:
    made, request, _ = stopped(world)
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, request, position="support")
    found = page(world, request).request
    assert (found.stopped, found.pauses[0].ended_by_name) == (False, "")
    world.act("secretary", made, "close_consultation")


def test_more_time_granted_meanwhile_is_added_to_the_days(world: World) -> None:
    _, request = asked(world)
    with world.as_("race_chair") as desk:
        extension = consulting.ask_extension(desk, request, working_days=5, reason="Nights.")
    with world.as_("race_chair") as desk:
        question = consulting.ask_question(desk, request, text="How many?", stop=True)
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, request, extension.id, granted=True, answer="Of course.")
    answer(world, request, question.id)
    assert page(world, request).deadline.left(world.now) == "13 working days left"


def test_no_clock_is_stopped_when_none_runs(world: World) -> None:
    made, request = asked(world)
    world.wait(60)
    with pytest.raises(NotYet, match="has ended"), world.as_("race_chair") as desk:
        consulting.ask_question(desk, request, text="Too late?", stop=True)
    with world.as_("race_chair") as desk:
        formats.ask(desk, request, "Audio")
        assert made
    assert page(world, request).request.pauses == []


def test_on_the_last_day_a_whole_day_is_given_back(world: World) -> None:
    _, request = asked(world)
    world.now = page(world, request).request.closes_at - timedelta(minutes=5)
    with world.as_("race_chair") as desk:
        question = consulting.ask_question(desk, request, text="Really?", stop=True)
    world.wait(3)
    answer(world, request, question.id)
    assert page(world, request).deadline.left(world.now) == "1 working day left"


def test_no_mail_and_no_calendar_names_a_day_while_it_stands_still(world: World) -> None:
    _, request, _ = stopped(world)
    with world.as_("race_chair") as desk:
        token = calendar_feed.make(desk, name="My phone")
    shown = calendar_feed.opened(world.office, token, world.now)
    assert [entry for entry in shown.entries if request in entry.uid] == []
    world.wait(30)
    digests.make(world.office, world.organisation_id, world.now, base_url="https://gov.example")
    with world.looking("administrator") as desk:
        told = " ".join(mail.subject + mail.body for mail in outbox.mails(desk.work))
    assert "9990" not in told
    with world.looking("secretary") as desk:
        assert matters.request(desk.work, request).status(world.now) != "no_reply"
