"""Reads the versions of papers to show what accepted comments changed, before and after."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from govflow.domain.document import Document
from govflow.domain.ledger import Change, Claim, Place, change
from govflow.domain.paper import PaperVersion
from govflow.domain.redline import Paragraph, compare
from govflow.services.office import Desk
from govflow.store import ledger
from govflow.store.ledger import Row
from govflow.text import anchors

KEPT = 64  # comparisons in memory: each is two versions of one paper, which never change


def changes(desk: Desk, rows: Iterable[Row]) -> dict[str, Change]:
    """For each comment whose reply names a changed paragraph, what the versions show."""
    claimed = [row for row in rows if row.changed_paragraph]
    found = ledger.versions(desk.work, {(r.matter_id, r.version_number) for r in claimed})
    return {row.comment_id: _change(row, found) for row in claimed}


def _change(row: Row, versions: Mapping[tuple[str, int], PaperVersion]) -> Change:
    first = versions.get((row.matter_id, row.version_number))
    last = versions.get((row.matter_id, 0))
    claim = Claim(
        row.anchor,
        row.changed_paragraph or "",
        row.version_number,
        last.number if last else row.version_number,
    )
    if first is None or last is None or claim.first >= claim.last:
        return change(claim, [], [])
    places, pairs = _compared(_Held(first), _Held(last))
    return change(claim, places, pairs)


class _Held:
    """A frozen version as a key of the memory: the same hash is the same words."""

    def __init__(self, version: PaperVersion) -> None:
        self.version = version

    def __hash__(self) -> int:
        return hash(self.version.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.version.sha256 == other.version.sha256


@lru_cache(maxsize=KEPT)
def _compared(first: _Held, last: _Held) -> tuple[list[Place], list[Paragraph]]:
    before, after = places(first.version.document), places(last.version.document)
    return before, compare(_joined(before), _joined(after))


def _joined(found: Iterable[Place]) -> str:
    return "\n\n".join(place.text for place in found)


def places(document: Document) -> list[Place]:
    """Every paragraph of a paper: the body in its order, then the rest of what networks read."""
    eia = document.eia
    rest = (
        document.summary,
        document.not_open,
        *document.recommendations,
        *(text for option in document.options for text in (option.title, option.description)),
        *(eia.summary, eia.evidence, eia.mitigation),
    )
    found = [Place(anchor.id, anchor.text) for anchor in anchors(document.body)]
    found += [Place("", " ".join(part.split())) for text in rest for part in text.split("\n\n")]
    return [place for place in found if place.text]
