"""Writes where everything stands: the part of a BPMN document that modellers draw from."""

from math import sqrt
from xml.etree import ElementTree as ET

from govflow.engine.bpmn.elements import BY_ITSELF, BY_PEOPLE, CHOICE, Node, Process
from govflow.engine.bpmn.layout import Box, Layout, Point
from govflow.engine.bpmn.spelling import LINES, PICTURE, SHAPES, element


def picture(root: ET.Element, process: Process, layout: Layout) -> None:
    """Shapes for the pool, its lanes and nodes; edges for the flows and the notes' links."""
    diagram = element("BPMNDiagram", root, space=PICTURE, id="diagram")
    plane = element("BPMNPlane", diagram, space=PICTURE, id="plane", bpmnElement="collaboration")
    _shape(plane, "pool", layout.pool, isHorizontal="true")
    for role, box in layout.lanes.items():
        _shape(plane, f"lane-{role}", box, isHorizontal="true")
    for node in process.nodes:
        _node(plane, node, layout)
    shapes = {node.id: node for node in process.nodes}
    for flow in process.flows:
        way = layout.ways[flow.id]
        ends = [
            _on_border(shapes[flow.source], layout.nodes[flow.source], way[0], way[1]),
            _on_border(shapes[flow.target], layout.nodes[flow.target], way[-1], way[-2]),
        ]
        _edge(plane, flow.id, [ends[0], *way[1:-1], ends[1]])
    for node_id, box in layout.notes.items():
        at = layout.nodes[node_id]
        x = round(at.middle[0])
        _edge(plane, f"link-{node_id}", [(x, at.y), (x, box.y + box.height)])


def _node(plane: ET.Element, node: Node, layout: Layout) -> None:
    marker = {"isMarkerVisible": "true"} if node.kind == CHOICE else {}
    shape = _shape(plane, node.id, layout.nodes[node.id], **marker)
    if node.id in layout.labels:
        _bounds(element("BPMNLabel", shape, space=PICTURE), layout.labels[node.id])
    if node.id in layout.notes:
        _shape(plane, f"note-{node.id}", layout.notes[node.id])


def _shape(plane: ET.Element, of: str, box: Box, **more: str) -> ET.Element:
    made = element("BPMNShape", plane, space=PICTURE, id=f"shape-{of}", bpmnElement=of, **more)
    _bounds(made, box)
    return made


def _bounds(parent: ET.Element, box: Box) -> None:
    element(
        "Bounds",
        parent,
        space=SHAPES,
        x=str(box.x),
        y=str(box.y),
        width=str(box.width),
        height=str(box.height),
    )


def _edge(plane: ET.Element, of: str, points: list[Point]) -> None:
    made = element("BPMNEdge", plane, space=PICTURE, id=f"edge-{of}", bpmnElement=of)
    for x, y in points:
        element("waypoint", made, space=LINES, x=str(x), y=str(y))


def _on_border(node: Node, box: Box, end: Point, before: Point) -> Point:
    """A line to a diamond or circle goes on from its square to the shape itself."""
    if node.kind in (BY_PEOPLE, BY_ITSELF):
        return end
    middle, radius = box.middle, box.width / 2
    upright = end[0] == before[0]
    aside = min(abs(end[0] - middle[0]) if upright else abs(end[1] - middle[1]), radius)
    reach = radius - aside if node.kind == CHOICE else sqrt(radius**2 - aside**2)
    axis = 1 if upright else 0
    side = 1 if end[axis] > middle[axis] else -1
    moved = round(middle[axis] + side * reach)
    return (end[0], moved) if upright else (moved, end[1])
