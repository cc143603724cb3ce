"""One paper as each reader may see it, and what the secretary and the deciders weigh."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.intake import CleanFile
from govflow.services import consulting, matters, papers, scoping
from govflow.services.comparing import compared
from govflow.services.deciding import decisions
from govflow.services.dossier import attachment, dossier
from govflow.services.planning import Plan
from govflow.services.timeline import since_version, timeline
from tests.builders import World


def spoken(world: World) -> str:
    """A paper on which race commented and objected, the window still open."""
    made = world.consulting()
    with world.as_("race_chair") as desk:
        race = world.requests(made)["race"]
        consulting.comment(desk, race, text="Panels stay as they were.")
        consulting.take_position(desk, race, position="object", statement="Panels must change.")
    return made


def test_a_network_reads_no_other_networks_words_before_the_round_is_closed(world: World) -> None:
    made = spoken(world)
    with world.looking("women_chair") as desk:
        file = dossier(desk, made)
        assert [r.network_name for r in file.requests] == ["Women's Network"]
        assert not any("Race" in entry.sentence for entry in file.told)
    with world.looking("race_chair") as desk:
        assert any("Race" in entry.sentence for entry in dossier(desk, made).told)
    with world.looking("secretary") as desk:
        assert len(dossier(desk, made).requests) == 3
    world.wait(20)
    world.act("secretary", made, "close_consultation")
    with world.looking("women_chair") as desk:
        assert len(dossier(desk, made).requests) == 3


def test_a_network_reads_the_version_it_was_sent(world: World) -> None:
    made = world.responding()
    with world.as_("author") as desk:
        paper = matters.paper_case(desk, made).paper
        changed = replace(paper.draft, body="Quite another text.")
        papers.save_draft(desk, made, papers.DraftChange(changed, None, paper.meeting_id))
    with world.looking("race_chair") as desk:
        file = dossier(desk, made)
        assert (file.shows_draft, file.document.body) == (False, paper.versions[0].document.body)
    with world.looking("secretary") as desk:
        assert dossier(desk, made).shows_draft


def test_the_hour_at_which_a_network_spoke_is_not_told(world: World) -> None:
    made = spoken(world)
    with world.looking("author") as desk:
        told = timeline(desk, made)
    assert all(entry.day_only for entry in told if "Race Equality Network" in entry.sentence)
    assert not any("Khan" in entry.sentence for entry in told)


def test_saving_again_and_again_is_one_entry(world: World) -> None:
    made = world.draft()
    for _ in range(3):
        with world.as_("author") as desk:
            paper = matters.paper_case(desk, made).paper
            papers.save_draft(desk, made, papers.DraftChange(paper.draft, None, None))
    with world.looking("author") as desk:
        assert [e.sentence for e in timeline(desk, made)] == [
            "Amara Osei saved the draft 4 times.",
            "Amara Osei started the paper 2026/0001.",
        ]


def test_only_newer_events_are_told_to_a_stale_reader(world: World) -> None:
    made = world.submitted()
    with world.looking("secretary") as desk:
        seen = matters.case_of(desk, made).matter.version
    world.act("secretary", made, "return_to_author", reason="Shorter, please.")
    with world.looking("secretary") as desk:
        [told] = since_version(desk, made, seen)
    assert told.sentence == "Sian Pritchard returned it to the author."


def test_a_file_is_given_only_with_its_own_paper(world: World) -> None:
    made, other = world.draft(), world.draft()
    data = b"%PDF-1.7 invented"
    file = CleanFile(
        name="plan.pdf", media_type="application/pdf", data=data, size=len(data), sha256="a" * 64
    )
    with world.as_("author") as desk:
        papers.attach(desk, made, file)
    with world.looking("secretary") as desk:
        assert attachment(desk, made, "a" * 64).data == data
        with pytest.raises(NotFound):
            attachment(desk, other, "a" * 64)
    with world.looking("race_chair") as desk, pytest.raises(WrongRole):
        attachment(desk, made, "a" * 64)


def test_a_meeting_too_early_is_refused_with_the_next_that_can(world: World) -> None:
    made = world.submitted()
    plan = Plan(frozenset(world.network_ids.values()), {}, 15, world.meeting_ids[0])
    refusal = "The next meeting that can take it is Board of Directors on 29"
    with pytest.raises(Invalid, match=refusal), world.as_("secretary") as desk:
        scoping.choose(desk, made, plan)
    assert world.state(made) == "submitted"
    with world.as_("secretary") as desk:
        scoping.choose(desk, made, plan, keep_meeting=True)
    with pytest.raises(NotYet, match="after the paper deadline"):
        world.act("secretary", made, "send_to_networks")


def test_the_load_of_a_chair_is_said(world: World) -> None:
    world.consulting("race")
    made = world.submitted()
    with world.looking("secretary") as desk:
        loads = {c.proposal.network_name: c.load for c in scoping.scoping(desk, made).candidates}
    assert loads["Race Equality Network"].startswith("1 request open with this network; its chair")
    assert loads["Women's Network"].startswith("Nothing else is open")


def test_versions_differ_in_named_parts(world: World) -> None:
    made = world.responding()
    with world.as_("author") as desk:
        paper = matters.paper_case(desk, made).paper
        changed = replace(paper.draft, kind="policy", purposes=("approve", "discuss"))
        papers.save_draft(desk, made, papers.DraftChange(changed, None, paper.meeting_id))
    with world.as_("author") as desk:
        papers.make_version(desk, made, note="Now a policy.")
    with world.looking("secretary") as desk:
        found = compared(matters.paper_case(desk, made).paper, 1, 2)
    parts = {change.title: change.paragraphs for change in found.front_sheet}
    assert list(parts) == ["Kind of paper", "Purposes"]
    assert parts["Kind of paper"][-1].new == "Policy"
    assert (found.body_changed, found.anything) == (False, True)


def test_decisions_put_the_readers_own_turn_first(world: World) -> None:
    world.issued(position="object")
    urgent = world.submitted()
    world.act("board_chair", urgent, "declare_urgent", reason="Tonight.")
    with world.looking("equality_lead") as desk:
        lead = decisions(desk)
    with world.looking("board_chair") as desk:
        chair = decisions(desk)
    assert (lead.parts[0].title, lead.parts[0].mine) == ("Urgent: is it urgent?", True)
    assert (chair.parts[0].title, chair.mine) == ("In the board pack, to be decided", 1)
    assert [row.objection for row in chair.parts[0].papers[0].objections] == ["Panels must change."]


def test_a_papers_page_asks_no_more_for_more_words(world: World) -> None:
    made = world.consulting()
    race = world.requests(made)["race"]

    def look() -> int:
        sent: list[str] = []
        engine = world.office.store.engine

        def note(_c: object, _u: object, statement: str, *_: object) -> None:
            sent.append(statement)

        sa.event.listen(engine, "before_cursor_execute", note)
        with world.looking("secretary") as desk:
            file = dossier(desk, made)
            assert file.told
            assert file.offers
            assert file.drawing
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    def say(times: int) -> None:
        for n in range(times):
            with world.as_("race_chair") as desk:
                consulting.comment(desk, race, text=f"Point {n}")

    say(5)
    few = look()
    say(20)
    assert look() == few
