"""Decides when members' notes are shown to their officers, and when they are destroyed.

Nobody acts here but the clock: no person can show a note earlier, and none can show one alone.
"""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Request
from govflow.domain.deadline import Deadline
from govflow.domain.events import MembersNotesDestroyed, MembersNotesShown
from govflow.domain.members import (
    SMALL_NETWORK,
    Note,
    Voice,
    band,
    closes,
    destroyed_on,
    to_show,
)
from govflow.domain.people import system_actor
from govflow.services.matters import paper_case, workflow_of
from govflow.services.notices import tell_officers
from govflow.services.office import Desk, Office, Who
from govflow.store import matters
from govflow.store import members as stored

JOB = "members"
CLOCK = system_actor(JOB)
# Said whether or not any note came: a mail is seen by those who look after the mails.
TOGETHER = "The time for your members' notes on “{title}” is over: they are shown together."
BATCH = "More of your members' notes on “{title}” can be read."


@dataclass(frozen=True)
class Standing:
    """Where a voice stands now, worked out when it is read: an extension moves it by itself."""

    voice: Voice
    request: Request
    case: PaperCase
    closes_at: datetime
    now: datetime
    ended: bool

    @property
    def open(self) -> bool:
        """Whether the link takes notes."""
        live = self.voice.token_hash is not None and not self.voice.shown_at_close
        return live and not self.ended and self.now < self.closes_at

    @property
    def to_close(self) -> bool:
        """Whether everything may be shown, once and for all.

        While an extension asked for in time has no answer, the link may still open again: a note
        that came after the others had been shown would stand alone.
        """
        if self.voice.shown_at_close or not self.voice.ever_linked:
            return False
        passed = self.now >= self.closes_at and self.request.open_extension() is None
        return self.ended or passed

    @property
    def deadline(self) -> Deadline:
        """When the link closes, as the one deadline object."""
        return self.case.by(self.closes_at, "members_link")


def standing(desk: Desk, voice: Voice) -> Standing:
    """The voice with its request and paper; raises NotFound."""
    request = matters.request(desk.work, voice.request_id)
    return stands(desk, voice, request, paper_case(desk, request.matter_id))


def stands(desk: Desk, voice: Voice, request: Request, case: PaperCase) -> Standing:
    """The same, when the request and its case are at hand."""
    return Standing(
        voice=voice,
        request=request,
        case=case,
        closes_at=closes(request.closes_at, voice.early_days, desk.organisation.zone),
        now=desk.now,
        ended=has_ended(desk, request, case),
    )


def has_ended(desk: Desk, request: Request, case: PaperCase) -> bool:
    """Whether nobody waits for this network any more, whatever its clock says."""
    round_ = case.consultation
    over = round_ is None or round_.id != request.consultation_id or bool(round_.closed_at)
    dropped = bool(request.withdrawn_at or request.waived_at)
    return over or dropped or workflow_of(desk, case.paper).states[case.state].final


def close(desk: Desk, stand: Standing) -> bool:
    """Show all that waits and close the link for good; False when that was done before."""
    if not stand.to_close or not stored.claim_close(desk.work, stand.voice.id):
        return False
    waiting = stored.waiting(desk.work, stand.request.id)
    _show(desk, stand, waiting, last=True)
    return True


def show_batch(desk: Desk, stand: Standing) -> bool:
    """Show a batch while the link is open, at most once a local day and never to a small network.

    The day is used up whether or not anything was shown: when a batch appears says nothing about
    when its notes came.
    """
    if not stored.claim_day(desk.work, stand.voice.id, desk.today) or is_small(stand):
        return False
    batch = to_show(stored.waiting(desk.work, stand.request.id), stand.voice.order_key)
    if batch:
        _show(desk, stand, batch, last=False)
    return bool(batch)


def is_small(stand: Standing) -> bool:
    """A network that is small, or was when the link was made, sees its notes only together."""
    network = stand.case.networks[stand.request.network_id]
    return stand.voice.small or network.size_band == SMALL_NETWORK


def _show(desk: Desk, stand: Standing, notes: list[Note], *, last: bool) -> None:
    if notes:
        stored.show(desk.work, stand.request.id, notes)
    event = MembersNotesShown(
        request=stand.request.id,
        about_network=stand.request.network_name,
        band=band(len(notes)),
        last=last,
    )
    seq = desk.work.record(event, CLOCK, stand.case.paper)
    tell_officers(
        desk,
        stand.case.networks[stand.request.network_id],
        key=f"members-notes:{stand.request.id}:{seq}",
        kind="members_notes",
        sentence=(TOGETHER if last else BATCH).format(title=stand.case.paper.title),
        path=f"/requests/{stand.request.id}/members",
        matter_id=stand.case.paper.id,
    )


def by_the_clock(organisation_id: str) -> Who:
    """The job itself, acting for an organisation."""
    return Who(organisation_id, CLOCK)


def sweep(office: Office, organisation_id: str, now: datetime) -> dict[str, int]:
    """Show and destroy whatever is due, each in its own transaction; safe to run twice.

    Answers with numbers of requests, never of notes.
    """
    who = by_the_clock(organisation_id)
    with office.reading(who, now) as desk:
        unfinished = [voice.request_id for voice in stored.unfinished(desk.work)]
    shown = sum(_looked_at(office, who, now, request_id) for request_id in unfinished)
    with office.reading(who, now) as desk:
        rounds = stored.of_closed_rounds(desk.work)
        zone, today = desk.organisation.zone, desk.today
    due = [voice for voice, closed_at in rounds if destroyed_on(closed_at, zone) <= today]
    gone = sum(_destroyed(office, who, now, voice) for voice in due)
    found = {"requests whose notes were shown": shown, "requests whose notes were destroyed": gone}
    return {what: number for what, number in found.items() if number}


def _looked_at(office: Office, who: Who, now: datetime, request_id: str) -> bool:
    with office.writing(who, now) as desk:
        voice = stored.voice(desk.work, request_id)
        if voice is None:
            return False
        stand = standing(desk, voice)
        if stand.to_close:
            return close(desk, stand)
        return show_batch(desk, stand)


def _destroyed(office: Office, who: Who, now: datetime, voice: Voice) -> bool:
    with office.writing(who, now) as desk:
        if not stored.destroy(desk.work, voice):
            return False
        if voice.ever_linked:
            request = matters.request(desk.work, voice.request_id)
            paper = matters.paper(desk.work, request.matter_id)
            event = MembersNotesDestroyed(request=request.id, about_network=request.network_name)
            desk.work.record(event, CLOCK, paper)
        return True
