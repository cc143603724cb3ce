"""Finds what went past the networks: urgent decisions not ratified yet, and waivers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from govflow.store import tables
from govflow.store.clock_tables import pack_change
from govflow.store.work import Work

UNRATIFIED = ("decided_urgently", "awaiting_ratification")


@dataclass(frozen=True)
class UrgentRow:
    """An urgent decision that the board has neither ratified nor refused; instants are UTC."""

    matter_id: str
    reference: str
    title: str
    workflow: str
    workflow_version: int
    state: str
    state_since_at: datetime
    author_name: str
    decided_at: datetime
    decided_by_name: str


def unratified(work: Work) -> list[UrgentRow]:
    """Every one of them, the oldest decision first."""
    m, p, d = tables.matter.c, tables.paper.c, tables.decision.c
    query = (
        sa.select(
            m.id.label("matter_id"),
            *(m.reference, m.title, m.workflow, m.workflow_version, m.state),
            *(m.state_since_at, p.author_name, d.decided_at, d.decided_by_name),
        )
        .select_from(
            tables.matter.join(tables.paper, p.id == m.id).join(
                tables.decision, d.matter_id == m.id
            )
        )
        .where(m.organisation_id == work.organisation_id)
        .where(m.workflow == "urgent_decision", m.state.in_(UNRATIFIED))
        .order_by(d.decided_at, m.id)
    )
    return [UrgentRow(**row) for row in work.session.execute(query).mappings()]


@dataclass(frozen=True)
class WaiverRow:
    """Why nobody, or one network, was not asked; `network_id` is None for all of them."""

    matter_id: str
    reference: str
    title: str
    network_id: str | None
    network_name: str
    reason: str
    approved_by_name: str
    approved_at: datetime


def waivers(
    work: Work, *, of: Iterable[str] | None = None, since_at: datetime | None = None
) -> list[WaiverRow]:
    """The waivers of some matters, or of all, the oldest first."""
    w, m = tables.waiver.c, tables.matter.c
    query = (
        sa.select(
            w.matter_id,
            *(m.reference, m.title, w.network_id, w.network_name, w.reason),
            *(w.approved_by_name, w.approved_at),
        )
        .join(tables.matter, m.id == w.matter_id)
        .where(w.organisation_id == work.organisation_id)
        .order_by(w.approved_at, w.id)
    )
    if of is not None:
        query = query.where(w.matter_id.in_(list(of)))
    if since_at is not None:
        query = query.where(w.approved_at >= since_at)
    return [WaiverRow(*row) for row in work.session.execute(query)]


def change_waivers(work: Work, *, since_at: datetime) -> list[WaiverRow]:
    """Where somebody went on without a network's answer to a changed pack, the oldest first."""
    c, r, m = pack_change.c, tables.request.c, tables.matter.c
    query = (
        sa.select(
            r.matter_id,
            *(m.reference, m.title, r.network_id, r.network_name, c.waived_reason),
            *(c.waived_by_name, c.ended_at),
        )
        .select_from(pack_change)
        .join(tables.request, r.id == c.request_id)
        .join(tables.matter, m.id == r.matter_id)
        .where(c.organisation_id == work.organisation_id)
        .where(c.outcome == "waived", c.ended_at >= since_at)
        .order_by(c.ended_at, c.id)
    )
    return [WaiverRow(*row) for row in work.session.execute(query)]
