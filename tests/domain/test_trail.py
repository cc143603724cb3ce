"""The trail's tree agrees with a naive one, and refuses every proof that was tampered with."""

import json
from enum import StrEnum
from hashlib import sha256
from unicodedata import normalize

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from govflow.domain.trail import (
    EMPTY_ROOT,
    Frontier,
    canonical,
    commit,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=30,
)
LEAVES = st.lists(st.binary(max_size=8).map(leaf_hash), min_size=1, max_size=70)


def nfc(value: object) -> object:
    match value:
        case str():
            return normalize("NFC", value)
        case list():
            return [nfc(each) for each in value]
        case dict():
            return {normalize("NFC", name): nfc(each) for name, each in value.items()}
    return value


def same_shape(value: object) -> bool:
    """Whether no two names become one in NFC."""
    match value:
        case list():
            return all(map(same_shape, value))
        case dict():
            names = {normalize("NFC", name) for name in value}
            return len(names) == len(value) and all(map(same_shape, value.values()))
    return True


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


def naive_path(leaves: list[bytes], m: int) -> list[bytes]:
    """PATH(m, D[n]) of RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*naive_path(leaves[:k], m), naive_root(leaves[k:])]
    return [*naive_path(leaves[k:], m - k), naive_root(leaves[:k])]


def naive_subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


@given(VALUES)
def test_canonical_bytes_equal_an_independent_rfc_8785(value: object) -> None:
    assume(same_shape(value))
    assert canonical(value) == rfc8785.dumps(nfc(value))  # type: ignore[arg-type]


@given(VALUES)
def test_canonical_bytes_read_back_and_stay(value: object) -> None:
    assume(same_shape(value))
    written = canonical(value)
    assert canonical(json.loads(written)) == written


def test_names_sort_by_utf_16_and_text_is_nfc() -> None:
    wide, smile = "\uff5e", "\U0001f600"
    assert canonical({wide: 1, smile: 2}) == f'{{"{smile}":2,"{wide}":1}}'.encode()
    assert canonical("e\u0301") == '"é"'.encode()
    assert canonical({"b": [True, None], "a": 'q"\n\x1f'}) == (
        b'{"a":"q\\"\\n\\u001f","b":[true,null]}'
    )


def test_named_constants_are_written_as_their_text() -> None:
    class Role(StrEnum):
        CHAIR = "chair"

    assert canonical({"role": Role.CHAIR, Role.CHAIR: 1}) == b'{"chair":1,"role":"chair"}'


def deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        {"a": [1.5]},
        {1: "a"},
        b"bytes",
        {"a"},
        2**53,
        -(2**53),
        "\ud800",
        {"\ud800": 1},
        {"é": 1, "e\u0301": 2},
        deep(33),
        deep(5000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_json_would_bend_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        canonical(value)


def test_known_hashes_of_rfc_6962() -> None:
    # The empty tree and the empty leaf, as published with Certificate Transparency.
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c149afbf4c8996fb924")
    assert leaf_hash(b"").hex().startswith("6e340b9cffb37a989ca544e6bb780a2c")


@given(LEAVES)
def test_the_frontier_grows_to_the_naive_root(leaves: list[bytes]) -> None:
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT == root_of([])
    for size, leaf in enumerate(leaves, 1):
        frontier = frontier.append(leaf)
        frontier = Frontier.from_hex(frontier.size, frontier.to_hex())
        assert frontier.root() == naive_root(leaves[:size]) == root_of(leaves[:size])


@pytest.mark.parametrize(("size", "peaks"), [(1, []), (0, ["00" * 32]), (1, ["00"]), (-1, [])])
def test_a_head_row_that_cannot_be_is_refused(size: int, peaks: list[str]) -> None:
    with pytest.raises(ValueError, match="subtree"):
        Frontier.from_hex(size, peaks)


@given(LEAVES, st.data())
def test_inclusion_proofs_lead_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)
    assert proof == naive_path(leaves, index)
    assert verify_inclusion(leaves[index], index, len(leaves), proof, root_of(leaves))


@given(LEAVES, st.data())
def test_consistency_proofs_join_old_and_new(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(leaves, old)
    assert proof == naive_subproof(old, leaves, True)
    roots = root_of(leaves[:old]), root_of(leaves)
    assert verify_consistency(old, len(leaves), proof, *roots)


def mutations(proof: list[bytes], data: st.DataObject) -> list[list[bytes]]:
    """The proof one hash shorter at either end, one longer, and with one bit turned."""
    longer = [[*proof, leaf_hash(b"x")], [leaf_hash(b"x"), *proof]]
    if not proof:
        return longer
    place = data.draw(st.integers(0, len(proof) - 1))
    turned = bytes([proof[place][0] ^ 1]) + proof[place][1:]
    return [*longer, proof[1:], proof[:-1], [*proof[:place], turned, *proof[place + 1 :]]]


@given(LEAVES, st.data())
def test_no_tampered_inclusion_proof_passes(leaves: list[bytes], data: st.DataObject) -> None:
    size, root = len(leaves), root_of(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, index)
    for tampered in mutations(proof, data):
        assert not verify_inclusion(leaves[index], index, size, tampered, root)
    assert not verify_inclusion(leaf_hash(b"not there at all"), index, size, proof, root)
    assert not verify_inclusion(leaves[index], size, size, proof, root)
    assert not verify_inclusion(leaves[index], -1, size, proof, root)
    assert not verify_inclusion(leaves[index], index, size, proof, leaf_hash(b"other root"))


@given(LEAVES, st.data())
def test_no_tampered_consistency_proof_passes(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    old = data.draw(st.integers(1, size))
    proof = consistency_proof(leaves, old)
    roots = root_of(leaves[:old]), root_of(leaves)
    for tampered in mutations(proof, data):
        assert not verify_consistency(old, size, tampered, *roots)
    other = leaf_hash(b"a rewritten history")
    assert not verify_consistency(old, size, proof, other, roots[1])
    assert not verify_consistency(old, size, proof, roots[0], other)


@given(LEAVES, st.data())
def test_a_rewritten_event_breaks_consistency(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    rewritten = list(leaves)
    rewritten[data.draw(st.integers(0, old - 1))] = leaf_hash(b"never happened so")
    proof = consistency_proof(rewritten, old)
    assert not verify_consistency(
        old, len(leaves), proof, root_of(leaves[:old]), root_of(rewritten)
    )


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 3), (4, 3), (-1, 3)])
def test_consistency_from_nothing_or_backwards_is_an_error(old: int, new: int) -> None:
    leaves = [leaf_hash(bytes([i])) for i in range(new)]
    with pytest.raises(ValueError, match="No log of"):
        consistency_proof(leaves, old)
    with pytest.raises(ValueError, match="No log of"):
        verify_consistency(old, new, [], EMPTY_ROOT, root_of(leaves))


def test_an_unknown_event_has_no_proof() -> None:
    with pytest.raises(ValueError, match="has no event 1"):
        inclusion_proof([leaf_hash(b"")], 1)


def test_commitments_bind_domain_salt_and_text() -> None:
    salt = bytes(range(32))
    made = commit(b"govflow/comment", salt, b"We object.")
    assert made == sha256(b"govflow/comment\x00" + salt + b"We object.").hexdigest()
    assert made != commit(b"govflow/reply", salt, b"We object.")
    assert made != commit(b"govflow/comment", bytes(32), b"We object.")


@pytest.mark.parametrize(
    ("domain", "salt"), [(b"", bytes(32)), (b"a\x00b", bytes(32)), (b"a", bytes(31))]
)
def test_a_weak_commitment_is_refused(domain: bytes, salt: bytes) -> None:
    with pytest.raises(ValueError, match="A commitment's"):
        commit(domain, salt, b"text")
