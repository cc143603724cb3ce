"""What the prover says, in words and walks, of small automata and of the shipped files."""

from dataclasses import replace

import pytest

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.engine.definition import WorkflowFaults, load_folder, load_text
from govflow.engine.prover import IN_REPLAY, PROVEN, Proof, prove
from govflow.engine.workflow import Need, Workflow
from tests.engine.build import automaton

# s0 -a0-> s1 -a1-> s2 -a2-> s3, a3 from s1 back to s0, a4 from s0 past everything to s3
EDGES = [(0, 1), (1, 2), (2, 3), (1, 0), (0, 3)]
LINE = [(0, 1), (1, 2), (2, 3)]


def proved(promise: Promise, edges: list[tuple[int, int]] | None = None) -> Proof:
    [proof] = prove(automaton(4, EDGES if edges is None else edges, [promise]))
    return proof


@pytest.mark.parametrize(
    ("promise", "sentence", "walk"),
    [
        (
            MustPass("p", ("s3",), ("a1",)),
            "'p' does not hold: 'S3' can be reached without 'A1'.",
            ["a4"],
        ),
        (
            MustPass("p", ("s2",), ("a1",), ("a4",)),
            "'p' names an exception that is never used: no walk to 'S2' takes 'A4'.",
            [],
        ),
        (
            AlwaysCanReach("p", ("s0",), ("s2",)),
            "'p' does not hold: from 'S3' no walk leads to 'S2'.",
            ["a4"],
        ),
        (
            DifferentPeople("p", ("a1", "a0", "a2")),
            "'p' does not hold: 'a1' does not need 'different_person' with `from: a0`.",
            ["a0", "a1"],
        ),
        (
            NeverAfter("p", ("a4",), ("a1", "a3")),
            "'p' does not hold: 'A4' can happen after 'A3'.",
            ["a0", "a3", "a4"],
        ),
        (
            AtMostOnce("p", ("a4", "a0")),
            "'p' does not hold: 'A0' can happen twice.",
            ["a0", "a3", "a0"],
        ),
    ],
)
def test_a_refuted_promise_says_why_and_shows_a_shortest_walk(
    promise: Promise, sentence: str, walk: list[str]
) -> None:
    proof = proved(promise)
    assert not proof.holds
    assert proof.sentence == sentence
    assert [step.action for step in proof.walk] == walk
    assert len(proof.counter_example) == len(walk)


def test_an_exception_that_excuses_nothing_is_a_fault() -> None:
    proof = proved(MustPass("p", ("s3",), ("a1",), ("a3",)), EDGES[:4])
    assert (proof.holds, proof.walk) == (False, ())
    assert proof.sentence == (
        "'p' names an exception that excuses nothing: "
        "every walk to 'S3' by 'A3' passes 'A1' as well."
    )


def test_a_walk_is_told_as_a_person_would() -> None:
    proof = proved(NeverAfter("p", ("a1",), ("a0",)))
    assert proof.counter_example == ("S0: author does 'A0' → S1", "S1: author does 'A1' → S2")


@pytest.mark.parametrize(
    ("promise", "sentence"),
    [
        (
            MustPass("p", ("s3",), ("a0", "a1"), ("a4",)),
            "Every way to 'S3' passes 'A0' and then 'A1', unless by 'A4'.",
        ),
        (
            AlwaysCanReach("p", ("s1",), ("s3",)),
            "From 'S1', 'S3' always stays within reach.",
        ),
        (NeverAfter("p", ("a3", "a0"), ("a1",)), "No walk does 'A3' or 'A0' after 'A1'."),
        (AtMostOnce("p", ("a1",)), "'A1' happens once at most on every walk."),
        (AtMostOnce("p", ("a1", "a4")), "'A1' and 'A4' each happen once at most on every walk."),
    ],
)
def test_a_proven_promise_is_a_sentence(promise: Promise, sentence: str) -> None:
    proof = proved(promise)
    assert (proof.holds, proof.sentence, proof.kind) == (True, sentence, PROVEN)


@pytest.mark.parametrize(
    ("promise", "why"),
    [
        (MustPass("p", ("s2",), ("a0",)), "no walk reaches 'S2'."),
        (
            MustPass("p", ("s1",), ("a1",), ("a0",)),
            "no walk reaches 'S1' except past an exception.",
        ),
        (AlwaysCanReach("p", ("s2",), ("s1",)), "no walk reaches 'S2'."),
        (
            AlwaysCanReach("p", ("s2", "s1"), ("s1",)),
            "every state it starts from is one it must reach.",
        ),
        (DifferentPeople("p", ("a0", "a1")), "no walk performs both 'A0' and 'A1'."),
        (NeverAfter("p", ("a0",), ("a1",)), "no walk performs 'A1'."),
        (NeverAfter("p", ("a1", "a0"), ("a0",)), "no walk performs 'A1'."),
        (AtMostOnce("p", ("a0", "a1")), "no walk performs 'A1'."),
        (NotLaterThan("p", ("a0",), ("a1",)), "no walk performs both 'A0' and 'A1'."),
    ],
)
def test_a_promise_that_cannot_fail_is_a_fault(promise: Promise, why: str) -> None:
    # Nothing leads to s2, so a1 is never taken.
    proof = proved(promise, [(0, 1), (2, 3)])
    assert not proof.holds
    assert proof.sentence == f"'p' cannot fail, so it proves nothing: {why}"
    assert proof.walk == ()


def test_a_promise_about_people_is_empty_where_only_the_system_acts() -> None:
    workflow = automaton(4, LINE, [DifferentPeople("p", ("a0", "a1"))])
    by_system = replace(workflow.actions["a1"], by=("system",))
    workflow = replace(workflow, actions={**workflow.actions, "a1": by_system})
    [proof] = prove(workflow)
    assert proof.sentence.endswith("proves nothing: no person ever does 'A1'.")


def test_people_are_kept_apart_by_the_guard() -> None:
    workflow = automaton(4, LINE, [DifferentPeople("p", ("a0", "a1"))])
    guarded = replace(workflow.actions["a1"], needs=(Need("different_person", {"from": "a0"}),))
    [proof] = prove(replace(workflow, actions={**workflow.actions, "a1": guarded}))
    assert proof.sentence == "'A0' and 'A1' are never performed by the same person."


@pytest.mark.parametrize(
    ("acts", "than", "ending"),
    [
        ("a0", "a3", "; a record of what happened shows it."),
        ("a0", "a1", " The table allows no other order."),
        ("a2", "a1", " The table puts it second, so only the same day keeps it."),
    ],
)
def test_days_are_judged_in_replay(acts: str, than: str, ending: str) -> None:
    edges = EDGES if than == "a3" else LINE
    proof = proved(NotLaterThan("p", (acts,), (than,)), edges)
    assert (proof.holds, proof.kind) == (True, IN_REPLAY)
    assert proof.sentence.endswith(ending)


def contradiction(one: Promise, another: Promise, edges: list[tuple[int, int]]) -> list[str]:
    """The sentences of the refuted promises."""
    return [p.sentence for p in prove(automaton(4, edges, [one, another])) if not p.holds]


def test_gates_in_opposite_orders_contradict_each_other() -> None:
    one, another = MustPass("one", ("s3",), ("a0", "a1")), MustPass("two", ("s3",), ("a1", "a0"))
    assert contradiction(one, another, LINE) == [
        "'two' does not hold: 'S3' can be reached without 'A1' and then 'A0'. "
        "It contradicts 'one': no walk that keeps both reaches 'S3'."
    ]


def test_a_gate_passed_twice_contradicts_at_most_once() -> None:
    one, another = MustPass("one", ("s2",), ("a0", "a3", "a0")), AtMostOnce("two", ("a0",))
    assert contradiction(one, another, EDGES) == [
        "'one' does not hold: 'S2' can be reached without 'A0', 'A3' and then 'A0'. "
        "It contradicts 'two': no walk that keeps both reaches 'S2'.",
        "'two' does not hold: 'A0' can happen twice. "
        "It contradicts 'one': no walk that keeps both reaches 'S2'.",
    ]


def test_a_place_always_within_reach_contradicts_never_going_there() -> None:
    one, another = AlwaysCanReach("one", ("s1",), ("s2",)), NeverAfter("two", ("a1",), ("a0",))
    assert contradiction(one, another, LINE) == [
        "'two' does not hold: 'A1' can happen after 'A0'. "
        "It contradicts 'one': no walk that keeps both leads from 'S1' to 'S2'."
    ]


def test_promises_that_merely_fail_do_not_contradict() -> None:
    one, another = MustPass("one", ("s3",), ("a1",)), AtMostOnce("two", ("a0",))
    assert not any("contradicts" in said for said in contradiction(one, another, EDGES))
    third = MustPass("three", ("s3",), ("a2", "a2"))
    fourth = MustPass("four", ("s3",), ("a0",))
    assert not any("contradicts" in said for said in contradiction(third, fourth, LINE))


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
