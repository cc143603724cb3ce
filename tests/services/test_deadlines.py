"""The sweep tells each person once what is due, late, vacant or unanswered; it changes nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from govflow.services import consulting, deadlines, networks, planning, reviews
from govflow.services.office import Office
from govflow.store import outbox
from govflow.store import people as stored
from tests.builders import START, World, make_office, make_world

ADVENT = datetime(2021, 9, 1, 9, 0, tzinfo=UTC)


def sweep(world: World) -> int:
    return deadlines.sweep(world.office, world.organisation_id, world.now)


def told(world: World, kind: str) -> list[outbox.Waiting]:
    with world.looking("secretary") as desk:
        return [n for n in outbox.waiting(desk.work) if n.kind == kind]


def people_told(world: World, kind: str) -> set[str]:
    names = {person_id: name for name, person_id in world.ids.items()}
    return {names[n.person_id] for n in told(world, kind)}


def until(world: World, day: date) -> None:
    world.wait((day - world.now.date()).days)


def test_a_network_that_has_not_answered_is_reminded_once(world: World) -> None:
    made = world.consulting()
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, world.requests(made)["race"], position="support")
    until(world, date(2026, 3, 10))  # four working days before the end on 16 March
    sweep(world)
    assert told(world, "due") == []
    until(world, date(2026, 3, 11))
    sweep(world)
    assert people_told(world, "due") == {"disability_chair", "women_chair"}
    assert told(world, "due")[0].sentence.endswith("Reply by 5pm on Monday 16 March 2026.")
    until(world, date(2026, 3, 12))
    assert sweep(world) == 0


def test_more_time_brings_a_reminder_of_the_new_end(world: World) -> None:
    made = world.consulting("race")
    until(world, date(2026, 3, 13))
    sweep(world)
    with world.as_("race_chair") as desk:
        asked = consulting.ask_extension(
            desk, world.requests(made)["race"], working_days=5, reason="Nights."
        )
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, asked.request_id, asked.id, granted=True, answer="Yes.")
    sweep(world)
    assert len(told(world, "due")) == 1
    until(world, date(2026, 3, 20))
    sweep(world)
    assert len(told(world, "due")) == 2


def test_silence_is_told_to_the_secretary_and_stays_a_matter_for_people(world: World) -> None:
    made = world.consulting()
    with world.as_("race_chair") as desk:
        consulting.comment(desk, world.requests(made)["race"], text="We want mixed panels.")
    until(world, date(2026, 3, 17))
    sweep(world)
    [notice] = told(world, "overdue")
    assert notice.sentence == (
        "No reply came from the Disability Network and the Women's Network on "
        "“A fairer route into senior posts” by 5pm on Monday 16 March 2026."
    )
    assert people_told(world, "overdue") == {"secretary"}
    assert world.state(made) == "consulting"


def test_a_closed_consultation_is_not_chased(world: World) -> None:
    made = world.consulting()
    until(world, date(2026, 3, 17))
    world.act("secretary", made, "close_consultation")
    sweep(world)
    assert told(world, "overdue") == []


def test_comments_unanswered_at_the_paper_deadline(world: World) -> None:
    world.responding()
    until(world, date(2026, 4, 16))
    sweep(world)
    assert told(world, "unanswered") == []
    until(world, date(2026, 4, 20))
    sweep(world)
    assert people_told(world, "unanswered") == {"author", "secretary"}
    assert told(world, "unanswered")[0].sentence.startswith("1 comment has no reply on “A fairer")


def test_a_vacant_chair_is_told_to_those_who_can_fill_it(world: World) -> None:
    with world.as_("administrator") as desk:
        race = stored.network(desk.work, world.network_ids["race"])
        networks.stand_down(desk, race.id, race.officers[0].id, ends_on=date(2026, 3, 20))
    sweep(world)
    assert people_told(world, "term") == {"administrator", "secretary"}
    until(world, date(2026, 3, 21))
    sweep(world)
    sweep(world)
    assert people_told(world, "vacant") == {"administrator", "secretary"}
    assert len(told(world, "vacant")) == 2
    assert told(world, "vacant")[0].sentence.startswith(
        "The Race Equality Network has had no chair since 20 March 2026: nobody may speak"
    )


def rungs(world: World, days: range) -> list[date]:
    """The days on which the review's ladder says something new."""
    first, said_on = world.now, []
    for day in days:
        world.now = first + timedelta(days=day)
        before = len(told(world, "review"))
        sweep(world)
        if len(told(world, "review")) > before:
            said_on.append(world.now.date())
    return said_on


@pytest.fixture
def early(office: Office) -> World:
    """A trust in September 2021."""
    return make_world(office, now=ADVENT)


def test_the_ladder_before_and_after_the_reviews_deadline(early: World) -> None:
    deadline = date(2021, 12, 31)
    expected = [deadline - timedelta(days=d) for d in (90, 60, 30, 14, 7, 1)]
    weekly = [deadline + timedelta(days=d) for d in (1, 8, 15)]
    assert rungs(early, range(28, 140)) == expected + weekly
    sentences = [n.sentence for n in told(early, "review")]
    assert sentences[0] == (
        "The governance review is not adopted yet; it is due by the end of December 2021."
    )
    assert sentences[-1] == (
        "The governance review is not adopted; it was due by the end of December 2021."
    )


def test_a_ladder_met_late_says_only_its_present_rung(early: World) -> None:
    early.wait(80)  # 20 November: 41 days before
    sweep(early)
    assert len(told(early, "review")) == 1


def test_after_adoption_the_ladder_runs_to_the_re_review(early: World) -> None:
    with early.as_("secretary") as desk:
        made = reviews.open_review(desk).id
    early.act("secretary", made, "scope_review", owner_name="Sian Pritchard, secretary")
    early.act("secretary", made, "start_review")
    with early.as_("secretary") as desk:
        reviews.add_evidence(
            desk, made, criterion=2, text="Took part", source="Minutes", dated_on=ADVENT.date()
        )
    early.act("secretary", made, "take_to_board")
    early.act("board_chair", made, "adopt", minute_reference="2021/098")
    early.wait(100)
    sweep(early)
    assert told(early, "review") == []
    early.wait(200)  # 65 days before 1 September 2022
    sweep(early)
    [notice] = told(early, "review")
    assert notice.path == f"/reviews/{made}"
    assert notice.sentence == (
        "The governance review is due for re-review by Thursday 1 September 2022."
    )


def test_two_sweeps_at_once_tell_each_person_once(database_url: str, world: World) -> None:
    world.consulting()
    until(world, date(2026, 3, 12))
    offices = [make_office(database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(
            lambda office: deadlines.sweep(office, world.organisation_id, world.now), offices
        )
        assert sum(found) == len(told(world, "due")) + len(told(world, "review"))
    for office in offices:
        office.store.engine.dispose()
    assert len(told(world, "due")) == 3


def test_one_organisations_sweep_tells_nobody_elsewhere(world: World, office: Office) -> None:
    other = make_world(office, code="RQY")
    world.consulting()
    until(world, date(2026, 3, 12))
    other.now = world.now
    sweep(other)
    assert told(world, "due") == []
    assert told(other, "due") == []


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    sa.event.listen(office.store.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(office.store.engine, "before_cursor_execute", note)


def test_the_sweeps_statements_do_not_grow_with_the_papers(world: World) -> None:
    def statements(papers: int) -> int:
        world.now = START
        for _ in range(papers):
            world.consulting("race")
        until(world, date(2026, 3, 12))
        with counted(world.office) as seen:
            sweep(world)
        return len(seen)

    assert statements(2) == statements(8)
