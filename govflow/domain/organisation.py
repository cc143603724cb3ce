"""The public register of organisations, effective-dated: loading another file loses nothing.

The published file says what is true on one day and holds no history of names. So a name counts
from the first snapshot that shows it until the day before the first that shows another, and a
code that a later file leaves out stays, with the day it was last seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from govflow.domain.ods import WELSH_TRUST, OdsRow, parse_ods, read_ods, snapshot_on

__all__ = [
    "Changes",
    "Named",
    "OdsRow",
    "Organisation",
    "english_on",
    "merge",
    "parse_ods",
    "read_ods",
    "snapshot_on",
]

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Named:
    """A name between two days, both included; `from_on` is the snapshot that first showed it."""

    name: str
    from_on: date
    until_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the name was in use that day, as far as the snapshots tell."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class Organisation:
    """One code's whole known life; `closed_on` is its last day, `names` run oldest first."""

    code: str
    names: tuple[Named, ...]
    opened_on: date
    closed_on: date | None
    kind: str
    first_seen_on: date
    last_seen_on: date

    @property
    def name(self) -> str:
        """The newest name known."""
        return self.names[-1].name

    @property
    def is_english(self) -> bool:
        """Whether commitments made for England are asked of it."""
        return self.kind != WELSH_TRUST

    def name_on(self, day: date) -> str:
        """The name that day; before the first snapshot, the earliest name known."""
        begun = [named for named in self.names if named.from_on <= day]
        return (begun or self.names[:1])[-1].name

    def open_on(self, day: date) -> bool:
        """Whether it exists that day; its first and its last day both count."""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)


@dataclass(frozen=True)
class Changes:
    """What one snapshot changes: codes by kind of change, and the organisations to save.

    `opened` are codes never seen before, `absent` those this snapshot no longer lists.
    """

    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    saved: dict[str, Organisation] = field(default_factory=dict)

    def sentence(self) -> str:
        """The counts as one line for the person who runs the import."""
        return (
            f"{len(self.opened)} added, {len(self.closed)} closed, {len(self.reopened)} reopened, "
            f"{len(self.renamed)} renamed, {len(self.unchanged)} unchanged, "
            f"{len(self.absent)} no longer listed and kept."
        )


def merge(register: Mapping[str, Organisation], rows: Iterable[OdsRow], as_of: date) -> Changes:
    """What a snapshot of `as_of` adds to the register; the register itself is not touched.

    An older snapshot after a newer one only fills in the past: names before or between those
    known, and codes never seen. Opening, closing and kind follow the newest snapshot.
    """
    changes = Changes()
    listed = {row.code: row for row in rows}
    for code, row in listed.items():
        before = register.get(code)
        after = _seen_again(before, row, as_of) if before else _seen_first(row, as_of)
        _note(changes, before, after)
        if after != before:
            changes.saved[code] = after
    left_out = (known for code, known in register.items() if code not in listed)
    changes.absent.extend(known.code for known in left_out if known.last_seen_on < as_of)
    return changes


def english_on(register: Iterable[Organisation], day: date) -> list[Organisation]:
    """The English trusts that exist that day, by code."""
    there = (each for each in register if each.is_english and each.open_on(day))
    return sorted(there, key=lambda each: each.code)


def _seen_first(row: OdsRow, as_of: date) -> Organisation:
    names = (Named(row.name, as_of),)
    return Organisation(row.code, names, row.opened_on, row.closed_on, row.kind, as_of, as_of)


def _seen_again(known: Organisation, row: OdsRow, as_of: date) -> Organisation:
    names = _with_name(known, row.name, as_of)
    if as_of < known.last_seen_on:
        first = min(known.first_seen_on, as_of)
        return replace(known, names=names, first_seen_on=first)
    return replace(
        known,
        names=names,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        kind=row.kind,
        last_seen_on=as_of,
    )


def _with_name(known: Organisation, name: str, as_of: date) -> tuple[Named, ...]:
    """The names once `name` was seen on `as_of`, in whichever order snapshots are loaded."""
    earliest = known.names[0]
    if as_of < earliest.from_on:
        if name == earliest.name:
            return (replace(earliest, from_on=as_of), *known.names[1:])
        return (Named(name, as_of, earliest.from_on - DAY), *known.names)
    return _joined(
        part for named in known.names for part in _split(named, name, as_of, known.last_seen_on)
    )


def _joined(parts: Iterable[Named]) -> tuple[Named, ...]:
    """Neighbours of one name become one: the snapshot between them closed the gap."""
    names: list[Named] = []
    for part in parts:
        if names and names[-1].name == part.name:
            names[-1] = replace(names[-1], until_on=part.until_on)
        else:
            names.append(part)
    return tuple(names)


def _split(named: Named, name: str, as_of: date, last_seen_on: date) -> list[Named]:
    if named.name == name or not named.covers(as_of):
        return [named]
    until_on = named.until_on
    parts = [Named(name, as_of, until_on)]
    if named.from_on < as_of:
        parts.insert(0, replace(named, until_on=as_of - DAY))
    if until_on is None and as_of < last_seen_on:
        # The newest snapshot shows the old name again: it came back and is the present one.
        parts[-1] = Named(name, as_of, last_seen_on - DAY)
        parts.append(Named(named.name, last_seen_on))
    return parts


def _note(changes: Changes, before: Organisation | None, after: Organisation) -> None:
    if before is None:
        changes.opened.append(after.code)
        return
    was, now = before.closed_on, after.closed_on
    happened = [
        (changes.closed, now is not None and now != was),
        (changes.reopened, was is not None and now is None),
        (changes.renamed, _said(after) != _said(before)),
    ]
    for codes in [codes for codes, it_did in happened if it_did] or [changes.unchanged]:
        codes.append(after.code)


def _said(organisation: Organisation) -> list[str]:
    return [named.name for named in organisation.names]
