"""Finds events that are exceptions, by their type, their move, and what stands in their payload.

The payload is canonical JSON: a fact is found in it by the bytes of its name and value, which can
stand nowhere else, because a quote inside a text is written with a backslash.
"""

from typing import Any

import sqlalchemy as sa

from govflow.domain.exceptions import ANY, KINDS, Kind
from govflow.store import records
from govflow.store.work import Work


def fits(work: Work, name: str) -> Any:
    """The condition for events of a kind of exception, or of any; of none when it is unknown."""
    if name == ANY:
        return sa.or_(*(_fits(work, kind) for kind in KINDS.values()))
    return kind_of(work) == name


def kind_of(work: Work) -> Any:
    """The first kind that an event fits, or NULL."""
    return sa.case(*((_fits(work, kind), name) for name, kind in KINDS.items()))


def _fits(work: Work, kind: Kind) -> Any:
    event = records.event.c
    typed: Any = event.type.in_(kind.types)
    if kind.facts:
        typed = typed & sa.or_(*(written(work, fact.encode()) for fact in kind.facts))
    moved = sa.or_(event.action.in_(kind.actions), event.to_state.in_(kind.to_states))
    return sa.or_(typed, sa.and_(event.type == "matter_moved", moved))


def written(work: Work, words: bytes) -> Any:
    """The condition for events in whose payload these bytes stand."""
    payload, sought = records.event.c.payload, sa.literal(words, sa.LargeBinary)
    if work.session.get_bind().dialect.name == "sqlite":
        return sa.func.instr(payload, sought) > 0
    return sa.func.position(sought.op("IN")(payload)) > 0
