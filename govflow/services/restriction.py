"""Keeps a text but has nobody use it, and brings it back by name: Article 18 of the UK GDPR."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.erasure import called
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.events import RestrictionLifted, TextRestricted
from govflow.domain.people import Actor, Role
from govflow.domain.restriction import GROUNDS, mark
from govflow.services import erasure
from govflow.services.erasure import LONGEST_REASON
from govflow.services.office import Desk, Office, Who
from govflow.services.people import administrator_only
from govflow.store import erasing, matters, restricting, trail
from govflow.store.log import Entry
from govflow.store.restricting import Place
from govflow.store.trail import Narrowing


@dataclass(frozen=True)
class Wanted:
    """Which text of which event to restrict, on which ground, and why."""

    seq: int
    field: str
    ground: str
    reason: str


@dataclass(frozen=True)
class Restricted:
    """A restriction that stands: the text's event, since when, on which ground, by whom."""

    seq: int
    field: str
    event: Entry
    with_it: Sequence[Place]


def restrict(office: Office, who: Who, now: datetime, wanted: Wanted) -> None:
    """Put a text away with every copy; raises WrongRole, NotFound and Invalid."""
    with office.writing(who, now) as desk:
        found = erasure.subject(desk, wanted.seq)
        free = {item.field for item in found.items if item.there and not item.restricted}
        problems = {}
        if wanted.field not in free:
            problems["field"] = "Choose which text to restrict, of those that are in use."
        if wanted.ground not in GROUNDS:
            problems["ground"] = "Choose the lawful ground."
        _refuse(problems, reason=(wanted.reason, "Say who asked for it. Do not repeat the text."))
        _restrict(desk, found.entry, wanted)


def _refuse(problems: dict[str, str], **texts: tuple[str, str]) -> None:
    for name, (given, missing) in texts.items():
        if not given.strip():
            problems[name] = missing
        elif len(given) > LONGEST_REASON:
            problems[name] = f"Write {LONGEST_REASON:,} characters or fewer."
    if problems:
        raise Invalid(problems)


def _restrict(desk: Desk, entry: Entry, wanted: Wanted) -> None:
    text = erasing.text_of(desk.work, entry.seq, wanted.field)
    if text is None:
        raise NotFound("This text is no longer there.")
    stays = sorted(called(name) for name in erasing.frozen_copies(desk.work, text))
    places = restricting.hold(desk.work, text, mark(entry.seq, wanted.field))
    event = TextRestricted(
        of_event=entry.seq,
        name_of_text=wanted.field,
        texts_held=_said(places),
        ground=wanted.ground,
        stays=stays,
        reason=wanted.reason.strip(),
    )
    _record(desk, entry, event)


def _said(places: Sequence[Place]) -> list[str]:
    return [f"{seq}:{field}" for seq, field in places]


def _record(desk: Desk, entry: Entry, event: TextRestricted | RestrictionLifted) -> None:
    matter = matters.matter(desk.work, entry.matter_id) if entry.matter_id else None
    desk.work.record(event, desk.actor, matter)


def lift(office: Office, who: Who, now: datetime, place: Place, *, told: str, reason: str) -> None:
    """Use a text again; `told` says how the person was told before, which the law asks for.

    Raises WrongRole, NotFound and Invalid.
    """
    with office.writing(who, now) as desk:
        administrator_only(desk)
        text, own = _held(desk, place), mark(*place)
        _refuse(
            {},
            told=(told, "Say when and how the person was told, before the restriction ends."),
            reason=(reason, "Say why the restriction ends."),
        )
        back = restricting.give_back(desk.work, text, own)
        _hold_the_others(desk)
        entry = trail.by_seq(desk.work, place[0])
        if entry is None:
            raise NotFound(f"There is no event {place[0]:,} in this record.")
        event = RestrictionLifted(
            of_event=place[0],
            name_of_text=place[1],
            texts_back=_said(back),
            told=told.strip(),
            reason=reason.strip(),
        )
        _record(desk, entry, event)


def _held(desk: Desk, place: Place) -> str:
    found = restricting.held(desk.work, place)
    if found is None or found[1] != mark(*place):
        raise NotFound("No restriction of this text stands.")
    return found[0]


def _hold_the_others(desk: Desk) -> None:
    """What came back may hold a text that is restricted by itself: that stays put away."""
    for each in restricting.standing(desk.work):
        for place in each.places:
            if mark(*place) == each.mark:
                restricting.hold(desk.work, _held(desk, place), each.mark)


def standing(desk: Desk) -> list[Restricted]:
    """Every restriction that stands, the newest first; for administrators and auditors."""
    if not desk.actor.holds(Role.AUDITOR):
        administrator_only(desk)
    told = trail.chosen(desk.work, Narrowing(type=TextRestricted.name()))
    by_mark = {mark(e.facts["of_event"], e.facts["name_of_text"]): e for e in told}
    found = [
        Restricted(event.facts["of_event"], event.facts["name_of_text"], event, each.places)
        for each in restricting.standing(desk.work)
        for event in [by_mark[each.mark]]
    ]
    return sorted(found, key=lambda each: -each.event.seq)


def one(desk: Desk, place: Place) -> Restricted:
    """A restriction that stands; raises WrongRole and NotFound."""
    for each in standing(desk):
        if (each.seq, each.field) == place:
            return each
    raise NotFound("No restriction of this text stands.")


def past(desk: Desk) -> list[Entry]:
    """Every restriction and every lifting there was, the newest first; never the texts."""
    if not desk.actor.holds(Role.AUDITOR):
        administrator_only(desk)
    kinds = (TextRestricted.name(), RestrictionLifted.name())
    found = [e for kind in kinds for e in trail.chosen(desk.work, Narrowing(type=kind))]
    return sorted(found, key=lambda entry: -entry.seq)


def again(
    office: Office,
    actor: Actor,
    now: datetime,
    organisation_id: str,
    held: Mapping[Place, str],
) -> int:
    """Restrict once more, by ground, what an older backup has brought back; how many texts.

    Raises NotFound when the record has no such event.
    """
    count, who = 0, Who(organisation_id, actor)
    for (seq, name), ground in held.items():
        with office.writing(who, now) as desk:
            entry = trail.by_seq(desk.work, seq)
            if entry is None or erasing.text_of(desk.work, seq, name) is None:
                continue
            reason = "Restricted before; an older backup had brought it back."
            _restrict(desk, entry, Wanted(seq, name, ground, reason))
            count += 1
    return count
