"""A substitute may do what the office may, for some days, and is recorded for whose place it is."""

from datetime import timedelta

import pytest

from govflow.domain.errors import Invalid, NotFound, Refused, WrongRole
from govflow.services import (
    consulting,
    network_desk,
    networks,
    substitutes,
)
from govflow.store import people as stored
from tests.builders import World
from tests.services.offices import (
    hand_over,
    keep,
    newcomer,
    place,
    recorded_names,
    secretary_role,
    waits,
)


def test_a_substitute_acts_beside_the_chair_and_is_recorded_for_them(world: World) -> None:
    request = world.requests(world.consulting())["race"]
    newcomer(world)
    with world.looking("race_chair") as desk:
        before = network_desk.waiting(desk).to_answer[0].deadline
    keep(world, "race_chair", "successor", 1, 2)
    assert waits(world, "successor") == []
    world.wait(1)
    assert waits(world, "successor") == waits(world, "race_chair") == [request]
    with world.as_("successor") as desk:
        consulting.comment(desk, request, text="Ask those who left.")
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="And those who stay.")
    assert recorded_names(world, "comment_made") == ["Safiya Noor for Rashida Khan", "Rashida Khan"]
    with world.looking("successor") as desk:
        assert network_desk.waiting(desk).to_answer[0].deadline == before
        found = stored.network(desk.work, world.network_ids["race"])
        with pytest.raises(WrongRole, match="cannot pass it on"):
            substitutes.post(desk, found.id, found.officers[-1].id)
    world.wait(1)
    assert waits(world, "successor") == [request]
    world.wait(1)
    assert waits(world, "successor") == []
    with world.as_("successor") as desk, pytest.raises(Refused):
        consulting.comment(desk, request, text="Too late.")


def test_an_officer_who_also_stands_in_elsewhere_is_named_only_there(world: World) -> None:
    made = world.requests(world.consulting())
    keep(world, "race_chair", "women_chair", 0, 5)
    for network in ("race", "women"):
        with world.as_("women_chair") as desk:
            consulting.comment(desk, made[network], text="Both of us say so.")
    assert recorded_names(world, "comment_made") == ["Wen Li for Rashida Khan", "Wen Li"]


def test_a_substitutes_time_ends_with_the_term(world: World) -> None:
    newcomer(world)
    newcomer(world, "other", "Olu Bright")
    newcomer(world, "third", "Tessa Moor")
    keep(world, "race_chair", "other", 0, 9)
    keep(world, "race_chair", "third", 6, 9)
    hand_over(world, days=3)
    world.wait(2)
    with world.looking("secretary") as desk:
        found = stored.network(desk.work, world.network_ids["race"])
        today = [o.person_name for o in found.officers_on(desk.today)]
        later = [o.person_name for o in found.officers_on(desk.today + timedelta(days=5))]
    assert sorted(today) == ["Olu Bright", "Rashida Khan"]
    assert later == ["Safiya Noor"]


def test_standing_down_ends_it_too_and_no_two_terms_meet(world: World) -> None:
    newcomer(world)
    keep(world, "race_chair", "successor", 0, 9)
    with pytest.raises(Invalid, match="already holds a post"):
        keep(world, "race_chair", "successor", 5, 12)
    held = place(world, "administrator").held
    with world.as_("administrator") as desk:
        network = world.network_ids["race"]
        networks.stand_down(desk, network, held.id, ends_on=desk.today + timedelta(days=1))
    world.wait(2)
    assert not world.who("successor").actor.roles
    with pytest.raises(NotFound):
        place(world, "race_chair")


def test_a_substitute_for_the_secretary_acts_for_them_and_then_no_more(world: World) -> None:
    made = world.submitted()
    newcomer(world)
    held = secretary_role(world)
    with world.as_("secretary") as desk:
        found = substitutes.role(desk, held.held.person_id, held.held.id)
        today = desk.today
        substitutes.name(desk, found, world.ids["successor"], starts_on=today, ends_on=today)
    world.act("successor", made, "withdraw", reason="The author asked for it.")
    assert recorded_names(world, "matter_moved")[-1] == "Safiya Noor for Sian Pritchard"
    world.wait(1)
    assert not world.who("successor").actor.roles
