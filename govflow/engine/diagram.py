"""Draws a workflow for people: SVG in the house style, Mermaid, and sentences for all readers."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from xml.etree import ElementTree as ET

import pygraphviz

from govflow.engine.words import listed, lowered
from govflow.engine.workflow import Action, State, Workflow

# The NHS palette; every meaning is also said by a word or a border, never by colour alone.
INK, BLUE, GREY, PALE, WHITE = "#212b32", "#005eb8", "#4c6272", "#f0f4f5", "#ffffff"
FONT = "Arial"
MANY = 3  # an action from more states than this is drawn once, from a shared box
SVG = "http://www.w3.org/2000/svg"
CACHED = 512
MAX_LABEL = 22


def svg(workflow: Workflow, current: str | None = None, visited: Iterable[str] = ()) -> str:
    """The diagram as one `<svg>` element without styles or scripts, fit for a strict CSP.

    `visited` is the path so far, in order; a set marks states but no arrows.
    """
    ordered = not isinstance(visited, set | frozenset)
    path = tuple(visited) if ordered else tuple(sorted(visited))
    return _svg(workflow, current, path, ordered)


@lru_cache(maxsize=CACHED)
def _svg(workflow: Workflow, current: str | None, path: tuple[str, ...], ordered: bool) -> str:
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
        graph.add_node(state.name, **_node(state, current, path))
    walked = {*pairwise(path)} if ordered else set()
    for actions, sources in _arrows(workflow):
        _draw(graph, actions, sources, walked)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a missing font is not our reader's news
        drawn = graph.draw(format="svg", prog="dot")
    return _dressed(drawn, workflow, current)


def _node(state: State, current: str | None, path: Sequence[str]) -> dict[str, str]:
    here, passed = state.name == current, state.name in path
    notes = [word for word, holds in _notes(state, here, passed) if holds]
    small = "".join(f'<br/><font point-size="10">{note}</font>' for note in notes)
    title = "<br/>".join(escape(line) for line in _wrapped(state.title))
    return {
        "label": f"<<b>{title}</b>{small}>" if here else f"<{title}{small}>",
        "shape": "box",
        "style": "rounded,filled",
        "peripheries": "2" if state.final else "1",
        "fillcolor": BLUE if here else PALE if passed else WHITE,
        "fontcolor": WHITE if here else INK,
        "color": INK if here else BLUE if passed else GREY,
        "penwidth": "4" if here else "2.5" if passed else "1",
        "fontname": FONT,
        "fontsize": "12",
        "class": "state here" if here else "state passed" if passed else "state",
    }


def _notes(state: State, here: bool, passed: bool) -> Iterator[tuple[str, bool]]:
    yield "You are here", here
    yield "passed", passed and not here
    yield "decision", state.decision
    yield "end", state.final


def _wrapped(title: str) -> list[str]:
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) >= MAX_LABEL:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _arrows(workflow: Workflow) -> Iterator[tuple[list[Action], tuple[str, ...]]]:
    """Actions that share both ends share an arrow; those from many states share a box."""
    groups: dict[tuple[tuple[str, ...], str], list[Action]] = {}
    for action in workflow.actions.values():
        whole = len(action.sources) > MANY
        for sources in [action.sources] if whole else [(one,) for one in action.sources]:
            groups.setdefault((sources, action.to), []).append(action)
    for (sources, _), actions in groups.items():
        yield actions, sources


def _draw(
    graph: pygraphviz.AGraph,
    actions: list[Action],
    sources: tuple[str, ...],
    walked: set[tuple[str, str]],
) -> None:
    target = actions[0].to
    passed = any((source, target) in walked for source in sources)
    start = sources[0]
    if len(sources) > 1:
        start = f"any of {' '.join(sources)}"  # no state's name holds a space
        label = f"From any of\n{len(sources)} states"
        graph.add_node(start, label=label, shape="box", style="dashed", color=GREY, **_text(GREY))
    graph.add_edge(
        start,
        target,
        key=actions[0].name,
        label="\n".join(f" {action.title} " for action in actions),
        color=BLUE if passed else GREY,
        penwidth="3" if passed else "1",
        **_text(INK),
    )


def _text(colour: str) -> dict[str, str]:
    return {"fontname": FONT, "fontsize": "10", "fontcolor": colour}


def _dressed(drawn: bytes, workflow: Workflow, current: str | None) -> str:
    """Graphviz's output with a title and description, and without its tool-tips and prologue."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(drawn)  # noqa: S314 - drawn by Graphviz a moment ago, from checked names
    for group in root.iter(f"{{{SVG}}}g"):
        group.attrib.pop("id", None)  # two diagrams on one page must not share ids
        for title in group.findall(f"{{{SVG}}}title"):
            group.remove(title)
    name = f"workflow-{workflow.key}-{workflow.version}-{current or 'whole'}"
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-text")
    for tag, text in (("desc", " ".join(described(workflow, current))), ("title", workflow.title)):
        element = ET.Element(f"{{{SVG}}}{tag}")
        element.set("id", f"{name}-{'text' if tag == 'desc' else 'title'}")
        element.text = text
        root.insert(0, element)
    return ET.tostring(root, encoding="unicode")


def described(workflow: Workflow, current: str | None = None) -> list[str]:
    """The diagram as sentences: where the matter is, then each state and what leaves it."""
    told = []
    if current is not None and current in workflow.states:
        title = lowered(workflow.states[current].title)
        told.append(f"You are here: this {workflow.matter} is {title}.")
    told.append(f"It starts as '{workflow.states[workflow.initial].title}'.")
    told.extend(_state_sentence(workflow, state) for state in workflow.states.values())
    return told


def _state_sentence(workflow: Workflow, state: State) -> str:
    ways = [_way(workflow, action) for action in workflow.leaving(state.name)]
    kind = " (a decision)" if state.decision else ""
    if not ways:
        return f"'{state.title}'{kind} is an end."
    return f"From '{state.title}'{kind}: {'; '.join(ways)}."


def _way(workflow: Workflow, action: Action) -> str:
    who = listed([f"the {lowered(workflow.role_title(role))}" for role in action.by], "or")
    return f"{who} may {lowered(action.title)}, which leads to '{workflow.states[action.to].title}'"


def mermaid(workflow: Workflow, current: str | None = None) -> str:
    """The workflow as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {workflow.initial}"]
    for state in workflow.states.values():
        lines.append(f"    {state.name} : {_plain(state.title)}")
    for action in workflow.actions.values():
        for source in action.sources:
            lines.append(f"    {source} --> {action.to} : {_plain(action.title)}")
    ends = [name for name, state in workflow.states.items() if state.final]
    lines.extend(f"    {name} --> [*]" for name in ends)
    if current in workflow.states:
        lines.extend(["    classDef here stroke-width:4px", f"    class {current} here"])
    return "\n".join(lines) + "\n"


def _plain(title: str) -> str:
    """A title without the characters Mermaid gives a meaning to."""
    return title.translate(str.maketrans(":;#\n", "    "))
