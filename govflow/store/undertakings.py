"""Finds promises made to networks: of a paper, of a network, of an owner, and those to check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from govflow.domain.errors import NotFound
from govflow.domain.undertakings import NOT_DUE, TO_CHECK, Undertaking
from govflow.store import tables
from govflow.store.ledger_tables import undertaking
from govflow.store.work import Work


@dataclass(frozen=True)
class Wanted:
    """Whose promises are wanted: of these networks, or of this owner, author or lead; else all.

    `standing` is a key of STANDINGS, judged on `today`.
    """

    today: date
    networks: frozenset[str] | None = None
    person_id: str = ""
    standing: str = ""


def one(work: Work, undertaking_id: str) -> Undertaking:
    """The promise, or NotFound."""
    query = sa.select(Undertaking).where(undertaking.c.id == undertaking_id)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("There is no such promise.")
    return found


def of_matters(
    work: Work, matter_ids: Iterable[str], networks: frozenset[str] | None = None
) -> list[Undertaking]:
    """Everything promised about these papers, the first to check first."""
    u = undertaking.c
    query = sa.select(Undertaking).where(u.matter_id.in_(sorted(set(matter_ids))))
    if networks is not None:
        query = query.where(u.network_id.in_(sorted(networks)))
    return list(work.session.scalars(query.order_by(u.check_back_on, u.made_at, u.id)))


def due(work: Work, today: date, networks: Iterable[str] | None = None) -> list[Undertaking]:
    """Unchecked promises whose day has come, the longest waiting first."""
    u = undertaking.c
    query = sa.select(Undertaking).where(
        u.organisation_id == work.organisation_id, u.verdict.is_(None), u.check_back_on <= today
    )
    if networks is not None:
        query = query.where(u.network_id.in_(list(networks)))
    return list(work.session.scalars(query.order_by(u.check_back_on, u.made_at, u.id)))


def page(work: Work, wanted: Wanted, *, limit: int, offset: int) -> list[Undertaking]:
    """The promises wanted, the first to check first."""
    u = undertaking.c
    query = (
        sa.select(Undertaking)
        .where(*_conditions(work, wanted))
        .order_by(u.check_back_on, u.made_at, u.id)
    )
    return list(work.session.scalars(query.limit(limit).offset(offset)))


def count(work: Work, wanted: Wanted) -> int:
    """How many promises are wanted."""
    query = sa.select(sa.func.count()).select_from(undertaking).where(*_conditions(work, wanted))
    return work.session.scalar(query) or 0


def _conditions(work: Work, wanted: Wanted) -> list[Any]:
    u = undertaking.c
    found: list[Any] = [u.organisation_id == work.organisation_id]
    if wanted.networks is not None or wanted.person_id:
        mine: list[Any] = [u.network_id.in_(sorted(wanted.networks or ()))]
        if wanted.person_id:
            mine += [u.owner_id == wanted.person_id, u.matter_id.in_(_papers(wanted.person_id))]
        found.append(sa.or_(*mine))
    if wanted.standing:
        found.append(_stands(wanted))
    return found


def _stands(wanted: Wanted) -> Any:
    u = undertaking.c
    if wanted.standing == TO_CHECK:
        return sa.and_(u.verdict.is_(None), u.check_back_on <= wanted.today)
    if wanted.standing == NOT_DUE:
        return sa.and_(u.verdict.is_(None), u.check_back_on > wanted.today)
    return u.verdict == wanted.standing


def _papers(person_id: str) -> Any:
    p = tables.paper.c
    return sa.select(p.id).where(sa.or_(p.author_id == person_id, p.executive_lead_id == person_id))


def titles(work: Work, matter_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Reference and title of each of these papers."""
    m = tables.matter.c
    query = sa.select(m.id, m.reference, m.title).where(
        m.organisation_id == work.organisation_id, m.id.in_(sorted(set(matter_ids)))
    )
    return {row.id: (row.reference, row.title) for row in work.session.execute(query)}
