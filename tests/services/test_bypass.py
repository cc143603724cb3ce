"""What went past the networks stays in sight until somebody answers for it."""

from datetime import timedelta

import pytest

from govflow.domain.errors import WrongRole
from govflow.services import bypass, consulting, networks, renewed
from govflow.services.bypass import Bypass
from govflow.store import people
from tests.builders import World, make_world
from tests.services.changing import change, judge
from tests.services.urgent import urgent


def owed(world: World, name: str = "secretary") -> Bypass:
    with world.looking(name) as desk:
        return bypass.owed(desk)


def line(world: World) -> str:
    with world.looking("secretary") as desk:
        return bypass.line(desk)


def test_an_urgent_decision_names_who_must_act_next_at_each_step(world: World) -> None:
    made = urgent(world)
    [debt] = owed(world).debts
    assert (debt.row.matter_id, debt.consulting, debt.passed_on) == (made, True, None)
    assert "Race Equality Network" in debt.next.who
    assert debt.next.deadline is not None
    for name, request in world.requests(made).items():
        with world.as_(f"{name}_chair") as desk:
            if name == "race":
                consulting.comment(desk, request, text="You should have asked.")
            consulting.take_position(desk, request, position="concern", statement="Late.")
    assert owed(world).debts[0].next.who == "the company secretary"
    world.act("secretary", made, "close_consultation")
    assert owed(world).debts[0].next.who == "the author, Amara Osei"
    world.reply_to_all(made)
    last = owed(world).debts[0]
    assert (last.next.who, last.consulting, last.next.overdue) == ("the board chair", False, False)
    world.act("board_chair", made, "ratify", minute_reference="2026/52")
    assert owed(world).debts == ()
    assert line(world) == ""


def test_a_formal_meeting_that_passed_without_a_word_is_said(world: World) -> None:
    made = urgent(world)
    world.wait(30)
    world.act("system", made, "close_consultation")
    [debt] = owed(world).debts
    assert debt.next.overdue
    assert debt.passed_on == (world.now - timedelta(days=30)).date() + timedelta(weeks=3, days=2)


def test_a_network_that_nobody_answers_for_keeps_the_secretary_waiting(world: World) -> None:
    with world.as_("system") as desk:
        network = next(n for n in people.networks(desk.work) if n.name.startswith("Race"))
        networks.stand_down(desk, network.id, network.officers[0].id, ends_on=desk.today)
    world.wait(1)
    urgent(world)
    [debt] = owed(world).debts
    assert debt.next.who == "the company secretary"
    assert "Race Equality Network" in debt.next.what


def test_the_oldest_debt_stands_first_and_in_the_line(world: World) -> None:
    first = urgent(world, "First")
    world.wait(5)
    urgent(world, "Second")
    assert owed(world).debts[0].row.matter_id == first
    assert line(world) == (
        "Bypass debt: 2 urgent decisions not ratified yet, the oldest taken 2 March 2026."
    )


def test_waivers_repeating_a_reason_are_flagged_with_links(world: World) -> None:
    for number in range(4):
        made = world.scoped(title=f"Paper {number}")
        reason = ["No time.", "no time", "NO TIME!", "No  time"][number]
        world.act("board_chair", made, "waive_consultation", reason=reason)
        world.now += timedelta(minutes=1)
    [quarter] = owed(world).quarters
    [same] = quarter.repeated
    assert [waiver.title for waiver in same.waivers] == [f"Paper {n}" for n in range(4)]
    assert line(world) == (
        "Bypass debt: 1 reason for waiving given more than three times this quarter."
    )
    world.wait(92)
    assert line(world) == ""
    assert len(owed(world).quarters) == 1
    world.wait(800)
    assert owed(world).quarters == ()


def test_going_on_without_an_answer_to_a_change_counts_as_a_waiver(world: World) -> None:
    for number in range(4):
        made = world.consulting("race", title=f"Paper {number}")
        request = world.requests(made)["race"]
        with world.as_("race_chair") as desk:
            consulting.take_position(desk, request, position="support")
        change(world, made)
        judge(world, made, "race")
        with world.as_("board_chair") as desk:
            renewed.waive(desk, request, reason=["No time.", "no time"][number % 2])
        world.now += timedelta(minutes=1)
    [quarter] = owed(world).quarters
    [approver] = quarter.approvers
    [same] = quarter.repeated
    assert (approver.name, approver.waivers) == ("Bernard Achebe", 4)
    assert [(w.title, w.network) for w in same.waivers] == [
        (f"Paper {n}", "Race Equality Network") for n in range(4)
    ]


@pytest.mark.parametrize("name", ["author", "race_chair", "administrator", "oversight"])
def test_others_do_not_read_it(world: World, name: str) -> None:
    with world.looking(name) as desk, pytest.raises(WrongRole):
        bypass.owed(desk)


def test_another_organisation_owes_nothing_of_it(world: World) -> None:
    urgent(world)
    other = make_world(world.office, code="RQY")
    assert owed(other).debts == ()
    assert line(other) == ""
