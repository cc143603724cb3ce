"""How long a large file takes to read, check and prove: 500 states, 5,000 actions, six kinds."""

from collections.abc import Iterator

import yaml

from benchmarks.measures import Result, median_ms
from govflow.engine.definition import load_text
from govflow.engine.graph import edges_of
from govflow.engine.prover import flaws, prove
from govflow.engine.workflow import Workflow
from tests.engine.build import GUARDS

BLOCKS, SIZE, STEPS = 5, 100, 10
STATES, ACTIONS = BLOCKS * SIZE, 5_000
HEAD = """\
workflow: large
version: 1
title: A large procedure
matter: paper
initial: s0
roles: {secretary: Company secretary, board_chair: Board chair}
states:
"""
PROMISES = """\
promises:
  - {name: Gates in order, to_reach: decision, must_pass: [pass_0, pass_1, pass_2], unless: waive}
  - {name: The last gate, to_reach: s499, must_pass: pass_3, unless: waive}
  - {name: To the end, from: s0, always_can_reach: [s499]}
  - {name: From anywhere, from: [s7, s107, s207, s307], always_can_reach: decision}
  - {name: Two people, different_people: [pass_0, pass_1]}
  - {name: No way back, acts: [a0_1, a1_1, a50_5, waive], never_after: pass_0}
  - {name: Blocks in order, acts: [a150_2, a250_2], never_after: [pass_2, pass_3]}
  - {name: Once, at_most_once: [pass_0, pass_1, pass_2, pass_3, waive]}
  - {name: In good time, acts: [pass_0], not_later_than: [pass_3]}
"""


def large() -> str:
    """Five rings of a hundred states, each state with ten ways on, and one gate between rings."""
    lines = [HEAD.rstrip()]
    for n in range(STATES):
        ending = "lasting: true, decision: true, " if n >= STATES - SIZE else ""
        words = f"title: State {n}, {ending}waits_for: secretary, why_no_deadline: None is needed."
        lines.append(f"  s{n}: {{{words}}}")
    lines.append("actions:")
    lines.extend(_gates())
    room = ACTIONS - BLOCKS
    ways = [(n, step) for step in range(1, STEPS + 1) for n in range(STATES)][:room]
    lines.extend(_way(n, step) for n, step in ways)
    return "\n".join(lines) + "\n" + PROMISES


def _gates() -> Iterator[str]:
    reason = "needs: [reason_given], asks: {reason: {label: Why?, kind: textarea}}"
    apart = "needs: [different_person: {from: pass_0}]"
    for n in range(BLOCKS - 1):
        last, following = SIZE * (n + 1) - 1, SIZE * (n + 1)
        more = f", {apart}" if n == 1 else ""
        words = f"title: Pass {n}, from: s{last}, to: s{following}, by: [secretary]{more}"
        yield f"  pass_{n}: {{{words}}}"
    yield f"  waive: {{title: Waive, from: s0, to: s{STATES - 1}, by: [board_chair], {reason}}}"


def _way(n: int, step: int) -> str:
    ring = n // SIZE * SIZE
    target = ring + (n - ring + step) % SIZE
    return (
        f"  a{n}_{step}: {{title: Go {step} on from {n}, from: s{n}, to: s{target}, "
        "by: [secretary]}"
    )


def proving(repeats: int) -> Iterator[Result]:
    """Proof alone against one bare walk over the edges; the whole load against YAML's parser."""
    text = large()
    workflow = load_text(text, GUARDS)
    assert (len(workflow.states), len(workflow.actions)) == (STATES, ACTIONS)
    kinds = {type(promise) for promise in workflow.promises}
    assert len(kinds) == 6

    def proof() -> None:
        assert all(each.holds for each in prove(workflow))
        assert flaws(workflow) == []

    walk = median_ms(lambda: bare_walk(workflow), repeats)
    name = f"proving {STATES} states, {ACTIONS:,} actions"
    yield Result(name, median_ms(proof, repeats), "bare walk", walk)
    parsed = median_ms(lambda: [*yaml.parse(text, Loader=yaml.CSafeLoader)], 2)
    whole = median_ms(lambda: load_text(text, GUARDS), 2)
    yield Result("the same file read, checked and proven", whole, "libyaml alone", parsed)


def bare_walk(workflow: Workflow) -> int:
    """How many states one plain breadth-first walk meets: the least any proof must do."""
    edges = edges_of(workflow)
    seen, todo = {workflow.initial}, [workflow.initial]
    for state in todo:
        for step in edges[state]:
            if step.target not in seen:
                seen.add(step.target)
                todo.append(step.target)
    return len(seen)


def main() -> None:
    """Print the two lines alone: `python -m benchmarks.proving`."""
    for result in proving(10):
        print(result.line(), flush=True)


if __name__ == "__main__":
    main()
