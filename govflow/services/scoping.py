"""What the secretary weighs before the networks are asked: who, how loaded, how long, by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Request
from govflow.domain.deadline import Deadline, local_day, window_closes
from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.guards import GUARDS
from govflow.domain.meeting import Meeting
from govflow.domain.network import StaffNetwork
from govflow.domain.pauses import Extension, Question
from govflow.domain.people import Role
from govflow.domain.scope_rules import About
from govflow.services import planning
from govflow.services.load import NetworkLoad, loads
from govflow.services.matters import paper_case
from govflow.services.office import Desk
from govflow.services.planning import Plan
from govflow.services.scope import Proposed, proposals
from govflow.services.window_dates import WindowDates, window_dates
from govflow.store import matters
from govflow.store.board import open_requests


@dataclass(frozen=True)
class Candidate:
    """A network that may be asked, what the rule says of it and how much it already carries."""

    proposal: Proposed
    asked: bool
    reason: str
    open_requests: int
    protected_hours_per_month: int
    reading: NetworkLoad
    in_post: bool
    chair_vacant: bool

    @property
    def load(self) -> str:
        """The chair's load in a sentence."""
        n = self.open_requests
        waiting = (
            f"{n} request{'' if n == 1 else 's'} open with this network"
            if n
            else ("Nothing else is open with this network")
        )
        hours = self.protected_hours_per_month
        if not hours:
            return f"{waiting}; no protected hours are recorded for its chair."
        each = f", {hours / (n + 1):.1f} for each with this paper" if n else ""
        return f"{waiting}; its chair has {hours} protected hours a month{each}."

    @property
    def overloaded(self) -> bool:
        """Less than an hour for each request, or no protected time at all."""
        return self.protected_hours_per_month < self.open_requests + 1


@dataclass(frozen=True)
class MeetingFit:
    """A coming meeting, and whether a window sent now ends before its paper deadline."""

    meeting: Meeting
    papers_due: Deadline
    fits: bool


@dataclass(frozen=True)
class Scoping:
    """Everything the page shows while networks are chosen."""

    case: PaperCase
    topics: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    minimum_window: int
    window: int
    closes: Deadline
    meetings: tuple[MeetingFit, ...]
    dates: WindowDates
    rule_number: int


def scoping(desk: Desk, matter_id: str, window: int | None = None) -> Scoping:
    """The page for this paper; `window` in working days shows another window's calendar."""
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may choose the networks.")
    case = paper_case(desk, matter_id)
    least = case.minimum_window()
    planned = case.consultation
    days = window or (planned.window_working_days if planned else least)
    days = min(max(days, 1), planning.LONGEST_WINDOW)
    closes = window_closes(desk.now, days, case.calendar, case.zone)
    known = desk.office.rules.topics
    return Scoping(
        case=case,
        topics=tuple(known.get(t, t) for t in case.paper.draft.topics),
        candidates=tuple(_candidates(desk, case)),
        minimum_window=least,
        window=days,
        closes=case.by(closes, "consultation"),
        meetings=tuple(_fits(case, closes)),
        dates=window_dates(
            desk, list(case.networks.values()), desk.today, local_day(closes, case.zone)
        ),
        rule_number=desk.rules.version,
    )


def _candidates(desk: Desk, case: PaperCase) -> Iterable[Candidate]:
    planned = case.consultation
    chosen = {c.network_id: c for c in planned.choices} if planned and not planned.opened_at else {}
    carried = open_requests(desk.work)
    hours = {n.id: n.protected_hours_per_month for n in case.networks.values()}
    reading = loads(desk, case.paper.draft, hours)
    for proposal in proposals(desk, About.of(case.paper.draft)):
        network: StaffNetwork = case.networks[proposal.network_id]
        earlier = chosen.get(proposal.network_id)
        yield Candidate(
            proposal=proposal,
            asked=earlier.asked if earlier else proposal.proposed,
            reason=earlier.reason if earlier else "",
            open_requests=carried.get(network.id, 0),
            protected_hours_per_month=network.protected_hours_per_month,
            reading=reading[network.id],
            in_post=network.chair_in_post(desk.today),
            chair_vacant=network.chair_vacant(desk.today),
        )


def _fits(case: PaperCase, closes_at: datetime) -> Iterable[MeetingFit]:
    for meeting in case.coming_meetings:
        due = case.by(meeting.paper_deadline_at, "paper_deadline")
        yield MeetingFit(meeting, due, closes_at <= meeting.paper_deadline_at)


def choose(
    desk: Desk,
    matter_id: str,
    plan: Plan,
    *,
    keep_meeting: bool = False,
    seen_version: int | None = None,
) -> None:
    """Choose the networks; raises Invalid with the next meeting that can when this one cannot.

    `keep_meeting` keeps a meeting that is too early, for a paper whose consultation the board
    chair is asked to waive; sending it to the networks stays refused by the workflow itself.
    """
    planning.choose_networks(desk, matter_id, plan, seen_version=seen_version)
    fits = GUARDS["window_fits_meeting"].check
    too_late = fits(paper_case(desk, matter_id), {}, desk.now, {})
    if too_late and not keep_meeting:
        raise Invalid({"meeting_id": too_late})


@dataclass(frozen=True)
class Asking:
    """A network's question or request for more time, with the paper it is about."""

    case: PaperCase
    request: Request
    extension: Extension | None = None
    question: Question | None = None
    closes: Deadline | None = None
    later: Deadline | None = None
    past_paper_deadline: bool = False


def extension_asked(desk: Desk, matter_id: str, request_id: str, extension_id: str) -> Asking:
    """What granting more time would mean; raises NotFound."""
    case, request = request_of(desk, matter_id, request_id)
    found = next((e for e in request.extensions if e.id == extension_id), None)
    if found is None:
        raise NotFound("There is no such request for more time.")
    later = request.closes_at
    if not request.stopped:
        later = window_closes(later, found.working_days, case.calendar, case.zone)
    due = case.meeting.paper_deadline_at if case.meeting else None
    return Asking(
        case=case,
        request=request,
        extension=found,
        closes=case.by(request.closes_at, "consultation"),
        later=case.by(later, "consultation"),
        past_paper_deadline=due is not None and later > due and not request.stopped,
    )


def question_asked(desk: Desk, matter_id: str, request_id: str, question_id: str) -> Asking:
    """A network's question; raises NotFound."""
    case, request = request_of(desk, matter_id, request_id)
    found = next((q for q in request.questions if q.id == question_id), None)
    if found is None:
        raise NotFound("There is no such question.")
    return Asking(case=case, request=request, question=found)


def request_of(desk: Desk, matter_id: str, request_id: str) -> tuple[PaperCase, Request]:
    """A request of this very paper; raises NotFound."""
    request = matters.request(desk.work, request_id)
    if request.matter_id != matter_id:
        raise NotFound("This paper has no such request.")
    return paper_case(desk, matter_id), request
