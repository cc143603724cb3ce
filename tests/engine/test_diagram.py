"""Diagrams of the shipped workflows: safe under a strict CSP, and readable without colour."""

import os
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.domain.promises import AtMostOnce
from govflow.engine import diagram
from govflow.engine.definition import load_folder
from govflow.engine.graph import Walk
from govflow.engine.prover import prove
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


def arrows_of_width(svg: str, width: str) -> int:
    return svg.count(f'stroke-width="{width}"')


def test_a_loop_is_drawn_as_often_as_it_was_taken() -> None:
    """Back to the author and here again: one arrow there, one back, and the count in words."""
    workflow = WORKFLOWS.get("board_paper")
    way = ["draft", "submitted", "scoped", "draft", "submitted", "scoped"]
    svg = diagram.svg(workflow, "scoped", way)
    assert svg.count(">passed twice<") == 2
    assert svg.count(">was here before<") == 1
    straight = diagram.svg(workflow, "scoped", way[3:])
    assert "was here before" not in straight
    # The thick lines are an arrow's shaft and its head.
    assert arrows_of_width(svg, "3") - arrows_of_width(straight, "3") == 2
    thrice = diagram.svg(workflow, "draft", [*way[:3], *way, "draft"])
    assert thrice.count(">passed 3 times<") == 2


def test_an_arrow_walked_leaves_the_shared_box() -> None:
    workflow = WORKFLOWS.get("board_paper")
    svg = diagram.svg(workflow, "withdrawn", ["draft", "withdrawn"])
    assert "6 other states" in svg
    assert "7 states" in svg  # taking it as urgent is still drawn once, from all of them


def test_a_shared_box_does_not_hide_the_ordinary_way() -> None:
    """Evidence is given from four states, and from the first of them it is the way on."""
    svg = diagram.svg(WORKFLOWS.get("commitment"))
    assert svg.count("> Give evidence <") == 4
    assert svg.count("> Record as superseded <") == 1


def gateless() -> Workflow:
    """The board's paper, approved without the consultation having been closed."""
    whole = WORKFLOWS.get("board_paper")
    early = replace(whole.actions["approve"], sources=("issued", "scoped"))
    return replace(whole, actions={**whole.actions, "approve": early})


def broken_walk(workflow: Workflow) -> Walk:
    return next(proof.walk for proof in prove(workflow) if not proof.holds)


def test_a_counter_example_is_told_by_number_dash_colour_and_word() -> None:
    workflow = gateless()
    walk = broken_walk(workflow)
    svg = diagram.svg(workflow, walk=walk)
    for number, step in enumerate(walk, 1):
        assert svg.count(f"Step {number}. {workflow.actions[step.action].title}") == 1
    assert svg.count(">broken here<") == 1
    red = [e for e in ET.fromstring(svg).iter() if e.get("stroke") == "#aa2016"]  # noqa: S314
    shafts = [e for e in red if e.get("stroke-width") == "3" and e.get("fill") == "none"]
    assert len(shafts) == len(walk)
    assert all(e.get("stroke-dasharray") for e in shafts)
    told = diagram.described(workflow, walk=walk)
    assert [line for line in told if line.startswith("Step ")][-1].endswith("promise is broken.")
    assert f"Step {len(walk)}: from" in svg, "the text alternative tells the walk"
    assert "Step" not in diagram.svg(workflow)


def test_an_arrow_taken_twice_bears_both_numbers() -> None:
    whole = WORKFLOWS.get("board_paper")
    twice = replace(whole, promises=(AtMostOnce("Once", ("return_responses",)),))
    svg = diagram.svg(twice, walk=broken_walk(twice))
    assert "Steps 5 and 7. Finish the replies" in svg
    assert "Steps 6 and 8. Return the replies" in svg
    assert "Steps 6 and 8. Return the replies" in diagram.mermaid(twice, walk=broken_walk(twice))


def test_mermaid_marks_where_it_stands_and_the_walk() -> None:
    workflow = gateless()
    text = diagram.mermaid(workflow, "draft", broken_walk(workflow))
    assert "    class draft here\n" in text
    assert "    class draft,submitted,scoped,approved broken\n" in text
    assert "scoped --> approved : Step 3. Record as approved" in text
    assert "class" not in diagram.mermaid(workflow)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_and_lines_stand_out_enough() -> None:
    page = ("#ffffff", diagram.PALE)  # a card, and the page behind it
    words = [(colour, ground) for colour in (diagram.INK, diagram.RED) for ground in page]
    words += [(diagram.WHITE, diagram.BLUE), (diagram.RED, diagram.PINK)]
    words += [(diagram.INK, diagram.PINK), *((diagram.GREY, ground) for ground in page)]
    assert all(contrast(*pair) >= 4.5 for pair in words)
    lines = (diagram.GREY, diagram.BLUE, diagram.RED, diagram.INK)
    assert all(contrast(line, ground) >= 3 for line in lines for ground in page)


PROGRAM = """
from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine import drawing
from govflow.engine.definition import load_folder
for workflow in load_folder(folder("workflows"), GUARDS).all():
    for form in ("svg", "mermaid", "text", "bpmn"):
        print(drawing.draw(workflow, form))
"""


def test_the_same_file_is_drawn_in_the_same_bytes_by_another_process() -> None:
    """Whatever order Python's sets have today."""

    def drawn(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PROGRAM]
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        return done.stdout

    first = drawn("1")
    assert first.count(b"<svg ") == len(WORKFLOWS.all())
    assert first == drawn("2")


def test_titles_cannot_break_out_of_the_drawing() -> None:
    assert diagram._wrapped("a & b") == ["a & b"]
    whole = WORKFLOWS.get("action")
    rude = '</b>]]> & "x" \\N: ; # [*] --> y'
    action = replace(whole.actions["confirm"], title=rude)
    state = replace(whole.states["open"], title=rude)
    workflow = replace(
        whole,
        actions={**whole.actions, "confirm": action},
        states={**whole.states, "open": state},
    )
    said = " ".join(ET.fromstring(diagram.svg(workflow)).itertext())  # noqa: S314 - our own
    assert rude in " ".join(said.split())
    arrows = [line for line in diagram.mermaid(workflow).splitlines() if "-->" in line]
    assert all(line.count(":") <= 1 and "#" not in line and ";" not in line for line in arrows)


def test_the_same_drawing_is_drawn_once() -> None:
    workflow = WORKFLOWS.get("board_paper")
    assert diagram.svg(workflow, "draft") is diagram.svg(workflow, "draft")
