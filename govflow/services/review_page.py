"""Gathers what a page about the governance review shows, as at any date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govflow.domain.deadline import Deadline
from govflow.domain.errors import NotFound
from govflow.domain.network import StaffNetwork
from govflow.domain.review import CRITERIA, DEADLINE_ON, DEADLINE_RAW, Evidence, Judgement, Review
from govflow.engine import diagram
from govflow.engine.machine import Offer
from govflow.engine.workflow import Action
from govflow.services import audit, matters, reviews
from govflow.services.audit import Narrowing, Told
from govflow.services.office import Desk
from govflow.store import matters as stored

LONGEST_TIMELINE = 500


@dataclass(frozen=True)
class Piece:
    """One piece of evidence, with what it is worth on the date asked about."""

    evidence: Evidence
    counts: bool
    remark: str


@dataclass(frozen=True)
class Criterion:
    """One of govflow's criteria with its evidence, oldest first."""

    number: int
    title: str
    pieces: list[Piece]
    since_on: date | None


@dataclass(frozen=True)
class Verdict:
    """What one network said about the review, as a body."""

    network: str
    text: str
    at: datetime


@dataclass(frozen=True)
class ReviewLine:
    """A review in a list."""

    review: Review
    judgement: Judgement
    state_title: str


@dataclass(frozen=True)
class ReviewPage:
    """Everything that the page of one review shows."""

    review: Review
    judgement: Judgement
    criteria: list[Criterion]
    state_title: str
    state_help: str
    state_now: str
    deadline: Deadline | None
    offers: list[Offer]
    verdicts: list[Verdict]
    speaks_for: list[StaffNetwork]
    history: list[Told]
    drawing: str
    described: str


def commitment(zone: str) -> Deadline:
    """The date of the commitment, in the source's own words."""
    return Deadline.in_month(
        DEADLINE_ON.year, DEADLINE_ON.month, zone=zone, raw=DEADLINE_RAW, origin="NHS People Plan"
    )


def listed(desk: Desk) -> list[ReviewLine]:
    """Every review of the organisation, judged today."""
    return [
        ReviewLine(
            review,
            reviews.status(review, desk.today),
            matters.workflow_of(desk, review).states[review.state].title,
        )
        for review in stored.reviews(desk.work)
    ]


def page(desk: Desk, review_id: str, as_at: date) -> ReviewPage:
    """The review as at a date; raises NotFound."""
    review = stored.review(desk.work, review_id)
    case = matters.case_of(desk, review.id)
    workflow = matters.workflow_of(desk, review)
    state = workflow.states[review.state]
    until = _end_of(as_at, desk.organisation.zone)
    history, _ = audit.read_trail(
        desk, Narrowing(matter_id=review.id), newest_first=False, limit=LONGEST_TIMELINE
    )
    return ReviewPage(
        review=review,
        judgement=reviews.status(review, as_at),
        criteria=[_criterion(review, number, as_at) for number in CRITERIA],
        state_title=_state_then(history, until, workflow.states[workflow.initial].title),
        state_help=state.help or "",
        state_now=state.title,
        deadline=case.deadline(state.deadline),
        offers=matters.offers(desk, case),
        verdicts=_verdicts(history, until),
        speaks_for=reviews.spoken_for(desk),
        history=history[::-1],
        drawing=diagram.svg(workflow, review.state, _visited(history)),
        described=" ".join(diagram.described(workflow, review.state)),
    )


def action_of(desk: Desk, review: Review, name: str) -> Action:
    """An action of the review's workflow; raises NotFound."""
    found = matters.workflow_of(desk, review).actions.get(name)
    if found is None:
        raise NotFound("There is no such action.")
    return found


def _end_of(day: date, zone: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def _criterion(review: Review, number: int, as_at: date) -> Criterion:
    pieces = [_piece(e, as_at) for e in review.evidence if e.criterion == number]
    dates = [p.evidence.dated_on for p in pieces if p.counts]
    return Criterion(number, CRITERIA[number], pieces, min(dates, default=None))


def _piece(evidence: Evidence, as_at: date) -> Piece:
    return Piece(evidence, evidence.stands_on(as_at), " ".join(_remarks(evidence, as_at)))


def _remarks(evidence: Evidence, as_at: date) -> Iterable[str]:
    if evidence.dated_on > as_at:
        yield "Dated after the day shown, so it does not count on it."
    if evidence.withdrawn_on is not None:
        day = f"{evidence.withdrawn_on.day} {evidence.withdrawn_on:%B %Y}"
        yield f"Withdrawn on {day}: {evidence.withdrawn_reason}"
    recorded_on = evidence.added_at.date()
    if evidence.dated_on <= as_at < recorded_on:
        yield "Put into the record only after the day shown."


def _state_then(history: list[Told], until: datetime, initial: str) -> str:
    before = [entry for entry in history if entry.at < until]
    if not before:
        return "Not yet opened"
    moves = [entry for entry in before if entry.type == "matter_moved"]
    return str(moves[-1].facts["to_title"]) if moves else initial


def _visited(history: list[Told]) -> list[str]:
    return [str(e.facts["from_state"]) for e in history if e.type == "matter_moved"]


def _verdicts(history: list[Told], until: datetime) -> list[Verdict]:
    """The latest of each network that had spoken by then."""
    latest = {
        entry.network: Verdict(entry.network, entry.texts.get("text", "[erased]"), entry.at)
        for entry in history
        if entry.type == "verdict_given" and entry.at < until
    }
    return sorted(latest.values(), key=lambda verdict: verdict.network)
