"""A promise made to a network: who owns it, when to check back, and what the network then found.

Called an undertaking in the code, because `promises` are what a workflow file must prove.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from govflow.domain.matter import Owned

VERDICTS: dict[str, str] = {
    "kept": "Kept",
    "partly": "Partly kept",
    "not_kept": "Not kept",
    "cannot_tell": "Cannot tell",
}
TO_CHECK, NOT_DUE = "to_check", "not_due"
STANDINGS: dict[str, str] = {
    TO_CHECK: "Not yet checked by the network",
    NOT_DUE: "Not due yet",
    **VERDICTS,
}


@dataclass(eq=False, kw_only=True)
class ProgressNote(Owned):
    """What management says of its own promise; it never counts as the network's word."""

    id: str
    organisation_id: str
    undertaking_id: str
    text: str
    noted_at: datetime
    noted_by_name: str


@dataclass(eq=False, kw_only=True)
class Undertaking(Owned):
    """Something promised to one network, in a reply (`comment_id`) or with the feedback.

    `check_back_on` is a date of the organisation; `owner_role` is what the owner is called where
    no names stand. Who in the network checked it is kept nowhere but sealed in the trail.
    """

    id: str
    organisation_id: str
    matter_id: str
    network_id: str
    network_name: str
    comment_id: str | None
    text: str
    owner_id: str
    owner_name: str
    owner_role: str
    check_back_on: date
    made_at: datetime
    made_by_name: str
    verdict: str | None = None
    verdict_words: str = ""
    checked_at: datetime | None = None
    notes: list[ProgressNote] = field(default_factory=list)

    def standing(self, today: date) -> str:
        """Derived when read, never stored: a key of STANDINGS; unchecked is never kept."""
        return self.verdict or (TO_CHECK if self.due(today) else NOT_DUE)

    def due(self, today: date) -> bool:
        """Whether the network may say what became of it."""
        return today >= self.check_back_on
