"""The verifier's proofs against published vectors, a naive tree, and every kind of mutation."""

from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain import trail
from govflow.offline.govflow_verify import Head, Tree, continues, included, leaf_hash

# The eight leaves and roots that implementations of RFC 6962 have tested with since 2013, and
# two proofs over them as transparency-dev/merkle publishes them.
LEAVES = [
    bytes.fromhex(each)
    for each in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
FROM_ONE = [
    b64decode(each)
    for each in (
        "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
        "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
    )
]


def head(size: int) -> Head:
    return Head("log", size, bytes.fromhex(ROOTS[size - 1]))


def test_the_published_roots() -> None:
    tree = Tree()
    assert tree.root() == sha256(b"").digest()
    for data, root in zip(LEAVES, ROOTS, strict=True):
        tree.add(leaf_hash(data))
        assert tree.root().hex() == root


def test_the_published_growth_from_one_to_eight() -> None:
    assert continues(head(1), head(8), FROM_ONE)
    assert trail.consistency_proof([leaf_hash(each) for each in LEAVES], 1) == FROM_ONE


def test_growth_from_nothing_is_never_proven() -> None:
    nothing = Head("log", 0, sha256(b"").digest())
    for proof in ([], FROM_ONE, [nothing.root]):
        assert not continues(nothing, head(8), proof)
        assert not continues(nothing, nothing, proof)


def mutations(proof: list[bytes]) -> list[list[bytes]]:
    """The kinds of damage that transparency-dev/merkle tries on each proof."""
    made = [[*proof, b""], [*proof, bytes(32)], [bytes(32), *proof], [*proof, *proof, bytes(32)]]
    made += [proof[:-1], proof[1:]] if proof else []
    for place, step in enumerate(proof):
        flipped = bytes([step[0] ^ 16]) + step[1:]
        made.append([*proof[:place], flipped, *proof[place + 1 :]])
        made.append([*proof[:place], step[:-1], *proof[place + 1 :]])
        made.append([*proof[:place], *proof[place + 1 :]])
    swapped = proof[::-1]
    return made + ([swapped] if swapped != proof else [])


@given(st.integers(1, 130), st.data())
def test_inclusion_holds_and_no_mutation_does(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    root, proof = trail.root_of(leaves), trail.inclusion_proof(leaves, index)
    assert included(leaves[index], index, size, proof, root)
    for wrong in mutations(proof):
        assert not included(leaves[index], index, size, wrong, root)
    other = data.draw(st.integers(-2, size + 2).filter(lambda each: each != index))
    assert not included(leaves[index], other, size, proof, root)
    assert not included(leaf_hash(b"other"), index, size, proof, root)
    assert not included(leaves[index], index, size, proof, sha256(root).digest())


@given(st.integers(1, 130), st.data())
def test_growth_holds_and_no_mutation_does(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    old_size = data.draw(st.integers(1, size))
    old = Head("log", old_size, trail.root_of(leaves[:old_size]))
    new = Head("log", size, trail.root_of(leaves))
    proof = trail.consistency_proof(leaves, old_size)
    assert continues(old, new, proof)
    for wrong in mutations(proof):
        assert not continues(old, new, wrong)
    assert not continues(Head("log", old_size, bytes(32)), new, proof)
    assert not continues(old, Head("log", size, bytes(32)), proof)
    if old_size != size:
        assert not continues(new, old, proof)


@pytest.mark.parametrize("size", range(1, 40))
def test_the_tree_agrees_with_the_one_that_writes(size: int) -> None:
    tree, leaves = Tree(), [leaf_hash(bytes([number])) for number in range(size)]
    for leaf in leaves:
        tree.add(leaf)
    assert tree.root() == trail.root_of(leaves)
