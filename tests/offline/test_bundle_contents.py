"""A bundle tells a paper's story to somebody with a browser, a spreadsheet or a process miner."""

import csv
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from govflow.cli import main
from govflow.services import bundle_tables, papers
from govflow.services.papers import DraftChange
from govflow.store import matters, tables
from govflow.store.records import sealed
from tests.builders import complete_document
from tests.offline.conftest import Outside
from tests.offline.test_bundle import everything
from tests.services.test_exceptions import off_the_path

Capture = pytest.CaptureFixture[str]
XES = "{http://www.xes-standard.org/}"


def files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_papers_page_tells_decision_replies_versions_changes_and_evidence(
    outside: Outside,
) -> None:
    world = outside.world
    made = world.responding()
    body = complete_document().body + "\n\nOne more paragraph, after what was said."
    with world.as_("author") as desk:
        paper = matters.paper(desk.work, made)
        kept = (paper.executive_lead_id, paper.meeting_id)
        papers.save_draft(desk, made, DraftChange(complete_document(body=body), *kept))
    world.reply_to_all(made)
    world.act("author", made, "finish_responses")
    world.act("lead", made, "accept_responses")
    world.act("secretary", made, "issue")
    outside.sign()
    found = files(outside.bundle("--matter", made))
    page = found[f"matters/{made}.html"].decode()
    for heading in ("Decision", "Versions as served", "Evidence by the four Gunning principles"):
        assert heading in page
    assert "No decision is recorded." in page
    assert "<ins><span" in page
    assert "One more paragraph, after what was said." in page
    assert "Not accepted" in page
    pages = [name for name in found if name.startswith("versions/")]
    assert len(pages) >= 2
    for name in pages:
        assert "<h1>" in found[name].decode()


def test_the_tables_count_what_the_log_counts(outside: Outside) -> None:
    world = outside.world
    first, second = world.approved(), world.responding(title="=cmd()")
    outside.sign()
    found = files(outside.bundle())
    lines = found["events.jsonl"].splitlines()
    events = rows(found["tables/events.csv"])
    assert [int(row["Number"]) for row in events] == list(range(len(lines)))
    comments = rows(found["tables/comments.csv"])
    assert len(comments) == sum(b'"type":"comment_made"' in line for line in lines)
    assert {row["Outcome"] for row in comments} == {"Not accepted", "No reply"}
    positions = rows(found["tables/positions.csv"])
    assert {row["Position"] for row in positions} >= {"Concern"}
    for name in ("events", "comments", "positions"):
        with zipfile.ZipFile(io.BytesIO(found[f"tables/{name}.xlsx"])) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert not [cell for row in events for cell in row.values() if cell.startswith("=")]
    log = ElementTree.fromstring(found["tables/log.xes"])  # noqa: S314 - we wrote it
    moves = len(log.findall(f"{XES}trace/{XES}event"))
    kinds = (b'"type":"matter_moved"', b'"type":"paper_started"')
    assert moves == sum(any(kind in line for kind in kinds) for line in lines)
    assert {first, second} == set(_matters(outside))


def _matters(outside: Outside) -> list[str]:
    with outside.world.looking("system") as desk:
        return list(desk.work.session.scalars(sa.select(tables.matter.c.id)))


def test_the_event_log_is_of_the_matters_in_the_bundle_and_replays(outside: Outside) -> None:
    one = outside.world.approved()
    outside.world.approved(title="Another")
    outside.sign()
    found = files(outside.bundle("--matter", one))
    for name in ("log.xes", "log.xes.map.yaml"):
        (outside.folder / name).write_bytes(found[f"tables/{name}"])
    log, own_map = (str(outside.folder / name) for name in ("log.xes", "log.xes.map.yaml"))
    words = ["replay", log, "--workflow", "board_paper", "--map", own_map]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert found["tables/log.xes"].count(b"<trace>") == 1


def test_a_meetings_papers_and_no_others(outside: Outside, capsys: Capture) -> None:
    made = [outside.world.approved(), outside.world.submitted(title="Another")]
    outside.sign()
    with outside.world.looking("system") as desk:
        query = sa.select(tables.paper.c.id, tables.paper.c.meeting_id)
        meetings = {row[0]: row[1] for row in desk.work.session.execute(query)}
    meeting = meetings[made[0]]
    path = outside.bundle("--meeting", meeting)
    code, said = outside.check(capsys, path)
    assert code == 0, said
    wanted = {each for each in made if meetings[each] == meeting}
    assert {n for n in files(path) if n.startswith("matters/")} == {
        f"matters/{each}.html" for each in wanted
    }
    nothing = outside.run("trail", "bundle", "--meeting", "x" * 32, "--out", str(path))
    assert (nothing.exit_code, "no such meeting" in nothing.output) == (2, True), nothing.output


def test_a_long_table_leaves_as_csv_alone(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.world.approved()
    outside.sign()
    monkeypatch.setattr(bundle_tables, "MOST_ROWS_OF_A_WORKBOOK", 10)
    found = files(outside.bundle())
    assert "tables/events.xlsx" not in found
    assert len(rows(found["tables/events.csv"])) == len(found["events.jsonl"].splitlines())


def test_a_disclosure_safe_bundle_says_that_words_are_withheld(outside: Outside) -> None:
    made = outside.world.approved()
    outside.sign()
    found = files(outside.bundle("--matter", made, "--form", "disclosure-safe"))
    assert "Names and words are withheld." in found[f"matters/{made}.html"].decode()
    withheld = ("tables/comments", "tables/positions", "versions/", "documents/", "texts.jsonl")
    assert not [name for name in found if name.startswith(withheld)]
    assert {row["Words"] for row in rows(found["tables/events.csv"])} == {""}


def test_no_sealed_text_is_anywhere_in_a_disclosure_safe_bundle(outside: Outside) -> None:
    """Every name and every word that anybody sealed, waivers and refusals among them."""
    outside.world.approved(position="object")
    off_the_path(outside.world)
    outside.sign()
    with outside.world.looking("system") as desk:
        kept = desk.work.session.execute(sa.select(sealed.c.field, sealed.c.data)).all()
    words = {_said(row.field, row.data.decode()) for row in kept}
    assert len(words) > 20
    full = everything(outside.bundle())
    safe = everything(outside.bundle("--all", "--form", "disclosure-safe", name="safe.zip"))
    told = {word for word in words if word in full}
    assert len(told) > 20
    assert {word for word in told if len(word) >= LONG_ENOUGH and word in safe} == set()


LONG_ENOUGH = 8  # characters: a shorter text, such as “No.”, stands in any page


def _said(field: str, text: str) -> str:
    return str(json.loads(text)["name"]) if field == "actor" else text
