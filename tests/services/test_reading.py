"""Comments keep the words they were made on, drafts are private, threads name no officer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from govflow.domain.anchoring import Standing
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.members import DESTROYED_AFTER_DAYS
from govflow.services import consulting, drafts, lookup, members_showing, network_request, threads
from govflow.services.drafts import Draft
from govflow.services.network_request import RequestPage
from govflow.services.papers import DraftChange, make_version, save_draft
from govflow.store import matters, reading
from tests.builders import World

BODY = "## Why\n\nShortlists are **narrow**.\n\nAdverts stay inside.\n\nPanels stay as they are."


def asked(world: World) -> tuple[str, str]:
    """A paper that lies with the race network, and its request."""
    made = world.consulting("race", body=BODY)
    return made, world.requests(made)["race"]


def page(world: World, request: str, who: str = "race_chair") -> RequestPage:
    with world.looking(who) as desk:
        return network_request.request_page(desk, request)


def rewritten(world: World, made: str, body: str) -> None:
    """The author changes the text and freezes it."""
    with world.as_("author") as desk:
        paper = matters.paper(desk.work, made)
        document = replace(paper.draft, body=body)
        save_draft(desk, made, DraftChange(document, paper.executive_lead_id, paper.meeting_id))
    with world.as_("author") as desk:
        make_version(desk, made, note="Reworded.")


def test_the_chosen_words_are_kept_with_what_is_around_them(world: World) -> None:
    made, request = asked(world)
    with world.as_("race_chair") as desk:
        said = consulting.comment(desk, request, text="Why?", anchor="p-4", passage="stay as")
        whole = consulting.comment(desk, request, text="All of it.", anchor="p-3", passage=" ")
    assert (said.quote, said.prefix, said.suffix) == (
        "Panels stay as they are.",
        "Panels ",
        " they are.",
    )
    assert (whole.passage, whole.prefix) == ("", "Shortlists are narrow.")
    trail = lookup.trail(world.office, world.now, made)
    assert "stay as" not in str([entry.facts for entry in trail])


def test_words_that_are_not_in_the_paragraph_are_refused(world: World) -> None:
    _, request = asked(world)
    with pytest.raises(Invalid, match="copy them from it"), world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Why?", anchor="p-4", passage="stay away")


def test_words_that_stand_twice_are_refused_until_it_is_plain_which(world: World) -> None:
    _, request = asked(world)
    with pytest.raises(Invalid, match="more than once"), world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Why?", anchor="p-4", passage="s")


def test_a_comment_is_found_again_in_a_newer_version_or_the_change_is_told(world: World) -> None:
    made, request = asked(world)
    with world.as_("race_chair") as desk:
        for anchor in ("", "p-2", "p-3", "p-4"):
            consulting.comment(desk, request, text=f"On {anchor}.", anchor=anchor)
    assert page(world, request).since == {}
    world.wait(30)
    world.act("secretary", made, "close_consultation")
    rewritten(
        world,
        made,
        "## Why\n\nA new beginning.\n\nShortlists are **narrow**.\n\nPanels stay, but are mixed.",
    )
    found = page(world, request)
    stands = {c.anchor: found.since[c.id] for c in found.request.comments}
    assert stands[""].standing is Standing.WHOLE
    assert (stands["p-2"].standing, stands["p-2"].anchor) == (Standing.SAME, "p-3")
    assert stands["p-3"].standing is Standing.GONE
    assert stands["p-4"].standing is Standing.CHANGED
    assert stands["p-4"].now == "Panels stay, but are mixed."


def test_a_draft_is_its_authors_own_and_gone_when_it_is_sent(world: World) -> None:
    _, request = asked(world)
    with world.as_("race_chair") as desk:
        drafts.save(desk, request, text="Half a thought", anchor="p-2", passage="narrow")
        drafts.save(desk, request, text="A whole one", anchor="p-2")
        drafts.save(desk, request, text="On all of it")
    assert [(d.anchor, d.text) for d in page(world, request).drafts] == [
        ("", "On all of it"),
        ("p-2", "A whole one"),
    ]
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Said.", anchor="p-2")
        assert drafts.save(desk, request, text="  ") is None
    assert page(world, request).drafts == []


def test_a_save_that_comes_after_the_comment_brings_no_draft_back(world: World) -> None:
    _, request = asked(world)
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Said. ", anchor="p-2")
        assert drafts.save(desk, request, text=" Said.", anchor="p-2") is None
        assert drafts.save(desk, request, text="Said, and more.", anchor="p-2")
        assert drafts.save(desk, request, text="Said.", anchor="p-3")


def test_nobody_else_reads_a_draft_and_none_is_recorded(world: World) -> None:
    made, request = asked(world)
    before = len(lookup.trail(world.office, world.now, made))
    with world.as_("race_chair") as desk:
        drafts.save(desk, request, text="Half a thought")
    with world.looking("secretary") as desk:
        assert reading.drafts(desk.work, request, desk.actor.id) == []
    with pytest.raises(WrongRole), world.as_("women_chair") as desk:
        drafts.save(desk, request, text="Mine now")
    assert len(lookup.trail(world.office, world.now, made)) == before


@pytest.mark.parametrize(("text", "anchor"), [("x" * 20_001, ""), ("Words", "p-99")])
def test_a_draft_that_could_never_be_sent_is_refused(world: World, text: str, anchor: str) -> None:
    _, request = asked(world)
    with pytest.raises(Invalid), world.as_("race_chair") as desk:
        drafts.save(desk, request, text=text, anchor=anchor)


def test_drafts_are_destroyed_as_long_after_the_close_as_members_notes(world: World) -> None:
    made, request = asked(world)
    with world.as_("race_chair") as desk:
        drafts.save(desk, request, text="Never sent")
    world.wait(30)
    world.act("secretary", made, "close_consultation")
    clock = members_showing.by_the_clock(world.organisation_id)
    last = world.now + timedelta(days=DESTROYED_AFTER_DAYS)
    assert drafts.sweep(world.office, clock, last) == 0
    assert drafts.sweep(world.office, clock, last + timedelta(seconds=1)) == 1
    assert page(world, request).drafts == []


def commented(world: World) -> tuple[str, str, str]:
    made, request = asked(world)
    with world.as_("race_chair") as desk:
        said = consulting.comment(desk, request, text="Panels must change.", anchor="p-4")
    return made, request, said.id


def test_the_author_asks_under_a_comment_and_the_network_answers_as_a_body(world: World) -> None:
    made, request, comment = commented(world)
    with world.as_("author") as desk:
        threads.ask(desk, made, comment, text="Which panels?")
    assert [c.id for c in page(world, request).to_answer] == [comment]
    with world.as_("race_chair") as desk:
        threads.answer(desk, request, comment, text="Those for bands 8 and above.")
    found = page(world, request)
    assert found.to_answer == []
    (said,) = found.request.comments
    assert [(t.by_network, t.said_by_name) for t in said.turns] == [
        (False, "Amara Osei"),
        (True, ""),
    ]
    told = [entry.sentence() for entry in lookup.trail(world.office, world.now, made)][-2:]
    assert told == [
        "Amara Osei asked the Race Equality Network about its comment.",
        "The Race Equality Network answered the author's question about its comment.",
    ]


def test_a_thread_is_begun_by_the_author_alone_and_on_an_open_paper(world: World) -> None:
    made, request, comment = commented(world)
    with pytest.raises(NotYet, match="asked nothing"), world.as_("race_chair") as desk:
        threads.answer(desk, request, comment, text="Unasked.")
    with pytest.raises(WrongRole), world.as_("secretary") as desk:
        threads.ask(desk, made, comment, text="May I?")
    with pytest.raises(Invalid), world.as_("author") as desk:
        threads.ask(desk, made, comment, text=" ")
    other = world.draft()
    with pytest.raises(NotFound), world.as_("author") as desk:
        threads.ask(desk, other, comment, text="Elsewhere?")
    world.act("author", made, "withdraw", reason="Not needed any more.")
    with pytest.raises(NotYet), world.as_("author") as desk:
        threads.ask(desk, made, comment, text="Too late?")


def test_a_thread_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _, comment = commented(world)
    monkeypatch.setattr(threads, "MOST_TURNS", 1)
    with world.as_("author") as desk:
        threads.ask(desk, made, comment, text="Which?")
    with pytest.raises(NotYet, match="stand under this comment"), world.as_("author") as desk:
        threads.ask(desk, made, comment, text="And which?")


def test_a_draft_says_when_it_was_saved(world: World) -> None:
    _, request = asked(world)
    with world.as_("race_chair") as desk:
        kept = drafts.save(desk, request, text="Half")
    assert kept == Draft("", "", "Half", world.now)
