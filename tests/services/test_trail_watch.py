"""The live log is checked once a day by one process; a fault and a check left out are findings."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from govflow.services import findings, trail_watch
from govflow.services.log_check import check_log
from govflow.services.office import Office
from govflow.store import trail, trail_checks
from govflow.store.records import notice
from govflow.store.trail_checks import Check
from tests.builders import World, make_office
from tests.tampering import tamper

DAY = timedelta(days=1)


def run(world: World, office: Office | None = None) -> dict[str, int]:
    clock = lambda: world.now  # noqa: E731  # a clock is a function
    return trail_watch.run_due(office or world.office, world.organisation_id, clock)


def checks(world: World) -> list[Check]:
    with world.looking("auditor") as desk:
        return trail_checks.newest(desk.work, 50)


def found(world: World) -> list[str]:
    with world.looking("secretary") as desk:
        return [each for each in findings.all_of(desk) if "copy" not in each.lower()]


def size(world: World) -> int:
    with world.looking("auditor") as desk:
        return trail.head(desk.work).size


def told(world: World, name: str) -> list[str]:
    with world.looking("auditor") as desk:
        wanted = notice.c.person_id == world.ids[name], notice.c.kind == "record"
        query = sa.select(notice.c.sentence).where(*wanted).order_by(notice.c.created_at)
        return list(desk.work.session.scalars(query))


def test_the_log_is_checked_once_a_day_by_one_process(world: World, database_url: str) -> None:
    world.approved()
    offices = [make_office(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = [each for each in pool.map(lambda office: run(world, office), offices) if each]
    for office in offices:
        office.store.engine.dispose()
    assert done == [{"events verified": size(world)}]
    (check,) = checks(world)
    assert (check.holds, check.whole, check.late, check.size) == (True, True, False, size(world))
    world.now = datetime(2026, 3, 3, 1, 59, tzinfo=UTC)
    assert run(world) == {}
    world.now = datetime(2026, 3, 3, 2, tzinfo=UTC)
    assert run(world) == {"events verified": size(world)}
    assert found(world) == []


def test_a_check_that_was_left_out_is_a_finding_runs_late_and_is_told(world: World) -> None:
    assert found(world) == []
    run(world)
    began = world.now
    world.now = began + 2 * DAY
    assert found(world) == []
    world.now += timedelta(minutes=1)
    assert found(world)[0].startswith("The daily check of the record has not run since 2 March")
    world.now = datetime(2026, 3, 6, 9, tzinfo=UTC)
    run(world)
    assert found(world) == []
    assert checks(world)[0].late
    sentence = (
        "The daily check of the record did not run 3 times between 2 March 2026 and 6 March 2026. "
        "It runs again now."
    )
    assert (told(world, "auditor"), told(world, "secretary")) == ([sentence], [sentence])


def test_a_check_that_never_ran_is_a_finding(world: World) -> None:
    world.now += 3 * DAY
    assert found(world)[0].startswith("The daily check of the record has never run.")


def test_a_long_log_is_read_from_where_the_last_check_ended_and_whole_once_a_week(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_watch, "WHOLE_UP_TO", 0)
    world.approved()
    run(world)
    for _ in range(8):
        before = size(world)
        world.draft()
        world.now += DAY
        run(world)
        last = checks(world)[0]
        assert last.holds
        assert (last.from_size, last.size) == ((0 if last.whole else before), size(world))
    assert [check.whole for check in checks(world)] == [False, True, *[False] * 6, True]


EDITS = {
    "a payload": (
        "UPDATE event SET payload = CAST('{}' AS {blob}) WHERE seq = {seq}",
        "is not the one its hash was made from",
    ),
    "a column": ("UPDATE event SET type = 'paper_sent' WHERE seq = {seq}", "columns of event"),
    "a state": ("UPDATE matter SET state = 'draft' WHERE state <> 'draft'", "is stored in “draft”"),
    "the tail": ("UPDATE trail_head SET size = size + 1", "The head counts"),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("whole", [True, False])
def test_a_fault_is_found_told_to_auditor_and_secretary_and_shown(
    world: World, monkeypatch: pytest.MonkeyPatch, edit: str, whole: bool
) -> None:
    run(world)
    monkeypatch.setattr(trail_watch, "WHOLE_UP_TO", 10**9 if whole else 0)
    world.submitted()
    world.now += DAY
    statement, expected = EDITS[edit]
    blob = "BYTEA" if world.office.store.engine.dialect.name == "postgresql" else "BLOB"
    tamper(world, statement.replace("{blob}", blob).replace("{seq}", str(size(world) - 1)))
    assert run(world)["faults"] >= 1
    check = checks(world)[0]
    assert check.whole is whole
    assert any(expected in fault for fault in check.faults), check.faults
    assert found(world)[0].startswith("The record does not hold. The check of 3 March 2026, 09:00")
    for name in ("auditor", "secretary"):
        assert "found that the record does not hold" in told(world, name)[-1]
    world.now += DAY
    run(world)
    assert checks(world)[0].whole, "after a fault everything is read"


def test_a_check_whose_process_died_is_taken_over(world: World) -> None:
    run(world)
    world.now += DAY
    who = world.who("auditor")
    with world.office.writing(who, world.now) as desk:
        assert trail_watch._begin(desk) is not None
    assert run(world) == {}
    world.now += timedelta(hours=2, minutes=1)
    assert run(world) == {"events verified": size(world)}
    assert (checks(world)[0].late, checks(world)[0].holds, len(checks(world))) == (True, True, 2)


def test_what_is_written_while_a_check_reads_is_no_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check sees one moment, on PostgreSQL too, however long it reads."""
    world.submitted()
    read = trail.head

    def head_then_others_write(work: object) -> trail.Head:
        seen = read(work)  # type: ignore[arg-type]
        monkeypatch.setattr(trail, "head", read)
        world.submitted()
        return seen

    with trail_watch.standing_still(world.office).reading(world.who("auditor"), world.now) as desk:
        monkeypatch.setattr(trail, "head", head_then_others_write)
        assert check_log(desk).faults == ()
