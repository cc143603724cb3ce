"""Draws a sample that anybody can draw again with nothing but SHA-256 (ADR 34)."""

import hashlib
from collections.abc import Iterable, Sequence

from govflow.domain.errors import Invalid

METHOD = "the matters with the lowest SHA-256 of seed, a line end, and matter id"


def in_order(population: Iterable[str]) -> list[str]:
    """The ids by their bytes, whatever order a database or its language gave them."""
    return sorted(population, key=str.encode)


def population_text(population: Iterable[str]) -> bytes:
    """What is hashed and handed out: the ids in order, a line end between each two."""
    return "\n".join(in_order(population)).encode()


def population_sha256(population: Iterable[str]) -> str:
    """By which two people know that they draw from the same matters."""
    return hashlib.sha256(population_text(population)).hexdigest()


def rank(seed: str, matter_id: str) -> str:
    """Where a matter stands in the order of a seed; the lowest are drawn."""
    return hashlib.sha256(f"{seed}\n{matter_id}".encode()).hexdigest()


def draw(population: Sequence[str], number: int, *, seed: str) -> list[str]:
    """So many ids of the population, in order; raises Invalid if there are not that many."""
    if not 1 <= number <= len(population):
        raise Invalid({"sample": f"Draw between 1 and {len(population)} of the matters there are."})
    return in_order(sorted(population, key=lambda each: rank(seed, each))[:number])
