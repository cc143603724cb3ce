"""What a file leaves to the scheduled check is done once nothing stands in its way."""

from datetime import date

import pytest

from govflow.services import clockwork, consulting, deadlines, matters
from govflow.store import outbox
from govflow.store.log import entries
from govflow.store.records import event
from tests.begun import begun
from tests.builders import World


def advance(world: World) -> int:
    return clockwork.advance(world.office, world.organisation_id, world.now)


def until(world: World, day: date) -> None:
    world.wait((day - world.now.date()).days)


def test_a_policy_review_begins_six_months_before_the_policy_expires(world: World) -> None:
    made = begun(world, "policy_review", expires_on="2026-12-31")
    until(world, date(2026, 6, 29))
    assert advance(world) == 0
    until(world, date(2026, 6, 30))
    assert (advance(world), world.state(made)) == (1, "draft")
    assert advance(world) == 0
    with world.looking("auditor") as desk:
        *_, last = entries(desk.work.session, event.c.matter_id == made)
        assert last.facts["action"] == "fall_due"
        assert last.actor_name.startswith("Scheduled check")
        waiting = [n for n in outbox.waiting(desk.work) if n.kind == "waits"]
    assert waiting[-1].person_id == world.ids["author"]


def test_a_consultation_closes_when_every_window_is_over(world: World) -> None:
    made = world.consulting()
    assert advance(world) == 0
    world.wait(20)
    assert (advance(world), world.state(made)) == (1, "responding")
    with world.looking("secretary") as desk:
        round_ = matters.paper_case(desk, made).consultation
    assert round_ is not None
    assert {r.status(world.now) for r in round_.requests} == {"no_reply"}


def test_it_waits_while_a_network_asks_for_more_time(world: World) -> None:
    made = world.consulting()
    with world.as_("race_chair") as desk:
        request = world.requests(made)["race"]
        consulting.ask_extension(desk, request, working_days=3, reason="Half term.")
    world.wait(20)
    assert (advance(world), world.state(made)) == (0, "consulting")


@pytest.mark.parametrize("key", ["action", "commitment", "recruitment_divergence"])
def test_no_check_moves_what_no_file_leaves_to_it(world: World, key: str) -> None:
    made = begun(world, key)
    before = world.state(made)
    world.wait(400)
    assert (advance(world), world.state(made)) == (0, before)


def test_people_are_told_before_and_after_the_day(world: World) -> None:
    begun(world, "action", due_on="2026-03-20")

    def told() -> list[str]:
        deadlines.sweep(world.office, world.organisation_id, world.now)
        with world.looking("secretary") as desk:
            found = [n for n in outbox.waiting(desk.work) if n.kind == "turn"]
        assert {n.person_id for n in found} <= {world.ids["author"]}
        return [n.sentence for n in found]

    assert told() == []
    until(world, date(2026, 3, 18))
    assert ["is due by" in sentence for sentence in told()] == [True]
    until(world, date(2026, 3, 23))
    assert sum("was due by" in sentence for sentence in told()) == 1
    assert len(told()) == 2
