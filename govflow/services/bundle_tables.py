"""The tables of an evidence bundle, for spreadsheets and for tools that mine processes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from govflow.domain.consultation import OUTCOMES, POSITIONS, Comment, Request
from govflow.services import event_log
from govflow.services.bundle_pages import as_shown
from govflow.services.bundles import Agreed, Sink
from govflow.services.log_forms import own_map, xes
from govflow.services.office import Desk, Office, Who
from govflow.sheets import Cell, Column, csv_lines, workbook
from govflow.store import bundling, matters, trail
from govflow.store.log import Entry, stamp

# A longer table leaves only as CSV: a workbook of it would not fit into memory.
MOST_ROWS_OF_A_WORKBOOK = 50_000
EVENTS = (
    Column("Number", 10),
    Column("At (UTC)", 28),
    Column("Who", 24),
    Column("What happened", 70),
    Column("Event", 22),
    Column("Matter", 14),
    Column("Network", 24),
    Column("State before", 18),
    Column("State after", 18),
    Column("Words", 60),
    Column("Leaf hash", 66),
)
COMMENTS = (
    Column("Matter", 14),
    Column("Network", 24),
    Column("Comment id", 34),
    Column("Made at (UTC)", 28),
    Column("Late", 6),
    Column("Version", 8),
    Column("About the paragraph", 40),
    Column("Comment", 70),
    Column("Outcome", 18),
    Column("Reply", 70),
    Column("Replied at (UTC)", 28),
    Column("Replied by", 24),
    Column("The network says it answers the point", 12),
)
POSITIONS_GIVEN = (
    Column("Matter", 14),
    Column("Network", 24),
    Column("Invited at (UTC)", 28),
    Column("Closes at (UTC)", 28),
    Column("Position", 22),
    Column("Statement", 70),
    Column("Given at (UTC)", 28),
)


def write(office: Office, who: Who, now: datetime, agreed: Agreed, sink: Sink) -> None:
    """Write every table of the bundle; words and names only into a full one."""
    with office.reading(who, now) as desk:
        events = _Twice(sink, "tables/events", EVENTS, desk)
        for chunk in bundling.told(desk.work, agreed.chosen):
            events.take(_event_rows(desk, agreed, chunk))
        events.settle()
        if agreed.wanted.form == "full":
            _what_was_said(desk, agreed, sink)
        log = event_log.of_matters(desk, _only(agreed), agreed.signed.size)
    for piece in xes(log, event_log.traces(office, who, log)):
        sink.piece("tables/log.xes", piece.encode())
    sink.whole("tables/log.xes.map.yaml", own_map(log, "xes").encode())


def _only(agreed: Agreed) -> frozenset[str] | None:
    ids = agreed.chosen.matter_ids
    return None if ids is None else frozenset(ids)


class _Twice:
    """A table written as CSV while it comes, and as a workbook if it stayed short enough."""

    def __init__(self, sink: Sink, name: str, columns: Sequence[Column], desk: Desk) -> None:
        self.sink, self.name, self.columns, self.made_at = sink, name, columns, desk.now
        self.rows: list[Sequence[Cell]] = []
        self.short, self.begun = True, False

    def take(self, rows: Iterable[Sequence[Cell]]) -> None:
        """The next rows."""
        found = list(rows)
        lines = csv_lines(self.columns, found)
        if self.begun:
            next(lines)
        self.begun = True
        self.sink.piece(f"{self.name}.csv", "".join(lines).encode())
        self.short = self.short and len(self.rows) + len(found) <= MOST_ROWS_OF_A_WORKBOOK
        self.rows = [*self.rows, *found] if self.short else []

    def settle(self) -> None:
        """Write the workbook."""
        if not self.begun:
            self.take([])
        if self.short:
            title = self.name.rpartition("/")[2].capitalize()
            data = workbook(title, self.columns, self.rows, made_at=self.made_at)
            self.sink.whole(f"{self.name}.xlsx", data)


def _event_rows(desk: Desk, agreed: Agreed, found: list[Entry]) -> Iterator[Sequence[Cell]]:
    names = trail.names_of(desk.work, {entry.matter_id for entry in found if entry.matter_id})
    for stored in found:
        entry = as_shown(stored, agreed)
        name = names.get(entry.matter_id or "")
        yield (
            entry.seq,
            stamp(entry.at),
            entry.actor,
            entry.sentence(),
            entry.type,
            name.reference if name else "",
            entry.network,
            str(entry.facts.get("from_state", "")),
            str(entry.facts.get("to_state", "")),
            _words(entry) if agreed.wanted.form == "full" else "",
            entry.leaf_hash,
        )


def _words(entry: Entry) -> str:
    return "\n".join(f"{name}: {text}" for name, text in sorted(entry.texts.items()))


def _what_was_said(desk: Desk, agreed: Agreed, sink: Sink) -> None:
    comments = _Twice(sink, "tables/comments", COMMENTS, desk)
    positions = _Twice(sink, "tables/positions", POSITIONS_GIVEN, desk)
    ids = [each.id for each in bundling.standing(desk.work, agreed.chosen.matter_ids)]
    for matter_id, name in trail.names_of(desk.work, ids).items():
        round_ = matters.consultation_of(desk.work, matter_id) if name.kind == "paper" else None
        for request in round_.requests if round_ else []:
            positions.take([_position(name.reference, request)])
            comments.take(_comment(name.reference, request, each) for each in request.comments)
    comments.settle()
    positions.settle()


def _position(reference: str, request: Request) -> Sequence[Cell]:
    return (
        reference,
        request.network_name,
        stamp(request.invited_at),
        stamp(request.closes_at),
        POSITIONS.get(request.position or "", "No position given"),
        request.statement,
        stamp(request.positioned_at) if request.positioned_at else "",
    )


def _comment(reference: str, request: Request, comment: Comment) -> Sequence[Cell]:
    reply = comment.reply
    return (
        reference,
        request.network_name,
        comment.id,
        stamp(comment.made_at),
        comment.late,
        comment.version_number,
        comment.quote,
        comment.text,
        OUTCOMES.get(reply.outcome, reply.outcome) if reply else "No reply",
        reply.reason if reply else "",
        stamp(reply.replied_at) if reply else "",
        reply.replied_by_name if reply else "",
        reply.answers_point if reply else None,
    )
