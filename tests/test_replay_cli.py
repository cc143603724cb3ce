"""`govflow replay` at the command line: findings are no errors, bad input leaves nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow.cli import main
from tests.engine.replay.logs import CSV_KEYS, RULES, WORDS, XES_KEYS, Seen, csv_text, on, rows, xes

CASES = [
    ("one", [on(0, "Send", "ann", "C"), on(1, "Agree", "bob", "H"), on(2, "Pay", "x", "S")]),
    ("two", [on(0, "Send", "ann", "C"), on(1, "Pay", "x", "S"), Seen("Sing", "never")]),
]
Run = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "claim.v1.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(WORDS % XES_KEYS, encoding="utf-8")
    (tmp_path / "csv-map.yaml").write_text(WORDS % CSV_KEYS, encoding="utf-8")
    (tmp_path / "log.xes").write_text(xes(CASES), encoding="utf-8")
    (tmp_path / "log.csv").write_text(csv_text(rows(CASES)), encoding="utf-8")
    return tmp_path


def run(place: Path, log: str, *more: str, words: str = "map.yaml") -> Result:
    rules = str(place / "claim.v1.yaml")
    given = ("replay", str(place / log), "--workflow", rules, "--map", str(place / words))
    return CliRunner().invoke(main, [*given, *more])


def refused(result: Result, *sentences: str) -> None:
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    for each in sentences:
        assert each in result.stderr
    assert "Traceback" not in result.stderr


def test_findings_are_told_and_are_no_errors(place: Path) -> None:
    done = run(place, "log.xes")
    assert done.exit_code == 0
    assert done.stderr == ""
    for line in (
        "2 cases = 1 legal + 1 left the rules + 0 with nothing mapped",
        "6 events = 5 mapped + 0 opening a case + 0 ignored + 0 of another lifecycle step"
        " + 0 unmapped + 1 malformed",
        "in 'With the chief', 'Pay': This claim is with the chief; 'Pay' is possible only from",
        "Agreed before paid: 1 kept, 1 broken",
        "such as two, event 5 (line 36): 'Pay' came before 'Agree' was done.",
        "of two: Its time 'never' is not ISO 8601.",
    ):
        assert line in done.stdout


def test_csv_says_the_same(place: Path) -> None:
    one = run(place, "log.xes").stdout.splitlines()[1:9]
    assert run(place, "log.csv", words="csv-map.yaml").stdout.splitlines()[1:9] == one


def test_json_holds_every_case_and_every_malformed_event(place: Path) -> None:
    out = place / "out.json"
    assert run(place, "log.xes", "--json", str(out)).exit_code == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert [case["outcome"] for case in found["cases"]] == ["legal", "left the rules"]
    second = found["cases"][1]
    assert second["first_illegal"]["action"] == "pay"
    assert [each["promise"] for each in second["promises_broken"]] == ["Agreed before paid"]
    assert [each["case"] for each in found["malformed"]] == ["two"]
    assert found["report"]["cases"]["read"] == 2


def test_html_is_one_page_of_its_own(place: Path) -> None:
    out = place / "out.html"
    assert run(place, "log.xes", "--html", str(out)).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert "Agreed before paid" in page
    assert "<script" not in page


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_bad_input_leaves_the_last_result_as_it_was(place: Path, option: str) -> None:
    out = place / "out"
    out.write_text("the last result", encoding="utf-8")
    text = (place / "log.xes").read_text(encoding="utf-8")
    (place / "log.xes").write_text(text[:-40], encoding="utf-8")
    refused(run(place, "log.xes", option, str(out)), "log.xes:", "The XML ends too early")
    assert out.read_text(encoding="utf-8") == "the last result"
    assert {path.name for path in place.iterdir()} == {
        "claim.v1.yaml", "map.yaml", "csv-map.yaml", "log.xes", "log.csv", "out",
    }  # fmt: skip


def test_strict_refuses_the_first_malformed_event(place: Path) -> None:
    refused(run(place, "log.xes", "--strict"), "log.xes:43: Event 6: Its time 'never' is not")


def test_a_target_that_cannot_be_written_is_refused_before_the_work(place: Path) -> None:
    refused(run(place, "log.xes", "--json", str(place)), "is a folder; name the file to write.")
    nowhere = place / "none" / "out.json"
    refused(run(place, "log.xes", "--json", str(nowhere)), "there is no folder")
    for read in ("log.xes", "map.yaml", "claim.v1.yaml"):
        refused(run(place, "log.xes", "--json", str(place / read)), "one of the files to read")
    assert (place / "log.xes").read_text(encoding="utf-8").startswith("<?xml")


def test_neither_file_is_left_when_one_cannot_be_written(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("govflow.commands.replay_page.written", full)
    given = ("--json", str(place / "a.json"), "--html", str(place / "a.html"))
    refused(run(place, "log.xes", *given), "a.html cannot be written: No space left on device.")
    assert not [path for path in place.iterdir() if "a." in path.name and "map" not in path.name]


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("map.yaml", "- Send\n", "map.yaml:1:1: The file must be a mapping"),
        ("map.yaml", "activities: {Send: sned}\n", "map.yaml:1:14: There is no action 'sned'"),
        ("claim.v1.yaml", "workflow: claim\n", "claim.v1.yaml:1:1: The file must say 'version'."),
        ("log.xes", "", "log.xes:1: The XML ends too early"),
    ],
)
def test_bad_files_are_refused_at_their_place(
    place: Path, file: str, text: str, sentence: str
) -> None:
    (place / file).write_text(text, encoding="utf-8")
    refused(run(place, "log.xes"), sentence)


def test_a_missing_map_and_an_unknown_workflow_are_refused(place: Path) -> None:
    refused(run(place, "log.xes", words="none.yaml"), "none.yaml:1:1: The file cannot be read")
    given = ["replay", str(place / "log.xes"), "--map", str(place / "map.yaml"), "--workflow"]
    refused(CliRunner().invoke(main, [*given, "bord_paper"]), "did you mean 'board_paper'?")


def test_a_workflow_of_the_house_is_named_by_its_key(place: Path) -> None:
    (place / "map.yaml").write_text("activities: {Send: submit}\n", encoding="utf-8")
    given = ["replay", str(place / "log.xes"), "--map", str(place / "map.yaml"), "--workflow"]
    done = CliRunner().invoke(main, [*given, "board_paper"])
    assert done.exit_code == 0, done.output
    assert "Not asked, because a log cannot answer:" in done.stdout


def test_a_log_cannot_act_on_the_terminal(place: Path) -> None:
    hostile = [("\x1b[2Jone", [on(0, "\x1b]0;x\x07Sing\u202e", "ann", "C"), on(1, "Pay")])]
    (place / "log.csv").write_text(csv_text(rows(hostile)), encoding="utf-8")
    done = run(place, "log.csv", words="csv-map.yaml")
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "Sing" in done.stdout
