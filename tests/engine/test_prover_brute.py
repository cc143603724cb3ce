"""The prover against brute force: more than ten thousand automata of up to twelve states."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.domain.promises import MustPass
from tests.engine.agreeing import compare
from tests.engine.brute import BROKEN, CLASH, EMPTY, HOLDS, IDLE, judge
from tests.engine.chance import MOST_STATES, chance, seeded
from tests.engine.trying import breaks, excuses, puts_to_the_test, walks

BATCHES, BATCH = 11, 1000
LONGEST = 6  # of the walks tried one by one
# How often each kind of promise must have met each fate, in every batch: else chance tests nothing.
FLOORS = {
    ("MustPass", HOLDS): 50,
    ("MustPass", BROKEN): 500,
    ("MustPass", EMPTY): 100,
    ("MustPass", CLASH): 50,
    ("MustPass unless", HOLDS): 20,
    ("MustPass unless", IDLE): 20,
    ("AlwaysCanReach", HOLDS): 100,
    ("AlwaysCanReach", BROKEN): 100,
    ("AlwaysCanReach", EMPTY): 50,
    ("DifferentPeople", HOLDS): 10,
    ("DifferentPeople", BROKEN): 100,
    ("DifferentPeople", EMPTY): 100,
    ("NeverAfter", HOLDS): 50,
    ("NeverAfter", BROKEN): 100,
    ("NeverAfter", EMPTY): 100,
    ("AtMostOnce", HOLDS): 50,
    ("AtMostOnce", BROKEN): 100,
    ("AtMostOnce", EMPTY): 100,
    ("NotLaterThan", HOLDS): 100,
    ("NotLaterThan", EMPTY): 100,
}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_thousand_random_automata_agree_with_brute_force(batch: int) -> None:
    met: Counter[tuple[str, str]] = Counter()
    largest = 0
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        workflow = seeded(seed)
        largest = max(largest, len(workflow.states))
        try:
            met.update(compare(workflow))
        except AssertionError as error:
            raise AssertionError(f"seeded({seed}): {error}") from error
    assert largest == MOST_STATES
    assert {each: met[each] for each, floor in FLOORS.items() if met[each] < floor} == {}


class Drawn:
    """Luck that hypothesis can shrink."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def randint(self, a: int, b: int, /) -> int:
        return int(self.data.draw(st.integers(a, b)))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(data=st.data())
def test_automata_that_hypothesis_can_shrink_agree_with_brute_force(data: st.DataObject) -> None:
    compare(chance(Drawn(data), most_states=6, most_actions=8))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(data=st.data())
def test_brute_force_itself_agrees_with_trying_every_walk(data: st.DataObject) -> None:
    workflow = chance(Drawn(data), most_states=3, most_actions=4)
    tried = list(walks(workflow, LONGEST))
    for promise in workflow.promises:
        verdict, length = judge(workflow, promise)
        broken = [len(walk) for walk in tried if breaks(workflow, promise, walk)]
        if verdict == BROKEN and length is not None and length <= LONGEST:
            assert min(broken) == length
        elif verdict in (HOLDS, BROKEN):
            assert broken == []
        assert verdict == CLASH or (verdict == EMPTY) != puts_to_the_test(workflow, promise, tried)
        if isinstance(promise, MustPass) and verdict in (HOLDS, IDLE):
            excused = [excuses(workflow, promise, each, tried) for each in promise.unless]
            assert all(excused) == (verdict == HOLDS)
