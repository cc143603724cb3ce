"""However few matters the verifier has in memory at a time, it says the same of a log."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govflow.offline import govflow_verify
from govflow.offline.govflow_verify import Life
from tests.offline.forge import Forged, written
from tests.offline.test_verify_bundles import told
from tests.offline.test_verify_replay import decided

FAULTY = ("none", "state", "move", "missing")


def interleaved(seed: int, matters: int, faulty: str = "none") -> Forged:
    """The lives of many matters, event by event in a random order, one of them with a fault."""
    chance, one = random.Random(seed), decided()
    made, left = Forged(rules=one.rules), {f"m{n}": list(one.events) for n in range(matters)}
    texts: dict[int, list[dict[str, object]]] = {}
    for text in one.texts:
        texts.setdefault(text["seq"], []).append(text)
    while left:
        matter = chance.choice(sorted(left))
        event = left[matter].pop(0)
        seq = len(made.events)
        made.texts += [{**text, "seq": seq} for text in texts.get(event["seq"], [])]
        made.events.append({**event, "seq": seq, "matter": matter})
        if not left[matter]:
            del left[matter]
    made.stored = {f"m{number}": one.stored["m1"] for number in range(matters)}
    _spoil(made, chance, faulty)
    return made


def _spoil(made: Forged, chance: random.Random, faulty: str) -> None:
    one = chance.choice(sorted(made.stored))
    if faulty == "state":
        made.stored[one] = "draft"
    elif faulty == "missing":
        del made.stored[one]
    elif faulty == "move":
        moves = [event for event in made.events if event["type"] == "matter_moved"]
        moves[-1]["facts"] = {**moves[-1]["facts"], "from_state": "elsewhere"}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 10_000), st.integers(1, 12), st.sampled_from(FAULTY))
def test_as_many_in_memory_as_there_are_or_one_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, matters: int, faulty: str
) -> None:
    path = written(interleaved(seed, matters, faulty).parts(), tmp_path / "a.zip")
    said = []
    for many in (1, 2, 4_000):
        monkeypatch.setattr(govflow_verify, "IN_MEMORY", many)
        said.append(told(path))
    assert said[0] == said[1] == said[2]
    assert ("Fault" in said[0][-1]) == (faulty != "none")


def test_no_more_matters_are_in_memory_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(govflow_verify, "IN_MEMORY", 10)
    lives = govflow_verify.Lives([])
    for number in range(1_000):
        lives.begin(f"m{number}", Life("draft", "w", number))
        assert len(lives.recent) <= 10
    for number in (0, 999, 500, 0):
        found = lives.of(f"m{number}")
        assert found
        assert found.version == number
        assert len(lives.recent) <= 10
    assert lives.of("m1000") is None
    assert lives.count == 1_000


def test_a_life_comes_back_as_it_was_put_down() -> None:
    life = Life("closed", "w", 7, ["a", "b"], {"a": "p"}, {"n", "m"}, "2026", {"n"}, {"c"})
    assert Life.read(*life.row()) == life


def test_a_matter_changed_in_memory_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(govflow_verify, "IN_MEMORY", 1)
    lives = govflow_verify.Lives([])
    for name in ("a", "b", "c"):
        lives.begin(name, Life("draft", "w"))
    for name in ("a", "b", "c", "a"):
        found = lives.of(name)
        assert found
        found.taken.append(name)
    found = lives.of("a")
    assert found
    assert found.taken == ["a", "a"]


def test_a_matter_that_is_no_name_is_a_fault(tmp_path: Path) -> None:
    made = decided()
    made.events[-1]["matter"] = 5
    said = told(written(made.parts(), tmp_path / "a.zip"))
    assert said[-1] == f"Fault: Event {len(made.events) - 1} lacks what such an event says."
