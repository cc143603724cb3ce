"""Stops a network's clock while it waits for something of ours, and gives its days back whole."""

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Request
from govflow.domain.deadline import STOPPED_AT, local_day, window_closes, working_days_between
from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.events import ClockResumed, ClockStopped
from govflow.domain.pauses import WAITED_FOR, Pause
from govflow.domain.people import Role
from govflow.services.matters import paper_case
from govflow.services.notices import tell_officers, tell_roles
from govflow.services.office import Desk, new_id
from govflow.store import matters
from govflow.store.log import stamp

LONGEST_REASON = 2000


def why_not(desk: Desk, case: PaperCase, request: Request) -> str | None:
    """Why the clock cannot be stopped now, or None."""
    round_ = case.consultation
    if desk.now >= request.closes_at or (round_ and round_.closed_for(request)):
        return "The window has ended, so there is no clock to stop."
    if request.delivery != "sent" or request.withdrawn_at or request.waived_at:
        return "Your network is not being waited for, so there is no clock to stop."
    if request.answered():
        return "Your network has given its position, so no clock runs."
    return None


def stop(desk: Desk, case: PaperCase, request: Request, *, why: str, about_id: str) -> None:
    """Stop the clock until a question is answered or a format delivered; raises NotYet.

    Working days are counted from the day after today to the day the window ends, at least one.
    """
    if refused := why_not(desk, case, request):
        raise NotYet(refused)
    held = request.open_pauses()
    days = held[0].days_left if held else _days_left(desk, case, request)
    request.pauses.append(
        Pause(
            id=new_id(),
            organisation_id=request.organisation_id,
            request_id=request.id,
            why=why,
            about_id=about_id,
            days_left=days,
            started_at=desk.now,
        )
    )
    request.closes_at = STOPPED_AT
    _tell_stopped(desk, case, request, why, days)


def _tell_stopped(desk: Desk, case: PaperCase, request: Request, why: str, days: int) -> None:
    event = ClockStopped(
        network=request.network_name,
        request=request.id,
        waits_for=WAITED_FOR[why],
        days_left=days,
    )
    seq = desk.work.record(event, desk.actor, case.paper)
    tell_roles(
        desk,
        (Role.SECRETARY,),
        key=f"stopped:{request.id}:{seq}",
        kind="waits",
        sentence=(
            f"The clock of the {request.network_name} on “{case.paper.title}” is stopped: "
            f"it waits for {WAITED_FOR[why]}."
        ),
        path=f"/papers/{case.paper.id}",
        matter_id=case.paper.id,
    )


def _days_left(desk: Desk, case: PaperCase, request: Request) -> int:
    today, last = local_day(desk.now, case.zone), local_day(request.closes_at, case.zone)
    return max(1, working_days_between(today, last, case.calendar))


def answered(desk: Desk, case: PaperCase, request: Request, about_id: str, reason: str) -> None:
    """What the network waited for has come: its clock runs again if it waits for nothing else."""
    for pause in request.open_pauses():
        if pause.about_id == about_id:
            _end(desk, pause, reason, by=desk.actor.name)
    _go_on(desk, case, request, reason)


def end_for_position(desk: Desk, case: PaperCase, request: Request) -> None:
    """The network spoke, so its clock waits for nothing any more; nobody in it is named."""
    reason = "The network gave its position."
    for pause in request.open_pauses():
        _end(desk, pause, reason, by="")
    _go_on(desk, case, request, reason)


def _end(desk: Desk, pause: Pause, reason: str, *, by: str) -> None:
    pause.ended_at, pause.end_reason, pause.ended_by_name = desk.now, reason, by


def _go_on(desk: Desk, case: PaperCase, request: Request, reason: str) -> None:
    if not request.stopped or request.open_pauses():
        return
    days = request.pauses[-1].days_left
    request.closes_at = window_closes(desk.now, days, case.calendar, case.zone)
    event = ClockResumed(
        request=request.id,
        about_network=request.network_name,
        closes_at=stamp(request.closes_at),
        days_left=days,
        reason=reason,
        network=request.network_name if request.answered() else "",
    )
    seq = desk.work.record(event, desk.actor, case.paper)
    if request.answered():
        return
    deadline = case.by(request.closes_at, "consultation").sentence(desk.now)
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"resumed:{request.id}:{seq}",
        kind="extension",
        sentence=f"Your clock on “{case.paper.title}” runs again. Reply by {deadline}.",
        path=f"/requests/{request.id}",
        matter_id=case.paper.id,
    )


def more_days(request: Request, working_days: int) -> None:
    """More time was granted while the clock stood still: it is added to what is given back."""
    for pause in request.open_pauses():
        pause.days_left += working_days


def resume(desk: Desk, request_id: str, *, reason: str) -> None:
    """The secretary sets a stopped clock going though something is still waited for.

    Raises NotFound, WrongRole, NotYet and Invalid.
    """
    request = matters.request(desk.work, request_id)
    case = paper_case(desk, request.matter_id)
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary sets a network's clock going.")
    if not request.stopped:
        raise NotYet("This clock is not stopped.")
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        problem = f"Say why the network must go on, in {LONGEST_REASON:,} characters or fewer."
        raise Invalid({"reason": problem})
    for pause in request.open_pauses():
        _end(desk, pause, said, by=desk.actor.name)
    _go_on(desk, case, request, said)
