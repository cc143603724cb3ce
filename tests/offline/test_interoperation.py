"""What govflow signs and proves, held against another implementation of the formats, and back.

The other one is `aics-tlog` (Apache 2.0), which knows nothing of govflow. It asks for Python 3.12
and runs on 3.11, so scripts/environment.sh puts it in a folder of its own, which only these tests
see; where no registry has it, they are skipped.
"""

import importlib
import json
import sys
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain import trail
from govflow.domain.notes import BadNote, Checkpoint, Receipt, VerifierKey, also_signed, opened
from govflow.domain.notes import signed as our_note
from govflow.offline.govflow_verify import Head, continues, included, leaf_hash, read_checkpoint
from govflow.offline.govflow_verify import read_keys as verifier_keys
from govflow.signing import verify
from tests.keys import OTHER, OURS, key_of
from tests.offline.conftest import Outside
from tests.offline.test_receipts import spoken, taken

ELSEWHERE = "independent"
NAME = "govflow/example.org/0123"
DATA = [f"event {number}".encode() for number in range(70)]
LEAVES = [leaf_hash(each) for each in DATA]
THEIR_KEY = Ed25519PrivateKey.from_private_bytes(b"w" * 32)


@pytest.fixture(scope="module")
def other() -> Any:
    """The independent implementation, from the folder beside this environment's packages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(f"{sys.prefix}/{ELSEWHERE}")
        try:
            yield importlib.import_module("aics_tlog")
        except ModuleNotFoundError:
            pytest.skip("aics-tlog is not in .venv/independent: `make env` fetches it.")


def note(size: int) -> str:
    """A checkpoint over the first events, signed by govflow."""
    head = Checkpoint(NAME, size, trail.root_of(LEAVES[:size]))
    return our_note(head.text(), NAME, OURS.public, OURS.sign)


def test_our_key_and_checkpoint_are_theirs(other: Any) -> None:
    key = other.parse_vkey(str(key_of(NAME, OURS)))
    assert other.format_vkey(key) == str(key_of(NAME, OURS))
    for size in (1, 2, 7, 64, 70):
        found = other.verify_checkpoint(other.parse_note(note(size)), key, expected_origin=NAME)
        assert (found.ok, found.size) == (True, size)
        assert found.root == other.MerkleTree(DATA[:size]).root()


def test_they_refuse_what_we_did_not_sign(other: Any) -> None:
    key = other.parse_vkey(str(key_of(NAME, OURS)))
    text = note(70)
    assert not other.verify_checkpoint(other.parse_note(text.replace("70", "71", 1)), key).ok
    wrong = other.parse_vkey(str(key_of(NAME, OTHER)))
    assert not other.verify_checkpoint(other.parse_note(text), wrong).ok


def test_two_of_our_keys_while_they_are_changed(other: Any) -> None:
    both = also_signed(note(70), NAME, OTHER.public, OTHER.sign)
    for key in (OURS, OTHER):
        known = other.parse_vkey(str(key_of(NAME, key)))
        assert other.verify_checkpoint(other.parse_note(both), known).ok


def test_their_checkpoint_is_ours(other: Any) -> None:
    line = other.format_vkey(other.vkey_from_ed25519(NAME, THEIR_KEY.public_key()))
    tree = other.MerkleTree(DATA)
    made = other.sign_checkpoint(other.Checkpoint(NAME, 70, tree.root()), THEIR_KEY, NAME)
    whole = made.serialise()
    head = Checkpoint.parse(opened(whole, [VerifierKey.parse(line)], verify))
    assert head == Checkpoint(NAME, 70, trail.root_of(LEAVES))
    assert read_checkpoint(whole, verifier_keys([line])) == Head(NAME, 70, head.root)
    with pytest.raises(BadNote):
        opened(whole.replace("70", "69", 1), [VerifierKey.parse(line)], verify)


def test_their_witness_is_passed_over_by_us(other: Any) -> None:
    root = trail.root_of(LEAVES)
    _, line = other.sign_cosignature(THEIR_KEY, "witness.example/w1", 1_767_000_000, NAME, 70, root)
    signed = other.parse_note(note(70))
    both = other.Note(text=signed.text, signatures=(*signed.signatures, line)).serialise()
    assert opened(both, [key_of(NAME, OURS)], verify) == signed.text
    assert read_checkpoint(both, verifier_keys([str(key_of(NAME, OURS))])).size == 70


@given(st.integers(1, 70), st.data())
def test_proofs_hold_on_both_sides(other: Any, size: int, data: st.DataObject) -> None:
    tree, leaves = other.MerkleTree(DATA[:size]), LEAVES[:size]
    root, place = trail.root_of(leaves), data.draw(st.integers(0, size - 1))
    ours = trail.inclusion_proof(leaves, place)
    assert tree.inclusion_proof(place) == ours
    assert other.verify_leaf_inclusion(DATA[place], place, size, ours, root)
    assert included(leaves[place], place, size, tree.inclusion_proof(place), tree.root())
    old = data.draw(st.integers(1, size))
    growth, before = trail.consistency_proof(leaves, old), trail.root_of(leaves[:old])
    assert tree.consistency_proof(old) == growth
    assert other.verify_consistency(old, size, before, root, growth)
    theirs = tree.consistency_proof(old)
    assert continues(Head(NAME, old, tree.root(old)), Head(NAME, size, tree.root()), theirs)


def test_a_networks_receipt_is_checked_by_them(other: Any, outside: Outside) -> None:
    request_id = spoken(outside.world)
    outside.sign()
    receipt = Receipt.parse(taken(outside, request_id).read_text(encoding="utf-8"))
    head = other.verify_checkpoint(
        other.parse_note(receipt.checkpoint), other.parse_vkey(outside.key)
    )
    assert head.ok
    payload = payload_of(receipt)
    proof = list(receipt.proof)
    assert other.verify_leaf_inclusion(payload, receipt.index, head.size, proof, head.root)
    assert not other.verify_leaf_inclusion(
        payload + b" ", receipt.index, head.size, proof, head.root
    )


def payload_of(receipt: Receipt) -> bytes:
    """The event in a receipt's extra line."""
    return str(json.loads(receipt.extra)["payload"]).encode()
