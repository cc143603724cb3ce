"""A link that lets somebody outside the house read one page of what networks said and got."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.matter import Owned

LONGEST_DAYS = 366
SHORTEST_DAYS = 1


@dataclass(eq=False, kw_only=True)
class ShareLink(Owned):
    """A private address of a *You said, we did* page: of a network, or of a paper.

    Only a hash of its secret is kept, so a link can be ended or made anew but never shown again.
    `expires_at` (UTC) is the end of a day of the organisation.
    """

    id: str
    organisation_id: str
    network_id: str | None
    matter_id: str | None
    token_hash: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    ended_at: datetime | None = None

    def open(self, now: datetime) -> bool:
        """Whether the link still opens its page."""
        return self.ended_at is None and now < self.expires_at
