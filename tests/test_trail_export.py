"""`govflow trail export`: whole files or none, on the record, and every mistake in a sentence."""

import csv
import io
from pathlib import Path

import pytest

from govflow.services import log_forms
from govflow.store.trail import Narrowing, chosen
from tests.builders import World, make_world
from tests.test_cli import Run, refused, run

__all__ = ["run"]


def test_to_a_file_and_on_the_record(run: Run, world: World, tmp_path: Path) -> None:
    world.approved()
    world.draft()
    target = tmp_path / "log.csv"
    made = run("trail", "export", "--format", "csv", "--out", str(target))
    assert made.exit_code == 0, made.output
    assert made.stdout == ""
    assert made.stderr == "10 events of 2 matters of RQX, as the trail has them.\n"
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"), newline="")))
    assert len(rows) == 10
    with world.looking("auditor") as desk:
        [told] = chosen(desk.work, Narrowing(type="trail_exported"))
    assert told.sentence().startswith("The command line downloaded 10 events")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".log")] == []


@pytest.mark.parametrize("form", list(log_forms.WRITERS))
def test_standard_output_holds_nothing_but_the_log(
    run: Run, world: World, tmp_path: Path, form: str
) -> None:
    world.submitted(title="Größe – naïve")
    target = tmp_path / "log"
    words = ("trail", "export", "--format", form, "--workflow", "board_paper")
    assert run(*words, "--out", str(target)).exit_code == 0
    for piped in (run(*words), run(*words, "--out", "-")):
        assert piped.exit_code == 0
        begins, ends = {"csv": (b"case,", b"\r\n"), "xes": (b"<?xml", b"</log>\n")}[form]
        assert piped.stdout_bytes.startswith(begins)
        assert piped.stdout_bytes.endswith(ends)
        assert "Größe – naïve".encode() in piped.stdout_bytes
        if form == "csv":
            assert piped.stdout_bytes == target.read_bytes()


def test_several_organisations_need_to_be_told_apart(run: Run, world: World) -> None:
    other = make_world(world.office, code="RQY")
    other.submitted()
    words = ("trail", "export", "--format", "csv")
    refused(run(*words), "Say which organisation with --organisation CODE. Here are: RQX, RQY.")
    refused(run(*words, "--organisation", "ZZZ"), "There is no organisation ZZZ here.")
    assert run(*words, "--organisation", "RQX").stdout.count("\n") == 1
    assert run(*words, "--organisation", "rqy").stdout.count("\n") == 3


def test_mistakes_are_said_and_leave_nothing_behind(run: Run, world: World, tmp_path: Path) -> None:
    words = ("trail", "export", "--format", "xes")
    made = world.submitted()
    target = tmp_path / "log.xes"
    target.write_text("kept")
    wrong = run(*words, "--workflow", "bord_paper", "--out", str(target))
    refused(wrong, "bord_paper", "board_paper")
    assert target.read_text() == "kept"
    refused(run(*words, "--out", str(tmp_path)), "is a folder; name the file to write.")
    nowhere = run(*words, "--out", str(tmp_path / "no" / "log.xes"))
    refused(nowhere, "cannot be written: there is no folder")
    both = run(*words, "--out", str(target), "--map", str(target))
    refused(both, "cannot hold both the log and its map; name two files.")
    refused(run(*words, "--version", "2"), "A version is one of a workflow: name the workflow too.")
    refused(run(*words, "--workflow", "board_paper", "--version", "99"), "99")
    assert sorted(p.name for p in tmp_path.iterdir() if "log" in p.name) == ["log.xes"]
    with world.looking("auditor") as desk:
        assert chosen(desk.work, Narrowing(type="trail_exported")) == []
    assert made
    assert run("trail", "export", "--format", "json").exit_code == 2


def test_before_anybody_is_here(run: Run, database_url: str) -> None:
    refused(run("trail", "export", "--format", "csv"), "None is here yet. Run: govflow init")


def test_a_fault_halfway_leaves_the_old_file(
    run: Run, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.submitted()
    target = tmp_path / "log.csv"
    target.write_text("kept")

    def broken(*_: object) -> object:
        yield "case,"
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(log_forms.WRITERS, "csv", broken)
    failed = run("trail", "export", "--format", "csv", "--out", str(target))
    refused(failed, "cannot be written: No space left on device.")
    assert target.read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".log")] == []
