"""Finds the matters pinned to one version of a workflow, with all that was done to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from govflow.domain.events import MatterMigrated, MatterMoved
from govflow.store import tables, trail
from govflow.store.walks import Step, steps_of
from govflow.store.work import Work

ASKED_AT_ONCE = 1000
WALKED = (MatterMoved.name(), MatterMigrated.name())


@dataclass(frozen=True)
class Pinned:
    """A matter as a list shows it; `facts` are those kept with it."""

    id: str
    reference: str
    kind: str
    title: str
    state: str
    facts: dict[str, Any]


def pinned(work: Work, workflow: str, version: int) -> list[Pinned]:
    """Every matter of this organisation under one version, by reference."""
    m = tables.matter.c
    query = (
        sa.select(m.id, m.reference, m.kind, m.title, m.state, m.facts)
        .where(
            m.organisation_id == work.organisation_id,
            m.workflow == workflow,
            m.workflow_version == version,
        )
        .order_by(m.reference)
    )
    return [Pinned(*row) for row in work.session.execute(query)]


def walks_of(work: Work, matter_ids: Iterable[str]) -> dict[str, Sequence[Step]]:
    """The moves of these matters between states and between versions, in their order."""
    ids, end = list(matter_ids), trail.head(work).size
    found: dict[str, Sequence[Step]] = {}
    for start in range(0, len(ids), ASKED_AT_ONCE):
        found |= steps_of(work, ids[start : start + ASKED_AT_ONCE], WALKED, below_seq=end)
    return found
