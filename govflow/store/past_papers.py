"""Reads what happened to the papers of a workflow, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from govflow.store import records, tables
from govflow.store.work import Work


@dataclass(frozen=True)
class Kept:
    """A paper as it stands; `kind` is the kind its front sheet gives."""

    id: str
    reference: str
    title: str
    workflow_version: int
    state: str
    meeting_id: str | None
    kind: str


@dataclass(frozen=True)
class Round:
    """A formative consultation that was opened."""

    matter_id: str
    opened_at: datetime
    closes_at: datetime
    window_working_days: int


@dataclass(frozen=True)
class Moved:
    """One move of one paper."""

    matter_id: str
    action: str
    from_state: str
    to_state: str
    at: datetime


def papers(work: Work, workflow: str) -> list[Kept]:
    """Every paper of a workflow, by reference."""
    m, p = tables.matter.c, tables.paper.c
    query = (
        sa.select(
            m.id,
            m.reference,
            m.title,
            m.workflow_version,
            m.state,
            p.meeting_id,
            p.draft["kind"].as_string().label("kind"),
        )
        .join(tables.paper, p.id == m.id)
        .where(m.organisation_id == work.organisation_id, m.workflow == workflow)
        .order_by(m.reference)
    )
    return [Kept(**row._mapping) for row in work.session.execute(query)]


def last_rounds(work: Work, workflow: str) -> dict[str, Round]:
    """The last formative consultation opened on each paper of a workflow."""
    c, m = tables.consultation.c, tables.matter.c
    query = (
        sa.select(c.matter_id, c.opened_at, c.closes_at, c.window_working_days)
        .join(tables.matter, m.id == c.matter_id)
        .where(
            c.organisation_id == work.organisation_id,
            m.workflow == workflow,
            c.kind == "formative",
            c.opened_at.is_not(None),
        )
        .order_by(c.opened_at)
    )
    return {row.matter_id: Round(**row._mapping) for row in work.session.execute(query)}


def moves(work: Work, workflow: str) -> dict[str, list[Moved]]:
    """Every move of every paper of a workflow, in their order."""
    e, m = records.event.c, tables.matter.c
    query = (
        sa.select(e.matter_id, e.action, e.from_state, e.to_state, e.at)
        .join(tables.matter, sa.and_(m.id == e.matter_id, m.organisation_id == e.organisation_id))
        .where(
            e.organisation_id == work.organisation_id,
            m.workflow == workflow,
            e.action.is_not(None),
        )
        .order_by(e.seq)
    )
    found: dict[str, list[Moved]] = {}
    for row in work.session.execute(query):
        found.setdefault(row.matter_id, []).append(Moved(**row._mapping))
    return found
