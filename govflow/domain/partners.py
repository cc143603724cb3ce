"""Agreements between two organisations under which one may ask a network of the other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

PROPOSED: Final = "proposed"
AGREED: Final = "agreed"
DECLINED: Final = "declined"
ENDED: Final = "ended"


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """An agreement between two organisations; `organisation_id` proposed it to `partner_id`."""

    id: str
    organisation_id: str
    partner_id: str
    proposed_at: datetime
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str = ""

    @property
    def standing(self) -> str:
        """Proposed, agreed, declined (never agreed) or ended."""
        if self.ended_at:
            return ENDED if self.agreed_at else DECLINED
        return AGREED if self.agreed_at else PROPOSED

    def other(self, organisation_id: str) -> str:
        """The other side's id, seen from one side."""
        return self.partner_id if organisation_id == self.organisation_id else self.organisation_id
