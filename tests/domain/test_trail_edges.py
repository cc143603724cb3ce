"""The edges: how deep a value may be, each refusal in its words, every proof of small trees."""

import re

import pytest

from govflow.domain.trail import (
    DEEPEST,
    HOLDS,
    canonical,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)


def listed(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


def named(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = {"a": value}
    return value


def test_the_deepest_value_is_taken_as_a_list_and_by_name() -> None:
    assert canonical(listed(DEEPEST)) == b"[" * DEEPEST + b"1" + b"]" * DEEPEST
    assert canonical(named(DEEPEST)) == b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (listed(DEEPEST + 1), "The trail holds no value nested deeper than 32."),
        (named(DEEPEST + 1), "The trail holds no value nested deeper than 32."),
        ("\ud800", "The trail cannot hold half a character (a lone surrogate)."),
        ({"é": 1, "e\u0301": 2}, "Two names are the same text once written in NFC."),
        ({1: "a"}, f"{HOLDS}; a name is text, not int."),
        (1.0, f"{HOLDS}, not float."),
        (2**53, "The trail holds no whole number beyond 9007199254740991."),
    ],
    ids=["list", "names", "surrogate", "twice", "number", "float", "large"],
)
def test_each_refusal_is_said(value: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        canonical(value)


LEAVES = [leaf_hash(bytes([number])) for number in range(24)]


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_every_proof_of_a_small_tree_holds(size: int) -> None:
    """Random trees rarely have the ragged edges at which a subtree climbs twice."""
    leaves = LEAVES[:size]
    root = root_of(leaves)
    for index, leaf in enumerate(leaves):
        assert verify_inclusion(leaf, index, size, inclusion_proof(leaves, index), root)
    for old in range(1, size + 1):
        proof = consistency_proof(leaves, old)
        assert verify_consistency(old, size, proof, root_of(leaves[:old]), root)
