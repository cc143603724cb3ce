"""Proofs from kept subtrees are the proofs that the whole list of leaves gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.subtrees import (
    Place,
    Span,
    consistency_spans,
    grow,
    inclusion_spans,
    needed,
)
from govflow.domain.trail import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
)

SIZES = st.integers(1, 300)
LEAVES = [leaf_hash(str(number).encode()) for number in range(300)]


def kept(size: int) -> dict[Place, bytes]:
    hashes: dict[Place, bytes] = {}
    frontier = Frontier()
    for number, leaf in enumerate(LEAVES[:size]):
        grown = grow(frontier, leaf)
        hashes[0, number] = leaf
        hashes.update(grown.completed)
        assert grown.frontier == frontier.append(leaf)
        frontier = grown.frontier
    return hashes


ALL = kept(300)


@given(st.data(), SIZES)
def test_an_event_is_proven_as_by_the_whole_list(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    spans = inclusion_spans(index, size)
    assert [span.hash(ALL) for span in spans] == inclusion_proof(LEAVES[:size], index)
    assert len(needed(spans)) <= 2 * size.bit_length()


@given(st.data(), SIZES)
def test_growth_is_proven_as_by_the_whole_list(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(1, size))
    spans = consistency_spans(old, size)
    assert [span.hash(ALL) for span in spans] == consistency_proof(LEAVES[:size], old)
    assert len(needed(spans)) <= 3 * size.bit_length()


@given(SIZES)
def test_the_root_of_any_size_comes_from_the_same_subtrees(size: int) -> None:
    assert Span(0, size).hash(ALL) == root_of(LEAVES[:size])


@given(SIZES)
def test_a_log_keeps_fewer_subtrees_than_events(size: int) -> None:
    assert len(kept(size)) < 2 * size


def test_nothing_has_the_root_of_nothing() -> None:
    assert Span(0, 0).hash({}) == EMPTY_ROOT


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_an_event_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="has no event"):
        inclusion_spans(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_growth_from_nothing_proves_nothing(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="consistent"):
        consistency_spans(old, new)
