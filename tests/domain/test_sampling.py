"""A sample must be drawn again by anybody, from any order of the same matters."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.errors import Invalid
from govflow.domain.sampling import draw, population_sha256

ids = st.lists(st.uuids().map(lambda each: each.hex), min_size=1, max_size=30, unique=True)


@given(ids, st.text(max_size=20), st.data())
def test_the_order_in_which_matters_come_changes_nothing(
    population: list[str], seed: str, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(population))
    number = data.draw(st.integers(1, len(population)))
    assert draw(population, number, seed=seed) == draw(shuffled, number, seed=seed)
    assert population_sha256(population) == population_sha256(shuffled)


@given(ids, st.text(max_size=20))
def test_a_larger_sample_holds_the_smaller(population: list[str], seed: str) -> None:
    drawn = [set(draw(population, n, seed=seed)) for n in range(1, len(population) + 1)]
    assert all(len(each) == n for n, each in enumerate(drawn, 1))
    assert all(one < other for one, other in pairwise(drawn))


def test_the_lines_of_the_adr_draw_the_same() -> None:
    population = [hashlib.sha256(bytes([n])).hexdigest()[:32] for n in range(50)]
    seed = "our letter of 3 May"
    by_hand = sorted(population, key=lambda i: hashlib.sha256(f"{seed}\n{i}".encode()).digest())
    assert draw(population, 7, seed=seed) == sorted(by_hand[:7])


@pytest.mark.parametrize("number", [0, -1, 4])
def test_no_more_can_be_drawn_than_there_are(number: int) -> None:
    with pytest.raises(Invalid, match="between 1 and 3"):
        draw(["a", "b", "c"], number, seed="s")
