"""Finds share links, what networks share, and every name that must not leave the house."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.domain.ledger import SharedComment
from govflow.domain.sharing import ShareLink
from govflow.store import tables
from govflow.store.ledger_tables import share_link, shared_comment, undertaking
from govflow.store.work import Work

# Where names of people are kept, with what each is called instead; the first that fits is used.
NAMED: tuple[tuple[sa.Column[Any], str], ...] = (
    (tables.paper.c.author_name, "the author"),
    (tables.paper.c.executive_lead_name, "the executive lead"),
    (tables.reply.c.replied_by_name, "the author"),
    (tables.decision.c.decided_by_name, "the board chair"),
    (tables.officer.c.person_name, "an officer of a network"),
    (tables.staff_network.c.sponsor_name, "an executive sponsor"),
    (undertaking.c.owner_name, "the owner of a promise"),
    (undertaking.c.made_by_name, "a colleague"),
    (tables.question.c.answered_by_name, "a colleague"),
    (tables.extension.c.answered_by_name, "a colleague"),
    (tables.waiver.c.approved_by_name, "a colleague"),
    (tables.procedure.c.opened_by_name, "a colleague"),
    (tables.person.c.name, "a colleague"),
)


def known_names(work: Work) -> list[tuple[str, str]]:
    """Every name of a person that the organisation keeps, with a role, in one statement."""
    parts = [
        sa.select(
            sa.literal(place).label("place"),
            column.label("name"),
            sa.literal(role).label("role"),
        ).where(column.table.c.organisation_id == work.organisation_id, column != "")
        for place, (column, role) in enumerate(NAMED)
    ]
    found = sa.union(*parts).subquery()
    query = sa.select(found.c.name, found.c.role).order_by(found.c.place, found.c.name)
    return [(row.name, row.role) for row in work.session.execute(query)]


def shared_of(work: Work, network_id: str) -> dict[str, SharedComment]:
    """What this network shares, by comment."""
    query = sa.select(SharedComment).where(shared_comment.c.network_id == network_id)
    return {found.comment_id: found for found in work.session.scalars(query)}


def take_back(work: Work, found: Iterable[SharedComment]) -> None:
    """These comments are no longer shared."""
    for each in found:
        work.session.delete(each)


def links(work: Work, *, network_id: str = "", matter_id: str = "") -> list[ShareLink]:
    """The links of a network's page or of a paper's, the newest first."""
    s = share_link.c
    subject = s.network_id == network_id if network_id else s.matter_id == matter_id
    query = sa.select(ShareLink).where(subject).order_by(s.made_at.desc(), s.id)
    return list(work.session.scalars(query))


def link(work: Work, link_id: str) -> ShareLink:
    """The link, or NotFound."""
    query = sa.select(ShareLink).where(share_link.c.id == link_id)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("There is no such link.")
    return found


def link_with(work: Work, token_hash: str) -> ShareLink | None:
    """The link with this secret, in any organisation; only for work opened everywhere."""
    query = sa.select(ShareLink).where(share_link.c.token_hash == token_hash)
    return work.session.scalars(query).one_or_none()
