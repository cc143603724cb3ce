"""A pack changed after networks were asked: for whom that matters, and their clocks restart."""

from collections.abc import Iterable
from dataclasses import dataclass

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Consultation, Request
from govflow.domain.deadline import Deadline, window_closes
from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.events import (
    ClockRestarted,
    PackChangeJudged,
    VersionMade,
)
from govflow.domain.pack_changes import PackChange, parts_changed
from govflow.domain.paper import PaperVersion
from govflow.domain.people import Role, listed
from govflow.domain.redline import Paragraph, compare
from govflow.services.comparing import Comparison, between
from govflow.services.matters import paper_case, workflow_of
from govflow.services.notices import tell_officers
from govflow.services.office import Desk, new_id
from govflow.services.packs import freeze, to_be_frozen
from govflow.services.rewording import reworded_for
from govflow.store.log import stamp

LONGEST_REASON = 2000
FROZEN_NOTE = "As changed after the networks were asked."


@dataclass(frozen=True)
class Affected:
    """One network: why it is proposed to be asked anew, or nothing; its own changed paragraphs."""

    request: Request
    why: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def proposed(self) -> bool:
        """Whether the change touches what this network said or was asked."""
        return bool(self.why)


@dataclass(frozen=True)
class Pending:
    """A change that nobody has judged yet; `closes` is when a clock restarted now would end."""

    case: PaperCase
    changes: Comparison
    parts: list[str]
    networks: list[Affected]
    closes: Deadline
    past_paper_deadline: bool

    @property
    def proposed(self) -> list[str]:
        """The ids of the requests that the record proposes to ask anew."""
        return [each.request.id for each in self.networks if each.proposed]


def why_none(desk: Desk, case: PaperCase) -> str | None:
    """Why there is no change to judge now, or None."""
    round_ = case.consultation
    if round_ is None or round_.opened_at is None:
        return "No network has been asked yet: there is nothing to ask about again."
    if workflow_of(desk, case.paper).states[case.state].final or case.state == "issued":
        return "The paper has been issued or is closed: its text stands."
    if case.paper.decided and (round_.closed_at or not round_.retrospective):
        return "The decision has been taken: its text stands."
    if to_be_frozen(desk, case.paper).number <= round_.told_of():
        return "Nothing has changed since the networks were told."
    return None


def awaited(desk: Desk, case: PaperCase) -> bool:
    """Whether a frozen version, or a paragraph commented on, waits for the secretary's word."""
    if why_none(desk, case) or not desk.actor.holds(Role.SECRETARY):
        return False
    round_, latest = case.consultation, case.paper.latest
    frozen = latest is not None and round_ is not None and latest.number > round_.told_of()
    return frozen or bool(case.unasked())


def pending(desk: Desk, matter_id: str) -> Pending:
    """The change to be judged, with what the record proposes; raises WrongRole and NotYet."""
    case = paper_case(desk, matter_id)
    _secretary_only(desk)
    if refused := why_none(desk, case):
        raise NotYet(refused)
    round_, new = _round(case), to_be_frozen(desk, case.paper)
    old = case.paper.numbered(round_.told_of()) or new
    parts = parts_changed(old.document, new.document)
    closes = window_closes(desk.now, round_.window_working_days, case.calendar, case.zone)
    due = case.meeting.paper_deadline_at if case.meeting else None
    return Pending(
        case=case,
        changes=between(old, new),
        parts=parts,
        networks=[_affected(case, r, parts, new) for r in _can_be_asked(round_, new)],
        closes=case.by(closes, "consultation"),
        past_paper_deadline=due is not None and closes > due,
    )


def _secretary_only(desk: Desk) -> None:
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary says whether a change is material.")


def _round(case: PaperCase) -> Consultation:
    if case.consultation is None:
        raise NotYet("No network has been asked yet.")
    return case.consultation


def _can_be_asked(round_: Consultation, new: PaperVersion) -> list[Request]:
    """Whoever was reached, and has not been sent this very version."""
    return [
        r
        for r in round_.requests
        if r.delivery == "sent"
        and not (r.withdrawn_at or r.waived_at)
        and (round_.served(r) or 0) < new.number
    ]


def _affected(case: PaperCase, request: Request, parts: list[str], new: PaperVersion) -> Affected:
    served = case.paper.numbered(_round(case).served(request) or 0) or new
    own = reworded_for(case.paper, request, served.document.body, new.document.body)
    why = []
    if own:
        count = len(own)
        why.append(
            "it commented on a paragraph that changed"
            if count == 1
            else f"it commented on {count} paragraphs that changed"
        )
    if parts and _round(case).closed_at is None:
        why.append(f"it was asked about {listed(parts)}")
    redline = [p for each in own for p in compare(each.before, each.after)]
    return Affected(request, " and ".join(why), tuple(redline))


def judge(
    desk: Desk,
    matter_id: str,
    *,
    material: bool,
    reason: str,
    networks: Iterable[str] = (),
    seen_version: int | None = None,
) -> list[Request]:
    """Say whether the change is material, why, and for which requests; those are asked anew.

    Raises WrongRole, NotYet, Stale, and Invalid naming what is missing.
    """
    found = pending(desk, matter_id)
    case, paper = found.case, found.case.paper
    desk.work.expect(paper, seen_version)
    wanted = frozenset(networks) if material else frozenset[str]()
    asked = [each.request for each in found.networks if each.request.id in wanted]
    said = _checked(found, material, reason, asked, wanted)
    known = len(paper.versions)
    new = freeze(desk, paper, note=FROZEN_NOTE)
    if len(paper.versions) > known:
        made = VersionMade(number=new.number, sha256=new.sha256, note=new.note)
        desk.work.record(made, desk.actor, paper)
    desk.work.touch(paper)
    event = PackChangeJudged(
        from_version=found.changes.old.number,
        to_version=new.number,
        material=material,
        asked=[request.network_name for request in asked],
        reason=said,
    )
    desk.work.record(event, desk.actor, paper)
    for each in found.networks:
        _tell(
            desk, case, each.request, new, material=material, anew=each.request in asked, why=said
        )
    return asked


def _checked(
    found: Pending, material: bool, reason: str, asked: list[Request], wanted: frozenset[str]
) -> str:
    said, problems = reason.strip(), {}
    if not said or len(said) > LONGEST_REASON:
        problems["reason"] = f"Say why, in {LONGEST_REASON:,} characters or fewer."
    if material and not asked:
        problems["networks"] = "Choose the networks that the change is material for."
    if len(asked) != len(wanted):
        problems["networks"] = "Choose networks from the list."
    if not found.networks:
        problems["networks"] = "No network that was asked could be told of this change."
    if problems:
        raise Invalid(problems)
    return said


def _tell(
    desk: Desk,
    case: PaperCase,
    request: Request,
    new: PaperVersion,
    *,
    material: bool,
    anew: bool,
    why: str,
) -> None:
    before = request.closes_at
    change = PackChange(
        id=new_id(),
        organisation_id=request.organisation_id,
        request_id=request.id,
        from_version=_round(case).served(request) or 0,
        to_version=new.number,
        material=material,
        asked=anew,
        reason=why,
        told_at=desk.now,
        told_by_name=desk.actor.name,
        closed_before=before,
        closes_at=before,
    )
    if anew:
        _restart(desk, case, request, new)
        change.closes_at = request.closes_at
    request.changes.append(change)
    if anew:
        _record_restart(desk, case, request, change)
    _notice(desk, case, request, change)


def _restart(desk: Desk, case: PaperCase, request: Request, new: PaperVersion) -> None:
    """A full window from now, never less than it had; when it goes on, if the clock is stopped."""
    window = _round(case).window_working_days
    for pause in request.open_pauses():
        pause.days_left = max(pause.days_left, window)
    full = window_closes(desk.now, window, case.calendar, case.zone)
    request.closes_at = max(request.closes_at, full)
    request.version_number, request.renewed_at = new.number, desk.now
    request.acknowledged_at = None


def _record_restart(desk: Desk, case: PaperCase, request: Request, change: PackChange) -> None:
    stopped = request.stopped
    event = ClockRestarted(
        request=request.id,
        about_network=request.network_name,
        from_version=change.from_version,
        to_version=change.to_version,
        closed_at="" if stopped else stamp(change.closed_before),
        closes_at="" if stopped else stamp(request.closes_at),
        window_working_days=_round(case).window_working_days,
        reason=change.reason,
    )
    desk.work.record(event, desk.actor, case.paper)


def _notice(desk: Desk, case: PaperCase, request: Request, change: PackChange) -> None:
    title = f"“{case.paper.title}”"
    if change.asked:
        deadline = case.by(request.closes_at, "consultation").sentence(desk.now)
        sentence = f"{title} has changed and your network is asked again. Reply by {deadline}."
    else:
        sentence = f"{title} has changed: the request says why your network’s deadline stays."
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"changed:{change.id}",
        kind="changed",
        sentence=sentence,
        path=f"/requests/{request.id}",
        matter_id=case.paper.id,
    )
