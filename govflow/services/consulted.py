"""The consulted-or-explained register: every paper, every network in its scope, and what became."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from govflow.domain import explained
from govflow.domain.consultation import POSITIONS
from govflow.domain.deadline import STOPPED_AT, local_day
from govflow.domain.errors import Invalid, WrongRole
from govflow.domain.events import RegisterExported
from govflow.domain.explained import OUTCOME_TITLES, unexplained
from govflow.domain.people import Role
from govflow.services.office import Desk
from govflow.sheets import Cell, Column
from govflow.store import bypass, meetings, people
from govflow.store import consulted as stored
from govflow.store.bypass import WaiverRow
from govflow.store.consulted import Row, Wanted

__all__ = ["Wanted"]  # what the page asks with

WIDE = (Role.SECRETARY, Role.BOARD_CHAIR, Role.EQUALITY_LEAD, Role.AUDITOR)
READERS = (*WIDE, Role.NETWORK_CHAIR)
FORMS = {"csv": "CSV", "xlsx": "XLSX"}
NOT_SENT = "The paper ended before it was sent to the networks."


@dataclass(frozen=True)
class Line:
    """A row as a person reads it; `reason`, `by` and `on` are empty where nobody gave a reason."""

    row: Row
    kind: str
    state: str
    title: str
    position: str
    reason: str
    by: str
    on: date | None
    missing: str

    @property
    def retrospective(self) -> bool:
        """Asked after an urgent decision."""
        return self.row.round_kind == "retrospective"

    @property
    def heading(self) -> str:
        """What the network did, with a capital letter."""
        return self.title[0].upper() + self.title[1:]


@dataclass(frozen=True)
class Choices:
    """What the register can be narrowed by."""

    networks: list[tuple[str, str]]
    meetings: list[tuple[str, str]]
    outcomes: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    own_only: tuple[str, ...]


def narrowed(desk: Desk, wanted: Wanted) -> Wanted:
    """The same wish within what this reader may see; raises WrongRole.

    Whoever runs commands on the server itself sees all of it.
    """
    if not (desk.actor.holds(*READERS) or desk.actor.is_system):
        raise WrongRole("Your roles do not include the consulted-or-explained register.")
    ends = [
        (workflow.key, state.name)
        for workflow in desk.office.workflows.all()
        for state in workflow.states.values()
        if state.final
    ]
    wide = desk.actor.holds(*WIDE) or desk.actor.is_system
    own = None if wide else _own(desk)
    return replace(wanted, ends=tuple(sorted(set(ends))), own=own)


def _own(desk: Desk) -> frozenset[str]:
    return stored.own_networks(desk.work, desk.actor.id, desk.today)


def page(desk: Desk, wanted: Wanted, *, limit: int, offset: int) -> tuple[list[Line], int]:
    """One page of the register, and how many rows there are; raises WrongRole."""
    chosen = narrowed(desk, wanted)
    found = stored.rows(desk.work, chosen, limit=limit, offset=offset)
    waived = bypass.waivers(desk.work, of={row.matter_id for row in found})
    return lines(desk, found, waived), stored.count(desk.work, chosen)


def lines(desk: Desk, rows: Iterable[Row], waivers: Sequence[WaiverRow]) -> list[Line]:
    """The rows as a person reads them, each with the waiver that belongs to it."""
    whole = {w.matter_id: w for w in waivers if w.network_id is None}
    single = {(w.matter_id, w.network_id or ""): w for w in waivers}
    return [
        _line(
            desk, row, single.get((row.matter_id, row.network_id or "")) or whole.get(row.matter_id)
        )
        for row in rows
    ]


def _line(desk: Desk, row: Row, waiver: WaiverRow | None) -> Line:
    workflow = desk.workflow(row.workflow, row.workflow_version)
    waived = waiver if row.outcome == "waived" else None
    neither = unexplained(row.outcome, decided=row.decided)
    reason = row.reason or "" if row.outcome == explained.LEFT_OUT else ""
    reason = NOT_SENT if row.outcome == explained.ENDED else reason
    return Line(
        row=row,
        kind=workflow.title,
        state=workflow.states[row.state].title,
        title=OUTCOME_TITLES.get(row.outcome, row.outcome.replace("_", " ")),
        position=POSITIONS.get(row.position or "", ""),
        reason=waived.reason if waived else reason,
        by=waived.approved_by_name if waived else "",
        on=_day(desk, waived.approved_at) if waived else None,
        missing=explained.NEITHER[row.outcome] if neither else "",
    )


def choices(desk: Desk) -> Choices:
    """What this reader can narrow the register by."""
    wide = desk.actor.holds(*WIDE) or desk.actor.is_system
    own = None if wide else _own(desk)
    known = [(n.id, n.name) for n in people.networks(desk.work, invited_too=True)]
    networks = [each for each in known if own is None or each[0] in own]
    held = [
        (m.id, f"{m.committee_name}, {_day(desk, m.held_at):%-d %b %Y}")
        for m in reversed(meetings.meetings(desk.work))
    ]
    kinds = {w.key: w.title for w in desk.office.workflows.all() if w.matter == "paper"}
    outcomes = [(key, title[0].upper() + title[1:]) for key, title in OUTCOME_TITLES.items()]
    return Choices(
        networks=networks,
        meetings=held,
        outcomes=outcomes,
        kinds=sorted(kinds.items(), key=lambda each: each[1]),
        own_only=() if own is None else tuple(name for _, name in networks),
    )


def _day(desk: Desk, at: datetime) -> date:
    return local_day(at, desk.organisation.zone)


@dataclass(frozen=True)
class Export:
    """A download agreed and recorded."""

    form: str
    lines: list[Line]
    zone: str


def export(desk: Desk, wanted: Wanted, form: str) -> Export:
    """Record that what is chosen is taken outside; raises WrongRole and Invalid."""
    if form not in FORMS:
        raise Invalid({"form": "Choose CSV or XLSX."})
    chosen = narrowed(desk, wanted)
    found = stored.rows(desk.work, chosen)
    made = Export(form, lines(desk, found, bypass.waivers(desk.work)), desk.organisation.zone)
    event = RegisterExported(
        rows=len(found), form=FORMS[form], filters=_described(desk, chosen), words=wanted.text
    )
    desk.work.record(event, desk.actor)
    return made


def _described(desk: Desk, wanted: Wanted) -> str:
    """The choice in words; the words looked for stand sealed, because they may name somebody."""
    known = choices(desk)
    zone = desk.organisation.zone
    parts = [
        f"network {dict(known.networks).get(wanted.network_id, 'unknown')}"
        if wanted.network_id
        else "",
        f"meeting {dict(known.meetings).get(wanted.meeting_id, 'unknown')}"
        if wanted.meeting_id
        else "",
        f"kind {dict(known.kinds).get(wanted.workflow, 'unknown')}" if wanted.workflow else "",
        OUTCOME_TITLES.get(wanted.outcome, "unknown outcome") if wanted.outcome else "",
        f"from {local_day(wanted.from_at, zone)}" if wanted.from_at else "",
        f"before {local_day(wanted.until_at, zone)}" if wanted.until_at else "",
        "only unexplained" if wanted.unexplained else "",
        "some words" if wanted.text else "",
        "own networks only" if wanted.own is not None else "",
    ]
    return ", ".join(part for part in parts if part) or "everything"


COLUMNS = (
    Column("Reference", 12),
    Column("Title", 40),
    Column("Kind", 18),
    Column("State", 24),
    Column("Meeting", 24),
    Column("Meeting held on", 14),
    Column("Asked before or after the decision", 16),
    Column("Networks chosen on", 14),
    Column("Rule", 30),
    Column("Network", 28),
    Column("Why it is in scope", 40),
    Column("Proposed by the rule", 10),
    Column("Chosen to be asked", 10),
    Column("Asked on", 14),
    Column("Window ends on", 14),
    Column("What became of it", 30),
    Column("Position", 20),
    Column("Late", 8),
    Column("Reason recorded", 50),
    Column("Recorded by", 24),
    Column("Recorded on", 14),
    Column("Neither consulted nor explained", 40),
)
ROUNDS = {"formative": "before", "retrospective": "after (retrospective)", None: ""}


def cells(made: Export) -> Iterator[tuple[Cell, ...]]:
    """Each line as the cells of a sheet, in the order of COLUMNS."""
    for line in made.lines:
        yield (*_paper_cells(line, made.zone), *_network_cells(line, made.zone))


def _paper_cells(line: Line, zone: str) -> tuple[Cell, ...]:
    row = line.row
    return (
        row.reference,
        row.title,
        line.kind,
        line.state,
        row.meeting_name or "",
        local_day(row.held_at, zone) if row.held_at else None,
        ROUNDS[row.round_kind],
        local_day(row.chosen_at, zone) if row.chosen_at else None,
        row.rule_version or "",
    )


def _network_cells(line: Line, zone: str) -> tuple[Cell, ...]:
    row = line.row
    return (
        row.network_name or "",
        row.why or "",
        row.proposed,
        row.asked,
        local_day(row.invited_at, zone) if row.invited_at else None,
        local_day(row.closes_at, zone) if row.closes_at and row.closes_at < STOPPED_AT else None,
        line.heading,
        line.position,
        bool(row.late),
        line.reason,
        line.by,
        line.on,
        line.missing,
    )
