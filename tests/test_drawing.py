"""`govflow workflows draw`: every form, the walk that breaks a promise, what cannot be drawn."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from govflow.cli import main
from tests.test_cli import refused

BOARD = "workflows/board_paper.v1.yaml"
HEARD = "Consulted before decided"


def draw(*words: str) -> Result:
    return CliRunner().invoke(main, ["workflows", "draw", *words])


@pytest.fixture
def early(tmp_path: Path) -> Path:
    """The board's paper, approved from wherever it was scoped."""
    text = Path(BOARD).read_text(encoding="utf-8")
    file = tmp_path / "board_paper.v1.yaml"
    before = "    past: recorded it as approved\n    from: issued\n"
    assert before in text
    file.write_text(text.replace(before, before.replace("issued", "[issued, scoped]")), "utf-8")
    return file


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("svg", "<svg "),
        ("mermaid", "stateDiagram-v2"),
        ("bpmn", '<?xml version="1.0"'),
        ("text", "It starts as 'Being drafted'."),
    ],
)
def test_each_form_is_printed_whole(form: str, start: str) -> None:
    done = draw("board_paper", "--format", form)
    assert done.exit_code == 0
    assert done.stdout.startswith(start)
    assert done.stdout.endswith("\n")


def test_a_file_that_breaks_a_promise_is_drawn_with_the_walk(early: Path) -> None:
    done = draw(str(early))
    assert done.exit_code == 2, "no script takes it for a sound file"
    ET.fromstring(done.stdout)  # noqa: S314 - our own drawing
    assert "Step 3. Record as approved" in done.stdout
    assert "a walk that breaks a promise" in done.stdout
    assert f"'{HEARD}' does not hold" in done.stderr
    asked = draw(str(early), "--counter-example", HEARD)
    assert asked.exit_code == 0, "it is what was asked for"
    assert asked.stdout == done.stdout


def test_the_walk_of_another_promise_can_be_asked_for(early: Path) -> None:
    command = [str(early), "--format", "text", "--counter-example"]
    refused(draw(*command, "Consulted before decidd"), f"did you mean '{HEARD}'?")
    held = "Urgent papers are withdrawn"
    text = early.read_text(encoding="utf-8")
    promise = f"\n  - {{name: {held}, at_most_once: withdraw}}\n"
    early.write_text(text.rstrip("\n") + promise, encoding="utf-8")
    refused(draw(*command, held), f"'{held}' holds: no walk breaks it.")


def test_what_cannot_be_drawn_is_refused_with_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "board_paper.v1.yaml"
    text = Path(BOARD).read_text(encoding="utf-8")
    file.write_text(text.replace("    to: scoped\n", "    to: scooped\n"), encoding="utf-8")
    done = draw(str(file))
    refused(done, "did you mean 'scoped'?")
    assert done.stdout == ""
    refused(draw(str(tmp_path / "none.yaml")), "cannot be read")


def test_a_dead_end_breaks_no_promise_and_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "board_paper.v1.yaml"
    text = Path(BOARD).read_text(encoding="utf-8")
    lost = "    title: Withdrawn\n    final: true\n"
    waits = "    title: Withdrawn\n    waits_for: author\n    why_no_deadline: Nobody knows.\n"
    assert lost in text
    file.write_text(text.replace(lost, waits), encoding="utf-8")
    done = draw(str(file))
    refused(done, "'Withdrawn' is a dead end")
    assert done.stdout == ""


def test_a_state_is_marked_and_a_wrong_one_refused(early: Path) -> None:
    command = ["board_paper", "--state"]
    assert "You are here" in draw(*command, "scoped").stdout
    refused(draw(*command, "scooped"), "did you mean 'scoped'?")
    refused(draw(*command, "scoped", "--format", "bpmn"), "BPMN has no sign")
    broken = draw(str(early), "--format", "bpmn")
    refused(broken, "BPMN has no sign")
    assert broken.stdout == ""


def test_a_file_for_another_house_is_drawn() -> None:
    """Its roles and effects are its own; `check` would ask for the house's."""
    file = "examples/replay/domestic_declarations.v1.yaml"
    done = draw(file, "--format", "mermaid")
    assert done.exit_code == 0
    assert done.stdout.startswith("stateDiagram-v2")
