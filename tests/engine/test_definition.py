"""A workflow file is taken whole or refused with every fault, each with line and sentence."""

import json
from pathlib import Path

import pytest

from govflow.config import folder
from govflow.domain.guards import GUARDS as HOUSE_GUARDS
from govflow.engine.definition import WorkflowFaults, load_file, load_folder, load_text
from govflow.engine.language import json_schema
from govflow.engine.pins import EditedWorkflow, difference, refuse_edited
from tests.engine.build import GUARDS, SOUND


def test_the_sound_file_loads() -> None:
    workflow = load_text(SOUND, GUARDS)
    assert workflow.key == "leave"
    assert workflow.actions["grant"].asks[0].fact == "reason"
    assert len(workflow.content_hash) == 64


# ruff: noqa: E501  # a broken line is easiest to read beside the sound one
BROKEN = {
    "guard nobody wrote": ("may_go, reason", "may_goo, reason", "may_go"),
    "parameter missing": ("[may_go, reason_given]", "[after, reason_given]", "days"),
    "parameter of the wrong type": (
        "[may_go, reason_given]",
        "[{after: {days: soon}}, reason_given]",
        "Parameter 'days'",
    ),
    "unknown parameter": (
        "[may_go, reason_given]",
        "[{after: {days: 3, weeks: 1}}, reason_given]",
        "weeks",
    ),
    "unknown state to go to": ("    to: granted", "    to: grantedd", "granted"),
    "unknown state to come from": ("    from: asked\n    to: granted", "    from: askd\n    to: granted", "asked"),
    "unknown role": ("by: [secretary]\n    needs", "by: [secretery]\n    needs", "secretary"),
    "unknown effect": ("    asks:", "    does: [open_doors]\n    asks:", "open_doors"),
    "unknown first state": ("initial: asked", "initial: begun", "begun"),
    "unknown matter": ("matter: paper", "matter: parcel", "parcel"),
    "unknown promise target": ("to_reach: decision", "to_reach: decided", "decided"),
    "unknown gate": ("must_pass: grant", "must_pass: grand", "grant"),
    "unreachable state": (
        "  refused:\n",
        "  lost:\n    title: Lost\n    final: true\n  refused:\n",
        "Lost",
    ),
    "dead end": ("  refused:\n    title: Refused\n    final: true\n", "  refused:\n    title: Refused\n", "dead end"),
    "nobody is waited for": ("    waits_for: secretary\n", "", "waits_for"),
    "no deadline and no reason": (
        "    why_no_deadline: The secretary answers the same day.\n",
        "",
        "deadline",
    ),
    "unknown deadline": (
        "    why_no_deadline: The secretary answers the same day.",
        "    deadline: whenever",
        "whenever",
    ),
    "form asked but no guard looks": ("needs: [may_go, reason_given]", "needs: [may_go]", "reason"),
    "guard wants a form that asks nothing": (
        "    asks:\n      reason: {label: Why?, kind: text}\n",
        "",
        "asks",
    ),
    "choices without choice": ("kind: text}", "kind: text, choices: [a, b]}", "choices"),
    "unknown field kind": ("kind: text}", "kind: essay}", "kind"),
    "unknown key": ("title: Leave request", "title: Leave request\ntitel: Leave", "titel"),
    "key twice": ("version: 1", "version: 1\nversion: 2", "version"),
    "version is a word": ("version: 1", "version: first", "version"),
    "no title": ("title: Leave request\n", "", "title"),
    "promise that cannot fail": ("to_reach: decision\n    must_pass: grant", "to_reach: refused\n    must_pass: grant", "Granted by an act"),
    "promise of two kinds": ("must_pass: grant", "must_pass: grant\n    always_can_reach: granted", "exactly one"),
    "final state with a way out": ("    from: asked\n    to: refused", "    from: [asked, granted]\n    to: refused", "is final, yet"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_of_fault_is_refused_in_a_sentence(kind: str) -> None:
    before, after, said = BROKEN[kind]
    assert before in SOUND
    with pytest.raises(WorkflowFaults) as refused:
        load_text(SOUND.replace(before, after, 1), GUARDS, file="leave.v1.yaml")
    faults = refused.value.faults
    assert any(said in str(fault) for fault in faults), str(refused.value)
    assert all(fault.line >= 1 and fault.column >= 1 for fault in faults)


UNREADABLE = {
    "a list": "- one\n- two\n",
    "a word": "hello\n",
    "nothing": "",
    "broken brackets": "workflow: [leave\n",
    "an anchor bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "two documents": SOUND + "---\n" + SOUND,
    "a tag": "workflow: !!python/object:os.system leave\n",
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_a_workflow_is_refused(kind: str) -> None:
    with pytest.raises(WorkflowFaults):
        load_text(UNREADABLE[kind], GUARDS)


def test_every_fault_of_a_file_is_told_at_once() -> None:
    text = SOUND.replace("to: granted", "to: nowhere").replace("initial: asked", "initial: begun")
    with pytest.raises(WorkflowFaults) as refused:
        load_text(text, GUARDS)
    assert len(refused.value.faults) >= 2


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


def test_the_schema_for_editors_is_current() -> None:
    kept = json.loads((folder("workflows") / "schema.json").read_text(encoding="utf-8"))
    assert kept == json_schema()


def test_an_edited_file_is_refused_while_matters_run_under_it() -> None:
    workflows = load_folder(folder("workflows"), HOUSE_GUARDS)
    now = workflows.get("board_paper")
    refuse_edited(workflows, [("board_paper", 1, now.content_hash)])
    with pytest.raises(EditedWorkflow, match="was edited while matters run under it"):
        refuse_edited(workflows, [("board_paper", 1, "0" * 64)])
    assert difference(SOUND, SOUND.replace("Leave request", "Leave")) != []
