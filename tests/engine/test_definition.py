"""A workflow file is taken whole or refused with every fault, each with line and sentence."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.config import folder
from govflow.domain.cases import PaperCase, ReviewCase
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.guarding import Check, Facts, matters_of
from govflow.domain.guards import GUARDS as HOUSE_GUARDS
from govflow.domain.policy import POLICY_TITLES
from govflow.domain.promises import AtMostOnce, NeverAfter, NotLaterThan
from govflow.domain.timing import ANCHORS, DeadlineRule, Unit
from govflow.engine.commands import check
from govflow.engine.definition import WorkflowFaults, load_file, load_folder, load_text
from govflow.engine.drawing import draw
from govflow.engine.language import PROMISE_KINDS, ActionPart, OpensPart, StatePart
from govflow.engine.phrases import UNITS, AskPart, DeadlinePart
from govflow.engine.pins import EditedWorkflow, difference, refuse_edited
from govflow.engine.vocabulary import ANY, HOUSE
from tests.engine.build import GUARDS, LOAN, SOUND


def test_the_sound_file_loads() -> None:
    workflow = load_text(SOUND, GUARDS)
    assert workflow.key == "leave"
    assert workflow.actions["grant"].asks[0].fact == "reason"
    assert len(workflow.content_hash) == 64


def test_a_file_with_every_form_of_the_language_loads() -> None:
    workflow = load_text(LOAN, GUARDS)
    opens = workflow.opens
    assert opens is not None
    assert (opens.by, opens.titled) == (("manager", "secretary"), "purpose")
    assert [ask.max_length for ask in opens.asks] == [80, None, None, None]
    assert opens.asks[2].holding == ("secretary",)
    assert list(workflow.kept()) == ["purpose", "room", "keeper", "wanted_on", "back_on"]
    assert workflow.states["lent"].deadline == DeadlineRule("back_on")
    assert workflow.promises == (
        AtMostOnce("Lent once", ("lend",)),
        NeverAfter("Lent before it ends", ("lend",), ("return",)),
        NotLaterThan("Back in time", ("lend",), ("return",)),
    )


W = Unit.WORKING_DAYS


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("{working_days: 20, after: entered}", DeadlineRule("entered", W, 20)),
        ("{days: 3, after: opened}", DeadlineRule("opened", Unit.DAYS, 3)),
        ("{months: 6, before: wanted_on}", DeadlineRule("wanted_on", Unit.MONTHS, 6, True)),
        ("{clear_days: 5, before: wanted_on}", DeadlineRule("wanted_on", Unit.CLEAR_DAYS, 5, True)),
        ("{on: 2021-12-31}", DeadlineRule(date(2021, 12, 31))),
        ("{on: wanted_on}", DeadlineRule("wanted_on")),
        (
            "{policy: response_days, after: entered}",
            DeadlineRule("entered", W, policy="response_days"),
        ),
        (
            "{policy: re_review_months, before: wanted_on}",
            DeadlineRule("wanted_on", Unit.MONTHS, before=True, policy="re_review_months"),
        ),
        (
            "{policy: clear_days, before: wanted_on}",
            DeadlineRule("wanted_on", Unit.CLEAR_DAYS, before=True, policy="clear_days"),
        ),
        ("meeting", "meeting"),
    ],
)
def test_each_form_of_a_deadline(said: str, rule: DeadlineRule | str) -> None:
    text = LOAN.replace("{working_days: 2, before: wanted_on}", said)
    assert load_text(text, GUARDS).states["asked"].deadline == rule


def test_a_paper_may_count_from_its_meeting() -> None:
    said = "{clear_days: 5, before: meeting}"
    text = SOUND.replace(
        "why_no_deadline: The secretary answers the same day.", f"deadline: {said}"
    )
    rule = DeadlineRule("meeting", Unit.CLEAR_DAYS, 5, before=True)
    assert load_text(text, GUARDS).states["asked"].deadline == rule


@pytest.mark.parametrize(
    ("key", "content_hash"),
    [
        ("board_paper", "9156218c44daff781b04b112fa48ba75824b5de05ac1a9f3a663a3c670abbf9b"),
        ("governance_review", "cee9d9e0d907ba4ceed4ae9c0c5e542fa1468f3ae188205e348cbf63d6d1ebb1"),
        ("urgent_decision", "202b6371634a6f0cf643ce9db715d9e5f61be8e7ec40fb1ae373c021e22ae7bc"),
    ],
)
def test_a_version_in_use_stays_what_it_was(key: str, content_hash: str) -> None:
    workflows = load_folder(folder("workflows"), HOUSE_GUARDS)
    assert workflows.get(key, 1).content_hash == content_hash


def test_a_guard_knows_which_matters_it_can_look_at() -> None:
    assert HOUSE_GUARDS["minimum_window"].matters == frozenset({"paper"})
    assert HOUSE_GUARDS["twelve_months_passed"].matters == frozenset({"review"})
    assert HOUSE_GUARDS["different_person"].matters is None
    assert HOUSE_GUARDS["reason_given"].matters is None
    either: Check = looking_at(PaperCase | ReviewCase)
    assert matters_of(either) == frozenset({"paper", "review"})


def looking_at(kind: Any) -> Check:
    def check(case: Any, facts: Facts, now: datetime, parameters: Mapping[str, Any]) -> None: ...

    check.__annotations__["case"] = kind
    return check


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
@given(text=st.sampled_from([SOUND, LOAN]), data=st.data())
def test_a_line_lost_or_moved_ends_in_faults_or_a_workflow(text: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    lost = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    lines.insert(data.draw(st.integers(0, len(lines))), data.draw(st.sampled_from(["", lost])))
    with suppress(WorkflowFaults):
        load_text("\n".join(lines), GUARDS)


ODD = (
    "yes",
    "7",
    "-1",
    "true",
    "[]",
    "{}",
    "[a, a]",
    "{a: {b: c}}",
    "2021-02-30",
    "meeting",
    "lend",
)


@settings(max_examples=300, deadline=None)
@given(text=st.sampled_from([SOUND, LOAN]), odd=st.sampled_from(ODD), data=st.data())
def test_a_word_replaced_ends_in_faults_or_a_workflow(
    text: str, odd: str, data: st.DataObject
) -> None:
    words = re.split(r"(?<=: )|(?<=, )|(?=[,}\]\n])", text)
    words[data.draw(st.integers(0, len(words) - 1))] = odd
    with suppress(WorkflowFaults):
        load_text("".join(words), GUARDS)


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
    with pytest.raises(Invalid, match="known: svg, mermaid, bpmn, text"):
        draw(workflow, "png")


PARTS = (OpensPart, StatePart, ActionPart, AskPart, DeadlinePart)
GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "workflow-files.md").read_text("utf-8")


def test_the_examples_in_the_guide_load() -> None:
    whole = [text.split("```")[0] for text in GUIDE.split("```yaml\n")[1:]]
    examples = [text for text in whole if "\nstates:" in text]
    assert [load_text(text, HOUSE_GUARDS).key for text in examples] == ["leave", "room_loan"]


def test_the_guide_names_every_word_of_the_language() -> None:
    words = {*HOUSE_GUARDS, *ANCHORS, *PROMISE_KINDS, *UNITS, *POLICY_TITLES}
    words |= {
        name for part in PARTS for name in part.model_fields if name not in ("source", "start")
    }
    words |= {*(HOUSE.effects or ()), *(HOUSE.deadlines or ()), *(HOUSE.roles or ())}
    assert sorted(word for word in words if not re.search(f"`{word}[`:]", GUIDE)) == []
