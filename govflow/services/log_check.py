"""Checks the trail as it is stored: payloads, leaves, sealed texts, the root, and the states."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from govflow.domain.trail import Frontier, canonical, commit, leaf_hash
from govflow.services.log_replay import replay_for, settle, signed_faults
from govflow.services.office import Desk
from govflow.store import trail
from govflow.store.log import SEAL, stamp
from govflow.store.trail import Head, Seal

SHOWN_FAULTS = 20
COLUMNS = ("action", "from_state", "to_state")


@dataclass(frozen=True)
class LogCheck:
    """What a check of the whole log found; faults are sentences, the first ones only."""

    head: Head
    events: int
    recomputed_root: str
    erased: int
    faults: tuple[str, ...]
    frontier: Frontier

    @property
    def holds(self) -> bool:
        """True when nothing is wrong."""
        return not self.faults

    @property
    def sentence(self) -> str:
        """The result in one line."""
        if self.faults:
            return f"The log does not hold: {self.faults[0]}"
        return (
            f"Every one of the {self.events:,} events was read again. Each payload gives its "
            "stored hash, each text its commitment, and the root over all is the stored root. "
            "Played again, the events lead every matter to the state it is stored in."
        )


def check_log(desk: Desk) -> LogCheck:
    """Read every event again, recompute everything from the payloads, and play them again."""
    head, frontier, erased = trail.head(desk.work), Frontier(), 0
    faults: list[str] = []
    replay = replay_for(desk)
    for rows, seals in trail.stored_rows(desk.work):
        for row in rows:
            faults.extend(_faults(row, seals.get(row.seq, {}), frontier.size))
            erased += _erased(row, seals.get(row.seq, {}))
            frontier = frontier.append(leaf_hash(row.payload))
            replay.play(_values(row.payload))
            del faults[SHOWN_FAULTS:]
    root = frontier.root().hex()
    faults.extend(_head_faults(head, frontier.size, root))
    faults.extend([*replay.faults, *settle(desk, replay), *signed_faults(desk)])
    return LogCheck(head, frontier.size, root, erased, tuple(faults[:SHOWN_FAULTS]), frontier)


def check_since(desk: Desk, known: Frontier) -> LogCheck:
    """Read the events after a tree that was checked before; play the matters they touch again.

    The stored root must be the one that follows from that tree, so a change before it shows only
    in the tree that was signed, and in the next check of every event.
    """
    head, frontier, erased = trail.head(desk.work), known, 0
    faults: list[str] = []
    touched: set[str] = set()
    for rows, seals in trail.stored_rows(desk.work, known.size):
        for row in rows:
            faults.extend(_faults(row, seals.get(row.seq, {}), frontier.size))
            erased += _erased(row, seals.get(row.seq, {}))
            frontier = frontier.append(leaf_hash(row.payload))
            touched.update({row.matter_id} - {None})
            del faults[SHOWN_FAULTS:]
    root = frontier.root().hex()
    faults.extend(_head_faults(head, frontier.size, root))
    faults.extend([*_touched_faults(desk, touched), *signed_faults(desk)])
    return LogCheck(head, frontier.size, root, erased, tuple(faults[:SHOWN_FAULTS]), frontier)


def _touched_faults(desk: Desk, touched: set[str]) -> Iterator[str]:
    replay = replay_for(desk)
    for payload in trail.payloads_of(desk.work, touched):
        replay.play(_values(payload))
    yield from replay.faults
    yield from settle(desk, replay, touched)


def _values(payload: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(payload))
    except (ValueError, TypeError):
        return {}


def _head_faults(head: Head, size: int, root: str) -> Iterator[str]:
    if head.size != size:
        yield f"The head counts {head.size:,} events, but {size:,} are there."
    if head.root != root:
        yield "The stored root is not the root over the events that are there."


def _faults(row: Any, seals: dict[str, Seal], place: int) -> Iterator[str]:
    if row.seq != place:
        yield f"Event {row.seq} stands at place {place}: an event is missing or one too many."
    if leaf_hash(row.payload).hex() != row.leaf_hash:
        yield f"The payload of event {row.seq} is not the one its hash was made from."
    try:
        payload = json.loads(row.payload)
        written = canonical(payload)
    except ValueError:
        yield f"The payload of event {row.seq} cannot be read."
        return
    if written != row.payload:
        yield f"The payload of event {row.seq} is not in canonical form."
    yield from _column_faults(row, payload)
    yield from _seal_faults(row.seq, payload.get("commitments", {}), seals)


def _column_faults(row: Any, payload: dict[str, Any]) -> Iterator[str]:
    facts = payload.get("facts", {})
    told = {
        "organisation": row.organisation_id,
        "seq": row.seq,
        "at": stamp(row.at),
        "type": row.type,
        "matter": row.matter_id,
    }
    wrong = [name for name, value in told.items() if payload.get(name) != value]
    wrong += [n for n in COLUMNS if getattr(row, n) is not None and facts.get(n) != getattr(row, n)]
    if facts.get("network", "") != row.network:
        wrong.append("network")
    if wrong:
        yield f"The columns of event {row.seq} differ from its payload: {', '.join(wrong)}."


def _seal_faults(seq: int, commitments: dict[str, str], seals: dict[str, Seal]) -> Iterator[str]:
    for name, (salt, data) in seals.items():
        if commitments.get(name) != commit(SEAL, salt, data):
            yield f"The text “{name}” kept beside event {seq} is not the one committed to."


def _erased(row: Any, seals: dict[str, Seal]) -> int:
    try:
        committed = json.loads(row.payload).get("commitments", {})
    except ValueError:
        return 0
    return len(set(committed) - set(seals))
