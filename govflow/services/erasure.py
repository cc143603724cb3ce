"""Erases personal text from the record and everywhere else; every proof still holds afterwards."""

import logging
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.erasure import GROUNDS, Copies, called
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.events import (
    BundleMade,
    LedgerExported,
    PopulationExported,
    RegisterExported,
    SampleSheetExported,
    TextErased,
    TrailExported,
)
from govflow.domain.people import Actor, Role
from govflow.domain.restriction import mark
from govflow.services.office import Desk, Office, Who
from govflow.services.people import administrator_only
from govflow.store import erasing, matters, restricting, trail
from govflow.store.log import Entry
from govflow.store.trail import Narrowing

LOG = logging.getLogger("govflow.erasure")
ACTOR = "actor"
LONGEST_REASON = 4000
HANDED_OUT = (
    TrailExported,
    BundleMade,
    RegisterExported,
    LedgerExported,
    PopulationExported,
    SampleSheetExported,
)


@dataclass(frozen=True)
class Item:
    """One text of an event, by its name in the record, and where else it stands.

    `stays` are documents in which it stands too and which are never rewritten; a restricted text
    is kept and not used.
    """

    field: str
    there: bool
    copies: list[Copies]
    stays: list[Copies]
    restricted: bool = False


@dataclass(frozen=True)
class Subject:
    """An event with what of it can be erased; the text itself is not shown."""

    entry: Entry
    items: list[Item]


@dataclass(frozen=True)
class Wanted:
    """What to erase, on which ground, and why; `ground` is a key of GROUNDS."""

    seq: int
    fields: tuple[str, ...]
    ground: str
    reason: str


def subject(desk: Desk, seq: int) -> Subject:
    """An event for whoever is asked to erase something of it; raises WrongRole and NotFound."""
    administrator_only(desk)
    entry = trail.by_seq(desk.work, seq)
    if entry is None:
        raise NotFound(f"There is no event {seq:,} in this record.")
    return Subject(entry, [_item(desk, seq, name) for name in entry.sealed_names()])


def _item(desk: Desk, seq: int, name: str) -> Item:
    text = erasing.text_of(desk.work, seq, name)
    if text is None:
        return _put_away(desk, seq, name)
    found = erasing.copies(desk.work, text)
    others = len(erasing.same_elsewhere(desk.work, text)) - 1
    if others:
        found["sealed"] = others
    return Item(name, True, _said(found), _said(erasing.frozen_copies(desk.work, text)))


def _put_away(desk: Desk, seq: int, name: str) -> Item:
    """A text that is restricted, or gone."""
    held = restricting.held(desk.work, (seq, name))
    if held is None:
        return Item(name, False, [], [])
    text, held_as = held
    stays = _said(erasing.frozen_copies(desk.work, text))
    return Item(name, True, _said(erasing.copies(desk.work, held_as)), stays, restricted=True)


def _said(found: erasing.Found) -> list[Copies]:
    return [Copies(called(name), count) for name, count in sorted(found.items())]


def erase(office: Office, who: Who, now: datetime, wanted: Wanted) -> bool:
    """Erase texts of an event with all their copies, and wipe the files they stood in.

    Returns False when the files could not be wiped now, because somebody was in the way: the
    texts are gone from every table all the same. Raises WrongRole, NotFound and Invalid.
    """
    with office.writing(who, now) as desk:
        found = subject(desk, wanted.seq)
        _check(found, wanted)
        touched = _erase(desk, found.entry, wanted)
    return wiped(office, touched)


def _check(found: Subject, wanted: Wanted) -> None:
    problems = {}
    there = {item.field for item in found.items if item.there}
    if not wanted.fields or not set(wanted.fields) <= there:
        problems["fields"] = "Choose which text to erase, of those that are still there."
    if wanted.ground not in GROUNDS:
        problems["ground"] = "Choose the lawful ground."
    if not wanted.reason.strip():
        problems["reason"] = "Say who asked for it, or what was found. Do not repeat the text."
    elif len(wanted.reason) > LONGEST_REASON:
        problems["reason"] = f"The reason must be {LONGEST_REASON:,} characters or fewer."
    if problems:
        raise Invalid(problems)


def _erase(desk: Desk, entry: Entry, wanted: Wanted) -> set[str]:
    """Inside the caller's transaction; the names of the tables that changed."""
    touched, gone, stays = {"sealed"}, [], set()
    for name in wanted.fields:
        text = _text(desk, entry.seq, name)
        if text is None:
            continue
        stays |= set(erasing.frozen_copies(desk.work, text))
        away = restricting.put_away_with(desk.work, text)
        places = erasing.same_elsewhere(desk.work, text) + [place for place, _ in away]
        touched |= set(erasing.overwrite(desk.work, text))
        # Where a restricted text goes, so does the mark that stands for it.
        for place, held_as in away:
            if held_as == mark(*place):
                touched |= {"restricted", *erasing.overwrite(desk.work, held_as)}
        for seq, field in places:
            erasing.destroy(desk.work, seq, field)
        gone += places
    matter = matters.matter(desk.work, entry.matter_id) if entry.matter_id else None
    event = TextErased(
        of_event=entry.seq,
        texts_gone=[f"{seq}:{field}" for seq, field in gone],
        ground=wanted.ground,
        stays=sorted(called(name) for name in stays),
        reason=wanted.reason.strip(),
    )
    desk.work.record(event, desk.actor, matter)
    return touched


def _text(desk: Desk, seq: int, name: str) -> str | None:
    """The text of an event, in use or restricted."""
    held = restricting.held(desk.work, (seq, name))
    return held[0] if held else erasing.text_of(desk.work, seq, name)


def wiped(office: Office, touched: set[str]) -> bool:
    """Have the database's own files forget; False, and a line in the process log, if not now."""
    try:
        erasing.wipe(office.store, touched)
    except Exception as fault:
        LOG.warning("the files were not wiped: %s", type(fault).__name__)
        return False
    return True


def again(
    office: Office, actor: Actor, now: datetime, organisation_id: str, gone: list[tuple[int, str]]
) -> int:
    """Erase once more what was erased before an older backup came back; how many texts.

    Raises NotFound when the record has no such event.
    """
    count, who = 0, Who(organisation_id, actor)
    for seq, name in gone:
        with office.writing(who, now) as desk:
            entry = trail.by_seq(desk.work, seq)
            if entry is None or _text(desk, seq, name) is None:
                continue
            reason = "Erased before; an older backup had brought it back."
            _erase(desk, entry, Wanted(seq, (name,), "17-1-e", reason))
            count += 1
    return count


def place_of(told: str) -> tuple[int, str]:
    """The number and field of an erased text, from event:field."""
    number, _, name = told.partition(":")
    return int(number), name


def everywhere() -> set[str]:
    """Every table in which personal text may have stood."""
    return erasing.with_texts()


def erasures(desk: Desk) -> list[Entry]:
    """Every erasure there was, the newest first; for administrators and auditors."""
    if not desk.actor.holds(Role.AUDITOR):
        administrator_only(desk)
    return trail.chosen(desk.work, Narrowing(type=TextErased.name()), newest_first=True)


def handed_out(desk: Desk) -> list[Entry]:
    """Every copy of the record that was taken outside, where no erasure reaches; newest first."""
    found = [
        entry
        for kind in HANDED_OUT
        for entry in trail.chosen(desk.work, Narrowing(type=kind.name()), newest_first=True)
    ]
    return sorted(found, key=lambda entry: -entry.seq)
