"""The influence ledger: every comment from raising to outcome, the network's mark, and promises."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import OUTCOMES
from govflow.domain.deadline import local_day
from govflow.domain.errors import WrongRole
from govflow.domain.ledger import WAITING, Change
from govflow.domain.people import Role
from govflow.domain.undertakings import Undertaking
from govflow.services import papers
from govflow.services.ledger_changes import changes
from govflow.services.office import Desk
from govflow.store import ledger as stored
from govflow.store import people, undertakings
from govflow.store.consulted import own_networks
from govflow.store.ledger import MARKED, Row, Wanted

__all__ = ["Wanted"]  # what the page asks with

WIDE = (Role.SECRETARY, Role.BOARD_CHAIR, Role.AUDITOR)
READERS = (*WIDE, Role.NETWORK_CHAIR)
OF_A_PAPER = (*WIDE, Role.AUTHOR, Role.EXECUTIVE_LEAD)
FATES: dict[str, str] = {**OUTCOMES, WAITING: "Waiting for a reply"}
MARKS: dict[str, str] = {
    "yes": "Answers our point",
    "no": "Does not answer our point",
    "none": "Not marked yet",
}


@dataclass(frozen=True)
class Line:
    """One comment with what became of it."""

    row: Row
    change: Change | None
    promises: list[Undertaking]
    state: str

    @property
    def fate(self) -> str:
        """A key of FATES."""
        return self.row.outcome or WAITING

    @property
    def mark(self) -> str:
        """A key of MARKS, or nothing while there is no reply to mark."""
        if self.row.outcome is None:
            return ""
        return next(key for key, value in MARKED.items() if value is self.row.answers_point)


@dataclass(frozen=True)
class Page:
    """A page of the ledger: `further` are promises that came with the feedback on its papers."""

    lines: list[Line]
    further: dict[tuple[str, str], list[Undertaking]]
    total: int
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class Choices:
    """What the ledger can be narrowed by; `own` names the reader's networks if only these show."""

    networks: list[tuple[str, str]]
    papers: list[tuple[str, str]]
    years: list[int]
    own: tuple[str, ...] | None


def scope(desk: Desk) -> frozenset[str] | None:
    """The networks whose rows this reader may see, None for all; raises WrongRole."""
    if desk.actor.holds(*WIDE):
        return None
    if not desk.actor.holds(Role.NETWORK_CHAIR):
        raise WrongRole("Your roles do not include the influence ledger.")
    return own_networks(desk.work, desk.actor.id, desk.today)


def choices(desk: Desk) -> Choices:
    """What this reader can narrow the ledger by; raises WrongRole."""
    own = scope(desk)
    known = [
        (n.id, n.name)
        for n in people.networks(desk.work, invited_too=True)
        if own is None or n.id in own
    ]
    first, last = stored.span(desk.work, own)
    years = [local_day(at, desk.organisation.zone).year for at in (last, first) if at]
    return Choices(
        networks=known,
        papers=stored.papers(desk.work, own),
        years=list(range(years[0], years[-1] - 1, -1)) if years else [],
        own=None if own is None else tuple(name for _, name in known),
    )


def in_year(desk: Desk, wanted: Wanted, year: int | None) -> Wanted:
    """The same wish within one calendar year of the organisation, or any."""
    if year is None:
        return wanted
    zone = ZoneInfo(desk.organisation.zone)
    first, last = (datetime(y, 1, 1, tzinfo=zone).astimezone(UTC) for y in (year, year + 1))
    return replace(wanted, from_at=first, until_at=last)


def page(desk: Desk, wanted: Wanted, *, limit: int, offset: int) -> Page:
    """One page of all that this reader may see; raises WrongRole."""
    return _page(desk, replace(wanted, own=scope(desk)), limit=limit, offset=offset)


def of_paper(
    desk: Desk, matter_id: str, wanted: Wanted, *, limit: int, offset: int
) -> tuple[PaperCase, Page]:
    """The paper and one page of its comments; raises NotFound and WrongRole."""
    case = readable(desk, matter_id)
    chosen = replace(wanted, matter_id=matter_id)
    return case, _page(desk, chosen, limit=limit, offset=offset)


def readable(desk: Desk, matter_id: str) -> PaperCase:
    """The paper, for its author and lead and those who read every ledger; raises Refused."""
    case = papers.readable(desk, matter_id)
    of_it = desk.actor.id in {case.paper.author_id, case.paper.executive_lead_id}
    if not (of_it or desk.actor.holds(*WIDE)):
        raise WrongRole("A paper's ledger is read by its author and lead, secretary and board.")
    return case


def _page(desk: Desk, wanted: Wanted, *, limit: int, offset: int) -> Page:
    found = stored.rows(desk.work, wanted, limit=limit, offset=offset)
    counted = stored.counts(desk.work, wanted)
    made = undertakings.of_matters(desk.work, {row.matter_id for row in found})
    further: dict[tuple[str, str], list[Undertaking]] = defaultdict(list)
    for each in made:
        if each.comment_id is None:
            further[each.matter_id, each.network_id].append(each)
    total = sum(number for _, _, number in counted)
    return Page(lines(desk, found, made), dict(further), total, _counts(counted))


def lines(desk: Desk, rows: list[Row], made: Iterable[Undertaking]) -> list[Line]:
    """The rows with what the versions show and with the promises made in their replies."""
    shown = changes(desk, rows)
    promised: dict[str, list[Undertaking]] = defaultdict(list)
    for each in made:
        if each.comment_id:
            promised[each.comment_id].append(each)
    return [
        Line(row, shown.get(row.comment_id), promised.get(row.comment_id, []), _state(desk, row))
        for row in rows
    ]


def _state(desk: Desk, row: Row) -> str:
    return desk.workflow(row.workflow, row.workflow_version).states[row.state].title


def _counts(rows: Iterable[tuple[str | None, bool | None, int]]) -> list[tuple[str, int]]:
    """Plain counts, never a percentage: consulted is not agreed."""
    found: Counter[str] = Counter()
    for outcome, answers, number in rows:
        found["Comments"] += number
        found[FATES[outcome or WAITING]] += number
        if answers is not None:
            found[MARKS["yes" if answers else "no"]] += number
    order = ("Comments", *FATES.values(), MARKS["yes"], MARKS["no"])
    return [(name, found[name]) for name in order if found[name]]
