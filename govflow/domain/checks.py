"""Decides what people must be told at an instant: pure decisions over facts already gathered.

Nothing here makes a status true: every page derives its own. These are only the words that the
scheduled checks put before people, each with a key so that it is said once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from govflow.domain.calendar import (
    OutsideCalendar,
    WorkingDays,
    months_after,
    said,
    working_days_between,
)
from govflow.domain.deadline import Deadline, local_day
from govflow.domain.network import Officer, StaffNetwork
from govflow.domain.people import Role, listed
from govflow.domain.policy import LONGEST_REMINDER, Policy
from govflow.domain.review import DEADLINE_ON, DEADLINE_RAW, Review

# The longest reminder, in working days, never spans more than this, not even over Christmas.
REMIND_HORIZON = timedelta(days=2 * LONGEST_REMINDER + 8)
LADDER_DAYS = (90, 60, 30, 14, 7, 1)
TERM_ENDING_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Standpoint:
    """Where the check stands: the instant (UTC), the organisation's zone, calendar and policy."""

    now: datetime
    zone: str
    calendar: WorkingDays
    policy: Policy

    @property
    def today(self) -> date:
        """The local date."""
        return local_day(self.now, self.zone)

    def deadline(self, at: datetime, origin: str) -> Deadline:
        """An instant as the one deadline object."""
        return Deadline(instant_at=at, zone=self.zone, origin=origin, calendar=self.calendar)

    def working_days_to(self, at: datetime) -> int:
        """Working days left, or plain days where the calendar has no data."""
        day = local_day(at, self.zone)
        try:
            return working_days_between(self.today, day, self.calendar)
        except OutsideCalendar:
            return (day - self.today).days


@dataclass(frozen=True, kw_only=True)
class OpenRequest:
    """A network that was asked and has given no position; `closes_at` is UTC."""

    id: str
    matter_id: str
    title: str
    network_id: str
    network_name: str
    closes_at: datetime
    commented: bool


@dataclass(frozen=True, kw_only=True)
class UnansweredPaper:
    """A paper past its paper deadline (UTC) with comments that have no reply."""

    matter_id: str
    title: str
    author_id: str
    committee_name: str
    paper_deadline_at: datetime
    unanswered: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something to tell, and whom: holders of the roles and the people named. Said once per key.

    Sentences name moments, never distances: a mail that goes out a day later is still true.
    """

    key: str
    kind: str
    sentence: str
    path: str
    matter_id: str | None = None
    roles: tuple[str, ...] = ()
    person_ids: tuple[str, ...] = ()


def due(
    requests: Iterable[OpenRequest], networks: Mapping[str, StaffNetwork], at: Standpoint
) -> Iterator[Finding]:
    """A reminder to each network that has not answered, shortly before its window ends."""
    for request in requests:
        if at.now >= request.closes_at:
            continue
        if at.working_days_to(request.closes_at) > at.policy.reminder_days:
            continue
        closes = at.deadline(request.closes_at, "consultation")
        network = networks.get(request.network_id)
        officers = network.officers_on(at.today) if network else []
        yield Finding(
            # An extension moves the end, and the new end deserves its own reminder.
            key=f"due:{request.id}:{closes.on}",
            kind="due",
            sentence=f"The {request.network_name} has not given its position on "
            f"“{request.title}” yet. Reply by {closes.when()}.",
            path=f"/requests/{request.id}",
            matter_id=request.matter_id,
            person_ids=tuple(o.person_id for o in officers),
        )


def overdue(requests: Iterable[OpenRequest], at: Standpoint) -> Iterator[Finding]:
    """For the secretary: windows that ended with no reply, one notice for each paper and end."""
    silent = [r for r in requests if at.now >= r.closes_at and not r.commented]
    silent.sort(key=lambda r: (r.matter_id, r.closes_at, r.network_name))
    for (matter_id, closes_at), group in groupby(silent, lambda r: (r.matter_id, r.closes_at)):
        asked = list(group)
        closes = at.deadline(closes_at, "consultation")
        names = listed(f"the {r.network_name}" for r in asked)
        yield Finding(
            key=f"overdue:{matter_id}:{closes.instant_at:%Y%m%dT%H%M}",
            kind="overdue",
            sentence=f"No reply came from {names} on “{asked[0].title}” by {closes.when()}.",
            path=f"/papers/{matter_id}",
            matter_id=matter_id,
            roles=(Role.SECRETARY,),
        )


def unanswered(papers: Iterable[UnansweredPaper], at: Standpoint) -> Iterator[Finding]:
    """For author and secretary: comments without a reply when the paper deadline has passed."""
    for paper in papers:
        deadline = at.deadline(paper.paper_deadline_at, "paper_deadline")
        if at.now < paper.paper_deadline_at:
            continue
        count = "1 comment has" if paper.unanswered == 1 else f"{paper.unanswered} comments have"
        yield Finding(
            key=f"unanswered:{paper.matter_id}:{deadline.on}",
            kind="unanswered",
            sentence=f"{count} no reply on “{paper.title}”, and the paper deadline of the "
            f"{paper.committee_name} was {deadline.when()}.",
            path=f"/papers/{paper.matter_id}",
            matter_id=paper.matter_id,
            roles=(Role.SECRETARY,),
            person_ids=(paper.author_id,),
        )


@dataclass(frozen=True, kw_only=True)
class WaitingMatter:
    """A procedure in a state with a deadline, and whom it waits for."""

    matter_id: str
    title: str
    state_title: str
    deadline: Deadline
    path: str
    roles: tuple[str, ...] = ()
    person_ids: tuple[str, ...] = ()


def turns(matters: Iterable[WaitingMatter], at: Standpoint) -> Iterator[Finding]:
    """For those a procedure waits for: shortly before its deadline, and once it has passed."""
    for each in matters:
        passed = at.now > each.deadline.instant_at
        if not passed and at.working_days_to(each.deadline.instant_at) > at.policy.reminder_days:
            continue
        says = "was due by" if passed else "is due by"
        yield Finding(
            key=f"turn:{each.matter_id}:{each.deadline.on}:{'late' if passed else 'soon'}",
            kind="turn",
            sentence=f"“{each.title}” waits for you ({each.state_title}): it {says} "
            f"{each.deadline.when()}.",
            path=each.path,
            matter_id=each.matter_id,
            roles=each.roles,
            person_ids=each.person_ids,
        )


def rung(due_on: date, today: date) -> str | None:
    """The step of the ladder a day stands on: days before, or weeks late; None when far ahead."""
    left = (due_on - today).days
    if left > LADDER_DAYS[0]:
        return None
    if left >= 0:
        return str(min(step for step in LADDER_DAYS if left <= step))
    return f"late-{(-left - 1) // 7 + 1}"


def governance_review(reviews: Sequence[Review], at: Standpoint) -> Iterator[Finding]:
    """The ladder before and after the review's deadline, or its re-review's once adopted."""
    adopted = [r for r in reviews if r.adopted_on]
    newest = next(reversed(adopted or reviews), None)
    deadline, ahead, passed = _review_deadline(newest, at)
    step = rung(deadline.on, at.today)
    if step is None:
        return
    says = passed if at.now > deadline.instant_at else ahead
    yield Finding(
        key=f"review:{deadline.on}:{step}",
        kind="review",
        sentence=f"The governance review {says} {deadline.when()}.",
        path="/reviews" if newest is None else f"/reviews/{newest.id}",
        matter_id=None if newest is None else newest.id,
        roles=(Role.SECRETARY,),
    )


def _review_deadline(review: Review | None, at: Standpoint) -> tuple[Deadline, str, str]:
    """The deadline that counts now, and what is said before it and after it."""
    if review is not None and review.adopted_on is not None:
        due_on = months_after(review.adopted_on, at.policy.re_review_months)
        again = Deadline.on_day(due_on, zone=at.zone, origin="re_review")
        return again, "is due for re-review by", "was due for re-review by"
    month = Deadline.in_month(DEADLINE_ON.year, DEADLINE_ON.month, zone=at.zone, raw=DEADLINE_RAW)
    return month, "is not adopted yet; it is due by", "is not adopted; it was due by"


def chairs(networks: Iterable[StaffNetwork], at: Standpoint) -> Iterator[Finding]:
    """For administrators and secretaries: posts of chair that are empty or soon will be."""
    for network in networks:
        if network.ended_on is not None and network.ended_on <= at.today:
            continue
        if network.chair_vacant(at.today):
            yield _vacant(network, at.today)
        else:
            yield from _ending(network, at.today)


def _vacant(network: StaffNetwork, today: date) -> Finding:
    ends = [o.ends_on for o in _chairing(network) if o.ends_on and o.ends_on < today]
    since = f" since {said(max(ends))}" if ends else ""
    speaks = (
        "only a deputy may speak for it"
        if network.chair_in_post(today)
        else "nobody may speak for it, so it cannot be consulted"
    )
    return Finding(
        key=f"vacant:{network.id}:{max(ends) if ends else 'never'}",
        kind="vacant",
        sentence=f"The {network.name} has had no chair{since}: {speaks}.",
        path="/admin",
        roles=(Role.ADMINISTRATOR, Role.SECRETARY),
    )


def _ending(network: StaffNetwork, today: date) -> Iterator[Finding]:
    """The last chair's term ends soon, and nobody is appointed to follow."""
    ends = [o.ends_on for o in _chairing(network) if o in network.officers_on(today)]
    last = max((day for day in ends if day), default=None)
    if last is None or None in ends or (last - today).days > TERM_ENDING_DAYS:
        return
    if network.chair_vacant(last + timedelta(days=1)):
        yield Finding(
            key=f"term:{network.id}:{last}",
            kind="term",
            sentence=f"The last term as chair of the {network.name} ends on "
            f"{said(last)}, and nobody is appointed to follow.",
            path="/admin",
            roles=(Role.ADMINISTRATOR, Role.SECRETARY),
        )


def _chairing(network: StaffNetwork) -> list[Officer]:
    return [o for o in network.officers if o.post in {"chair", "co_chair"}]
