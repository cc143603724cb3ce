"""Tells when a promise fails because another of the same file stands against it.

A promise is proven over the one fixed table, so two that cannot both be kept never pass: one at
least is refuted. What this adds is the word for it. Every promise but a prohibition (`never_after`,
`at_most_once`) has a purpose: a walk that reaches the target by its gates, leads from a start to a
target, performs both acts. Two promises **contradict** each other when each can be kept by walks
that serve its purpose, but no walk that keeps both serves it. So do two `must_pass` of one target
that name two gates in opposite orders, where no walk to the target keeps both.

Not looked for: three promises of which any two agree, and `at_most_once` contradicting only by
several of its acts together (that is as hard as finding disjoint paths). Those files are refused
all the same, with the walk and without this word. A promise against itself (a gate that is also
an exception) is told by `must_pass`.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from govflow.domain.promises import MustPass, Promise
from govflow.engine.graph import Table
from govflow.engine.proofs.proof import Proof
from govflow.engine.proofs.watches import possible, watches


def with_contradictions(table: Table, proofs: list[Proof]) -> list[Proof]:
    """The same proofs; a refuted one also names what contradicts it."""
    if all(proof.holds for proof in proofs):
        return proofs
    promises = table.workflow.promises
    told = list(proofs)
    for one, another in combinations(range(len(proofs)), 2):
        if proofs[one].holds and proofs[another].holds:
            continue
        purpose = _contradicted(table, promises[one], promises[another])
        if purpose is None:
            continue
        for this, other in ((one, another), (another, one)):
            if not proofs[this].holds:
                word = f"It contradicts '{promises[other].name}': no walk that keeps both"
                told[this] = replace(
                    told[this], sentence=f"{told[this].sentence} {word} {purpose}."
                )
    return told


def _contradicted(table: Table, one: Promise, another: Promise) -> str | None:
    """The purpose that no walk keeping both promises serves, or None if they agree."""
    alone = _possible_alone(table, one) and _possible_alone(table, another)
    if not alone and not _opposite_orders(one, another):
        return None
    return next(_prevented(table, one, another), None)


def _possible_alone(table: Table, promise: Promise) -> bool:
    return all(possible(table, watch, watch) for watch in watches(table, promise))


def _prevented(table: Table, one: Promise, another: Promise) -> Iterator[str]:
    for first, second in product(watches(table, one), watches(table, another)):
        for kept, served in ((first, second), (second, first)):
            if not possible(table, kept, served):
                yield served.purpose


def _opposite_orders(one: Promise, another: Promise) -> bool:
    """Whether two `must_pass` of a common target name two gates in opposite orders."""
    if not (isinstance(one, MustPass) and isinstance(another, MustPass)):
        return False
    if not set(one.targets) & set(another.targets):
        return False
    turned = {(late, early) for early, late in combinations(another.gates, 2) if early != late}
    return any(pair in turned for pair in combinations(one.gates, 2))
