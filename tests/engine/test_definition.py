"""A workflow file is taken whole or refused with every fault, each with line and sentence."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.config import folder
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.guards import GUARDS as HOUSE_GUARDS
from govflow.engine.commands import check, draw
from govflow.engine.definition import WorkflowFaults, load_file, load_folder, load_text
from govflow.engine.pins import EditedWorkflow, difference, refuse_edited
from govflow.engine.vocabulary import ANY
from tests.engine.build import GUARDS, SOUND


def test_the_sound_file_loads() -> None:
    workflow = load_text(SOUND, GUARDS)
    assert workflow.key == "leave"
    assert workflow.actions["grant"].asks[0].fact == "reason"
    assert len(workflow.content_hash) == 64


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "leave.v1.yaml"
    path.write_bytes(b"\xff\xfe\x00workflow")
    with pytest.raises(WorkflowFaults):
        load_file(path, GUARDS)


def test_two_files_of_one_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / "leave.v1.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "leave_copy.v1.yaml").write_text(SOUND, encoding="utf-8")
    with pytest.raises(WorkflowFaults):
        load_folder(tmp_path, GUARDS)


def test_an_edited_file_is_refused_while_matters_run_under_it() -> None:
    workflows = load_folder(folder("workflows"), HOUSE_GUARDS)
    now = workflows.get("board_paper")
    refuse_edited(workflows, [("board_paper", 1, now.content_hash)])
    with pytest.raises(EditedWorkflow, match="was edited while matters run under it"):
        refuse_edited(workflows, [("board_paper", 1, "0" * 64)])


def test_what_changed_is_shown_place_by_place() -> None:
    workflows = load_folder(folder("workflows"), HOUSE_GUARDS)
    before = workflows.get("board_paper").source.replace("by: [author]", "by: [secretary]", 1)
    with pytest.raises(EditedWorkflow) as refused:
        refuse_edited(workflows, [("board_paper", 1, "0" * 64)], sources={"0" * 64: before})
    assert refused.value.sentences[1:] == (
        "  line 92, actions.submit.by: was “secretary”, now “author”",
        "To get the old text back: govflow workflows source board_paper --version 1",
    )
    assert difference("- a list", SOUND) == [
        "The pinned text cannot be read, so the difference cannot be shown."
    ]


def test_a_pinned_version_whose_file_is_gone_is_refused() -> None:
    workflows = load_folder(folder("workflows"), HOUSE_GUARDS)
    with pytest.raises(EditedWorkflow, match="its file is gone"):
        refuse_edited(workflows, [("board_paper", 9, "0" * 64)])


def test_layout_and_comments_do_not_change_the_hash() -> None:
    relaid = "# A comment\n" + SOUND.replace("by: [secretary]", "by:\n      - secretary")
    assert load_text(relaid, GUARDS).content_hash == load_text(SOUND, GUARDS).content_hash


def test_a_workflow_is_found_by_key_and_version() -> None:
    workflows = load_folder(folder("workflows"), HOUSE_GUARDS)
    assert workflows.get("board_paper") is workflows.get("board_paper", 1)
    with pytest.raises(NotFound, match="did you mean 'board_paper'"):
        workflows.get("bord_paper")
    with pytest.raises(NotFound, match="no version 7"):
        workflows.get("board_paper", 7)


def test_a_stand_alone_file_may_use_its_own_names() -> None:
    text = SOUND.replace("secretary", "clerk").replace("matter: paper", "matter: declaration")
    with pytest.raises(WorkflowFaults):
        load_text(text, GUARDS)
    assert load_text(text, GUARDS, vocabulary=ANY).matter == "declaration"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abc:[]{}&*!-?|>'\"#, \n\t%@\x00é", max_size=60))
def test_no_text_at_all_ends_in_anything_but_faults(text: str) -> None:
    with pytest.raises(WorkflowFaults):
        load_text(text, GUARDS)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_line_lost_or_moved_ends_in_faults_or_a_workflow(data: st.DataObject) -> None:
    lines = SOUND.splitlines()
    lost = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    lines.insert(data.draw(st.integers(0, len(lines))), data.draw(st.sampled_from(["", lost])))
    with suppress(WorkflowFaults):
        load_text("\n".join(lines), GUARDS)


def test_what_the_check_command_says(tmp_path: Path) -> None:
    lines, sound = check(folder("workflows"), HOUSE_GUARDS)
    assert sound
    assert sum("proven:" in line for line in lines) >= 14
    assert any(line.startswith("scope_rules.v1.yaml") for line in lines)
    lines, sound = check(tmp_path, HOUSE_GUARDS)
    assert (len(lines), sound) == (1, False)
    lines, sound = check(tmp_path / "nowhere.yaml", HOUSE_GUARDS)
    assert "cannot be read" in lines[0]
    assert not sound


def test_what_the_draw_command_draws() -> None:
    workflow = load_text(SOUND, GUARDS)
    assert draw(workflow).startswith("<svg")
    assert draw(workflow, "mermaid").startswith("stateDiagram")
    assert "It starts as 'Asked for'." in draw(workflow, "text")
    with pytest.raises(Invalid, match="known: svg, mermaid, text"):
        draw(workflow, "png")


def test_the_example_in_the_guide_loads() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "workflow-files.md"
    example = guide.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert load_text(example, HOUSE_GUARDS).key == "leave"
