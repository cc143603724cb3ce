"""Asked anew about a changed pack, a network keeps its position, or somebody goes on without it."""

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Request
from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.events import ChangeWaived, PositionKept
from govflow.domain.pack_changes import PackChange
from govflow.domain.people import Role
from govflow.services import consulting, pausing
from govflow.services.matters import paper_case
from govflow.services.notices import tell_officers
from govflow.services.office import Desk
from govflow.store import matters
from govflow.store.log import stamp

LONGEST_REASON = 2000


def why_not_kept(item: consulting.Asked) -> str | None:
    """Why the network cannot simply keep its position now, or None."""
    if item.request.renewed_at is None:
        return "Your network is not asked about a change now."
    if item.request.position is None:
        return "Your network has given no position yet, so there is none to keep."
    return consulting.why_position_stands(item)


def keep(desk: Desk, request_id: str) -> None:
    """Asked anew, the network keeps the position it gave; raises WrongRole and NotYet."""
    item = consulting.open_item(desk, request_id)
    if refused := why_not_kept(item):
        raise NotYet(refused)
    request = item.request
    request.end_change("kept", desk.now)
    pausing.end_for_position(desk, item.case, request)
    event = PositionKept(network=item.network, request=request.id, version=item.version.number)
    seq = desk.work.record(event, desk.actor, item.case.paper)
    told = f"The {item.network} kept its position"
    consulting.tell_author(desk, item, "position", f"{request.id}:{seq}", told)


def why_not_waived(request: Request) -> str | None:
    """Why nobody can go on without hearing this network about a change, or None."""
    change = request.open_change()
    if change is None:
        return f"The {request.network_name} is not asked about a change now."
    if request.stopped:
        return "Its clock is stopped: the company secretary must set it going first."
    if request.position is None and change.closed_before > change.told_at:
        return f"The {request.network_name} has not had its window yet: it must be heard."
    return None


def waive(desk: Desk, request_id: str, *, reason: str) -> None:
    """The board chair goes on without hearing a network again; what it said before stands.

    Raises WrongRole, NotYet and Invalid.
    """
    request = matters.request(desk.work, request_id)
    case = paper_case(desk, request.matter_id)
    if not desk.actor.holds(Role.BOARD_CHAIR):
        raise WrongRole("Only the board chair may go on without hearing a network again.")
    if refused := why_not_waived(request):
        raise NotYet(refused)
    if request.heard(desk.now):
        raise NotYet("Its window has ended: nothing waits for this network.")
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        problem = f"Give the reason, in {LONGEST_REASON:,} characters or fewer: it is printed."
        raise Invalid({"reason": problem})
    before = request.closes_at
    change = request.end_change("waived", desk.now)
    if change is None:
        raise NotYet("Nothing waits for this network.")
    change.waived_reason, change.waived_by_name = said, desk.actor.name
    if request.position is None:  # else nothing waits, and the deadline that was told stays
        request.closes_at = desk.now
    _tell_waived(desk, case, request, change, stamp(before))


def _tell_waived(
    desk: Desk, case: PaperCase, request: Request, change: PackChange, before: str
) -> None:
    event = ChangeWaived(
        request=request.id,
        about_network=request.network_name,
        to_version=change.to_version,
        closed_at=before,
        closes_at=stamp(request.closes_at),
        reason=change.waived_reason,
    )
    desk.work.record(event, desk.actor, case.paper)
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"change-waived:{change.id}",
        kind="changed",
        sentence=f"“{case.paper.title}” goes on without your network’s answer to its change.",
        path=f"/requests/{request.id}",
        matter_id=case.paper.id,
    )
