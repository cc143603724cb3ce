"""Offices change hands: everything open goes along, the old name stays, nobody else may do it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.services import (
    consulting,
    handing_over,
    handover_sheet,
    networks,
    papers,
    people,
    planning,
    replying,
    substitutes,
)
from govflow.services.handing_over import Successor
from govflow.store import outbox, tables
from govflow.store import people as stored
from tests.builders import World, make_world
from tests.services.influence import Heard, promised
from tests.services.offices import hand_over, keep, newcomer, recorded_names, secretary_role, waits


def test_everything_open_is_the_successors_from_midnight(world: World) -> None:
    request = world.requests(world.consulting())["race"]
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Panels stay as they were.")
        consulting.ask_extension(desk, request, working_days=3, reason="We meet late.")
        consulting.ask_question(desk, request, text="Who chairs the panels?")
    newcomer(world)
    made = hand_over(world)
    assert waits(world, "race_chair") == [request]
    assert waits(world, "successor") == []
    with world.looking("successor") as desk:
        page = handover_sheet.sheet(desk, made.id)
        assert (page.open, page.mine, page.may_confirm, page.network) == (False, True, False, None)
    with world.as_("successor") as desk, pytest.raises(NotYet):
        handing_over.confirm_read(desk, made.id)

    world.wait(1)
    assert waits(world, "race_chair") == []
    assert waits(world, "successor") == [request]
    with world.as_("race_chair") as desk, pytest.raises(WrongRole):
        consulting.comment(desk, request, text="One more thing.")
    with world.looking("successor") as desk:
        page = handover_sheet.sheet(desk, made.id)
    assert page.network
    item = page.network.to_answer[0]
    assert item.request.open_extension()
    assert [q.text for q in item.request.questions] == ["Who chairs the panels?"]
    assert [c.text for c in item.request.comments] == ["Panels stay as they were."]
    assert page.made.note == "Ask Wen about panels."
    assert page.may_confirm
    with world.as_("successor") as desk:
        handing_over.confirm_read(desk, made.id)
    with world.as_("successor") as desk:
        handing_over.confirm_read(desk, made.id)  # twice is once
    assert recorded_names(world, "hand_over_read") == ["Safiya Noor"]
    with world.as_("successor") as desk:
        consulting.take_position(desk, request, position="nothing_to_add")


def test_the_successor_is_told_and_the_old_name_stays(world: World) -> None:
    newcomer(world)
    made = hand_over(world)
    with world.looking("secretary") as desk:
        told = [n for n in outbox.waiting(desk.work) if n.kind == "handed_over"]
    assert [(n.person_id, n.path) for n in told] == [
        (world.ids["successor"], f"/hand-overs/{made.id}")
    ]
    assert (made.from_name, made.to_name) == ("Rashida Khan", "Safiya Noor")
    world.wait(1)
    with world.looking("race_chair") as desk:
        page = handover_sheet.sheet(desk, made.id)
        assert not page.open
    with world.looking("administrator") as desk:
        assert not handover_sheet.sheet(desk, made.id).open


def test_a_deputy_may_follow_the_chair(world: World) -> None:
    newcomer(world)
    with world.as_("administrator") as desk:
        network = world.network_ids["race"]
        networks.appoint(desk, network, world.ids["successor"], post="deputy", starts_on=desk.today)
    hand_over(world)
    world.wait(1)
    with world.looking("secretary") as desk:
        found = stored.network(desk.work, world.network_ids["race"])
        posts = [(o.person_name, o.post) for o in found.officers_on(desk.today)]
    assert posts == [("Safiya Noor", "chair")]


@pytest.mark.parametrize(
    "name", ["women_chair", "author", "lead", "secretary", "auditor", "board_chair", "successor"]
)
def test_nobody_else_hands_a_post_over_or_names_a_substitute(world: World, name: str) -> None:
    newcomer(world)
    with pytest.raises(WrongRole):
        hand_over(world, name)
    with pytest.raises(WrongRole):
        keep(world, name, "successor", 0, 3)


@pytest.mark.parametrize("name", ["race_chair", "author", "auditor", "board_chair"])
def test_nobody_else_hands_the_secretarys_office_over(world: World, name: str) -> None:
    with pytest.raises(WrongRole):
        secretary_role(world, name)


def test_the_administrator_may_do_it_for_somebody_who_has_gone(world: World) -> None:
    newcomer(world)
    assert hand_over(world, "administrator").made_by_name == "Morag Kerr"


@pytest.mark.parametrize(
    ("days", "note", "field"),
    [(0, "", "starts_on"), (400, "", "starts_on"), (1, "x" * 5001, "note")],
)
def test_what_is_wrong_is_said(world: World, days: int, note: str, field: str) -> None:
    newcomer(world)
    with pytest.raises(Invalid) as wrong:
        hand_over(world, days=days, note=note)
    assert list(wrong.value.problems) == [field]
    assert waits(world, "successor") == []


def test_the_secretarys_office_and_promises_go_to_the_successor(world: World) -> None:
    made = world.responding()
    newcomer(world)
    request = world.requests(made)["race"]
    with world.looking("author") as desk:
        round_ = papers.readable(desk, made).consultation
        comment = round_.requests[1].comments[0].id if round_ else ""
    with world.as_("author") as desk:
        replying.reply(desk, comment, outcome="not_accepted", reason="Because of the law.")
    promise = promised(world, Heard(made, request, comment, comment), owner="secretary")
    held = secretary_role(world)
    with world.as_("secretary") as desk:
        found = substitutes.role(desk, held.held.person_id, held.held.id)
        day = desk.today + timedelta(days=1)
        over = handing_over.hand_over(desk, found, Successor(world.ids["successor"], day))
    world.wait(1)
    assert world.who("successor").actor.roles == {"secretary"}
    assert not world.who("secretary").actor.roles
    with world.looking("successor") as desk:
        page = handover_sheet.sheet(desk, over.id)
    assert [each.made.id for each in page.promises] == [promise]
    with world.as_("secretary") as desk, pytest.raises(WrongRole):
        planning.answer_extension(desk, request, "none", granted=True, answer="No.")


def test_an_author_hands_open_papers_over_and_owed_replies_go_along(world: World) -> None:
    made, ended = world.responding(), world.draft(title="An older paper")
    world.act("author", ended, "withdraw", reason="Not needed.")
    newcomer(world)
    with world.as_("administrator") as desk:
        start = desk.today
        people.give_role(desk, world.ids["successor"], "author", starts_on=start)
    to = Successor(world.ids["successor"], date(2026, 1, 1), "Panels are the sore point.")
    for name in ("lead", "race_chair", "administrator"):
        with world.as_(name) as desk, pytest.raises(WrongRole):
            handing_over.hand_over_papers(desk, world.ids["author"], to)
    with world.as_("author") as desk:
        over = handing_over.hand_over_papers(desk, world.ids["author"], to)
    assert over.starts_on == world.now.date()
    with world.looking("successor") as desk:
        page = handover_sheet.sheet(desk, over.id)
        assert [line.id for line in page.matters] == [made]
        assert papers.readable(desk, made).paper.author_name == "Safiya Noor"
        comments = papers.readable(desk, made).consultation
    waiting = [c.id for c in comments.unanswered_comments()] if comments else []
    with world.as_("author") as desk, pytest.raises(WrongRole):
        replying.reply(desk, waiting[0], outcome="not_accepted", reason="No.")
    with world.as_("successor") as desk:
        replying.reply(desk, waiting[0], outcome="not_accepted", reason="Because of the law.")
    with world.looking("system") as desk:
        query = sa.select(tables.paper.c.author_id).where(tables.paper.c.id == ended)
        assert desk.work.session.scalar(query) == world.ids["author"]
    with world.as_("author") as desk, pytest.raises(NotYet):
        handing_over.hand_over_papers(desk, world.ids["author"], to)


def test_another_organisation_sees_none_of_it(world: World) -> None:
    newcomer(world)
    made = hand_over(world)
    other = make_world(world.office, code="RZZ")
    with other.looking("race_chair") as desk, pytest.raises(NotFound):
        handover_sheet.sheet(desk, made.id)
