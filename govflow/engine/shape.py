"""Finds what is wrong with the shape of a workflow, whatever it promises."""

from collections.abc import Iterator
from typing import NamedTuple

from govflow.engine.graph import Edges, along, edges_of, reachable, reversed_, shortest
from govflow.engine.proofs.proof import action_titles, in_words
from govflow.engine.workflow import Workflow


class Flaw(NamedTuple):
    """Something wrong with the shape of a workflow, at a path of its file."""

    path: tuple[str, ...]
    sentence: str


def flaws(workflow: Workflow) -> list[Flaw]:
    """States nobody reaches, ends that are not ends, waits without a name or a deadline."""
    edges = edges_of(workflow)
    return [*_unreachable(workflow, edges), *_bad_ends(workflow, edges), *_bad_waits(workflow)]


def _unreachable(workflow: Workflow, edges: Edges) -> Iterator[Flaw]:
    known = reachable(edges, [workflow.initial])
    for name, state in workflow.states.items():
        if name not in known:
            yield Flaw(("states", name), f"No walk from the start reaches '{state.title}'.")


def _bad_ends(workflow: Workflow, edges: Edges) -> Iterator[Flaw]:
    ends = [name for name, state in workflow.states.items() if state.may_end]
    able = reachable(reversed_(edges), ends)
    for name, state in workflow.states.items():
        path = ("states", name)
        if state.final and edges[name]:
            leaving = action_titles(workflow, (step.action for step in edges[name]))
            yield Flaw(path, f"'{state.title}' is final, yet {leaving} leaves it.")
        elif not edges[name] and not state.may_end:
            yield Flaw(path, f"'{state.title}' is a dead end: no action leaves it; is it final?")
        elif name not in able:
            walk = shortest([workflow.initial], along(edges), name.__eq__)
            told = "; ".join(in_words(workflow, walk or ())) or "it starts there"
            yield Flaw(path, f"From '{state.title}' no end can ever be reached ({told}).")


def _bad_waits(workflow: Workflow) -> Iterator[Flaw]:
    for name, state in workflow.states.items():
        path = ("states", name)
        if state.final:
            if state.waits_for is not None or state.deadline is not None:
                yield Flaw(path, f"'{state.title}' is final: nobody is waited for, no deadline.")
            continue
        if state.waits_for is None:
            yield Flaw(path, f"'{state.title}' must say who is waited for (`waits_for`).")
        if (state.deadline is None) == (state.why_no_deadline is None):
            yield Flaw(
                path, f"'{state.title}' needs a `deadline`, or `why_no_deadline`, and not both."
            )
