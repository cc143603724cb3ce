"""Exceptions first: every one is an event of the log, and the counts add up."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask

from govflow.domain.errors import Refused
from govflow.domain.exceptions import ANY, KINDS
from govflow.services import audit, consulting, marking, networks, planning
from govflow.services.audit import Told
from govflow.services.office import Desk
from govflow.store import people, records, tables
from govflow.store.log import Entry, entries
from govflow.store.trail import Narrowing
from tests.builders import World, make_world
from tests.clients import app_with_a_world, entered, statements, world_of
from tests.services.urgent import urgent


def off_the_path(world: World) -> str:
    """A year in which a good deal went off the ordinary path; a paper with late words."""
    urgent(world)
    waived = world.scoped(title="Waived whole")
    world.act("board_chair", waived, "waive_consultation", reason="No time.")
    with world.as_("administrator") as desk:
        women = people.network(desk.work, world.network_ids["women"])
        day = desk.today - timedelta(days=1)
        networks.stand_down(desk, women.id, women.officers[0].id, ends_on=day)
    made = world.consulting("race", "women", title="Late words")
    ids = world.requests(made)
    with world.as_("race_chair") as desk:
        first = consulting.comment(desk, ids["race"], text="In time.").id
        asked = consulting.ask_extension(desk, ids["race"], working_days=5, reason="Nights.").id
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, ids["race"], asked, granted=False, answer="No.")
    with world.as_("board_chair") as desk:
        planning.waive_network(desk, ids["women"], reason="Nobody is in post.")
    world.wait(30)
    with pytest.raises(Refused):
        world.act("author", made, "finish_responses")
    with world.as_("race_chair") as desk:
        consulting.comment(desk, ids["race"], text="Too late.")
        consulting.take_position(desk, ids["race"], position="object", statement="No.")
    world.act("secretary", made, "close_consultation")
    world.wait(60)
    world.reply_to_all(made)
    with world.as_("race_chair") as desk:
        marking.mark_reply(desk, first, answers_point=False)
    return made


def kind_of(entry: Entry) -> str | None:
    """The same said once more, from the facts of an event instead of its bytes."""
    facts, type_ = entry.facts, entry.type
    moved = type_ == "matter_moved"
    fits = {
        "waived": type_ in {"network_waived", "change_waived"}
        or (moved and facts["action"] == "waive_consultation"),
        "urgent": moved and facts["to_state"] == "decided_urgently",
        "objection": moved and bool(facts["details"].get("unresolved_objections")),
        "unreached": type_ == "network_asked_again",
        "late_words": type_ in {"comment_made", "position_given"} and facts["late"],
        "late_replies": type_ == "comment_answered" and facts["late"],
        "not_answered": type_ in {"reply_marked", "joint_reply_marked"}
        and not facts["answers_point"],
        "broken": type_ == "undertaking_checked" and facts["verdict"] in {"not_kept", "partly"},
        "no_time": type_ == "extension_answered" and not facts["granted"],
        "refused": type_ == "action_refused",
        "record": type_
        in {
            "text_erased",
            "text_restricted",
            "restriction_lifted",
            "database_restored",
            "matter_migrated",
        },
    }
    assert list(fits) == list(KINDS)
    return next((name for name, does in fits.items() if does), None)


def shown(desk: Desk, name: str) -> tuple[list[Told], int]:
    return audit.read_trail(desk, Narrowing(exception=name), newest_first=False, limit=99)


def test_every_kind_is_found_by_its_bytes_as_by_its_facts(world: World) -> None:
    off_the_path(world)
    with world.looking("auditor") as desk:
        own = records.event.c.organisation_id == world.organisation_id
        told = entries(desk.work.session, own)
        expected = Counter(kind for entry in told if (kind := kind_of(entry)))
        counts = audit.by_exception(desk, Narrowing())
        assert counts == dict(expected)
        found = {name: shown(desk, name) for name in (*KINDS, ANY)}
    assert {n: total for n, (_, total) in found.items() if n != ANY and total} == counts
    assert found[ANY][1] == sum(counts.values())
    for name, (listed, _) in found.items():
        assert [e.seq for e in listed] == [
            e.seq for e in told if (kind_of(e) == name if name != ANY else kind_of(e))
        ]
    some = {"waived", "urgent", "late_words", "late_replies", "not_answered", "no_time", "refused"}
    assert some <= counts.keys()
    assert counts["waived"] == 2


def test_another_organisation_has_none_of_them(world: World) -> None:
    off_the_path(world)
    other = make_world(world.office, code="RQY")
    with other.looking("auditor") as desk:
        assert audit.by_exception(desk, Narrowing()) == {}


def test_words_in_a_text_are_no_exception(world: World) -> None:
    made = world.consulting("race")
    with world.as_("race_chair") as desk:
        consulting.comment(desk, world.requests(made)["race"], text='"late":true')
    with world.looking("auditor") as desk:
        assert audit.by_exception(desk, Narrowing()) == {}


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path)


def test_the_page_counts_narrows_and_gives_the_same_events_away(app: Flask) -> None:
    world = world_of(app)
    client = entered(app, "auditor")
    empty = client.get("/audit/exceptions").text
    assert "Nothing has gone off the ordinary path yet." in empty
    made = off_the_path(world)
    client = entered(app, "auditor")
    page = client.get("/audit/exceptions").text
    assert "Gone on without a network" in page
    assert "Waived whole" in page
    late = client.get("/audit/exceptions?exception=late_words").text
    assert "Events 1 to 2 of 2." in late
    assert "after the window had ended" in late
    assert "In time." not in late
    lines = client.get("/audit/trail.csv?exception=late_words").text.splitlines()
    assert sum("Late words" in line for line in lines) == 2
    m = tables.matter.c
    with world.looking("auditor") as desk:
        reference = desk.work.session.scalar(sa.select(m.reference).where(m.id == made))
    one = client.get(f"/audit/exceptions?matter={reference}").text
    assert "Waived whole" not in one
    assert entered(app, "secretary").get("/audit/exceptions").status_code == 403


def test_the_statements_do_not_grow(app: Flask) -> None:
    world = world_of(app)
    off_the_path(world)
    client = entered(app, "auditor")
    few = statements(client, app, "/audit/exceptions")
    for number in range(3):
        made = world.scoped(title=f"Waived {number}")
        world.act("board_chair", made, "waive_consultation", reason="No time.")
    assert statements(client, app, "/audit/exceptions") == few


def test_the_workbook_has_the_rows_of_the_csv(app: Flask) -> None:
    off_the_path(world_of(app))
    client = entered(app, "auditor")
    told = client.get("/audit/trail.csv?exception=any").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(told.removeprefix("\ufeff"))))
    data = client.get("/audit/exceptions.xlsx").data
    with ZipFile(io.BytesIO(data)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert len(sheet.findall(f"{space}sheetData/{space}row")) == len(rows) + 1
    assert not sheet.findall(f".//{space}f")
    trail = client.get("/audit/trail").get_data(as_text=True)
    assert f"downloaded {len(rows)} events of the trail as XLSX" in trail
    assert client.head("/audit/exceptions.xlsx").status_code == 200
    assert client.get("/audit/exceptions.xlsx?from=nonsense").status_code == 422


def test_too_long_a_workbook_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    off_the_path(world_of(app))
    monkeypatch.setattr(audit, "MOST_ROWS", 3)
    answer = entered(app, "auditor").get("/audit/exceptions.xlsx")
    assert answer.status_code == 422
    assert "A workbook holds 3 rows" in answer.get_data(as_text=True)
