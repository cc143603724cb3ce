"""How the secretary asks: choosing networks, the window and the meeting, and keeping the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import NEVER_REACHED, Consultation, NetworkChoice, Request
from govflow.domain.deadline import window_closes
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import ExtensionAnswered, NetworkAskedAgain, NetworkWaived
from govflow.domain.meeting import Meeting
from govflow.domain.paper import Waiver
from govflow.domain.pauses import Extension
from govflow.domain.people import Role
from govflow.domain.scope_rules import About
from govflow.services import pausing
from govflow.services.matters import move, paper_case
from govflow.services.notices import tell_officers
from govflow.services.office import Desk, new_id
from govflow.services.scope import proposals, rule_version
from govflow.store import matters, meetings
from govflow.store.log import stamp

LONGEST_WINDOW = 120


@dataclass(frozen=True)
class Plan:
    """What the secretary's form gives: networks to ask, reasons for those left out, the window."""

    asked: frozenset[str]
    reasons: Mapping[str, str]
    window_working_days: int
    meeting_id: str


@dataclass(frozen=True)
class Feasibility:
    """Whether a window sent now fits a meeting; instants are UTC."""

    closes_at: datetime
    fits: bool
    next_meeting: Meeting | None


def feasibility(desk: Desk, case: PaperCase, working_days: int) -> Feasibility:
    """The feasible calendar for a window of so many working days sent now."""
    closes = window_closes(desk.now, working_days, case.calendar, case.zone)
    fits = case.meeting is not None and closes <= case.meeting.paper_deadline_at
    return Feasibility(closes, fits, case.feasible_meeting(desk.now, working_days))


def choose_networks(
    desk: Desk, matter_id: str, plan: Plan, *, seen_version: int | None = None
) -> Consultation:
    """Plan the consultation and move the paper on; raises Refused and Invalid."""
    case = paper_case(desk, matter_id)
    desk.work.expect(case.paper, seen_version)
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may choose the networks.")
    _check_window(case, plan)
    case.paper.meeting_id = _meeting(desk, plan.meeting_id).id
    planned = _plan(desk, case, plan)
    case.consultation = planned
    desk.work.session.flush()
    move(
        desk,
        case,
        "choose_networks",
        {
            "networks": [c.network_name for c in planned.asked()],
            "left_out": [c.network_name for c in planned.choices if c.proposed and not c.asked],
            "window_working_days": planned.window_working_days,
            "rule": planned.rule_version,
        },
    )
    return planned


def _check_window(case: PaperCase, plan: Plan) -> None:
    least = case.minimum_window()
    if not 1 <= plan.window_working_days <= LONGEST_WINDOW:
        raise Invalid(
            {"window_working_days": f"The window must be between 1 and {LONGEST_WINDOW} days."}
        )
    if plan.window_working_days < least:
        raise Invalid(
            {
                "window_working_days": (
                    f"The window is {plan.window_working_days} working days; "
                    f"the policy minimum is {least}."
                )
            }
        )


def _meeting(desk: Desk, meeting_id: str) -> Meeting:
    try:
        return meetings.meeting(desk.work, meeting_id)
    except NotFound:
        raise Invalid({"meeting_id": "Choose a meeting from the list."}) from None


def _plan(desk: Desk, case: PaperCase, plan: Plan) -> Consultation:
    planned = case.consultation
    if planned is None or planned.opened_at is not None:
        planned = Consultation(
            id=new_id(),
            organisation_id=case.paper.organisation_id,
            matter_id=case.paper.id,
            kind="formative",
            window_working_days=plan.window_working_days,
            rule_version=rule_version(desk),
            planned_at=desk.now,
        )
        desk.work.add(planned)
    planned.window_working_days = plan.window_working_days
    planned.rule_version = rule_version(desk)
    for earlier in list(planned.choices):
        planned.choices.remove(earlier)
        desk.work.session.delete(earlier)
    desk.work.session.flush()
    planned.choices.extend(_choices(desk, case, planned, plan))
    return planned


def _choices(desk: Desk, case: PaperCase, planned: Consultation, plan: Plan) -> list[NetworkChoice]:
    choices, problems = [], {}
    for proposal in proposals(desk, About.of(case.paper.draft)):
        asked = proposal.network_id in plan.asked
        reason = plan.reasons.get(proposal.network_id, "").strip()
        if proposal.proposed and not asked and not reason:
            problems[f"reason_{proposal.network_id}"] = (
                f"Say why the {proposal.network_name} is left out"
            )
        choices.append(
            NetworkChoice(
                id=new_id(),
                organisation_id=planned.organisation_id,
                consultation_id=planned.id,
                network_id=proposal.network_id,
                network_name=proposal.network_name,
                proposed=proposal.proposed,
                why=proposal.why,
                asked=asked,
                reason="" if asked else reason,
            )
        )
    if not any(c.asked for c in choices):
        problems["networks"] = "Choose at least one network to ask"
    if problems:
        raise Invalid(problems)
    return choices


def _request_of(desk: Desk, request_id: str) -> tuple[Request, PaperCase]:
    request = matters.request(desk.work, request_id)
    return request, paper_case(desk, request.matter_id)


def answer_extension(
    desk: Desk, request_id: str, extension_id: str, *, granted: bool, answer: str
) -> Extension:
    """Grant or refuse more time, always with a reason; raises Refused and Invalid."""
    request, case = _request_of(desk, request_id)
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may answer a request for more time.")
    found = next((e for e in request.extensions if e.id == extension_id), None)
    if found is None:
        raise NotFound("There is no such request for more time.")
    if found.granted is not None:
        raise NotYet("This request for more time has been answered already.")
    if not answer.strip():
        raise Invalid({"answer": "Give the reason for your answer."})
    if granted and case.consultation and case.consultation.closed_for(request):
        raise NotYet("The consultation has been closed: it cannot be extended.")
    found.granted, found.answer = granted, answer.strip()
    found.answered_at, found.answered_by_name = desk.now, desk.actor.name
    if granted and request.stopped:
        pausing.more_days(request, found.working_days)
    elif granted:
        later = window_closes(request.closes_at, found.working_days, case.calendar, case.zone)
        request.closes_at = later
    _record_extension(desk, case, request, found)
    return found


def _record_extension(desk: Desk, case: PaperCase, request: Request, answered: Extension) -> None:
    event = ExtensionAnswered(
        request=request.id,
        asked_by=f"the {request.network_name}",
        granted=bool(answered.granted),
        closes_at="" if request.stopped else stamp(request.closes_at),
        reason=answered.answer,
    )
    desk.work.record(event, desk.actor, case.paper)
    deadline = case.by(request.closes_at, "consultation").sentence(desk.now)
    verb = "granted" if answered.granted else "not granted"
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"extension:{answered.id}",
        kind="extension",
        sentence=f"More time on “{case.paper.title}” was {verb}. Reply by {deadline}.",
        path=f"/requests/{request.id}",
        matter_id=case.paper.id,
    )


def serve_newest(case: PaperCase, request: Request) -> None:
    """Whoever is asked only now reads the pack as it now stands; nothing has changed for them."""
    latest, round_ = case.paper.latest, case.consultation
    if latest and round_ and latest.number > (round_.paper_version_number or 0):
        request.version_number = latest.number


def waive_network(desk: Desk, request_id: str, *, reason: str) -> None:
    """The board chair records why one network could not be consulted; raises Refused, Invalid."""
    request, case = _request_of(desk, request_id)
    if not desk.actor.holds(Role.BOARD_CHAIR):
        raise WrongRole("Only the board chair may record why a network was not consulted.")
    if not reason.strip():
        raise Invalid({"reason": "Give the reason: it will be printed on the cover sheet."})
    if request.heard(desk.now):
        raise NotYet(f"The {request.network_name} does not need to be waived.")
    if request.delivery not in NEVER_REACHED:
        raise NotYet(f"The {request.network_name} was asked and still has time to answer.")
    request.waived_at = desk.now
    case.paper.waivers.append(
        Waiver(
            id=new_id(),
            organisation_id=request.organisation_id,
            matter_id=request.matter_id,
            network_id=request.network_id,
            network_name=request.network_name,
            reason=reason.strip(),
            approved_by_id=desk.actor.id,
            approved_by_name=desk.actor.name,
            approved_at=desk.now,
        )
    )
    event = NetworkWaived(
        request=request.id, waived_network=f"the {request.network_name}", reason=reason.strip()
    )
    desk.work.record(event, desk.actor, case.paper)


def ask_again(desk: Desk, request_id: str) -> None:
    """Give a network that could not be reached a full window of its own; raises Refused."""
    request, case = _request_of(desk, request_id)
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may ask a network again.")
    network = case.networks[request.network_id]
    if request.delivery == "sent" or request.withdrawn_at or request.waived_at:
        raise NotYet(f"The {request.network_name} has been asked already.")
    if not network.chair_in_post(desk.today):
        raise NotYet(f"The {request.network_name} has no officer in post: appoint one first.")
    round_ = case.consultation
    window = round_.window_working_days if round_ else case.minimum_window()
    request.delivery = "sent"
    serve_newest(case, request)
    request.closes_at = window_closes(desk.now, window, case.calendar, case.zone)
    event = NetworkAskedAgain(
        request=request.id,
        asked_network=f"the {request.network_name}",
        closes_at=stamp(request.closes_at),
    )
    desk.work.record(event, desk.actor, case.paper)
    deadline = case.by(request.closes_at, "consultation").sentence(desk.now)
    tell_officers(
        desk,
        network,
        key=f"invited:{request.id}:again",
        kind="invited",
        sentence=f"The {network.name} is asked about “{case.paper.title}”. Reply by {deadline}.",
        path=f"/requests/{request.id}",
        matter_id=case.paper.id,
    )
