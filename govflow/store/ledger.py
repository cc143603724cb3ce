"""Finds every comment with its reply and the paper it was on, in as few statements as pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.ledger import WAITING
from govflow.domain.paper import PaperVersion
from govflow.store import ledger_tables, tables
from govflow.store.work import Work

MARKED = {"yes": True, "no": False, "none": None}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which comments are wanted; empty wants all. Instants are UTC, `until_at` is not included.

    `own` limits the rows to these networks. `outcome` is an outcome or `waiting`; `mark` is yes,
    no or none. With `released`, only what the networks were told the end of; with `shared`, only
    what they let others read.
    """

    own: frozenset[str] | None = None
    network_id: str = ""
    matter_id: str = ""
    outcome: str = ""
    mark: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None
    released: bool = False
    shared: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One comment with its reply, if any, and its paper."""

    comment_id: str
    request_id: str
    matter_id: str
    reference: str
    title: str
    workflow: str
    workflow_version: int
    state: str
    author_id: str
    network_id: str
    network_name: str
    version_number: int
    anchor: str
    quote: str
    text: str
    made_at: datetime
    late: bool
    outcome: str | None
    reason: str | None
    changed_paragraph: str | None
    replied_at: datetime | None
    answers_point: bool | None
    marked_at: datetime | None
    decision: str | None
    decision_text: str | None
    minute: str | None
    decided_at: datetime | None
    ratified: bool | None
    feedback: str | None
    feedback_sent_at: datetime | None
    shared: bool
    private: bool


NAMES = tuple(f.name for f in fields(Row))


def rows(work: Work, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> list[Row]:
    """The comments wanted: the newest paper first, its networks by name, each in its order."""
    all_ = _all(work)
    query = (
        sa.select(*(all_.c[name] for name in NAMES))
        .where(*_conditions(all_.c, wanted))
        .order_by(
            all_.c.reference.desc(),
            all_.c.matter_id,
            all_.c.network_name,
            all_.c.network_id,
            all_.c.made_at,
            all_.c.comment_id,
        )
        .offset(offset)
        .limit(limit)
    )
    return [Row(**row) for row in work.session.execute(query).mappings()]


def counts(work: Work, wanted: Wanted) -> list[tuple[str | None, bool | None, int]]:
    """How many of the comments wanted met with each outcome and own mark; None is no reply."""
    all_ = _all(work)
    query = (
        sa.select(all_.c.outcome, all_.c.answers_point, sa.func.count())
        .where(*_conditions(all_.c, wanted))
        .group_by(all_.c.outcome, all_.c.answers_point)
    )
    return [(row[0], row[1], row[2]) for row in work.session.execute(query)]


def span(work: Work, own: frozenset[str] | None) -> tuple[datetime | None, datetime | None]:
    """When the first and the last comment was made."""
    all_ = _all(work)
    query = sa.select(sa.func.min(all_.c.made_at), sa.func.max(all_.c.made_at))
    first, last = work.session.execute(query.where(*_conditions(all_.c, Wanted(own=own)))).one()
    return first, last


def papers(work: Work, own: frozenset[str] | None) -> list[tuple[str, str]]:
    """The papers with comments, the newest first, for a list to choose from."""
    all_ = _all(work)
    query = (
        sa.select(all_.c.matter_id, all_.c.reference, all_.c.title)
        .distinct()
        .where(*_conditions(all_.c, Wanted(own=own)))
        .order_by(all_.c.reference.desc())
    )
    return [(row[0], f"{row[1]} {row[2]}") for row in work.session.execute(query)]


def versions(work: Work, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], PaperVersion]:
    """The versions by matter and number, and beside them the newest of each matter as number 0."""
    pairs = sorted(set(wanted))
    if not pairs:
        return {}
    v = tables.paper_version.c
    newest = (
        sa.select(v.matter_id, sa.func.max(v.number).label("number"))
        .where(v.matter_id.in_({matter_id for matter_id, _ in pairs}))
        .group_by(v.matter_id)
    )
    last = {row.matter_id: row.number for row in work.session.execute(newest)}
    named = sorted({*pairs, *last.items()})
    query = sa.select(PaperVersion).where(sa.tuple_(v.matter_id, v.number).in_(named))
    found = {(each.matter_id, each.number): each for each in work.session.scalars(query)}
    return found | {(m, 0): found[m, number] for m, number in last.items() if (m, number) in found}


def _all(work: Work) -> sa.Subquery:
    m, q, c = tables.matter.c, tables.request.c, tables.comment.c
    p, d, a = tables.reply.c, tables.decision.c, tables.paper.c
    s = ledger_tables.shared_comment.c
    return (
        sa.select(
            c.id.label("comment_id"),
            *(c.request_id, c.matter_id, c.version_number, c.anchor, c.quote, c.text),
            *(c.made_at, c.late, m.reference, m.title, m.workflow, m.workflow_version, m.state),
            *(m.decided, a.author_id, q.network_id, q.network_name),
            *(p.outcome, p.reason, p.changed_paragraph, p.replied_at),
            *(p.answers_point, p.marked_at),
            d.outcome.label("decision"),
            d.text.label("decision_text"),
            d.minute_reference.label("minute"),
            *(d.decided_at, d.ratified, d.feedback, d.feedback_sent_at),
            s.id.is_not(None).label("shared"),
            sa.func.coalesce(a.draft["part"].as_string() == "private", sa.false()).label("private"),
        )
        .select_from(_joined())
        .where(c.organisation_id == work.organisation_id)
        .subquery("ledger")
    )


def _joined() -> Any:
    m, q, c = tables.matter.c, tables.request.c, tables.comment.c
    own = ledger_tables.shared_comment
    return (
        tables.comment.join(tables.request, q.id == c.request_id)
        .join(tables.matter, m.id == c.matter_id)
        .join(tables.paper, tables.paper.c.id == c.matter_id)
        .outerjoin(tables.reply, tables.reply.c.comment_id == c.id)
        .outerjoin(tables.decision, tables.decision.c.matter_id == c.matter_id)
        .outerjoin(own, own.c.comment_id == c.id)
    )


def _conditions(c: Any, wanted: Wanted) -> list[Any]:
    given: list[tuple[object, Callable[[], Any]]] = [
        (wanted.own is not None, lambda: c.network_id.in_(sorted(wanted.own or ()))),
        (wanted.network_id, lambda: c.network_id == wanted.network_id),
        (wanted.matter_id, lambda: c.matter_id == wanted.matter_id),
        (wanted.outcome, lambda: _met(c, wanted.outcome)),
        (wanted.mark, lambda: _marked(c, MARKED[wanted.mark])),
        (wanted.from_at, lambda: c.made_at >= wanted.from_at),
        (wanted.until_at, lambda: c.made_at < wanted.until_at),
        (wanted.released, lambda: _released(c)),
        (wanted.shared, lambda: c.shared),
    ]
    return [condition() for wish, condition in given if wish]


def _met(c: Any, outcome: str) -> Any:
    return c.outcome.is_(None) if outcome == WAITING else c.outcome == outcome


def _marked(c: Any, mark: bool | None) -> Any:
    unmarked = sa.and_(c.outcome.is_not(None), c.answers_point.is_(None))
    return unmarked if mark is None else c.answers_point.is_(mark)


def _released(c: Any) -> Any:
    """Decided, answered, and not private: what networks were told the end of."""
    return sa.and_(c.decided, c.outcome.is_not(None), sa.not_(c.private))
