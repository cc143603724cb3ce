"""Each person hears when they chose and at once only what they chose, once; and may stop it all."""

from datetime import UTC, datetime, timedelta

import pytest

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.notices import KINDS, MailChoice
from govflow.mail import Letter, ServerAway
from govflow.services import (
    consulting,
    deadlines,
    digests,
    mail_choices,
    network_desk,
    replying,
)
from govflow.store import outbox
from govflow.store.trail import Narrowing, chosen
from tests.builders import World, make_world
from tests.mailing import BASE, CHAIR, SECRET, at, choose, mails, run


def test_the_digest_comes_at_the_hour_chosen_and_carries_the_day(world: World) -> None:
    choose(world, hour="16")
    world.consulting("race")
    at(world, 15, 59)
    assert run(world) == []
    at(world, 16)
    assert len(run(world)) == 1
    world.consulting("race")
    at(world, 18)
    assert run(world) == []
    at(world, 16, day=3)
    assert len(run(world)) == 1


def test_what_comes_after_the_hour_waits_for_the_next_day(world: World) -> None:
    choose(world, hour="7")
    world.consulting("race")  # at nine
    at(world, 20)
    assert run(world) == []
    at(world, 7, day=3)
    assert len(run(world)) == 1


def test_a_job_late_by_hours_sends_one_and_none_at_night(world: World) -> None:
    choose(world, hour="10")
    world.consulting("race")
    at(world, 21)
    assert len(run(world)) == 1
    world.consulting("race")
    at(world, 2, day=4)  # the job was away the whole of the third
    assert run(world) == []
    at(world, 10, day=4)
    assert len(run(world)) == 1
    assert len({m.key for m in mails(world)}) == 2


@pytest.mark.parametrize(
    ("day", "month", "utc_hour"),
    [(28, 3, 8), (29, 3, 7), (30, 3, 7), (24, 10, 7), (25, 10, 8), (26, 10, 8)],
)
def test_the_hour_is_that_of_the_wall_when_clocks_change(
    day: int, month: int, utc_hour: int
) -> None:
    now, early = datetime(2026, month, day, utc_hour, tzinfo=UTC), timedelta(minutes=1)
    told = [now - timedelta(days=1)]
    choice = MailChoice(hour=8)
    assert choice.digest_due(told, now, "Europe/London")
    assert not choice.digest_due(told, now - early, "Europe/London")


def test_an_hour_that_the_clock_jumps_over_loses_nobodys_mail() -> None:
    """In Santiago the clock jumped from midnight to one on 6 September 2026: six is still six."""
    choice = MailChoice(hour=6)
    start = choice.digest_from(datetime(2026, 9, 6, 12, tzinfo=UTC), "America/Santiago")
    assert start == datetime(2026, 9, 6, 9, tzinfo=UTC)


def test_at_once_only_what_was_opted_into_and_nothing_twice(world: World) -> None:
    choose(world, hour="16", at_once=["answer"])
    made = world.consulting("race")
    request = world.requests(made)["race"]
    assert run(world) == []
    with world.as_(CHAIR) as desk:
        question = consulting.ask_question(desk, request, text="Who sits on the panel?").id

    with world.as_("author") as desk:
        replying.answer_question(desk, request, question, text="Three people.")
    [urgent] = run(world)
    assert urgent.subject.startswith("govflow: an answer to your network")
    assert "is asked about" not in urgent.body
    assert "You asked to hear of this at once" in urgent.body
    assert run(world) == []
    at(world, 16)
    [digest] = run(world)
    assert "is asked about" in digest.body
    assert "has an answer" not in digest.body
    at(world, 16, day=3)
    assert run(world) == []


def test_when_the_digest_is_due_anyway_it_carries_all_in_one(world: World) -> None:
    choose(world, at_once=["invited"])
    world.consulting("race")
    [one] = run(world)
    assert "is asked about" in one.body
    with world.looking("administrator") as desk:
        waiting = [n for n in outbox.waiting(desk.work) if n.person_id == world.ids[CHAIR]]
    assert waiting == []


def test_the_link_in_a_mail_turns_mails_off_and_hides_no_duty(world: World) -> None:
    choose(world, at_once=["invited", "due"])
    world.consulting("race")
    [letter] = run(world)
    token = letter.stop_url.removeprefix(f"{BASE}/mails/stop/")
    assert mail_choices.looked(world.office, world.now, token, SECRET).wanted
    assert len(token) > 64
    for _ in range(2):  # pressed twice, it is off, and written down once
        assert not mail_choices.stop(world.office, world.now, token, SECRET).wanted
    world.wait(11)
    deadlines.sweep(world.office, world.organisation_id, world.now)
    world.consulting("race")
    assert run(world) == []
    with world.looking(CHAIR) as desk:
        assert len(network_desk.waiting(desk).to_answer) == 2
    with world.looking("auditor") as desk:
        [told] = chosen(desk.work, Narrowing(type="mails_stopped"))
    assert told.sentence() == "The link in a mail turned a person’s mails off."


def test_turned_on_again_mails_begin_afresh(world: World) -> None:
    choose(world, wanted="no")
    world.consulting("race", title="While away")
    assert run(world) == []
    world.wait(1)
    choose(world)
    assert run(world) == []
    world.consulting("race", title="Back again")
    [letter] = run(world)
    assert "Back again" in letter.body
    assert "While away" not in letter.body


def test_a_mail_that_waits_for_the_server_is_held_back_too(world: World) -> None:
    world.consulting("race")
    digests.make(world.office, world.organisation_id, world.now, base_url=BASE)

    def away(_: Letter) -> None:
        raise ServerAway("Away.")

    digests.send(world.office, world.organisation_id, world.now, away, sender="g@rqx.example")
    choose(world, wanted="no")
    world.now += timedelta(hours=3)
    assert run(world) == []
    assert mails(world)[0].fault == "Not sent: this person has turned mails off."


@pytest.mark.parametrize("damage", ["", "x", ".", "no such mail", "\ud800.\ud800", "0" * 32 + ".0"])
def test_a_link_that_is_not_right_turns_nothing_off(world: World, damage: str) -> None:
    world.consulting("race")
    [letter] = run(world)
    token = letter.stop_url.rpartition("/")[2]
    other = mails(make_world(world.office, code="RZZ"))
    assert other == []
    for wrong in (damage, token + "0", token[:-1], token.upper()):
        with pytest.raises(NotFound):
            mail_choices.stop(world.office, world.now, wrong, SECRET)
    with pytest.raises(NotFound):
        mail_choices.stop(world.office, world.now, token, "another secret")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"wanted": "perhaps"}, "wanted"),
        ({"hour": "5"}, "hour"),
        ({"hour": "22"}, "hour"),
        ({"hour": "x"}, "hour"),
        ({"hour": "7" * 5000}, "hour"),
        ({"at_once": ["everything"]}, "at_once"),
    ],
)
def test_what_is_not_on_the_list_is_refused(
    world: World, typed: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        choose(world, **typed)
    assert set(refused.value.problems) == {field}


def test_a_kind_without_words_is_not_told(world: World) -> None:
    with world.as_("administrator") as desk, pytest.raises(ValueError, match="domain/notices"):
        outbox.notify(
            desk.work, person_id=world.ids[CHAIR], key="k", kind="new", sentence="S.", path="/"
        )
    assert all(
        len(name) <= 32 and kind.title and kind.topic.isascii() for name, kind in KINDS.items()
    )
