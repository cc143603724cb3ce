"""What an auditor finds, takes away and can check; and what nobody can find out."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from govflow.domain.errors import WrongRole
from govflow.services import audit, papers
from govflow.services.audit import SYSTEM, Export, MattersWanted, Narrowing, Told
from govflow.store import records
from tests.builders import World, complete_document, make_world

EVERYTHING = Narrowing()


def found(world: World, wanted: Narrowing = EVERYTHING) -> list[Told]:
    with world.looking("auditor") as desk:
        return audit.read_trail(desk, wanted, newest_first=False, limit=500)[0]


def taken(world: World, wanted: Narrowing = EVERYTHING) -> tuple[Export, list[dict[str, str]]]:
    with world.as_("auditor") as desk:
        chosen = audit.export(desk, wanted)
    lines = audit.csv_lines(world.office, world.who("auditor"), world.now, chosen)
    text = "".join(lines).removeprefix("\ufeff")
    return chosen, list(csv.DictReader(io.StringIO(text)))


def test_a_network_finds_what_it_said_and_what_names_it(world: World) -> None:
    made = world.responding()
    events = found(world, Narrowing(matter_id=made, network="Race Equality Network"))
    assert {e.network for e in events} == {"Race Equality Network", ""}
    assert {"comment_made", "position_given", "matter_moved"} <= {e.type for e in events}
    others = found(world, Narrowing(matter_id=made, network="Women's Network"))
    assert "comment_made" not in {e.type for e in others}


def test_nobody_finds_who_spoke_inside_a_network(world: World) -> None:
    world.responding()
    assert found(world, Narrowing(person=world.ids["race_chair"])) == []
    spoken = [e for e in found(world) if e.network]
    assert spoken
    assert all("Rashida" not in e.actor + e.sentence() for e in spoken)
    _, rows = taken(world)
    assert not any("Rashida" in row["who"] + row["what_happened"] for row in rows)


def test_a_person_finds_what_they_did_and_checks_find_the_checks(world: World) -> None:
    world.submitted()
    own = found(world, Narrowing(person=world.ids["author"]))
    assert {e.actor for e in own} == {"Amara Osei"}
    assert {e.actor for e in found(world, Narrowing(person=SYSTEM))} == {"Scheduled check: test"}


def test_a_period_has_its_first_instant_and_not_its_last(world: World) -> None:
    world.wait(3)
    made = world.draft()
    world.wait(3)
    world.act("author", made, "withdraw", reason="Not now.")
    start = world.now - timedelta(days=3)
    chosen = found(world, Narrowing(matter_id=made, from_at=start, until_at=world.now))
    assert {e.type for e in chosen} == {"paper_started", "draft_saved"}


def test_what_was_seen_has_its_version_and_hash(world: World) -> None:
    made = world.responding()
    with world.looking("auditor") as desk:
        sent = desk.work.session.scalar(
            sa.text("SELECT sha256 FROM paper_version WHERE matter_id = :m AND number = 1"),
            {"m": made},
        )
    comment = found(world, Narrowing(matter_id=made, type="comment_made"))[0]
    assert comment.seen is not None
    assert (comment.seen.words, comment.seen.sha256) == ("Version 1 as served", sent)


def test_a_download_is_recorded_and_its_rows_are_those_counted(world: World) -> None:
    made = world.submitted()
    chosen, rows = taken(world, Narrowing(matter_id=made))
    assert len(rows) == chosen.rows == len(found(world, Narrowing(matter_id=made)))
    last = found(world)[-1]
    assert last.type == "trail_exported"
    assert last.facts["filters"].startswith("matter 2026/")
    assert last.sentence() == f"Anil Desai downloaded {len(rows)} events of the trail as CSV."


def test_a_download_is_whole_however_long_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "EXPORT_CHUNK", 7)
    world.submitted()
    chosen, rows = taken(world)
    assert [int(row["number"]) for row in rows] == list(range(chosen.rows))


def test_no_cell_of_a_download_is_a_formula(world: World) -> None:
    with world.as_("author") as desk:
        papers.start_paper(desk, complete_document(title='=HYPERLINK("https://example.org")'))
    _, rows = taken(world)
    titles = {row["title"] for row in rows if row["title"]}
    assert titles == {'\'=HYPERLINK("https://example.org")'}
    assert audit.harmless("  +1") == "'  +1"
    assert audit.harmless("\t=1") == "'\t=1"
    assert audit.harmless("Sian - later") == "Sian - later"


@pytest.mark.parametrize("name", ["secretary", "author", "race_chair", "administrator"])
def test_only_an_auditor_downloads(world: World, name: str) -> None:
    with pytest.raises(WrongRole), world.as_(name) as desk:
        audit.export(desk, EVERYTHING)


def test_every_matter_is_listed_with_its_trail(world: World) -> None:
    asked, other = world.consulting("race"), world.draft(title="About catering")
    with world.looking("auditor") as desk:
        lines, total = audit.matters(desk, MattersWanted(), limit=10)
        wanted = MattersWanted(network_id=world.network_ids["race"])
        to_race, _ = audit.matters(desk, wanted, limit=10)
        catering, _ = audit.matters(desk, MattersWanted(text="CATER"), limit=10)
        percent, _ = audit.matters(desk, MattersWanted(text="%"), limit=10)
    assert total == len(lines) == 2
    assert [line.id for line in to_race] == [asked]
    assert [line.id for line in catering] == [other]
    assert percent == []
    assert {line.id: line.events for line in lines}[other] == len(
        found(world, Narrowing(matter_id=other))
    )


def test_another_organisation_sees_nothing_of_this_one(world: World) -> None:
    world.submitted()
    other = make_world(world.office, code="RYY")
    assert found(other, Narrowing(matter_id=found(world)[-1].matter_id or "")) == []
    with other.looking("auditor") as desk:
        assert audit.matters(desk, MattersWanted(), limit=10) == ([], 0)


# The log.


@contextmanager
def database_administrator(world: World) -> Iterator[sa.Connection]:
    """Somebody with the database password, for whom the database's own guards are no lock."""
    with world.office.store.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.set_config("govflow.organisation", "*", True)))
            connection.exec_driver_sql("ALTER TABLE event DISABLE TRIGGER USER")
        else:
            for trigger in ("event_no_update", "event_no_delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        yield connection
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE event ENABLE TRIGGER USER")


def checked(world: World) -> audit.LogCheck:
    with world.looking("auditor") as desk:
        return audit.check_log(desk)


def test_an_untouched_log_holds(world: World) -> None:
    world.responding()
    result = checked(world)
    assert result.holds, result.faults
    assert result.events == result.head.size
    with world.looking("auditor") as desk:
        assert audit.log_state(desk).recomputed is True


def test_a_changed_payload_is_named(world: World) -> None:
    world.draft()
    event = records.event
    with database_administrator(world) as connection:
        payload = connection.execute(
            sa.select(event.c.payload).where(event.c.seq == 3)
        ).scalar_one()
        changed = payload.replace(b'"seq":3', b'"seq":4')
        connection.execute(event.update().where(event.c.seq == 3).values(payload=changed))
    assert "The payload of event 3 is not the one its hash was made from." in checked(world).faults


def test_a_removed_last_event_is_missed(world: World) -> None:
    world.draft()
    event = records.event
    with world.looking("auditor") as desk:
        last = audit.log_state(desk).size - 1
    with database_administrator(world) as connection:
        connection.execute(event.delete().where(event.c.seq == last))
    assert not checked(world).holds
    with world.looking("auditor") as desk:
        assert audit.log_state(desk).recomputed is False


def test_a_changed_text_and_a_changed_column_are_named(world: World) -> None:
    made = world.responding()
    comment = found(world, Narrowing(matter_id=made, type="comment_made"))[0]
    with database_administrator(world) as connection:
        table, column = records.sealed, records.sealed.c
        here = (column.seq == comment.seq) & (column.field == "text")
        connection.execute(table.update().where(here).values(data=b"We agree with everything."))
        event = records.event
        connection.execute(event.update().where(event.c.seq == 0).values(type="digest_sent"))
    assert f"The text “text” kept beside event {comment.seq} is not the one committed to." in (
        checked(world).faults
    )
    assert "The columns of event 0 differ from its payload: type." in checked(world).faults


def test_an_erased_text_is_said_to_be_erased_and_the_log_still_holds(world: World) -> None:
    made = world.responding()
    comment = found(world, Narrowing(matter_id=made, type="comment_made"))[0]
    with database_administrator(world) as connection:
        column = records.sealed.c
        connection.execute(records.sealed.delete().where(column.seq == comment.seq))
    result = checked(world)
    assert result.holds, result.faults
    assert result.erased == 2
