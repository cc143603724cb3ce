"""What an overseer reads: the December 2021 commitment over many organisations, as at a date."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from govflow.domain.errors import NotFound
from govflow.domain.review import STATUSES
from govflow.services import reviews
from govflow.services.office import Desk
from govflow.services.register import TrustStatus, review_status
from govflow.store import matters

UNKNOWN_KIND = "This organisation"


@dataclass(frozen=True)
class Overview:
    """Every organisation on a date; `whole` is false while the public register is not loaded."""

    rows: list[TrustStatus]
    whole: bool
    own: TrustStatus

    @property
    def own_apart(self) -> bool:
        """True when this organisation is not in the register, and so is not counted."""
        return self.own.code not in {row.code for row in self.rows}

    def counts(self) -> list[tuple[str, str, int]]:
        """Each status with its title and its number of organisations, also those with none."""
        counted = Counter(row.judgement.status for row in self.rows)
        return [(status, title, counted[status]) for status, title in STATUSES.items()]

    def chosen(self, text: str, status: str) -> list[TrustStatus]:
        """The rows whose name or code holds the text, with the status asked for."""
        wanted = text.casefold()
        return [
            row
            for row in self.rows
            if wanted in f"{row.name} {row.code}".casefold()
            and status in ("", row.judgement.status)
        ]


def overview(desk: Desk, as_at: date) -> Overview:
    """The organisations of the public register, or this one alone while it is not loaded."""
    own = _own(desk, as_at)
    try:
        return Overview(review_status(desk.office, as_at), True, own)
    except NotFound:
        return Overview([own], False, own)


def _own(desk: Desk, as_at: date) -> TrustStatus:
    kept = matters.reviews(desk.work)
    judgement = reviews.status(kept[0] if kept else None, as_at)
    here = desk.organisation
    return TrustStatus(here.code, here.name, UNKNOWN_KIND, judgement, tenant=True)
