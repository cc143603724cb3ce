"""Finds committees, meetings and policy values."""

from datetime import datetime

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.domain.meeting import Committee, Meeting
from govflow.domain.paper import Paper
from govflow.domain.policy import PolicyValue
from govflow.store import tables
from govflow.store.work import Work


def committees(work: Work) -> list[Committee]:
    """The board first, then its committees by name."""
    table = tables.committee.c
    return list(
        work.session.scalars(sa.select(Committee).order_by(table.is_board.desc(), table.name))
    )


def committee(work: Work, committee_id: str) -> Committee:
    """The committee, or NotFound."""
    found = work.session.scalars(
        sa.select(Committee).where(tables.committee.c.id == committee_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such committee.")
    return found


def meeting(work: Work, meeting_id: str) -> Meeting:
    """The meeting, or NotFound."""
    found = work.session.scalars(
        sa.select(Meeting).where(tables.meeting.c.id == meeting_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such meeting.")
    return found


def meetings(work: Work, *, after: datetime | None = None) -> list[Meeting]:
    """Meetings in order of date, all or those still to come."""
    table = tables.meeting.c
    query = sa.select(Meeting).order_by(table.held_at)
    return list(
        work.session.scalars(query if after is None else query.where(table.held_at > after))
    )


def papers_going_to(work: Work, meeting_id: str) -> list[Paper]:
    """The papers meant for a meeting that nobody has decided on yet, by reference."""
    query = (
        sa.select(Paper)
        .where(tables.paper.c.meeting_id == meeting_id, tables.matter.c.decided.is_(False))
        .order_by(tables.matter.c.reference)
    )
    return list(work.session.scalars(query))


def policy_values(work: Work) -> list[PolicyValue]:
    """Every policy value ever set, by name and date."""
    table = tables.policy_value.c
    return list(work.session.scalars(sa.select(PolicyValue).order_by(table.name, table.starts_on)))
