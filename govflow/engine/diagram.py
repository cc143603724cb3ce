"""Draws a workflow for people: an SVG picture in the house style, fit for a strict CSP."""

import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from xml.etree import ElementTree as ET

import pygraphviz

from govflow.engine.diagram_words import described
from govflow.engine.graph import Walk
from govflow.engine.mermaid import mermaid
from govflow.engine.walked import Marks, numbered, stops
from govflow.engine.workflow import Action, State, Workflow

__all__ = ["described", "mermaid", "svg"]

# The NHS palette; every meaning is also said by a word or a border, never by colour alone.
INK, BLUE, GREY, PALE, WHITE = "#212b32", "#005eb8", "#4c6272", "#f0f4f5", "#ffffff"
RED, PINK = "#aa2016", "#fcf2f1"  # red is 7.5 to 1 on white, 6.7 to 1 on pale and on pink
FONT = "Arial"
FAMILY = "Arial, sans-serif"  # a reader without Arial gets letters of much the same width
# An action from more states than this is drawn once, from a shared box: soon where it leads to an
# end, such as a withdrawal, later where the box would hide the ordinary way.
MANY_TO_AN_END, MANY = 3, 6
SVG = "http://www.w3.org/2000/svg"
CACHED = 512
MAX_LABEL = 22
ONE_AT_A_TIME = threading.Lock()  # Graphviz keeps state of its own between layout and drawing

Arrow = tuple[list[Action], tuple[str, ...]]


def svg(
    workflow: Workflow,
    current: str | None = None,
    visited: Iterable[str] = (),
    walk: Walk = (),
) -> str:
    """The diagram as one `<svg>` element without styles or scripts.

    `visited` is the path so far, in order; a set marks states but no arrows. `walk` is a
    counter-example of a proof: its steps are numbered, red and dashed.
    """
    return _svg(workflow, Marks.of(current, visited, walk))


@lru_cache(maxsize=CACHED)
def _svg(workflow: Workflow, marks: Marks) -> str:
    graph = pygraphviz.AGraph(
        directed=True,
        strict=False,
        rankdir="TB",
        bgcolor="transparent",
        nodesep="0.35",
        ranksep="0.4",
        fontname=FONT,
    )
    for state in workflow.states.values():
        graph.add_node(state.name, **_node(workflow, state, marks))
    for actions, sources in _arrows(workflow, marks):
        _draw(graph, actions, sources, marks)
    return _dressed(rendered(graph, "dot"), workflow, marks)


def rendered(graph: pygraphviz.AGraph, engine: str) -> bytes:
    """The graph laid out by a Graphviz engine and drawn as SVG."""
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a missing font is not our reader's news
        drawn: bytes = graph.draw(format="svg", prog=engine)
    return drawn


def _node(workflow: Workflow, state: State, marks: Marks) -> dict[str, str]:
    here = state.name == marks.current
    notes = [word for word, holds in _notes(workflow, state, marks) if holds]
    small = "".join(f'<br/><font point-size="10">{note}</font>' for note in notes)
    if marks.ends_in(state.name):
        small += f'<br/><font point-size="10" color="{RED}"><b>broken here</b></font>'
    title = "<br/>".join(escape(line) for line in _wrapped(state.title))
    return {
        "label": f"<<b>{title}</b>{small}>" if here else f"<{title}{small}>",
        "shape": "box",
        "peripheries": "2" if state.final else "1",
        "fontname": FONT,
        "fontsize": "12",
        **_look(state.name, here, marks),
    }


def _look(state: str, here: bool, marks: Marks) -> dict[str, str]:
    """Border, filling and class: where it is, then the counter-example, then the way so far."""
    if here:
        return _box("rounded,filled", BLUE, INK, WHITE, "4", "state here")
    if state in stops(marks.walk):
        return _box("rounded,filled,dashed", PINK, RED, INK, "2.5", "state walked")
    if state in marks.path:
        return _box("rounded,filled", PALE, BLUE, INK, "2.5", "state passed")
    return _box("rounded,filled", WHITE, GREY, INK, "1", "state")


def _box(style: str, fill: str, border: str, words: str, width: str, name: str) -> dict[str, str]:
    return {
        "style": style,
        "fillcolor": fill,
        "color": border,
        "fontcolor": words,
        "penwidth": width,
        "class": name,
    }


def _notes(workflow: Workflow, state: State, marks: Marks) -> Iterator[tuple[str, bool]]:
    here, times = state.name == marks.current, marks.times(state.name)
    yield "start", state.name == workflow.initial
    yield "You are here", here
    yield "was here before", here and times > 0
    yield "passed", not here and times == 1
    yield "passed twice" if times == 2 else f"passed {times} times", not here and times > 1
    yield "decision", state.decision
    yield "end", state.final
    yield "may stay here", state.lasting


def _wrapped(title: str) -> list[str]:
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) >= MAX_LABEL:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _arrows(workflow: Workflow, marks: Marks) -> Iterator[Arrow]:
    """Actions that share both ends share an arrow; those from many states share a box.

    Whatever was walked has an arrow of its own, from the state it was walked from.
    """
    groups: dict[tuple[tuple[str, ...], str], list[Action]] = {}
    for action in workflow.actions.values():
        most = MANY_TO_AN_END if workflow.states[action.to].final else MANY
        for sources in _together(action, marks, most):
            groups.setdefault((sources, action.to), []).append(action)
    for (sources, _), actions in groups.items():
        yield actions, sources


def _together(action: Action, marks: Marks, most: int) -> list[tuple[str, ...]]:
    apart = [s for s in action.sources if marks.touches(s, action.to)]
    rest = tuple(s for s in action.sources if s not in apart)
    if len(rest) <= most:
        apart, rest = list(action.sources), ()
    return [*((one,) for one in apart), *([rest] if rest else ())]


def _draw(
    graph: pygraphviz.AGraph, actions: list[Action], sources: Sequence[str], marks: Marks
) -> None:
    target, start = actions[0].to, sources[0]
    if len(sources) > 1:
        start = f"any of {' '.join(sources)}"  # no state's name holds a space
        others = "other " if len(sources) < len(actions[0].sources) else ""
        _shared_box(graph, start, f"From any of\n{len(sources)} {others}states")
    graph.add_edge(
        start,
        target,
        key=actions[0].name,
        label=_label(actions, start, marks),
        fontname=FONT,
        fontsize="10",
        **_line(start, target, marks),
    )


def _shared_box(graph: pygraphviz.AGraph, name: str, label: str) -> None:
    graph.add_node(
        name,
        label=label,
        shape="box",
        style="dashed",
        color=GREY,
        fontname=FONT,
        fontsize="10",
        fontcolor=GREY,
    )


def _line(source: str, target: str, marks: Marks) -> dict[str, str]:
    if marks.walked(source, target):
        return {"color": RED, "penwidth": "3", "style": "dashed", "fontcolor": INK}
    if marks.passed(source, target):
        return {"color": BLUE, "penwidth": "3", "fontcolor": INK}
    return {"color": GREY, "penwidth": "1", "fontcolor": INK}


def _label(actions: list[Action], source: str, marks: Marks) -> str:
    """One line for each action; those of the walk with their number."""
    lines = []
    for action in actions:
        number, title = numbered(marks.walk, source, action.name), escape(action.title)
        said = f'<font color="{RED}"><b>{number} {title}</b></font>' if number else title
        lines.append(f" {said} ")
    return f"<{'<br/>'.join(lines)}>"


def _dressed(drawn: bytes, workflow: Workflow, marks: Marks) -> str:
    """Graphviz's output with a title and description, and without its tool-tips and prologue."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(drawn)  # noqa: S314 - drawn by Graphviz a moment ago, from checked names
    for group in root.iter(f"{{{SVG}}}g"):
        group.attrib.pop("id", None)  # two diagrams on one page must not share ids
        for title in group.findall(f"{{{SVG}}}title"):
            group.remove(title)
    for words in root.iter(f"{{{SVG}}}text"):
        words.set("font-family", FAMILY)
    _named(root, workflow, marks)
    return ET.tostring(root, encoding="unicode")


def _named(root: ET.Element, workflow: Workflow, marks: Marks) -> None:
    broken = ": a walk that breaks a promise" if marks.walk else ""
    place = f"{marks.current or 'whole'}{'-walk' if marks.walk else ''}"
    name = f"workflow-{workflow.key}-{workflow.version}-{place}"
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-text")
    told = " ".join(described(workflow, marks.current, marks.walk))
    for tag, end, text in (("desc", "text", told), ("title", "title", workflow.title + broken)):
        element = ET.Element(f"{{{SVG}}}{tag}")
        element.set("id", f"{name}-{end}")
        element.text = text
        root.insert(0, element)
