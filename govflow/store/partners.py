"""Keeps agreements between organisations; each side reads only those it is a side of."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.domain.partners import Partnership
from govflow.store import records
from govflow.store.records import partnership
from govflow.store.work import Work


def _own(work: Work) -> Any:
    p = partnership.c
    return sa.or_(p.organisation_id == work.organisation_id, p.partner_id == work.organisation_id)


def _partnership(row: Any) -> Partnership:
    return Partnership(
        id=row.id,
        organisation_id=row.organisation_id,
        partner_id=row.partner_id,
        proposed_at=row.proposed_at,
        agreed_at=row.agreed_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )


def partnerships(work: Work) -> list[Partnership]:
    """Every agreement this organisation is a side of, the oldest first."""
    order = (partnership.c.proposed_at, partnership.c.id)
    query = sa.select(partnership).where(_own(work)).order_by(*order)
    return [_partnership(row) for row in work.session.execute(query)]


def partnership_of(work: Work, partnership_id: str) -> Partnership:
    """One of this organisation's agreements; raises NotFound, also for other organisations'."""
    query = sa.select(partnership).where(_own(work), partnership.c.id == partnership_id)
    row = work.session.execute(query).one_or_none()
    if row is None:
        raise NotFound("There is no such agreement.")
    return _partnership(row)


def add(work: Work, partnership_id: str, partner_id: str) -> None:
    """A proposal of this organisation to another."""
    work.session.execute(
        partnership.insert().values(
            id=partnership_id,
            organisation_id=work.organisation_id,
            partner_id=partner_id,
            proposed_at=work.now,
        )
    )


def agree(work: Work, partnership_id: str, at: datetime) -> None:
    """The other side agreed."""
    _change(work, partnership_id, {"agreed_at": at})


def end(work: Work, partnership_id: str, reason: str) -> None:
    """This organisation declined or ended the agreement."""
    said = {"end_reason": reason, "ended_by_id": work.organisation_id}
    _change(work, partnership_id, {"ended_at": work.now, **said})


def _change(work: Work, partnership_id: str, values: dict[str, Any]) -> None:
    change = partnership.update().where(_own(work), partnership.c.id == partnership_id)
    work.session.execute(change.values(values))


def leaf_of(work: Work, seq: int) -> str:
    """The leaf hash of one of this organisation's own events."""
    e = records.event.c
    query = sa.select(e.leaf_hash).where(e.organisation_id == work.organisation_id, e.seq == seq)
    return str(work.session.execute(query).scalar_one())
