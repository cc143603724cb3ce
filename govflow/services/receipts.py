"""Receipts: a network's proof that what it said is in the record, checkable outside for ever."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.errors import NotFound, NotYet
from govflow.domain.notes import Receipt
from govflow.domain.subtrees import inclusion_spans, needed
from govflow.domain.trail import canonical
from govflow.services.consulting import Asked, asked
from govflow.services.office import Desk
from govflow.store import checkpoints, trail
from govflow.store.log import Entry
from govflow.store.trail import Narrowing

FORMAT = "govflow-receipt/1"


@dataclass(frozen=True)
class Line:
    """One thing a network did, with its number in the log; `at` is a UTC instant."""

    seq: int
    at: datetime
    sentence: str
    text: str
    ready: bool


@dataclass(frozen=True)
class Shown:
    """A network's acts on one request, and how far the log is signed."""

    asked: Asked
    lines: list[Line]
    signed_at: datetime | None
    origin: str


def shown(desk: Desk, request_id: str) -> Shown:
    """Everything this network did on this request; raises NotFound and WrongRole."""
    item = asked(desk, request_id)
    latest = checkpoints.latest(desk.work)
    size = latest.size if latest else 0
    lines = [
        Line(e.seq, e.at, e.sentence(), "\n\n".join(e.texts.values()), e.seq < size)
        for e in _entries(desk, item)
    ]
    origin = latest.note.partition("\n")[0] if latest else ""
    return Shown(item, lines, latest.signed_at if latest else None, origin)


def _entries(desk: Desk, item: Asked) -> list[Entry]:
    """What the network did on this request, the newest first; raises nothing."""
    wanted = Narrowing(matter_id=item.request.matter_id, network=item.network)
    own = trail.chosen(desk.work, wanted, newest_first=True)
    return [e for e in own if e.network and e.facts.get("request") == item.request.id]


def receipt(desk: Desk, request_id: str, seq: int) -> Receipt:
    """The receipt of one event under the newest checkpoint.

    It carries the event's payload and the network's own words with their salts, never who inside
    the network acted. Raises NotFound, WrongRole, and NotYet before the event is signed.
    """
    item = asked(desk, request_id)
    entry = next((e for e in _entries(desk, item) if e.seq == seq), None)
    if entry is None:
        raise NotFound("Your network has no such entry in the record.")
    latest = checkpoints.latest(desk.work)
    if latest is None or latest.size <= seq:
        raise NotYet("This entry is not signed yet. That takes about a minute: try again then.")
    spans = inclusion_spans(seq, latest.size)
    found = checkpoints.hashes(desk.work, needed(spans))
    return Receipt(seq, tuple(span.hash(found) for span in spans), latest.note, _extra(desk, entry))


def _extra(desk: Desk, entry: Entry) -> bytes:
    opened = checkpoints.seals(desk.work, entry.seq, entry.sealed_names())
    return canonical(
        {
            "format": FORMAT,
            "payload": canonical(entry.payload).decode(),
            "opened": {n: {"salt": s.hex(), "text": text} for n, (s, text) in opened.items()},
        }
    )
