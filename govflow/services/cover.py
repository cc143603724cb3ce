"""The cover sheet: who was asked, who answered, who did not, and dissent in its own words."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import POSITIONS, STATUS_TITLES, Consultation, Request


@dataclass(frozen=True)
class CoverRow:
    """One network on the cover; `objection` holds its own words when unresolved.

    `changed` is how often the network changed its position; what stands is its last.
    """

    network: str
    status: str
    status_title: str
    position: str
    comments: int
    late: bool
    objection: str
    changed: int = 0


def cover_rows(case: PaperCase, now: datetime) -> list[CoverRow]:
    """Each network asked, then each left out with its reason."""
    return rows_of(case.consultation, now)


def rows_of(round_: Consultation | None, now: datetime) -> list[CoverRow]:
    """The same rows from the round of asking alone, for lists of papers."""
    if round_ is None:
        return []
    asked = [_asked(request, now) for request in round_.requests]
    left_out = [
        CoverRow(c.network_name, "left_out", f"not asked: {c.reason}", "", 0, False, "")
        for c in round_.choices
        if c.proposed and not c.asked
    ]
    return asked + left_out


def _asked(request: Request, now: datetime) -> CoverRow:
    status = request.status(now)
    return CoverRow(
        network=request.network_name,
        status=status,
        status_title=STATUS_TITLES[status],
        position=POSITIONS.get(request.position or "", ""),
        comments=len(request.comments),
        late=any(c.late for c in request.comments),
        objection=_words(request) if request.unresolved_objection() else "",
        changed=len(request.earlier_positions),
    )


def _words(request: Request) -> str:
    """The network's own statement; without one, its comments as written."""
    return request.statement or "\n\n".join(c.text for c in request.comments) or "(no words given)"
