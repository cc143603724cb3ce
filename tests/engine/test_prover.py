"""The prover against brute force on random automata, and against the shipped files."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.domain.promises import AlwaysCanReach, DifferentPeople, MustPass, Promise
from govflow.engine.definition import WorkflowFaults, load_folder, load_text
from govflow.engine.prover import prove
from govflow.engine.workflow import Need, Workflow
from tests.engine.build import automaton

STATES = 4
edges_strategy = st.lists(
    st.tuples(st.integers(0, STATES - 1), st.integers(0, STATES - 1)), min_size=1, max_size=6
)


def walks(workflow: Workflow, longest: int) -> Iterator[tuple[str, ...]]:
    """Every walk from the first state up to a length, as names of actions; no cleverness."""
    open_walks: list[tuple[tuple[str, ...], str]] = [((), workflow.initial)]
    for _ in range(longest + 1):
        following = []
        for walk, state in open_walks:
            yield walk
            for action in workflow.actions.values():
                if state in action.sources:
                    following.append(((*walk, action.name), action.to))
        open_walks = following


def end_of(workflow: Workflow, walk: tuple[str, ...]) -> str:
    return workflow.actions[walk[-1]].to if walk else workflow.initial


def in_order(gates: tuple[str, ...], walk: tuple[str, ...]) -> bool:
    rest = iter(walk)
    return all(gate in rest for gate in gates)


@settings(max_examples=400, deadline=None)
@given(edges=edges_strategy, gate=st.integers(0, 5), target=st.integers(1, STATES - 1))
def test_must_pass_agrees_with_trying_every_walk(
    edges: list[tuple[int, int]], gate: int, target: int
) -> None:
    gates = (f"a{gate % len(edges)}",)
    promise = MustPass("p", (f"s{target}",), gates)
    workflow = automaton(STATES, edges, [promise])
    [proof] = prove(workflow)
    arriving = [
        walk for walk in walks(workflow, 2 * STATES - 1) if end_of(workflow, walk) == f"s{target}"
    ]
    breaking = [walk for walk in arriving if not in_order(gates, walk)]
    assert proof.holds == bool(arriving and not breaking)
    if breaking:
        assert len(proof.walk) == min(map(len, breaking)), "Not the shortest counter-example."
        assert tuple(step.action for step in proof.walk) in breaking


@settings(max_examples=400, deadline=None)
@given(edges=edges_strategy, start=st.integers(0, STATES - 1), target=st.integers(0, STATES - 1))
def test_always_can_reach_agrees_with_trying_every_walk(
    edges: list[tuple[int, int]], start: int, target: int
) -> None:
    promise = AlwaysCanReach("p", (f"s{start}",), (f"s{target}",))
    workflow = automaton(STATES, edges, [promise])
    [proof] = prove(workflow)
    reached = {end_of(workflow, walk) for walk in walks(workflow, STATES)}
    if f"s{start}" not in reached or start == target:
        assert not proof.holds
        return
    stuck = any(not _reaches(edges, state, target) for state in _between(edges, start, target))
    assert proof.holds == (not stuck)


def _between(edges: list[tuple[int, int]], start: int, target: int) -> set[int]:
    """States that can be stood in after the start, before the target was reached."""
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for source, to in edges:
            if source == here and to != target and to not in seen:
                seen.add(to)
                todo.append(to)
    return seen


def _reaches(edges: list[tuple[int, int]], state: int, target: int) -> bool:
    seen = {state}
    for _ in range(STATES):
        seen |= {to for source, to in edges if source in seen}
    return target in seen


@settings(max_examples=300, deadline=None)
@given(
    edges=edges_strategy,
    first=st.integers(0, 5),
    second=st.integers(0, 5),
    exception=st.integers(0, 5),
    target=st.integers(1, STATES - 1),
)
def test_gates_in_order_with_an_exception_agree_with_trying_every_walk(
    edges: list[tuple[int, int]], first: int, second: int, exception: int, target: int
) -> None:
    gates = (f"a{first % len(edges)}", f"a{second % len(edges)}")
    unless = f"a{exception % len(edges)}"
    promise = MustPass("p", (f"s{target}",), gates, (unless,))
    workflow = automaton(STATES, edges, [promise])
    [proof] = prove(workflow)
    if unless in gates:
        assert not proof.holds
        return
    arriving = [
        walk
        for walk in walks(workflow, 2 * STATES - 1)
        if end_of(workflow, walk) == f"s{target}" and unless not in walk
    ]
    breaking = [walk for walk in arriving if not in_order(gates, walk)]
    assert proof.holds == bool(arriving and not breaking)
    if breaking:
        assert len(proof.walk) == min(map(len, breaking)), "Not the shortest counter-example."


@settings(max_examples=300, deadline=None)
@given(edges=edges_strategy, guarded=st.booleans(), guarded_back=st.booleans())
def test_different_people_agrees_with_trying_every_walk(
    edges: list[tuple[int, int]], guarded: bool, guarded_back: bool
) -> None:
    edges = [*edges, (0, 1)]
    early, late = "a0", f"a{len(edges) - 1}"
    plain = automaton(STATES, edges, [DifferentPeople("p", (early, late))])
    workflow = apart(plain, {late: early} if guarded else {})
    workflow = apart(workflow, {early: late} if guarded_back else {})
    [proof] = prove(workflow)
    every = list(walks(workflow, 2 * STATES + 1))
    forward = any(in_order((early, late), walk) for walk in every)
    backward = any(in_order((late, early), walk) for walk in every)
    needed = (forward and not guarded) or (backward and not guarded_back)
    assert proof.holds == ((forward or backward) and not needed)


def apart(workflow: Workflow, kept: dict[str, str]) -> Workflow:
    """The same automaton with `different_person` on some actions."""
    actions = dict(workflow.actions)
    for late, early in kept.items():
        need = Need("different_person", {"from": early})
        actions[late] = replace(actions[late], needs=(need,))
    return replace(workflow, actions=actions)


def test_a_large_workflow_is_proven() -> None:
    count = 500
    edges = [(n, (n + step) % count) for n in range(count) for step in range(1, 11)]
    promises: list[Promise] = [
        MustPass("gate", (f"s{count - 1}",), ("a0", "a4999")),
        AlwaysCanReach("back", ("s7",), ("s0",)),
        DifferentPeople("people", ("a1", "a2")),
    ]
    proofs = prove(automaton(count, edges, promises))
    assert [proof.holds for proof in proofs] == [False, True, False]


def shipped() -> list[Workflow]:
    return load_folder(folder("workflows"), GUARDS).all()


@pytest.mark.parametrize("workflow", shipped(), ids=lambda w: w.key)
def test_each_promise_of_each_shipped_file_is_proven(workflow: Workflow) -> None:
    proofs = prove(workflow)
    assert proofs
    assert [p.sentence for p in proofs if not p.holds] == []


def test_a_way_past_the_networks_is_refused_with_the_walk() -> None:
    text = (folder("workflows") / "board_paper.v1.yaml").read_text(encoding="utf-8")
    # The tempting shortcut: let the secretary issue a paper that no network was asked about.
    shortcut = text.replace(
        "    from: ready\n    to: issued", "    from: [ready, scoped]\n    to: issued"
    )
    assert shortcut != text
    with pytest.raises(WorkflowFaults, match="can be reached without"):
        load_text(shortcut, GUARDS)


@pytest.mark.parametrize("workflow", shipped(), ids=lambda w: w.key)
def test_removing_a_gate_of_a_promise_is_noticed(workflow: Workflow) -> None:
    text = (folder("workflows") / workflow.file).read_text(encoding="utf-8")
    gates = {g for p in workflow.promises if isinstance(p, MustPass) for g in p.gates}
    assert gates
    for gate in gates:
        renamed = text.replace(f"\n  {gate}:\n", f"\n  {gate}_quietly:\n", 1)
        assert renamed != text
        with pytest.raises(WorkflowFaults):
            load_text(renamed, GUARDS)
