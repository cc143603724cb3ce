"""Finds every paper with every network in its scope, as the consultation's own rule result says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain import explained
from govflow.store import tables
from govflow.store.work import Work

Place = tuple[str, str]
"""A workflow and one of its states."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows are wanted; empty wants all. Instants are UTC, `until_at` is not included.

    `ends` are the states in which a paper has ended; `own` limits the rows to these networks, and
    to what has been sent, waived or decided: a plan is the secretary's own until then.
    """

    ends: Sequence[Place] = ()
    own: frozenset[str] | None = None
    matter_id: str = ""
    network_id: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None
    outcome: str = ""
    meeting_id: str = ""
    workflow: str = ""
    text: str = ""
    unexplained: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One paper and one network in its scope; without a round or a network those are None."""

    matter_id: str
    reference: str
    title: str
    workflow: str
    workflow_version: int
    state: str
    decided: bool
    urgency_reason: str
    meeting_name: str | None
    held_at: datetime | None
    round_id: str | None
    round_kind: str | None
    rule_version: str | None
    chosen_at: datetime | None
    opened_at: datetime | None
    network_id: str | None
    network_name: str | None
    proposed: bool | None
    why: str | None
    asked: bool | None
    reason: str | None
    invited_at: datetime | None
    closes_at: datetime | None
    position: str | None
    late: bool
    outcome: str


PRIVATE = "A private paper"
COLUMNS = tuple(f.name for f in fields(Row))


def rows(work: Work, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> list[Row]:
    """The rows wanted, the newest paper first, its rounds in their order, networks by name."""
    all_ = _all(work, wanted)
    query = (
        sa.select(*(all_.c[name] for name in COLUMNS))
        .where(*_conditions(all_.c, wanted))
        .order_by(
            all_.c.reference.desc(),
            all_.c.matter_id,
            all_.c.chosen_at,
            all_.c.round_id,
            all_.c.network_name,
            all_.c.network_id,
        )
        .offset(offset)
    )
    query = query if limit is None else query.limit(limit)
    return [Row(**row) for row in work.session.execute(query).mappings()]


def count(work: Work, wanted: Wanted) -> int:
    """How many rows are wanted."""
    all_ = _all(work, wanted)
    query = sa.select(sa.func.count()).select_from(all_).where(*_conditions(all_.c, wanted))
    return work.session.scalar(query) or 0


def _all(work: Work, wanted: Wanted) -> sa.Subquery:
    """Every paper x round x network proposed or asked, with what became of it as at now."""
    m, p, g = tables.matter.c, tables.paper.c, tables.meeting.c
    r, n, q = tables.consultation.c, tables.network_choice.c, tables.request.c
    return (
        sa.select(
            m.id.label("matter_id"),
            m.reference,
            _title(wanted.own).label("title"),
            *(m.workflow, m.workflow_version, m.state, m.decided),
            p.urgency_reason,
            p.meeting_id,
            g.committee_name.label("meeting_name"),
            g.held_at,
            r.id.label("round_id"),
            r.kind.label("round_kind"),
            r.rule_version,
            r.planned_at.label("chosen_at"),
            sa.func.coalesce(r.planned_at, m.created_at).label("since_at"),
            r.opened_at,
            *(n.network_id, n.network_name, n.proposed, n.why, n.asked, n.reason),
            *(q.invited_at, q.closes_at, q.position),
            _late().label("late"),
            _outcome(work, wanted.ends).label("outcome"),
        )
        .select_from(_joined())
        .where(m.organisation_id == work.organisation_id, m.kind == "paper")
        .where(*_open_to(wanted.own))
        .subquery("register")
    )


def _joined() -> Any:
    m, p, g = tables.matter.c, tables.paper.c, tables.meeting.c
    r, n, q = tables.consultation.c, tables.network_choice.c, tables.request.c
    in_scope = sa.or_(n.proposed, n.asked)
    return (
        tables.matter.join(tables.paper, p.id == m.id)
        .outerjoin(tables.meeting, g.id == p.meeting_id)
        .outerjoin(tables.consultation, r.matter_id == m.id)
        .outerjoin(tables.network_choice, sa.and_(n.consultation_id == r.id, in_scope))
        .outerjoin(
            tables.request,
            sa.and_(q.consultation_id == r.id, q.network_id == n.network_id),
        )
    )


def _open_to(own: frozenset[str] | None) -> list[Any]:
    if own is None:
        return []
    m, r, n = tables.matter.c, tables.consultation.c, tables.network_choice.c
    public = sa.or_(r.opened_at.is_not(None), _waived_whole(), m.decided)
    return [n.network_id.in_(sorted(own)), public]


def _title(own: frozenset[str] | None) -> Any:
    """A network that was not asked about a private paper does not learn what it is called."""
    m, p, q = tables.matter.c, tables.paper.c, tables.request.c
    if own is None:
        return m.title
    private = p.draft["part"].as_string() == "private"
    return sa.case((sa.and_(private, q.id.is_(None)), PRIVATE), else_=m.title)


def _waived_whole() -> Any:
    w, m = tables.waiver.c, tables.matter.c
    return sa.exists().where(w.matter_id == m.id, w.network_id.is_(None))


def _late() -> Any:
    """A comment or the position itself came after the network's window."""
    c, q = tables.comment.c, tables.request.c
    comment = sa.exists().where(c.request_id == q.id, c.late)
    return sa.or_(comment, sa.func.coalesce(q.positioned_at >= q.closes_at, sa.false()))


def _outcome(work: Work, ends: Sequence[Place]) -> Any:
    """The same as Request.status where there is a request; a test holds the two together."""
    m, r = tables.matter.c, tables.consultation.c
    n, q, c = tables.network_choice.c, tables.request.c, tables.comment.c
    ended = sa.and_(sa.not_(m.decided), sa.tuple_(m.workflow, m.state).in_(list(ends)))
    return sa.case(
        (sa.and_(r.id.is_(None), ended), explained.ENDED),
        (r.id.is_(None), explained.NOT_CHOSEN),
        (n.id.is_(None), explained.NOBODY_IN_SCOPE),
        (sa.not_(n.asked), explained.LEFT_OUT),
        (sa.and_(q.id.is_(None), _waived_whole()), "waived"),
        (sa.and_(q.id.is_(None), ended), explained.ENDED),
        (q.id.is_(None), "planned"),
        (q.withdrawn_at.is_not(None), "withdrawn"),
        (q.position.in_(explained.OWN_STATES), q.position),
        (q.position.is_not(None), "answered"),
        (q.waived_at.is_not(None), "waived"),
        (q.delivery != "sent", q.delivery),
        (_spoke(q, c), "commented"),
        (q.closes_at <= work.now, "no_reply"),
        (q.acknowledged_at.is_not(None), "acknowledged"),
        else_="invited",
    )


def _spoke(q: Any, c: Any) -> Any:
    """It commented, or signed a joint response."""
    return sa.or_(sa.exists().where(c.request_id == q.id), q.co_signed_at.is_not(None))


def _conditions(c: Any, wanted: Wanted) -> list[Any]:
    given: list[tuple[object, Callable[[], Any]]] = [
        (wanted.matter_id, lambda: c.matter_id == wanted.matter_id),
        (wanted.network_id, lambda: c.network_id == wanted.network_id),
        (wanted.from_at, lambda: c.since_at >= wanted.from_at),
        (wanted.until_at, lambda: c.since_at < wanted.until_at),
        (wanted.outcome, lambda: c.outcome == wanted.outcome),
        (wanted.meeting_id, lambda: c.meeting_id == wanted.meeting_id),
        (wanted.workflow, lambda: c.workflow == wanted.workflow),
        (wanted.unexplained, lambda: _unexplained(c)),
    ]
    said = [
        sa.or_(
            c.title.icontains(word, autoescape=True), c.reference.icontains(word, autoescape=True)
        )
        for word in wanted.text.split()
    ]
    return [*(condition() for wish, condition in given if wish), *said]


def _unexplained(c: Any) -> Any:
    at_once = set(explained.NEITHER) - set(explained.ONLY_ONCE_DECIDED)
    return sa.or_(
        c.outcome.in_(sorted(at_once)),
        sa.and_(c.outcome.in_(explained.ONLY_ONCE_DECIDED), c.decided),
    )


def own_networks(work: Work, person_id: str, day: date) -> frozenset[str]:
    """The networks for which this person may speak on that day."""
    o = tables.officer.c
    query = sa.select(o.network_id).where(
        o.organisation_id == work.organisation_id,
        o.person_id == person_id,
        o.starts_on <= day,
        sa.or_(o.ends_on.is_(None), o.ends_on >= day),
    )
    return frozenset(work.session.scalars(query))
