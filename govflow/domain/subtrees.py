"""Merkle proofs from the complete subtrees a log keeps, so that a proof reads O(log n) hashes.

A complete subtree is named (level, place): it covers the 2**level events from place * 2**level.
Level 0 is the leaf hash of an event itself. RFC 6962 section 2.1, RFC 9162 section 2.1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from govflow.domain.trail import EMPTY_ROOT, Frontier, node_hash

Place = tuple[int, int]
Hashes = Mapping[Place, bytes]


@dataclass(frozen=True)
class Grown:
    """A log with one more event: its frontier, and each subtree that this event completed."""

    frontier: Frontier
    completed: tuple[tuple[Place, bytes], ...]


def grow(frontier: Frontier, leaf: bytes) -> Grown:
    """Append a leaf hash; on average it completes one subtree above the leaf."""
    completed: list[tuple[Place, bytes]] = []
    peaks, level, place = list(frontier.peaks), 0, frontier.size
    while place & 1:
        leaf, level, place = node_hash(peaks.pop(), leaf), level + 1, place >> 1
        completed.append(((level, place), leaf))
    return Grown(Frontier(frontier.size + 1, (*peaks, leaf)), tuple(completed))


@dataclass(frozen=True)
class Span:
    """The events from `low` up to, not including, `high`, as one hash of a proof."""

    low: int
    high: int

    def subtrees(self) -> list[Place]:
        """The complete subtrees it is made of, from the left; aligned, as RFC 6962 splits it."""
        found: list[Place] = []
        low = self.low
        while low < self.high:
            level = (self.high - low).bit_length() - 1
            found.append((level, low >> level))
            low += 1 << level
        return found

    def hash(self, hashes: Hashes) -> bytes:
        """Its hash; KeyError for a subtree that was not given."""
        places = self.subtrees()
        if not places:
            return EMPTY_ROOT
        reached = hashes[places[-1]]
        for place in reversed(places[:-1]):
            reached = node_hash(hashes[place], reached)
        return reached


def inclusion_spans(index: int, size: int) -> list[Span]:
    """What proves that event `index` is in a log of `size` events, leaf's neighbour first.

    Raises ValueError where the log has no such event.
    """
    if not 0 <= index < size:
        raise ValueError(f"A log of {size} events has no event {index}.")
    path: list[Span] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(Span(middle, high))
            high = middle
        else:
            path.append(Span(low, middle))
            low = middle
    return path[::-1]


def consistency_spans(old_size: int, new_size: int) -> list[Span]:
    """What proves that the first `old_size` events of `new_size` are as they were.

    Raises ValueError for an old size of 0 (growth from nothing proves nothing) or beyond the new.
    """
    if not 0 < old_size <= new_size:
        raise ValueError(f"No log of {new_size} events is consistent with one of {old_size}.")
    path: list[Span] = []
    low, high = 0, new_size
    while old_size != high:
        middle = low + _split(high - low)
        if old_size <= middle:
            path.append(Span(middle, high))
            high = middle
        else:
            path.append(Span(low, middle))
            low = middle
    return ([Span(low, high)] if low else []) + path[::-1]


def needed(spans: Iterable[Span]) -> set[Place]:
    """Every subtree that these spans are made of."""
    return {place for span in spans for place in span.subtrees()}


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)
