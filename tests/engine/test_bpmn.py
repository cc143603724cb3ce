"""The BPMN export: valid by the OMG's schema, and the same procedure to an independent tool."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import XSD_PATH, BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine.bpmn.document import bpmn
from govflow.engine.definition import load_file, load_folder
from govflow.engine.graph import Table
from govflow.engine.vocabulary import ANY
from govflow.engine.workflow import Workflow
from tests.engine.chance import chance

ROOT = Path(__file__).resolve().parent.parent.parent
FOREIGN = ROOT / "examples" / "replay" / "domestic_declarations.v1.yaml"
WORKFLOWS = {each.key: each for each in load_folder(folder("workflows"), GUARDS).all()}
EVERY = pytest.mark.parametrize(
    "workflow",
    [*WORKFLOWS.values(), load_file(FOREIGN, GUARDS, vocabulary=ANY)],
    ids=lambda workflow: workflow.key,
)
NAMES = {
    "m": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "line": "http://www.omg.org/spec/DD/20100524/DI",
}
WALKS, LONGEST = 20, 40


@pytest.fixture(scope="module")
def schema() -> Any:
    """The OMG's own schema, as an independent tool ships it."""
    return etree.XMLSchema(etree.parse(XSD_PATH))


def read(workflow: Workflow) -> Any:
    return etree.fromstring(bpmn(workflow).encode())


@EVERY
def test_it_is_valid_by_the_standards_schema(workflow: Workflow, schema: Any) -> None:
    schema.assertValid(read(workflow))


def test_the_schema_would_notice(schema: Any) -> None:
    root = read(WORKFLOWS["action"])
    root.find(".//m:userTask", NAMES).tag = f"{{{NAMES['m']}}}humanTask"
    assert not schema.validate(root)


def test_whatever_the_table_the_export_is_valid(schema: Any) -> None:
    for seed in range(150):
        schema.assertValid(read(chance(Random(seed))))


def opened(workflow: Workflow) -> Any:
    """What an independent tool reads in our export."""
    parser = BpmnParser(validator=BpmnValidator())
    parser.add_bpmn_xml(read(workflow))
    return parser.get_spec(f"process-{workflow.key}-v{workflow.version}")


@EVERY
def test_another_tool_reads_the_same_moves(workflow: Workflow) -> None:
    specs = opened(workflow).task_specs
    acts = {name: spec for name, spec in specs.items() if name.startswith("action-")}
    found = {
        (source.name, name, target.name)
        for name, spec in acts.items()
        for source in spec.inputs
        for target in spec.outputs
    }
    table = Table.of(workflow)
    ours = {
        (f"state-{step.source}", f"action-{step.action}", f"state-{step.target}")
        for state in table.known
        for step in table.edges[state]
    }
    assert found == ours
    ends = {name for name, spec in specs.items() if type(spec).__name__ == "EndEvent"}
    final = {f"state-{s.name}" for s in workflow.states.values() if s.final}
    lasting = {f"stays-{s.name}" for s in workflow.states.values() if s.lasting}
    assert ends == final | lasting


def chosen_walk(workflow: Workflow, luck: Random) -> list[str]:
    """Actions one after another from the first state to an end, or a good many of them."""
    state, walk = workflow.initial, list[str]()
    while len(walk) < LONGEST and (ways := workflow.leaving(state)):
        action = luck.choice(ways)
        walk.append(action.name)
        state = action.to
    return walk


def walked_elsewhere(running: Any, walk: list[str]) -> Iterator[str]:
    """The tool is asked which task is next; each time it is told what people choose after it."""
    choices = [*walk, ""]
    running.task_tree.data["action"] = choices[0]
    for following in choices[1:]:
        running.do_engine_steps()
        [task] = running.get_tasks(state=TaskState.READY, manual=True)
        yield task.task_spec.name.removeprefix("action-")
        task.data["action"] = following
        if following:
            task.run()


@EVERY
def test_another_tool_walks_the_same_ways(workflow: Workflow) -> None:
    """Our walks are possible in the other engine, action by action."""
    luck = Random(7)
    people = {name for name, action in workflow.actions.items() if set(action.by) != {"system"}}
    spec = opened(workflow)
    walks = [chosen_walk(workflow, luck) for _ in range(WALKS)]
    asked = [walk for walk in walks if set(walk) <= people]
    assert asked, "whatever nobody does by hand the tool runs unasked"
    for walk in asked:
        assert list(walked_elsewhere(BpmnWorkflow(spec), walk)) == walk


def box(shape: Any) -> tuple[float, float, float, float]:
    at = shape.find("dc:Bounds", NAMES)
    x, y, width, height = (float(at.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def shapes(root: Any) -> dict[str, tuple[float, float, float, float]]:
    found = root.iterfind(".//di:BPMNShape", NAMES)
    return {shape.get("bpmnElement"): box(shape) for shape in found}


def inside(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return (
        outer[0] <= inner[0] <= inner[2] <= outer[2]
        and outer[1] <= inner[1] <= inner[3] <= outer[3]
    )


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


@EVERY
def test_everything_stands_in_its_lane_and_nothing_on_another_thing(workflow: Workflow) -> None:
    root = read(workflow)
    at = shapes(root)
    lanes = root.findall(".//m:lane", NAMES)
    members = {ref.text: lane.get("id") for lane in lanes for ref in lane}
    assert all(inside(at[node], at[lane]) for node, lane in members.items())
    assert all(inside(at[lane.get("id")], at["pool"]) for lane in lanes)
    notes = [note.get("id") for note in root.iterfind(".//m:textAnnotation", NAMES)]
    standing = [at[name] for name in [*members, *notes]]
    labels = [box(label) for label in root.iterfind(".//di:BPMNLabel", NAMES)]
    assert not any(overlap(*pair) for pair in combinations([*standing, *labels], 2))
    flowing = root.xpath(".//m:process/*[m:incoming or m:outgoing]/@id", namespaces=NAMES)
    assert sorted(members) == sorted(flowing), "each element stands in one lane"


@EVERY
def test_every_flow_is_drawn_from_border_to_border(workflow: Workflow) -> None:
    root = read(workflow)
    at = shapes(root)
    flows = {flow.get("id"): flow for flow in root.iterfind(".//m:sequenceFlow", NAMES)}
    drawn = {edge.get("bpmnElement"): edge for edge in root.iterfind(".//di:BPMNEdge", NAMES)}
    for name, flow in flows.items():
        points = [
            (float(point.get("x")), float(point.get("y")))
            for point in drawn[name].iterfind("line:waypoint", NAMES)
        ]
        assert touches(points[0], at[flow.get("sourceRef")])
        assert touches(points[-1], at[flow.get("targetRef")])
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points)), "right angles"


def touches(point: tuple[float, float], of: tuple[float, float, float, float]) -> bool:
    """On the border of a box, or of the diamond or circle drawn in it; a pixel is forgiven."""
    return inside((*point, *point), (of[0] - 1, of[1] - 1, of[2] + 1, of[3] + 1))


def test_roles_rules_and_promises_travel_with_it() -> None:
    workflow = WORKFLOWS["board_paper"]
    root = read(workflow)
    titles = {r.get("id"): r.get("name") for r in root.iterfind("m:resource", NAMES)}
    task = root.find(".//m:userTask[@id='action-accept_responses']", NAMES)
    owners = [titles[ref.text] for ref in task.iterfind("m:potentialOwner/m:resourceRef", NAMES)]
    assert owners == ["Executive lead", "Company secretary"]
    told = [each.text for each in task.iterfind("m:documentation", NAMES)]
    assert "Needs: Nobody who did “Submit to the secretary” on this matter may do this." in told
    whole = [each.text for each in root.iterfind("m:process/m:documentation", NAMES)]
    assert len(whole) == 1 + len(workflow.promises)
    assert whole[1].startswith("Promise, proven: ")
    notes = {n.get("id"): n[0].text for n in root.iterfind(".//m:textAnnotation", NAMES)}
    assert notes["note-state-issued"] == "Deadline: the chosen meeting"
    check = read(WORKFLOWS["policy_review"]).find(".//m:serviceTask", NAMES)
    assert check.get("id") == "action-fall_due"


def test_titles_cannot_break_out_of_the_document(schema: Any) -> None:
    whole = WORKFLOWS["action"]
    rude = replace(whole.states["open"], title='<![CDATA[ & "x" ]]> \' -->')
    root = read(replace(whole, title="</bpmn:process>", states={**whole.states, "open": rude}))
    schema.assertValid(root)
    assert root.find(".//*[@id='state-open']").get("name") == rude.title
