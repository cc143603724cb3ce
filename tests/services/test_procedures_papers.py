"""Policy reviews and organisational changes: papers on which the networks are always asked."""

from datetime import timedelta

import pytest

from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.promises import MustPass
from govflow.domain.scope_rules import About
from govflow.services import (
    author_desk,
    board,
    consulting,
    deciding,
    matters,
    network_desk,
    networks,
    planning,
    procedures,
)
from govflow.services.scope import proposals
from govflow.store import people
from tests.begun import begun, decided, heard, scoped, written
from tests.builders import World

MANDATORY = ("policy_review", "organisational_change")


def in_draft(world: World, key: str, **changes: str) -> str:
    made = begun(world, key, **changes)
    if key == "policy_review":
        world.act("author", made, "begin_review")
    return made


@pytest.mark.parametrize("action", ["approve", "not_approve"])
@pytest.mark.parametrize("key", MANDATORY)
def test_from_its_form_to_its_end_with_the_networks(world: World, key: str, action: str) -> None:
    made = in_draft(world, key)
    decided(world, made, action)
    with world.looking("secretary") as desk:
        case = matters.paper_case(desk, made)
    assert case.paper.decided
    assert case.paper.decision is not None
    assert case.consultation is not None
    assert case.consultation.closed_at is not None
    world.act("secretary", made, "send_feedback", feedback="Your words changed section 2.")
    assert world.state(made) == "closed"
    with world.looking("race_chair") as desk:
        assert procedures.page(desk, made).is_paper


@pytest.mark.parametrize("key", MANDATORY)
def test_there_is_no_way_round_the_networks(world: World, key: str) -> None:
    with world.looking("secretary") as desk:
        workflow = desk.workflow(key)
    assert {"waive_consultation", "declare_urgent"} & set(workflow.actions) == set()
    must = [p for p in workflow.promises if isinstance(p, MustPass)]
    assert any(p.gates[:2] == ("send_to_networks", "close_consultation") for p in must)
    assert all(p.unless == () for p in must)


@pytest.mark.parametrize("key", MANDATORY)
def test_every_network_is_proposed(world: World, key: str) -> None:
    made = in_draft(world, key)
    written(world, made)
    with world.looking("secretary") as desk:
        paper = matters.paper_case(desk, made).paper
        assert paper.draft.kind in {"policy", "organisational_change"}
        proposed = proposals(desk, About.of(paper.draft))
    assert {p.network_id for p in proposed if p.proposed} == set(world.network_ids.values())


def submitted(world: World, key: str, meeting: int = 2, **changes: str) -> str:
    made = in_draft(world, key, **changes)
    written(world, made, meeting)
    world.act("author", made, "submit")
    return made


def test_a_change_is_with_the_networks_for_twenty_working_days(world: World) -> None:
    made = submitted(world, "organisational_change")
    with pytest.raises(Invalid, match="minimum is 20"):
        scoped(world, made, window=19, meeting=2)
    scoped(world, made, window=20, meeting=2)
    world.act("secretary", made, "send_to_networks")


def test_twenty_days_hold_whatever_policy_says(world: World) -> None:
    from govflow.services import meetings

    with world.as_("administrator") as desk:
        name = "minimum_window_organisational_change"
        meetings.set_policy(desk, name, 5, starts_on=world.now.date())
    made = submitted(world, "organisational_change")
    with pytest.raises(Invalid, match="minimum is 20"):
        scoped(world, made, window=10, meeting=2)


def test_the_window_ends_before_the_policy_expires(world: World) -> None:
    made = submitted(world, "policy_review", expires_on="2026-03-10")
    scoped(world, made, meeting=2)
    with pytest.raises(NotYet, match="agree a later date first"):
        world.act("secretary", made, "send_to_networks")
    with pytest.raises(WrongRole):
        world.act("secretary", made, "keep_in_force", expires_on="2026-06-30", reason="Late.")
    world.act("board_chair", made, "keep_in_force", expires_on="2026-06-30", reason="Late.")
    world.act("secretary", made, "send_to_networks")
    assert world.state(made) == "consulting"


def test_a_review_begun_late_is_shown_late_and_not_blocked(world: World) -> None:
    made = begun(world, "policy_review", expires_on="2026-04-30")
    with world.looking("secretary") as desk:
        page = procedures.page(desk, made)
    assert page.deadline is not None
    assert page.deadline.instant_at < world.now
    world.act("secretary", made, "begin_review")
    assert world.state(made) == "draft"


@pytest.mark.parametrize("key", MANDATORY)
def test_nobody_reached_is_not_everybody_asked(world: World, key: str) -> None:
    yesterday = world.now.date() - timedelta(days=1)
    with world.as_("administrator") as desk:
        for network_id in world.network_ids.values():
            officer = people.network(desk.work, network_id).officers[0]
            networks.stand_down(desk, network_id, officer.id, ends_on=yesterday)
    made = submitted(world, key)
    scoped(world, made, window=20, meeting=2)
    world.act("secretary", made, "send_to_networks")
    for request in world.requests(made).values():
        with world.as_("board_chair") as desk:
            planning.waive_network(desk, request, reason="Nobody is in post.")
    world.wait(40)
    with pytest.raises(NotYet, match="No network could be reached"):
        world.act("secretary", made, "close_consultation")


@pytest.mark.parametrize("key", MANDATORY)
def test_the_house_treats_it_as_a_paper(world: World, key: str) -> None:
    """Author's desk, secretary's board, network's desk and the chair's page all know it."""
    made = in_draft(world, key)
    with world.looking("author") as desk:
        mine = author_desk.my_papers(desk)
    assert [(own.line.id, bool(own.tasks)) for own in mine.waiting] == [(made, True)]
    written(world, made, 2)
    world.act("author", made, "submit")
    with world.looking("secretary") as desk:
        shown = board.board(desk, board.Filters(group=f"{key}.submitted"))
    assert [item.line.id for group in shown.groups for item in group.items] == [made]
    scoped(world, made, window=20, meeting=2)
    world.act("secretary", made, "send_to_networks")
    with world.looking("race_chair") as desk:
        assert made in str(network_desk.waiting(desk))
    heard(world, made)
    world.act("secretary", made, "close_consultation")
    world.reply_to_all(made)
    world.act("author", made, "finish_responses")
    world.act("lead", made, "accept_responses")
    world.act("secretary", made, "issue")
    with world.looking("board_chair") as desk:
        parts = deciding.decisions(desk).parts
    assert [(part.mine, [w.item.line.id for w in part.papers]) for part in parts] == [
        (True, [made])
    ]


def test_an_extension_asked_for_is_answered_before_the_consultation_closes(world: World) -> None:
    made = world.consulting()
    with world.as_("race_chair") as desk:
        consulting.ask_extension(
            desk, world.requests(made)["race"], working_days=3, reason="Half term."
        )
    world.wait(20)
    with pytest.raises(NotYet, match="asked for more time"):
        world.act("secretary", made, "close_consultation")
