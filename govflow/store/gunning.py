"""Finds the acts by which a paper moved, for its evidence sheet."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.store import records
from govflow.store.work import Work


@dataclass(frozen=True)
class Act:
    """A move of a paper, or a network asked again; `facts` are the event's public ones."""

    at: datetime
    action: str | None
    to_state: str | None
    facts: dict[str, Any]


def acts(work: Work, matter_id: str) -> list[Act]:
    """Everything that moved this paper or its clocks, in order."""
    e = records.event.c
    query = (
        sa.select(e.at, e.action, e.to_state, e.payload)
        .where(e.organisation_id == work.organisation_id, e.matter_id == matter_id)
        .where(e.type.in_(("matter_moved", "network_asked_again", "clock_restarted")))
        .order_by(e.seq)
    )
    return [
        Act(row.at, row.action, row.to_state, json.loads(row.payload)["facts"])
        for row in work.session.execute(query)
    ]
