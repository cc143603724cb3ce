"""A paper from draft to feedback through the services, on both databases."""

import pytest

from govflow.domain.document import Document
from govflow.domain.errors import Invalid, NotYet, Stale, WrongRole
from govflow.services import consulting, marking, matters, papers, replying
from govflow.services.cover import cover_rows
from govflow.store import matters as stored_matters
from govflow.store import tables
from govflow.store.log import entries
from govflow.store.records import event
from tests.builders import World


def test_a_paper_reaches_its_decision_and_the_networks_hear(world: World) -> None:
    made = world.approved(position="object")
    assert world.state(made) == "approved"
    world.act("secretary", made, "send_feedback", feedback="Panels will be reviewed in May.")
    assert world.state(made) == "closed"


def test_every_move_leaves_one_event_and_reads_as_a_sentence(world: World) -> None:
    made = world.approved()
    with world.looking("auditor") as desk:
        found = entries(desk.work.session, event.c.matter_id == made)
    moves = [e for e in found if e.type == "matter_moved"]
    assert [e.facts["to_state"] for e in moves] == [
        "submitted", "scoped", "consulting", "responding",
        "answered", "ready", "issued", "approved",
    ]  # fmt: skip
    sentences = [e.sentence() for e in found]
    assert "The Race Equality Network gave its position: concern." in sentences
    assert "Sian Pritchard sent it to the staff networks." in sentences


def test_nothing_is_closed_while_a_network_still_has_time(world: World) -> None:
    made = world.consulting()
    with pytest.raises(NotYet, match="Still waiting for"):
        world.act("secretary", made, "close_consultation")
    world.wait(15)
    world.act("secretary", made, "close_consultation")
    assert world.state(made) == "responding"


def test_an_objection_stands_on_the_cover_in_the_networks_words(world: World) -> None:
    made = world.issued(position="object")
    with world.looking("secretary") as desk:
        rows = cover_rows(matters.paper_case(desk, made), desk.now)
    assert [r.objection for r in rows if r.network == "Race Equality Network"] == [
        "Panels must change."
    ]


def test_submitting_names_each_missing_field(world: World) -> None:
    with world.as_("author") as desk:
        made = papers.start_paper(desk, Document(title="Half a paper"))
    with pytest.raises(Invalid) as refused, world.as_("author") as desk:
        papers.submit(desk, made.id)
    assert {"purposes", "recommendations", "executive_lead_id", "meeting_id", "options"} <= set(
        refused.value.problems
    )


def test_the_second_of_two_people_is_told_that_the_paper_moved(world: World) -> None:
    made = world.submitted()
    with world.looking("secretary") as desk:
        seen = matters.case_of(desk, made).matter.version
    world.act("secretary", made, "return_to_author", reason="Shorter, please.")
    with pytest.raises(Stale, match="moved while you were reading"):
        matters.act(
            world.office,
            world.who("secretary"),
            world.now,
            made,
            "withdraw",
            facts={"reason": "x"},
            seen_version=seen,
        )


def test_only_the_network_speaks_for_the_network(world: World) -> None:
    made = world.consulting()
    race = world.requests(made)["race"]
    with pytest.raises(WrongRole), world.as_("women_chair") as desk:
        consulting.comment(desk, race, text="Not mine to say.")


def test_a_late_comment_is_taken_marked_and_answered(world: World) -> None:
    made = world.consulting()
    race = world.requests(made)["race"]
    world.wait(20)
    with world.as_("race_chair") as desk:
        late = consulting.comment(desk, race, text="Sorry, we were on nights.")
    assert late.late
    with world.as_("author") as desk:
        replying.reply(desk, late.id, outcome="accepted", reason="Yes.", changed_paragraph="New.")
    with world.as_("race_chair") as desk:
        marking.mark_reply(desk, late.id, answers_point=True)


def test_a_refused_attempt_is_kept(world: World) -> None:
    made = world.draft()
    with pytest.raises(WrongRole):
        world.act("auditor", made, "submit")
    with world.looking("auditor") as desk:
        found = entries(desk.work.session, event.c.type == "action_refused")
    assert "was refused" in found[0].sentence()


def test_an_urgent_decision_is_agreed_decided_heard_and_ratified(world: World) -> None:
    made = world.submitted()
    world.act("board_chair", made, "declare_urgent", reason="The contract ends on Friday.")
    assert world.state(made) == "taken_urgently"
    with world.looking("secretary") as desk:
        [urgent] = [
            line.id
            for line in stored_matters.lines(desk.work)
            if line.workflow == "urgent_decision"
        ]
    world.act("equality_lead", urgent, "agree_urgency", reason="It cannot wait.")
    world.act("board_chair", urgent, "take_decision", reason="Extend.", attestation="yes")
    assert world.state(urgent) == "decided_urgently"
    world.wait(20)
    world.act("system", urgent, "close_consultation")
    world.act("board_chair", urgent, "ratify", minute_reference="2026/52")
    assert world.state(urgent) == "ratified"


def test_a_paper_refused_as_urgent_takes_the_ordinary_course(world: World) -> None:
    made = world.submitted()
    world.act("secretary", made, "declare_urgent", reason="The contract ends on Friday.")

    def following(matter_id: str) -> str:
        with world.looking("secretary") as desk:
            query = tables.matter.select().where(tables.matter.c.continues_matter_id == matter_id)
            return str(desk.work.session.execute(query).one().id)

    urgent = following(made)
    world.act("equality_lead", urgent, "refuse_urgency", reason="The board meets on Tuesday.")
    again = following(urgent)
    assert world.state(urgent) == "refused"
    assert world.state(again) == "draft"
    world.act("author", again, "submit")
