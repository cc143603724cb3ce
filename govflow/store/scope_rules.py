"""Keeps each version of an organisation's scope rules for ever, and the one draft of the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.store import tables
from govflow.store.asking_tables import scope_rules_draft, scope_rules_version
from govflow.store.work import Work

Plain = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A saved version; `saved_at` is a UTC instant."""

    id: str
    organisation_id: str
    number: int
    rules: tuple[Plain, ...]
    sha256: str
    reason: str
    saved_at: datetime
    saved_by_id: str
    saved_by_name: str


@dataclass(frozen=True)
class Draft:
    """The next version while it is being written; `revision` counts its changes."""

    organisation_id: str
    rules: tuple[Plain, ...]
    based_on: int
    revision: int
    changed_at: datetime
    changed_by_name: str


def newest(work: Work) -> Kept | None:
    """The version in force, or None while the shipped one is."""
    return next(iter(versions(work, most=1)), None)


def versions(work: Work, most: int | None = None) -> list[Kept]:
    """Every saved version, newest first."""
    v = scope_rules_version.c
    query = (
        sa.select(scope_rules_version)
        .where(v.organisation_id == work.organisation_id)
        .order_by(v.number.desc())
        .limit(most)
    )
    return [Kept(**row._mapping) for row in work.session.execute(query)]


def keep(work: Work, kept: Kept) -> None:
    """Save a version; the database refuses a number that is taken, and any later change."""
    row = {name: getattr(kept, name) for name in kept.__dataclass_fields__}
    work.session.execute(scope_rules_version.insert().values(**row))


def draft(work: Work) -> Draft | None:
    """The draft, if somebody has begun one."""
    own = scope_rules_draft.c.organisation_id == work.organisation_id
    row = work.session.execute(sa.select(scope_rules_draft).where(own)).one_or_none()
    return Draft(**row._mapping) if row else None


def keep_draft(work: Work, draft: Draft) -> None:
    """Put this draft in the place of the one before."""
    drop_draft(work)
    row = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    work.session.execute(scope_rules_draft.insert().values(**row))


def drop_draft(work: Work) -> None:
    """Forget the draft."""
    own = scope_rules_draft.c.organisation_id == work.organisation_id
    work.session.execute(scope_rules_draft.delete().where(own))


@dataclass(frozen=True)
class PastPaper:
    """What the rules look at in a paper that has left its author's hands."""

    id: str
    reference: str
    title: str
    topics: tuple[str, ...]
    kind: str
    money: int | None
    staff: int | None


def past_papers(work: Work, drafts: Iterable[str]) -> list[PastPaper]:
    """Every paper that is no mere draft, newest first; one statement."""
    m, p = tables.matter.c, tables.paper.c
    said = sa.type_coerce(p.draft, sa.JSON)  # its own type would read a part as a document
    query = (
        sa.select(
            m.id,
            m.reference,
            m.title,
            said["topics"].label("topics"),
            said["kind"].as_string().label("kind"),
            said["money_pounds"].as_integer().label("money"),
            said["staff_affected"].as_integer().label("staff"),
        )
        .join(tables.paper, p.id == m.id)
        .where(m.organisation_id == work.organisation_id, m.state.not_in(list(drafts)))
        .order_by(m.created_at.desc(), m.reference.desc())
    )
    return [_past(row) for row in work.session.execute(query)]


def _past(row: Any) -> PastPaper:
    values = {**row._mapping, "topics": tuple(row.topics or ()), "kind": row.kind or ""}
    return PastPaper(**values)


def uses(work: Work) -> dict[str, int]:
    """How many consultations record each rule version."""
    c = tables.consultation.c
    query = (
        sa.select(c.rule_version, sa.func.count())
        .where(c.organisation_id == work.organisation_id)
        .group_by(c.rule_version)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}
