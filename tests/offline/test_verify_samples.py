"""A bundle of a sample holds only with the matters that its seed draws from its population."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.offline.forge import Parts, written
from tests.offline.test_verify_bundles import spoken, told

SEED = "spring"


def drawn_of(population: list[str], number: int) -> list[str]:
    """The lowest hashes of seed, line end and id, as ADR 34 tells it."""
    return sorted(
        population, key=lambda each: hashlib.sha256(f"{SEED}\n{each}".encode()).hexdigest()
    )[:number]


def sampled(population: list[str], **more: object) -> Parts:
    """A forged bundle of the matter m1 that calls itself a sample of this population."""
    parts = spoken([0, 1, 2, 3, 4, 5]).parts()
    text = "\n".join(population).encode()
    manifest = json.loads(parts["manifest.json"])
    manifest["scope"] = {
        "kind": "sample",
        "seed": SEED,
        "number": 1,
        "population_sha256": hashlib.sha256(text).hexdigest(),
        **more,
    }
    return {**parts, "manifest.json": json.dumps(manifest).encode(), "population.txt": text}


def population(place: int) -> list[str]:
    """Ids among which m1 stands at this place in the order of the seed."""
    others = [f"x{number}" for number in range(1000)]
    ranked = drawn_of([*others, "m1"], 1001)
    here = ranked.index("m1")
    return sorted([*ranked[here - place : here], "m1", *ranked[here + 1 : here + 4]])


def test_the_sample_is_drawn_again(tmp_path: Path) -> None:
    found = population(0)
    said = told(written(sampled(found), tmp_path / "a.zip"))
    assert "The seed “spring” draws these 1 of 4 matters." in said
    only = told(written(sampled(found), tmp_path / "b.zip"), hashes_only=True)
    assert "The seed “spring” draws these 1 of 4 matters." in only


def test_a_matter_that_moved_on_since_is_of_the_sample(tmp_path: Path) -> None:
    parts = sampled(population(0))
    parts["states.jsonl"] = b'{"later":true,"matter":"m1"}\n'
    said = told(written(parts, tmp_path / "a.zip"))
    assert "The seed “spring” draws these 1 of 4 matters." in said


def missing(parts: Parts) -> None:
    del parts["population.txt"]


def another(parts: Parts) -> None:
    parts["population.txt"] = parts["population.txt"].replace(b"x", b"y")


NOT_DRAWN = "Fault: The matters in the bundle are not those that the seed draws."
NO_POPULATION = "Fault: population.txt is not the population that the bundle speaks of."
NOT_SAID = "Fault: The bundle does not say how its sample was drawn."


@pytest.mark.parametrize(
    ("parts", "change", "fault"),
    [
        (sampled(population(1)), None, NOT_DRAWN),
        (sampled(population(0), number=2), None, NOT_DRAWN),
        (sampled(population(0), number=0), None, NOT_SAID),
        (sampled(population(0), number="1"), None, NOT_SAID),
        (sampled(population(0), number=True), None, NOT_SAID),
        (sampled([*population(0), "m1"]), None, NOT_SAID),
        (sampled(population(0), seed="autumn 3"), None, NOT_DRAWN),
        (sampled(population(0)), missing, NO_POPULATION),
        (sampled(population(0)), another, NO_POPULATION),
    ],
)
def test_what_was_not_drawn_does_not_hold(
    parts: Parts, change: Callable[[Parts], None] | None, fault: str, tmp_path: Path
) -> None:
    given = dict(parts)
    if change:
        change(given)
    said = told(written(given, tmp_path / "a.zip"))
    assert said[-1] == fault


def test_a_bundle_that_is_no_sample_needs_no_population(tmp_path: Path) -> None:
    for scope in ("a sample", {"kind": "all"}, None):
        parts = spoken([0, 1, 2, 3, 4, 5]).parts()
        manifest = json.loads(parts["manifest.json"])
        parts["manifest.json"] = json.dumps({**manifest, "scope": scope}).encode()
        assert not [line for line in told(written(parts, tmp_path / "a.zip")) if "Fault" in line]
