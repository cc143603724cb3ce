"""What a network's officers do for their members: make the link, read the notes, draft together."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from govflow.domain.deadline import Deadline
from govflow.domain.errors import Invalid, NotYet, Stale
from govflow.domain.events import MembersLinkClosed, MembersLinkMade
from govflow.domain.members import (
    EARLY_DAYS,
    LONGEST_QUESTION,
    SMALL_NETWORK,
    Piece,
    Voice,
    band,
    closes,
    destroyed_on,
    fingerprint,
    pieces,
    quoted,
    token_of,
)
from govflow.services import consulting, members_showing
from govflow.services.consulting import LONGEST_TEXT, Asked
from govflow.services.members_showing import Standing
from govflow.services.office import Desk, new_id
from govflow.store import members as stored

CLOSED_FOR_GOOD = (
    "Your members' notes have been shown. A new link could single out whoever wrote afterwards."
)
OVER = "The time for your members' notes is over."
STALE = "Another officer saved the draft while you were writing."


@dataclass(frozen=True)
class VoicePage:
    """A request's notes and draft as its officers see them; `why_no_link` says why none is made.

    Nothing in it depends on a note that has not been shown: not even whether there is one.
    """

    asked: Asked
    voice: Voice
    pieces: list[Piece]
    band: str
    deadline: Deadline | None
    moments: list[tuple[int, Deadline]]
    open: bool
    small: bool
    destroyed_on: date | None
    why_no_link: str | None
    why_closed: str | None
    why_position_stands: str | None

    @property
    def private(self) -> bool:
        """A private paper's name and summary are not shown behind the link."""
        return self.asked.version.document.part != "public"


def page(desk: Desk, request_id: str) -> VoicePage:
    """What an officer of the network sees; raises NotFound and WrongRole."""
    item = consulting.asked(desk, request_id)
    voice = stored.voice(desk.work, request_id) or _blank(desk, item)
    stand = members_showing.stands(desk, voice, item.request, item.case)
    texts = stored.shown(desk.work, request_id)
    round_ = item.case.consultation
    closed_at = round_.closed_at if round_ else None
    return VoicePage(
        asked=item,
        voice=voice,
        pieces=pieces(texts, voice.order_key) if texts else [],
        band=band(len(texts)),
        deadline=stand.deadline if voice.ever_linked else None,
        moments=list(_moments(desk, item)),
        open=stand.open,
        small=voice.small or _is_small(item),
        destroyed_on=destroyed_on(closed_at, desk.organisation.zone) if closed_at else None,
        why_no_link=_why_no_link(desk, stand),
        why_closed=consulting.why_closed(desk, item),
        why_position_stands=consulting.why_position_stands(item),
    )


def _moments(desk: Desk, item: Asked) -> Iterator[tuple[int, Deadline]]:
    """When a first link may close, by days before the window ends; never a moment that is past."""
    for days in EARLY_DAYS:
        at = closes(item.request.closes_at, days, desk.organisation.zone)
        if at > desk.now:
            yield days, item.case.by(at, "members_link")


def _why_no_link(desk: Desk, stand: Standing) -> str | None:
    if stand.voice.shown_at_close and stand.voice.ever_linked:
        return CLOSED_FOR_GOOD
    over = stand.ended or stand.voice.destroyed_at or desk.now >= stand.closes_at
    return OVER if over else None


def to_close(desk: Desk, request_id: str) -> bool:
    """Whether the notes may be shown and no scheduled check has done so yet."""
    item = consulting.asked(desk, request_id)
    voice = stored.voice(desk.work, request_id)
    return bool(voice and members_showing.stands(desk, voice, item.request, item.case).to_close)


def close(desk: Desk, request_id: str) -> None:
    """Show the notes of a link whose time is over; a second call changes nothing."""
    item = consulting.asked(desk, request_id)
    voice = stored.voice(desk.work, request_id)
    if voice:
        members_showing.close(desk, members_showing.stands(desk, voice, item.request, item.case))


def _blank(desk: Desk, item: Asked) -> Voice:
    """What a request keeps before anything was done for its members."""
    return Voice(
        id=new_id(),
        organisation_id=item.request.organisation_id,
        request_id=item.request.id,
        order_key=secrets.token_hex(32),
        small=_is_small(item),
    )


def _is_small(item: Asked) -> bool:
    return item.case.networks[item.request.network_id].size_band == SMALL_NETWORK


def _kept(desk: Desk, item: Asked) -> Voice:
    found = stored.voice(desk.work, item.request.id)
    if found is None:
        found = _blank(desk, item)
        stored.add(desk.work, found)
    return found


def make_link(
    desk: Desk, request_id: str, *, secret: str, question: str = "", early_days: int = 0
) -> None:
    """A link for the members, or another in its place: the one before then opens nothing.

    When it closes is settled with the first link: whoever could move that could choose among
    whose notes a late one is shown.
    """
    item = consulting.asked(desk, request_id)
    said = _question(item, question)
    voice = _kept(desk, item)
    stand = members_showing.stands(desk, voice, item.request, item.case)
    if why := consulting.why_closed(desk, item) or _why_no_link(desk, stand):
        raise NotYet(why)
    if not voice.ever_linked:
        voice = _first(desk, item, voice, early_days)
    again, seed = voice.ever_linked, secrets.token_hex(32)
    stored.relink(
        desk.work,
        voice.id,
        seed=seed,
        token_hash=fingerprint(token_of(secret, seed)),
        question=said,
        early_days=voice.early_days,
        small=voice.small,
    )
    event = MembersLinkMade(network=item.network, request=request_id, again=again)
    desk.work.record(event, desk.actor, item.case.paper)


def _first(desk: Desk, item: Asked, voice: Voice, early_days: int) -> Voice:
    """The voice with what its first link settles for good; raises Invalid."""
    if early_days not in EARLY_DAYS:
        raise Invalid({"early_days": "Choose from the list when the link closes."})
    made = replace(voice, early_days=early_days, small=_is_small(item))
    if desk.now >= members_showing.stands(desk, made, item.request, item.case).closes_at:
        raise Invalid({"early_days": "That moment is past: choose fewer days."})
    return made


def _question(item: Asked, question: str) -> str:
    said = question.strip()
    if len(said) > LONGEST_QUESTION:
        raise Invalid({"question": f"The text must be {LONGEST_QUESTION:,} characters or fewer."})
    if not said and item.version.document.part != "public":
        raise Invalid(
            {"question": "Say what you ask: a private paper's name and summary are not shown."}
        )
    return said


def close_link(desk: Desk, request_id: str) -> None:
    """Stop taking notes. Nothing is shown by it: that happens when it would have happened."""
    item = consulting.asked(desk, request_id)
    voice = stored.voice(desk.work, request_id)
    if voice is None or voice.token_hash is None:
        raise NotYet("There is no open link.")
    stored.relink(desk.work, voice.id, token_hash=None)
    event = MembersLinkClosed(network=item.network, request=request_id)
    desk.work.record(event, desk.actor, item.case.paper)


def link_token(page: VoicePage, secret: str) -> str | None:
    """The open link's word; None when none is open, or it was made under another secret."""
    token = token_of(secret, page.voice.seed)
    same = page.voice.token_hash == fingerprint(token)
    return token if page.open and same else None


def save_draft(desk: Desk, request_id: str, *, text: str, seen: int) -> None:
    """Keep the draft that the officers write together; raises Stale when somebody was faster."""
    item = consulting.asked(desk, request_id)
    if why := consulting.why_closed(desk, item):
        raise NotYet(why)
    said = text.replace("\r\n", "\n").strip()
    if len(said) > LONGEST_TEXT:
        raise Invalid({"statement": f"The text must be {LONGEST_TEXT:,} characters or fewer."})
    voice = _kept(desk, item)
    if voice.destroyed_at:
        raise NotYet("The notes and the draft have been destroyed, as was promised.")
    if not stored.save_draft(desk.work, voice.id, said, seen=seen):
        raise Stale(STALE)


def with_quote(desk: Desk, request_id: str, *, text: str, ref: str) -> str:
    """The draft with a member's words added; words that are not shown cannot be quoted."""
    found = next((each for each in page(desk, request_id).pieces if each.ref == ref), None)
    if found is None:
        raise Invalid({"statement": "Choose words that are shown on this page."})
    return "\n\n".join(filter(None, (text.strip(), quoted(found.text))))
