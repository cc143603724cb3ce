"""The influence ledger as CSV and XLSX: names of bodies in its columns, never of people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from govflow.domain.deadline import local_day
from govflow.domain.errors import Invalid
from govflow.domain.events import LedgerExported
from govflow.domain.undertakings import STANDINGS, Undertaking
from govflow.services.ledger import FATES, MARKS, Line, Wanted, lines, readable, scope
from govflow.services.office import Desk
from govflow.sheets import Cell, Column
from govflow.store import ledger as stored
from govflow.store import people, undertakings

FORMS = {"csv": "CSV", "xlsx": "XLSX"}


@dataclass(frozen=True)
class Export:
    """A download agreed and recorded."""

    form: str
    lines: list[Line]
    further: list[Undertaking]
    titles: dict[str, tuple[str, str]]
    zone: str
    today: datetime


def export(desk: Desk, wanted: Wanted, form: str, *, matter_id: str = "") -> Export:
    """Record that what is chosen is taken outside; raises WrongRole, NotFound and Invalid."""
    if form not in FORMS:
        raise Invalid({"form": "Choose CSV or XLSX."})
    if matter_id:
        readable(desk, matter_id)
        chosen = replace(wanted, matter_id=matter_id)
    else:
        chosen = replace(wanted, own=scope(desk))
    found = stored.rows(desk.work, chosen)
    made = undertakings.of_matters(desk.work, {r.matter_id for r in found}, chosen.own)
    event = LedgerExported(rows=len(found), form=FORMS[form], filters=_described(desk, chosen))
    desk.work.record(event, desk.actor)
    return Export(
        form=form,
        lines=lines(desk, found, made),
        further=[each for each in made if each.comment_id is None],
        titles={row.matter_id: (row.reference, row.title) for row in found},
        zone=desk.organisation.zone,
        today=desk.now,
    )


def _described(desk: Desk, wanted: Wanted) -> str:
    known = (
        {n.id: n.name for n in people.networks(desk.work, invited_too=True)}
        if wanted.network_id
        else {}
    )
    zone = desk.organisation.zone
    parts = [
        f"network {known.get(wanted.network_id, 'unknown')}" if wanted.network_id else "",
        "one paper" if wanted.matter_id else "",
        FATES.get(wanted.outcome, ""),
        MARKS.get(wanted.mark, ""),
        f"year {local_day(wanted.from_at, zone).year}" if wanted.from_at else "",
        "own networks only" if wanted.own is not None else "",
    ]
    return ", ".join(part for part in parts if part) or "everything"


COLUMNS = (
    Column("Reference", 12),
    Column("Title", 40),
    Column("State", 22),
    Column("Network", 28),
    Column("Raised on", 14),
    Column("Version commented on", 10),
    Column("Paragraph", 40),
    Column("Comment", 60),
    Column("Late", 8),
    Column("Outcome", 20),
    Column("Reason", 60),
    Column("Replied on", 14),
    Column("What the versions show", 40),
    Column("Before", 50),
    Column("After", 50),
    Column("The network's own mark", 26),
    Column("Marked on", 14),
    Column("Promises", 60),
    Column("What the network says of them", 40),
)


def cells(made: Export) -> Iterator[tuple[Cell, ...]]:
    """Each line as the cells of a sheet in the order of COLUMNS; no person is named by a column."""
    for line in made.lines:
        yield (*_said(line, made.zone), *_answered(line, made.zone), *_kept(line.promises, made))
    for each in made.further:
        reference, title = made.titles[each.matter_id]
        blank = ("",) * (len(COLUMNS) - 6)
        yield (reference, title, "", each.network_name, *blank, *_kept([each], made))


def _said(line: Line, zone: str) -> tuple[Cell, ...]:
    row = line.row
    return (
        row.reference,
        row.title,
        line.state,
        row.network_name,
        local_day(row.made_at, zone),
        row.version_number,
        row.quote or "The whole paper",
        row.text,
        row.late,
    )


def _answered(line: Line, zone: str) -> tuple[Cell, ...]:
    row, change = line.row, line.change
    return (
        FATES[line.fate],
        row.reason or "",
        local_day(row.replied_at, zone) if row.replied_at else None,
        change.sentence if change else "",
        change.before if change and change.shown else "",
        change.after if change and change.shown else "",
        MARKS.get(line.mark, ""),
        local_day(row.marked_at, zone) if row.marked_at else None,
    )


def _kept(promises: list[Undertaking], made: Export) -> tuple[Cell, Cell]:
    today = local_day(made.today, made.zone)
    said = [f"{each.text} (check back on {each.check_back_on.isoformat()})" for each in promises]
    found = [f"{STANDINGS[p.standing(today)]}. {p.verdict_words}".strip() for p in promises]
    return "\n".join(said), "\n".join(found)
