"""Diagrams of the shipped workflows: safe under a strict CSP, and readable without colour."""

from xml.etree import ElementTree as ET

import pytest

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine import diagram
from govflow.engine.definition import load_folder
from govflow.engine.workflow import Workflow

WORKFLOWS = load_folder(folder("workflows"), GUARDS)
EVERY = pytest.mark.parametrize("workflow", WORKFLOWS.all(), ids=lambda w: w.key)


@EVERY
def test_each_state_can_be_marked_and_nothing_needs_inline_style(workflow: Workflow) -> None:
    for state in workflow.states:
        svg = diagram.svg(workflow, state, [workflow.initial, state])
        ET.fromstring(svg)  # noqa: S314 - our own drawing
        assert svg.count(">You are here<") == 1
        assert 'role="img"' in svg
        for forbidden in ("<style", "style=", "<script", "<!DOCTYPE", "href"):
            assert forbidden not in svg


@EVERY
def test_the_drawing_names_itself_with_ids_of_its_own(workflow: Workflow) -> None:
    root = ET.fromstring(diagram.svg(workflow))  # noqa: S314 - our own drawing
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    labelled = str(root.get("aria-labelledby")).split()
    assert sorted(labelled) == sorted(filter(None, ids))


@EVERY
def test_the_words_speak_of_every_state_and_action(workflow: Workflow) -> None:
    told = " ".join(diagram.described(workflow))
    for state in workflow.states.values():
        assert f"'{state.title}'" in told
    for action in workflow.actions.values():
        assert action.title[1:] in told
    assert "You are here" not in told


def test_the_path_walked_is_marked_by_width_and_word() -> None:
    workflow = WORKFLOWS.get("board_paper")
    plain = diagram.svg(workflow, "scoped")
    walked = diagram.svg(workflow, "scoped", ["draft", "submitted", "scoped"])
    assert "passed" not in plain
    assert walked.count(">passed<") == 2
    assert walked.count('stroke-width="3"') > plain.count('stroke-width="3"')
    marked = diagram.svg(workflow, "scoped", {"draft", "submitted"})
    assert marked.count('stroke-width="3"') == plain.count('stroke-width="3"')


def test_titles_cannot_break_out_of_the_drawing() -> None:
    assert diagram._wrapped("a & b") == ["a & b"]
    assert diagram._plain("a: b; c#d\ne") == "a  b  c d e"


def test_the_same_drawing_is_drawn_once() -> None:
    workflow = WORKFLOWS.get("board_paper")
    assert diagram.svg(workflow, "draft") is diagram.svg(workflow, "draft")
