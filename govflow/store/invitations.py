"""Keeps invitations across organisations: read by both sides, given by the side that asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.domain.invitations import Invitation
from govflow.domain.network import StaffNetwork
from govflow.store import outbox, tables
from govflow.store.guest_tables import partner_invitation
from govflow.store.work import Work

GRANT = partner_invitation.c


@dataclass(frozen=True)
class Stands:
    """Where a request stands with the organisation that asked."""

    closes_at: datetime
    acknowledged_at: datetime | None
    position: str | None
    withdrawn_at: datetime | None
    waived_at: datetime | None
    workflow: str
    workflow_version: int
    state: str


def _found(work: Work, *conditions: sa.ColumnElement[bool]) -> list[Invitation]:
    query = sa.select(*GRANT).where(*conditions).order_by(GRANT.invited_at.desc(), GRANT.id)
    return [Invitation(**row._mapping) for row in work.session.execute(query)]


def of_matter(work: Work, request_ids: Sequence[str]) -> list[Invitation]:
    """This organisation's own invitations among these requests."""
    own = GRANT.organisation_id == work.organisation_id
    return _found(work, own, GRANT.id.in_(list(request_ids)))


def to_networks(work: Work, network_ids: Sequence[str]) -> list[Invitation]:
    """Every invitation of these networks of this organisation, the newest first."""
    own = GRANT.partner_id == work.organisation_id
    return _found(work, own, GRANT.partner_network_id.in_(list(network_ids)))


def under(work: Work, partnership_id: str) -> list[Invitation]:
    """Invitations under an agreement, in either direction, that nobody has withdrawn."""
    sides = sa.or_(
        GRANT.organisation_id == work.organisation_id, GRANT.partner_id == work.organisation_id
    )
    return _found(work, sides, GRANT.partnership_id == partnership_id, GRANT.withdrawn_at.is_(None))


def invitation(work: Work, invitation_id: str) -> Invitation:
    """One that this organisation gave or was given; raises NotFound."""
    sides = sa.or_(
        GRANT.organisation_id == work.organisation_id, GRANT.partner_id == work.organisation_id
    )
    found = _found(work, sides, GRANT.id == invitation_id)
    if not found:
        raise NotFound("There is no such invitation.")
    return found[0]


def add(work: Work, made: Invitation) -> None:
    """A new invitation; its request is already there."""
    work.session.flush()
    work.session.execute(partner_invitation.insert().values(**vars(made)))


def withdraw(work: Work, invitation_id: str, reason: str) -> None:
    """Close the grant; from either side."""
    work.session.execute(
        partner_invitation.update()
        .where(GRANT.id == invitation_id)
        .values(withdrawn_at=work.now, withdrawn_reason=reason)
    )


def withdraw_request(work: Work, request_id: str) -> bool:
    """Withdraw the request of this organisation, unless it is answered or settled already."""
    r = tables.request.c
    mine = [r.id == request_id, r.organisation_id == work.organisation_id]
    still = [r.position.is_(None), r.waived_at.is_(None), r.withdrawn_at.is_(None)]
    changed: Any = work.session.execute(
        tables.request.update().where(*mine, *still).values(withdrawn_at=work.now)
    )
    return bool(changed.rowcount)


def _asked_anew(r: Any, now: datetime) -> sa.ColumnElement[bool]:
    """Its position is about an earlier pack, and the clock of the new one runs."""
    return sa.and_(r.renewed_at.is_not(None), r.closes_at > now)


def stands(work: Work, request_ids: Sequence[str]) -> dict[str, Stands]:
    """Where these requests stand, wherever they are; for a guest's work, and for no other."""
    r, m = tables.request.c, tables.matter.c
    query = sa.select(
        r.id,
        r.closes_at,
        r.acknowledged_at,
        sa.case((_asked_anew(r, work.now), None), else_=r.position),
        r.withdrawn_at,
        r.waived_at,
        m.workflow,
        m.workflow_version,
        m.state,
    ).where(r.id.in_(list(request_ids)), m.id == r.matter_id)
    return {row[0]: Stands(*row[1:]) for row in work.session.execute(query)}


def stand_in(work: Work, partner_id: str, network_id: str) -> StaffNetwork | None:
    """The network that stands here for a partner's, if it was ever invited."""
    table = tables.staff_network.c
    query = sa.select(StaffNetwork).where(
        table.partner_id == partner_id, table.partner_network_id == network_id
    )
    return work.session.scalars(query).one_or_none()


def tell_partner(
    work: Work, network: StaffNetwork, day: date, *, key: str, kind: str, sentence: str, path: str
) -> None:
    """Tell the officers of an invited network, in their own organisation's outbox.

    Who they are never leaves this function. The path becomes that of their invitation.
    """
    o = tables.officer.c
    with work.turned(str(network.partner_id)) as theirs:
        query = sa.select(o.person_id).where(
            o.organisation_id == network.partner_id,
            o.network_id == network.partner_network_id,
            o.starts_on <= day,
            sa.or_(o.ends_on.is_(None), o.ends_on >= day),
        )
        for person_id in sorted(set(theirs.session.scalars(query))):
            outbox.notify(
                theirs,
                person_id=person_id,
                key=key,
                kind=kind,
                sentence=sentence,
                path=path.replace("/requests/", "/invitations/"),
            )


def matter_of(work: Work, request_id: str) -> str:
    """The matter a request of this organisation is about; raises NotFound."""
    r = tables.request.c
    query = sa.select(r.matter_id).where(
        r.id == request_id, r.organisation_id == work.organisation_id
    )
    found = work.session.scalar(query)
    if found is None:
        raise NotFound("There is no such request.")
    return str(found)
