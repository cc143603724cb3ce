"""Moving a meeting: what it takes with it, who is told, and where it may not go."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.services import administration, meetings
from govflow.store.records import notice
from tests.builders import World
from tests.services.test_admin import sentences


def moved(world: World, name: str = "administrator", **changes: Any) -> None:
    given: dict[str, Any] = {"held_on": date(2026, 5, 6), "starts": time(14, 0), **changes}
    with world.as_(name) as desk:
        meetings.change_meeting(desk, world.meeting_ids[1], **given)


def test_a_meeting_moves_with_its_paper_deadline(world: World) -> None:
    moved(world, "secretary", place="Boardroom")
    with world.looking("administrator") as desk:
        found = administration.meeting(desk, world.meeting_ids[1])
    assert found.held_at == datetime(2026, 5, 6, 13, 0, tzinfo=UTC)
    assert found.paper_deadline_at == datetime(2026, 4, 23, 16, 0, tzinfo=UTC)
    assert sentences(world)[0] == (
        "Sian Pritchard changed the meeting of Board of Directors: "
        "date and time, paper deadline, place."
    )


def test_who_has_a_paper_at_a_moved_meeting_is_told_once(world: World) -> None:
    made = world.draft()
    moved(world, place="Boardroom")
    moved(world, place="Boardroom")
    moved(world, place="Library")
    with world.office.store.reading(world.organisation_id, world.now) as work:
        rows = work.session.execute(notice.select().where(notice.c.kind == "meeting_moved")).all()
    assert {row.person_id for row in rows} == {world.ids["author"], world.ids["lead"]}
    assert len(rows) == 2
    assert {(row.path, row.sentence) for row in rows} == {
        (
            f"/papers/{made}",
            "“A fairer route into senior posts”: Board of Directors now meets at 2pm on "
            "Wednesday 6 May 2026; papers are due by 5pm on Thursday 23 April 2026.",
        )
    }


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("paper_deadline_on", {"paper_deadline_on": date(2026, 5, 6)}),
        ("paper_deadline_on", {"held_on": date(2090, 5, 3)}),
        ("held_on", {"held_on": date(2025, 5, 7)}),
        ("held_on", {"held_on": date(2500, 1, 1), "paper_deadline_on": date(2026, 5, 1)}),
        ("held_on", {"held_on": date(2026, 6, 3), "starts": time(9, 30)}),
    ],
)
def test_a_meeting_is_not_moved_anywhere(world: World, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        moved(world, **changes)
    assert set(refused.value.problems) == {field}


def test_a_held_meeting_stays_and_others_may_not_move_one(world: World) -> None:
    with pytest.raises(WrongRole):
        moved(world, "author")
    world.wait(100)
    with pytest.raises(NotYet, match="has been held"):
        moved(world)
