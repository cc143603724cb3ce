"""Writes a workflow as a BPMN 2.0 document that any modeller opens, picture included."""

from collections.abc import Iterable
from functools import lru_cache
from xml.etree import ElementTree as ET

from govflow.engine.bpmn.elements import CHOICE, Flow, Node, Process, process_of
from govflow.engine.bpmn.layout import layout_of
from govflow.engine.bpmn.picture import picture
from govflow.engine.bpmn.spelling import XSI, element
from govflow.engine.workflow import Workflow

CACHED = 64
PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>'


@lru_cache(maxsize=CACHED)
def bpmn(workflow: Workflow) -> str:
    """The workflow as an XML document: process, lanes, roles and the picture of all of it."""
    process = process_of(workflow)
    root = element(
        "definitions",
        id=f"definitions-{process.id}",
        name=process.name,
        targetNamespace=f"urn:govflow:workflow:{workflow.key}:{workflow.version}",
        expressionLanguage="https://www.python.org/",
        exporter="govflow",
    )
    for role, title in process.roles.items():
        element("resource", root, id=f"role-{role}", name=title)
    _pool(root, process)
    _process(root, process)
    picture(root, process, layout_of(process))
    ET.indent(root)
    return f"{PROLOGUE}\n{ET.tostring(root, encoding='unicode')}\n"


def _pool(root: ET.Element, process: Process) -> None:
    whole = element("collaboration", root, id="collaboration")
    element("participant", whole, id="pool", name=process.name, processRef=process.id)


def _process(root: ET.Element, process: Process) -> None:
    whole = element("process", root, id=process.id, name=process.name)
    _documented(whole, process.told)
    lanes = element("laneSet", whole, id="lanes")
    for role, nodes in process.lanes.items():
        lane = element("lane", lanes, id=f"lane-{role}", name=process.roles[role])
        for node in nodes:
            element("flowNodeRef", lane).text = node.id
    for node in process.nodes:
        _node(whole, process, node)
    for flow in process.flows:
        _flow(whole, flow)
    for node in process.nodes:
        if node.note:
            _note(whole, node)


def _documented(parent: ET.Element, told: Iterable[str]) -> None:
    for sentence in told:
        element("documentation", parent).text = sentence


def _node(parent: ET.Element, process: Process, node: Node) -> None:
    made = element(node.kind, parent, id=node.id, name=node.name)
    entering, leaving = process.entering(node), process.leaving(node)
    if node.kind == CHOICE:
        made.set("gatewayDirection", "Mixed" if len(entering) > 1 else "Diverging")
    _documented(made, node.told)
    for flow in entering:
        element("incoming", made).text = flow.id
    for flow in leaving:
        element("outgoing", made).text = flow.id
    for role in node.roles:
        owner = element("potentialOwner", made, id=f"{node.id}-by-{role}")
        element("resourceRef", owner).text = f"role-{role}"


def _flow(parent: ET.Element, flow: Flow) -> None:
    made = element("sequenceFlow", parent, id=flow.id, sourceRef=flow.source, targetRef=flow.target)
    if flow.choice:
        condition = element("conditionExpression", made)
        condition.set(XSI, "bpmn:tFormalExpression")
        condition.text = f"action == '{flow.choice}'"


def _note(parent: ET.Element, node: Node) -> None:
    made = element("textAnnotation", parent, id=f"note-{node.id}")
    element("text", made).text = node.note
    element(
        "association",
        parent,
        id=f"link-{node.id}",
        sourceRef=node.id,
        targetRef=f"note-{node.id}",
    )
