"""A members' link from making to destroying: who may, until when, and what is kept meanwhile."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, NotFound, NotYet, Stale, WrongRole
from govflow.services import consulting, members, members_voice, networks, planning
from govflow.services.office import Office
from govflow.store import records
from govflow.store.log import entries
from tests.builders import World, make_world
from tests.voices import SECRET, asked, linked, past_the_window, seen, sweep, write


def rows(world: World) -> int:
    with world.looking("system") as desk:
        query = sa.select(sa.func.count()).select_from(records.members_note)
        return desk.work.session.scalar(query) or 0


def told(world: World) -> list[str]:
    """What the trail says of members, as sentences."""
    with world.looking("system") as desk:
        found = entries(desk.work.session)
    return [entry.sentence() for entry in found if entry.type.startswith("members_")]


def test_a_note_is_kept_with_nothing_beside_it(world: World) -> None:
    _, request, token = asked(world)
    before = told(world)
    write(world, token, " Panels \r\n stay. ")
    with world.looking("system") as desk:
        row = desk.work.session.execute(sa.select(records.members_note)).mappings().one()
    assert set(row) == {"id", "organisation_id", "request_id", "text", "batch"}
    assert (row["request_id"], row["text"], row["batch"]) == (request, "Panels\nstay.", None)
    assert told(world) == before == ["The Race Equality Network made a link for its members."]


@pytest.mark.sqlite_only
def test_sqlite_numbers_no_notes(world: World) -> None:
    with world.looking("system") as desk, pytest.raises(sa.exc.OperationalError, match="rowid"):
        desk.work.session.execute(sa.text("SELECT rowid FROM members_note"))


def test_what_cannot_be_taken_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, token = asked(world)
    with pytest.raises(Invalid, match="Write your note"):
        write(world, token, " \n ")
    with pytest.raises(Invalid, match="4,000 characters"):
        write(world, token, "x" * 4_001)
    monkeypatch.setattr(members, "MOST_NOTES", 1)
    write(world, token, "One.")
    with pytest.raises(Invalid, match="No more notes"):
        write(world, token, "Two.")


def test_the_link_opens_what_it_is_for_and_nothing_else(world: World) -> None:
    _, _, token = asked(world)
    asking = members.asking(world.office, world.now, token)
    assert (asking.network, asking.title) == (
        "Race Equality Network",
        "A fairer route into senior posts",
    )
    assert asking.closes.startswith("5pm on Monday 16 March 2026")
    for wrong in ("", "x", token[:-1], token.upper()):
        with pytest.raises(NotFound):
            members.asking(world.office, world.now, wrong)


def test_a_private_paper_is_not_named_behind_the_link(world: World) -> None:
    made = world.consulting(part="private", private_reason="Names of people.")
    request = world.requests(made)["race"]
    with pytest.raises(Invalid, match="private paper"), world.as_("race_chair") as desk:
        members_voice.make_link(desk, request, secret=SECRET)
    token = linked(world, request, question="How are posts filled where you work?")
    asking = members.asking(world.office, world.now, token)
    assert (asking.title, asking.summary) == ("", "")
    assert asking.question == "How are posts filled where you work?"


def test_only_officers_of_the_network_reach_its_voices(world: World, office: Office) -> None:
    _, request, _ = asked(world)
    for name in ("women_chair", "secretary", "author", "administrator", "auditor", "board_chair"):
        with pytest.raises(WrongRole):
            seen(world, request, name)
        with pytest.raises(WrongRole), world.as_(name) as desk:
            members_voice.save_draft(desk, request, text="Mine", seen=0)
    other = make_world(office, code="RQY")
    with pytest.raises(NotFound), other.looking("race_chair") as desk:
        members_voice.page(desk, request)


def test_another_link_takes_the_place_of_the_first(world: World) -> None:
    _, request, first = asked(world)
    write(world, first, "Kept.")
    second = linked(world, request)
    with pytest.raises(NotFound):
        write(world, first, "Lost.")
    write(world, second, "Kept too.")
    with world.as_("race_chair") as desk:
        members_voice.close_link(desk, request)
    with pytest.raises(NotFound):
        write(world, second, "Lost.")
    assert (rows(world), seen(world, request).pieces) == (2, [])
    assert told(world)[1:] == [
        "The Race Equality Network made another link for its members.",
        "The Race Equality Network closed the link for its members.",
    ]
    with pytest.raises(NotYet), world.as_("race_chair") as desk:
        members_voice.close_link(desk, request)


def test_the_moment_of_closing_is_settled_with_the_first_link(world: World) -> None:
    _, request, token = asked(world, early_days=3)
    page = seen(world, request)
    assert page.deadline
    assert page.deadline.when() == "5pm on Friday 13 March 2026"
    linked(world, request, early_days=7)
    assert seen(world, request).deadline == page.deadline
    with pytest.raises(NotFound):
        write(world, token, "The first link.")


def test_a_moment_that_is_past_or_not_offered_is_refused(world: World) -> None:
    request = world.requests(world.consulting())["race"]
    world.wait(12)
    for days, sentence in ((3, "That moment is past"), (4, "Choose from the list")):
        with pytest.raises(Invalid, match=sentence), world.as_("race_chair") as desk:
            members_voice.make_link(desk, request, secret=SECRET, early_days=days)
    assert [days for days, _ in seen(world, request).moments] == [0, 1, 2]


def extension(world: World, request: str) -> str:
    with world.as_("race_chair") as desk:
        return consulting.ask_extension(desk, request, working_days=5, reason="Nights.").id


def answer(world: World, request: str, extension_id: str, *, granted: bool) -> None:
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, request, extension_id, granted=granted, answer="So.")


def test_an_extension_moves_the_close_by_itself(world: World) -> None:
    _, request, token = asked(world)
    asked_for = extension(world, request)
    past_the_window(world, request)
    with pytest.raises(NotFound):
        write(world, token, "Between.")
    assert sweep(world) == {}  # an answer may still open the link again
    answer(world, request, asked_for, granted=True)
    write(world, token, "After the extension.")
    past_the_window(world, request)
    assert sweep(world) == {"requests whose notes were shown": 1}
    assert [piece.text for piece in seen(world, request).pieces] == ["After the extension."]


def test_a_refused_extension_lets_the_notes_be_shown(world: World) -> None:
    _, request, token = asked(world)
    write(world, token, "One.")
    asked_for = extension(world, request)
    past_the_window(world, request)
    answer(world, request, asked_for, granted=False)
    assert sweep(world) == {"requests whose notes were shown": 1}


def test_once_shown_the_link_never_opens_again(world: World) -> None:
    """Whoever wrote after the others had been shown would stand alone."""
    _, request, token = asked(world, early_days=3)
    write(world, token, "One.")
    world.now = seen(world, request).deadline.instant_at  # type: ignore[union-attr]
    with world.as_("race_chair") as desk:
        assert members_voice.to_close(desk, request)
        members_voice.close(desk, request)
        members_voice.close(desk, request)
    answer(world, request, extension(world, request), granted=True)
    with pytest.raises(NotFound):
        write(world, token, "Alone.")
    with pytest.raises(NotYet, match="single out"), world.as_("race_chair") as desk:
        members_voice.make_link(desk, request, secret=SECRET)
    assert len([t for t in told(world) if "fewer than 10" in t]) == 1


def test_a_closed_consultation_closes_the_link(world: World) -> None:
    made, _, token = asked(world)
    write(world, token, "One.")
    for network, each in world.requests(made).items():
        with world.as_(f"{network}_chair") as desk:
            consulting.take_position(desk, each, position="nothing_to_add")
    world.act("secretary", made, "close_consultation")
    with pytest.raises(NotFound):
        write(world, token, "Late.")
    assert sweep(world) == {"requests whose notes were shown": 1}
    assert sweep(world) == {}


def test_notes_are_destroyed_as_promised(world: World) -> None:
    made, request, token = asked(world)
    write(world, token, "One.", "Two.")
    with world.as_("race_chair") as desk:
        members_voice.save_draft(desk, request, text="A draft", seen=0)
    past_the_window(world, request)
    sweep(world)
    world.act("secretary", made, "close_consultation")
    world.wait(27)
    assert (sweep(world), rows(world)) == ({}, 2)
    world.wait(1)
    assert sweep(world) == {"requests whose notes were destroyed": 1}
    page = seen(world, request)
    assert (rows(world), page.pieces, page.voice.draft) == (0, [], "")
    assert (page.voice.destroyed_at, page.voice.token_hash) == (world.now, None)
    assert sweep(world) == {}
    assert told(world)[-1].endswith("destroyed the notes of members of the Race Equality Network.")
    with pytest.raises(NotYet, match="destroyed"), world.as_("race_chair") as desk:
        members_voice.save_draft(desk, request, text="Again", seen=1)


def test_a_draft_is_written_by_two_officers_and_none_loses_a_word(world: World) -> None:
    request = world.requests(world.consulting("race"))["race"]
    starts_on = world.now.date() - timedelta(days=9)
    with world.as_("system") as desk:
        network, deputy = world.network_ids["race"], world.ids["women_chair"]
        networks.appoint(desk, network, deputy, post="deputy", starts_on=starts_on)
    with world.as_("race_chair") as desk:
        members_voice.save_draft(desk, request, text="We object.\r\n", seen=0)
    with pytest.raises(Stale, match="Another officer"), world.as_("women_chair") as desk:
        members_voice.save_draft(desk, request, text="We support.", seen=0)
    with world.as_("women_chair") as desk:
        members_voice.save_draft(desk, request, text="We object, and say why.", seen=1)
    voice = seen(world, request).voice
    assert (voice.draft, voice.draft_version) == ("We object, and say why.", 2)
    with pytest.raises(Invalid, match="20,000"), world.as_("race_chair") as desk:
        members_voice.save_draft(desk, request, text="x" * 20_001, seen=2)
    assert told(world) == []


def test_words_are_quoted_only_when_they_are_shown(world: World) -> None:
    _, request, token = asked(world)
    write(world, token, "Nights count.")
    with pytest.raises(Invalid, match="shown on this page"), world.looking("race_chair") as desk:
        members_voice.with_quote(desk, request, text="", ref="0" * 32)
    past_the_window(world, request)
    sweep(world)
    [piece] = seen(world, request).pieces
    with world.looking("race_chair") as desk:
        said = members_voice.with_quote(desk, request, text="They say:", ref=piece.ref)
    assert said == "They say:\n\n“Nights count.”"
