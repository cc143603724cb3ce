"""A network asks for its pack in another format; its clock stops until somebody delivers it."""

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Request
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import FormatAsked, FormatDelivered
from govflow.domain.pauses import FormatWanted
from govflow.domain.people import Role
from govflow.services import pausing
from govflow.services.consulting import asked, why_closed
from govflow.services.matters import paper_case
from govflow.services.notices import tell_officers, tell_roles
from govflow.services.office import Desk, new_id
from govflow.store import matters

LONGEST = 200
LONGEST_ANSWER = 4000


def ask(desk: Desk, request_id: str, wanted: str) -> FormatWanted:
    """Ask for another format as the network; stops its clock if that runs.

    Raises Refused and Invalid.
    """
    item = asked(desk, request_id)
    if why := why_closed(desk, item):
        raise NotYet(why)
    said = " ".join(wanted.split())
    if not 1 <= len(said) <= LONGEST:
        raise Invalid({"format": f"Say which format, in at most {LONGEST} characters"})
    made = FormatWanted(
        id=new_id(),
        organisation_id=item.request.organisation_id,
        request_id=item.request.id,
        format=said,
        asked_at=desk.now,
    )
    item.request.formats.append(made)
    event = FormatAsked(network=item.network, request=item.request.id, format=said)
    seq = desk.work.record(event, desk.actor, item.case.paper)
    if pausing.why_not(desk, item.case, item.request) is None:
        pausing.stop(desk, item.case, item.request, why="format", about_id=made.id)
    tell_roles(
        desk,
        (Role.SECRETARY,),
        key=f"format:{item.request.id}:{seq}",
        kind="format",
        sentence=f"The {item.network} asks for “{item.case.paper.title}” in another format.",
        path=f"/papers/{item.case.paper.id}/requests/{item.request.id}/formats/{made.id}",
        matter_id=item.case.paper.id,
    )
    return made


def wanted(
    desk: Desk, matter_id: str, request_id: str, format_id: str
) -> tuple[PaperCase, Request, FormatWanted]:
    """A format asked for on this very paper; raises NotFound."""
    request = matters.request(desk.work, request_id)
    found = next((each for each in request.formats if each.id == format_id), None)
    if request.matter_id != matter_id or found is None:
        raise NotFound("There is no such request for another format.")
    return paper_case(desk, matter_id), request, found


def deliver(desk: Desk, matter_id: str, request_id: str, format_id: str, *, answer: str) -> str:
    """The secretary says how the format was delivered, or why it cannot be; the clock runs again.

    Answers with the network's name. Raises NotFound, WrongRole, NotYet and Invalid.
    """
    case, request, found = wanted(desk, matter_id, request_id, format_id)
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary answers a request for another format.")
    if found.answered_at is not None:
        raise NotYet("This request for another format has been answered already.")
    said = answer.strip()
    if not said or len(said) > LONGEST_ANSWER:
        problem = f"Say how it was delivered, in {LONGEST_ANSWER:,} characters or fewer."
        raise Invalid({"answer": problem})
    found.answer, found.answered_at, found.answered_by_name = said, desk.now, desk.actor.name
    event = FormatDelivered(request=request.id, about_network=request.network_name, text=said)
    desk.work.record(event, desk.actor, case.paper)
    pausing.answered(desk, case, request, found.id, "The other format was answered.")
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"format-answer:{found.id}",
        kind="answer",
        sentence=f"Your request for “{case.paper.title}” in another format has an answer.",
        path=f"/requests/{request.id}",
        matter_id=case.paper.id,
    )
    return request.network_name
