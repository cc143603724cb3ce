"""From the command line: an edited file is refused with its difference, matters move by name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow import app
from govflow.cli import main
from govflow.config import folder
from tests.builders import World
from tests.second_versions import (
    KEY,
    folder_with,
    harmless,
    shipped_text,
    with_a_gate,
    without_a_state,
)

Run = Callable[..., Result]
MOVE = ("workflows", "migrate", KEY, "--from", "1", "--to", "2", "--reason", "The board asked.")
BY = ("--by", "secretary@rqx.example")


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of workflow files that the house opens instead of its own."""
    place = folder_with(tmp_path / "workflows")

    def found(name: str) -> Path:
        return place if name == "workflows" else folder(name)

    monkeypatch.setattr(app, "folder", found)
    return place


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path, files: Path) -> Run:
    """Runs the command over the test's database and files."""
    monkeypatch.setenv("GOVFLOW_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVFLOW_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("GOVFLOW_INSTANCE", str(tmp_path))
    return lambda *words: CliRunner().invoke(main, words)


def opened(run: Run) -> None:
    """Any command opens the house, which keeps the text of every file."""
    assert "There is no such matter" in run("trail", "list", "--matter", "x").stderr


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    for each in words:
        assert each in result.stderr


def edit(files: Path, before: str, after: str) -> None:
    text = shipped_text()
    assert before in text
    (files / f"{KEY}.v1.yaml").write_text(text.replace(before, after), encoding="utf-8")


def test_an_edited_file_is_refused_line_by_line(run: Run, world: World, files: Path) -> None:
    world.draft()
    opened(run)
    edit(files, "by: [secretary, system]", "by: [secretary, system, board_chair]")
    line = 1 + shipped_text()[: shipped_text().index("by: [secretary, system]")].count("\n")
    said = f"line {line}, actions.close_consultation.by: was “secretary, system”, "
    for command in (("serve",), ("jobs",), ("trail", "list", "--matter", "x")):
        refused(
            run(*command),
            "board_paper.v1.yaml was edited while matters run under it",
            "put the change into 'board_paper.v2.yaml'",
            f"{said}now “secretary, system, board_chair”",
            "govflow workflows source board_paper --version 1",
        )
    kept = run("workflows", "source", KEY, "--version", "1")
    assert (kept.exit_code, kept.stdout) == (0, shipped_text())
    (files / f"{KEY}.v1.yaml").write_text(kept.stdout, encoding="utf-8")
    opened(run)


def test_comments_and_layout_are_nobodys_business(run: Run, world: World, files: Path) -> None:
    world.draft()
    opened(run)
    edit(files, "version: 1\n", "version: 1  # the first\n\n")
    opened(run)


def test_without_matters_a_file_may_be_edited(run: Run, office: object, files: Path) -> None:
    opened(run)
    edit(files, "title: Being drafted", "title: On somebody's desk")
    opened(run)


def test_a_promise_that_changed_is_known_by_its_name(run: Run, world: World, files: Path) -> None:
    world.draft()
    opened(run)
    edit(files, "    must_pass: issue\n", "    must_pass: [submit, issue]\n")
    refused(
        run("serve"),
        "promises.“In the board pack before decided”.must_pass: was “issue”, now “submit, issue”",
    )


def test_a_file_that_is_gone_can_be_had_back(run: Run, world: World, files: Path) -> None:
    world.draft()
    opened(run)
    (files / f"{KEY}.v1.yaml").unlink()
    refused(
        run("serve"),
        "Matters run under 'board_paper' version 1, but its file is gone.",
        "govflow workflows source board_paper --version 1",
    )
    refused(
        run("workflows", "source", KEY, "--version", "7"),
        "No text of 'board_paper' version 7 is kept; kept versions: 1.",
    )
    refused(run("workflows", "source", "nothing", "--version", "1"), "kept versions: none.")


def test_a_database_older_than_the_kept_texts(run: Run, world: World, files: Path) -> None:
    world.draft()  # pinned before any text was kept
    edit(files, "title: Being drafted", "title: On somebody's desk")
    refused(run("serve"), "was edited while matters run under it", "was never kept")


def test_matters_move_and_the_dry_run_says_the_same(run: Run, world: World, files: Path) -> None:
    world.submitted(title="A fairer route")
    world.ready(title="A shorter list")
    folder_with(files, with_a_gate())
    before = run(*MOVE, *BY, "--dry-run")
    assert before.exit_code == 1
    assert "New promises: “Screened before decided”." in before.stdout
    assert "A fairer route (With the secretary)\n" in before.stdout
    assert "A shorter list (Ready for the board)\n" in before.stdout
    assert "Company secretary does 'Issue in the board pack' → In the board pack" in before.stdout
    *same, totals = before.stdout.splitlines()
    assert totals == (
        "Of 2 running matters, 1 can move and 1 cannot; 0 ended under version 1 and stay there. "
        "Nothing was changed."
    )
    after = run(*MOVE, *BY)
    assert after.exit_code == 1
    assert after.stdout.splitlines()[:-1] == same
    assert after.stdout.splitlines()[-1].startswith("Of 2 running matters, 1 moved and 1 cannot;")
    again = run(*MOVE, *BY)
    assert (again.exit_code, "Of 1 running matter, 0 moved" in again.stdout) == (1, True)


def test_all_moved_is_exit_code_0(run: Run, world: World, files: Path) -> None:
    world.scoped()
    folder_with(files, without_a_state())
    gone = run(*MOVE, *BY, "--organisation", "RQX", "--state", "scoped=chosen")
    assert gone.exit_code == 0
    assert "(About to go to the networks) → Networks chosen" in gone.stdout
    assert "Of 0 running matters" in run(*MOVE, *BY).stdout


def test_bad_input_moves_nothing(run: Run, world: World, files: Path) -> None:
    made = world.draft()
    folder_with(files, harmless())
    by = MOVE[:7]
    refused(run(*MOVE, "--by", "nobody@rqx.example"), "Nobody here signs in as nobody@rqx.example")
    refused(run(*MOVE, "--by", "author@rqx.example"), "Amara Osei is neither.")
    refused(run(*MOVE, *BY, "--organisation", "ZZZ"), "There is no organisation ZZZ here.")
    refused(run(*MOVE, *BY, "--state", "scoped"), "write it like --state scoped=chosen")
    refused(
        run(*MOVE, *BY, "--state", "scoped=ready", "--state", "scoped=draft"),
        "The state 'scoped' cannot become both 'ready' and 'draft'.",
    )
    refused(run(*MOVE, *BY, "--state", "scooped=ready"), "did you mean 'scoped'?")
    refused(run(*by[:4], "1", "--to", "1", *MOVE[7:], *BY), "where the matters are")
    refused(run(*by[:4], "1", "--to", "9", *MOVE[7:], *BY), "There is no version 9")
    refused(run("workflows", "migrate", "bord_paper", *MOVE[3:], *BY), "did you mean 'board_paper'")
    assert run(*by[:4], "x", "--to", "2", *MOVE[7:], *BY).exit_code == 2
    assert world.state(made) == "draft"
