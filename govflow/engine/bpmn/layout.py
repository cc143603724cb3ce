"""Gives every element of a BPMN picture its place: lanes by role, columns by Graphviz.

Coordinates are pixels from the top left corner, as the interchange format wants them; Graphviz
counts points upwards, so its y is the negative of ours.
"""

import warnings
from dataclasses import dataclass, field

import pygraphviz

from govflow.engine.bpmn.elements import BY_ITSELF, BY_PEOPLE, CHOICE, Node, Process
from govflow.engine.diagram import ONE_AT_A_TIME

COLUMN, ROW, NOTED_ROW = 170, 130, 200
POOL_HEADER, LANE_HEADER, MARGIN = 30, 30, 20
TASK, GATEWAY, EVENT = (120, 80), (50, 50), (36, 36)
LABEL_WIDTH, LABEL_LINE, LETTERS_A_LINE = 130, 15, 20
NOTE = (130, 66)
GAP = 8
INCH = 72.0

Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A rectangle by its top left corner and size."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass
class Layout:
    """Where everything stands; `notes` are by the node they speak of, `ways` by flow."""

    pool: Box
    lanes: dict[str, Box]
    nodes: dict[str, Box]
    labels: dict[str, Box] = field(default_factory=dict)
    notes: dict[str, Box] = field(default_factory=dict)
    ways: dict[str, list[Point]] = field(default_factory=dict)


def layout_of(process: Process) -> Layout:
    """A place for every element of the process."""
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a missing font is not our reader's news
        placed = _placed(process, _columns(process))
        placed.ways = _ways(process, placed)
    return placed


def _columns(process: Process) -> dict[str, tuple[int, float]]:
    """Each node's column, and its height within it, by Graphviz's layers."""
    graph = pygraphviz.AGraph(directed=True, strict=False, rankdir="LR", ranksep="1")
    for node in process.nodes:
        graph.add_node(node.id, shape="box", fixedsize="true", width="1", height="1", label="")
    for flow in process.flows:
        graph.add_edge(flow.source, flow.target, key=flow.id)
    graph.layout("dot")
    at = {n.id: _point(graph.get_node(n.id).attr["pos"]) for n in process.nodes}
    ranks = {x: number for number, x in enumerate(sorted({round(x) for x, _ in at.values()}))}
    return {name: (ranks[round(x)], -y) for name, (x, y) in at.items()}


def _point(written: str) -> tuple[float, float]:
    x, y = written.split(",")
    return float(x), float(y)


def _placed(process: Process, columns: dict[str, tuple[int, float]]) -> Layout:
    """Lanes one under another; within a lane, nodes of one column one under another."""
    wide = (1 + max(column for column, _ in columns.values())) * COLUMN + 2 * MARGIN
    lanes: dict[str, Box] = {}
    nodes: dict[str, Box] = {}
    top = 0
    for lane, members in process.lanes.items():
        rows = _rows(members, columns)
        at = top + MARGIN
        for row in rows:
            tall = NOTED_ROW if any(node.note for node in row) else ROW
            for node in row:
                nodes[node.id] = _node_box(node, columns[node.id][0], at + tall - ROW / 2)
            at += tall
        lanes[lane] = Box(POOL_HEADER, top, wide + LANE_HEADER, at + MARGIN - top)
        top = at + MARGIN
    pool = Box(0, 0, wide + POOL_HEADER + LANE_HEADER, top)
    return _labelled(process, Layout(pool, lanes, nodes))


def _rows(members: list[Node], columns: dict[str, tuple[int, float]]) -> list[list[Node]]:
    rows: list[list[Node]] = []
    for node in sorted(members, key=lambda n: (columns[n.id][1], n.id)):
        column = columns[node.id][0]
        free = (row for row in rows if all(columns[n.id][0] != column for n in row))
        row = next(free, None)
        if row is None:
            rows.append([node])
        else:
            row.append(node)
    return rows


def _size(node: Node) -> tuple[int, int]:
    if node.kind in (BY_PEOPLE, BY_ITSELF):
        return TASK
    return GATEWAY if node.kind == CHOICE else EVENT


def _node_box(node: Node, column: int, middle: float) -> Box:
    width, height = _size(node)
    centre = POOL_HEADER + LANE_HEADER + MARGIN + (column + 0.5) * COLUMN
    return Box(round(centre - width / 2), round(middle - height / 2), width, height)


def _labelled(process: Process, placed: Layout) -> Layout:
    """Names of events and gateways below them, notes above."""
    for node in process.nodes:
        box = placed.nodes[node.id]
        centre = round(box.middle[0])
        if _size(node) != TASK:
            lines = -(-len(node.name) // LETTERS_A_LINE)
            left = centre - LABEL_WIDTH // 2
            height = LABEL_LINE * lines
            placed.labels[node.id] = Box(left, box.y + box.height + GAP, LABEL_WIDTH, height)
        if node.note:
            width, height = NOTE
            top = box.y - 2 * GAP - height
            placed.notes[node.id] = Box(centre - width // 2, top, width, height)
    return placed


def _ways(process: Process, placed: Layout) -> dict[str, list[Point]]:
    """Every flow's corners, led around whatever stands in the way."""
    graph = pygraphviz.AGraph(directed=True, strict=False, splines="ortho", esep="+4")
    stands = {f"{i} label": b for i, b in placed.labels.items()}
    stands |= {f"{i} note": b for i, b in placed.notes.items()}
    for name, box in {**placed.nodes, **stands}.items():
        _stand(graph, name, box)
    for flow in process.flows:
        graph.add_edge(flow.source, flow.target, key=flow.id, arrowhead="none")
    graph.layout("nop")
    shift = _shift(graph, process.nodes[0].id, placed)
    ways = {}
    for flow in process.flows:
        edge = pygraphviz.Edge(graph, flow.source, flow.target, flow.id)
        ways[flow.id] = _corners(edge.attr["pos"], shift)
    return ways


def _stand(graph: pygraphviz.AGraph, name: str, box: Box) -> None:
    x, y = box.middle
    graph.add_node(
        name,
        pos=f"{x},{-y}",
        width=str(box.width / INCH),
        height=str(box.height / INCH),
        fixedsize="true",
        shape="box",
        label="",
    )


def _shift(graph: pygraphviz.AGraph, name: str, placed: Layout) -> tuple[float, float]:
    """Graphviz moves the whole picture to its own corner; how far is seen on any one node."""
    x, y = _point(graph.get_node(name).attr["pos"])
    wanted = placed.nodes[name].middle
    return wanted[0] - x, wanted[1] + y


def _corners(written: str, shift: tuple[float, float]) -> list[Point]:
    """The ends of a spline's pieces, without those on a straight line between two others."""
    points = [_point(each) for each in written.split()][::3]
    found: list[Point] = []
    for x, y in points:
        point = round(x + shift[0]), round(shift[1] - y)
        if len(found) > 1 and _straight(found[-2], found[-1], point):
            found.pop()
        if found[-1:] != [point]:
            found.append(point)
    return found


def _straight(one: Point, two: Point, three: Point) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]
