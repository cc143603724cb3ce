"""What an auditor asks of the record: which matters, which events, and whether the log holds."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime

from govflow.domain.errors import Invalid, WrongRole
from govflow.domain.events import EVENTS, TrailExported
from govflow.domain.people import Role
from govflow.domain.trail import Frontier
from govflow.services.log_check import LogCheck, check_log
from govflow.services.office import Desk, Office, Who
from govflow.sheets import Column, harmless, workbook
from govflow.store import matter_lists, outbox, people, trail
from govflow.store.log import Entry
from govflow.store.matter_lists import MatterLine, MattersWanted
from govflow.store.outbox import Beat
from govflow.store.trail import SYSTEM, Name, Narrowing

__all__ = [
    "SYSTEM",
    "Choices",
    "Export",
    "LogCheck",
    "LogState",
    "MatterLine",
    "MattersWanted",
    "Narrowing",
    "Seen",
    "Told",
    "by_exception",
    "check_log",
    "choices",
    "csv_lines",
    "export",
    "harmless",
    "log_state",
    "matter_by_reference",
    "matters",
    "name_of",
    "network_choices",
    "read_trail",
    "state_titles",
    "told",
    "workbook_of",
]

# Beyond this the root is recomputed only when somebody asks, so that a page stays a page.
RECOMPUTED_UP_TO = 20_000
EXPORT_CHUNK = 500
MOST_ROWS = 50_000  # of a workbook, which is made in memory


@dataclass(frozen=True)
class Seen:
    """Which version somebody had before them, with the hash of exactly what was served."""

    words: str
    sha256: str


@dataclass(frozen=True)
class Told(Entry):
    """An event with what a reader needs beside it: the matter's name and what was seen."""

    matter: Name | None
    seen: Seen | None


@dataclass(frozen=True)
class LogState:
    """The log in one line; `recomputed` is None when the log is too long to do it with a page."""

    size: int
    root: str
    last_at: datetime | None
    recomputed: bool | None
    beats: list[Beat]


@dataclass(frozen=True)
class Choices:
    """What the trail can be narrowed by."""

    networks: list[tuple[str, str]]
    people: list[tuple[str, str]]
    types: list[tuple[str, str]]


def log_state(desk: Desk) -> LogState:
    """The state of the log, its root recomputed from the stored leaves unless it is very long."""
    head = trail.head(desk.work)
    recomputed = None
    if head.size <= RECOMPUTED_UP_TO:
        frontier = Frontier()
        for leaf in trail.leaf_hashes(desk.work):
            frontier = frontier.append(leaf)
        recomputed = frontier.size == head.size and frontier.root().hex() == head.root
    beats = outbox.beats(desk.work)
    return LogState(head.size, head.root, trail.last_at(desk.work), recomputed, beats)


def matters(
    desk: Desk, wanted: MattersWanted, *, limit: int, offset: int = 0
) -> tuple[list[MatterLine], int]:
    """One page of the matters wanted, and how many there are."""
    found = matter_lists.lines(desk.work, wanted, limit=limit, offset=offset)
    return found, matter_lists.count(desk.work, wanted)


def state_titles(desk: Desk) -> dict[str, str]:
    """The title of every state in which some matter stands."""
    return {
        state: desk.workflow(key, version).states[state].title
        for key, version, state in sorted(matter_lists.states(desk.work))
    }


def network_choices(desk: Desk) -> list[tuple[str, str]]:
    """Every network by id and name."""
    return [(network.id, network.name) for network in people.networks(desk.work, invited_too=True)]


def read_trail(
    desk: Desk, wanted: Narrowing, *, newest_first: bool, limit: int, offset: int = 0
) -> tuple[list[Told], int]:
    """One page of the events wanted, and how many there are."""
    found = trail.chosen(desk.work, wanted, newest_first=newest_first, limit=limit, offset=offset)
    return told(desk, found), trail.count(desk.work, wanted)


def by_exception(desk: Desk, wanted: Narrowing) -> dict[str, int]:
    """How many events of each kind of exception there are among those wanted."""
    return trail.by_exception(desk.work, wanted)


def name_of(desk: Desk, matter_id: str) -> Name | None:
    """What a matter is called."""
    return trail.names_of(desk.work, [matter_id]).get(matter_id)


def matter_by_reference(desk: Desk, reference: str) -> str | None:
    """The id of the matter with this reference."""
    return trail.matter_by_reference(desk.work, reference)


def choices(desk: Desk) -> Choices:
    """Networks by every name they spoke under, people, and kinds of events."""
    now = {network.name for network in people.networks(desk.work, invited_too=True)}
    then = set(trail.networks_that_spoke(desk.work))
    named = [(person.id, person.name) for person in people.people(desk.work)]
    types = sorted((name, title(name)) for name in EVENTS)
    named_twice = [(name, name) for name in sorted(now | then)]
    return Choices(named_twice, [*named, (SYSTEM, "The scheduled checks")], types)


def title(event_type: str) -> str:
    """The kind of an event as people write it."""
    return event_type.replace("_", " ").capitalize()


def told(desk: Desk, found: list[Entry]) -> list[Told]:
    """The events with the matter and the version that each is about; two statements in all."""
    ids = {entry.matter_id for entry in found if entry.matter_id}
    names = trail.names_of(desk.work, ids)
    hashes = trail.version_hashes(desk.work, ids)
    return [
        Told(
            **{f.name: getattr(entry, f.name) for f in fields(Entry)},
            matter=names.get(entry.matter_id or ""),
            seen=_seen(entry, hashes),
        )
        for entry in found
    ]


def _seen(entry: Entry, hashes: dict[tuple[str, int], str]) -> Seen | None:
    """The event's own word on what was served, the hash looked up where it names the version."""
    facts = {**entry.facts, **entry.facts.get("details", {})}
    number = facts.get("version") or facts.get("number") or facts.get("paper_version")
    number = number or facts.get("decided_on_version")
    sha256 = facts.get("sha256") or hashes.get((entry.matter_id or "", number or 0), "")
    if number:
        return Seen(f"Version {number} as served", sha256)
    return Seen("The bytes", sha256) if sha256 else None


@dataclass(frozen=True)
class Export:
    """A download agreed and recorded: what was chosen, up to the event before its own."""

    wanted: Narrowing
    rows: int


def export(desk: Desk, wanted: Narrowing, *, form: str = "CSV") -> Export:
    """Record that the chosen part of the trail is taken outside; raises WrongRole, and Invalid for
    a workbook of too many rows.
    """
    if not desk.actor.holds(Role.AUDITOR):
        raise WrongRole("Only an auditor may download the trail.")
    fixed = replace(wanted, below_seq=trail.head(desk.work).size)
    rows = trail.count(desk.work, fixed)
    if form == "XLSX" and rows > MOST_ROWS:
        raise Invalid({"form": f"A workbook holds {MOST_ROWS:,} rows: narrow it, or take the CSV."})
    event = TrailExported(rows=rows, form=form, filters=_described(desk, wanted))
    desk.work.record(event, desk.actor)
    return Export(fixed, rows)


def _described(desk: Desk, wanted: Narrowing) -> str:
    """The choice in words; a person by id, because the trail's own payload names nobody."""
    name = name_of(desk, wanted.matter_id) if wanted.matter_id else None
    parts = [
        f"matter {name.reference}" if name else "",
        f"network {wanted.network}" if wanted.network else "",
        f"person {wanted.person}" if wanted.person else "",
        f"event {title(wanted.type)}" if wanted.type else "",
        f"exceptions: {wanted.exception}" if wanted.exception else "",
        f"from {wanted.from_at:%Y-%m-%d %H:%M} UTC" if wanted.from_at else "",
        f"before {wanted.until_at:%Y-%m-%d %H:%M} UTC" if wanted.until_at else "",
    ]
    return ", ".join(part for part in parts if part) or "everything"


HEADER = (
    "number",
    "at_utc",
    "who",
    "what_happened",
    "event",
    "matter",
    "title",
    "state_before",
    "state_after",
    "what_was_seen",
    "sha256_of_what_was_seen",
    "words",
    "leaf_hash",
)


def csv_lines(office: Office, who: Who, now: datetime, chosen: Export) -> Iterator[str]:
    """The download a few hundred events at a time, so that no length of trail fills the memory."""
    # Spreadsheets read UTF-8 only when the file says so at its very beginning.
    yield "\ufeff" + _line(HEADER)
    for shown in _shown(office, who, now, chosen):
        yield "".join(_line(_cells(entry)) for entry in shown)


def workbook_of(office: Office, who: Who, now: datetime, chosen: Export) -> bytes:
    """The same rows as an Excel file."""
    pages = _shown(office, who, now, chosen)
    rows = (_cells(entry) for shown in pages for entry in shown)
    return workbook("Trail", [Column(name, 22) for name in HEADER], rows, made_at=now)


def _shown(office: Office, who: Who, now: datetime, chosen: Export) -> Iterator[list[Told]]:
    after = -1
    while True:
        with office.reading(who, now) as desk:
            found = trail.chosen(desk.work, chosen.wanted, limit=EXPORT_CHUNK, after_seq=after)
            shown = told(desk, found)
        if not shown:
            return
        yield shown
        after = shown[-1].seq


def _cells(entry: Told) -> tuple[str, ...]:
    facts = entry.facts
    return (
        str(entry.seq),
        entry.at.isoformat(),
        entry.actor,
        entry.sentence(),
        title(entry.type),
        entry.matter.reference if entry.matter else "",
        entry.matter.title if entry.matter else "",
        str(facts.get("from_state", "")),
        str(facts.get("to_state", "")),
        entry.seen.words if entry.seen else "",
        entry.seen.sha256 if entry.seen else "",
        "\n".join(f"{name}: {text}" for name, text in sorted(entry.texts.items())),
        entry.leaf_hash,
    )


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()
