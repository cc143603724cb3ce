"""Committees, their meetings, and the dates by which papers must be in."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.matter import Owned


@dataclass(eq=False, kw_only=True)
class Committee(Owned):
    """A board or one of its committees."""

    id: str
    organisation_id: str
    name: str
    is_board: bool = False


@dataclass(eq=False, kw_only=True)
class Meeting(Owned):
    """One sitting; `held_at` and `paper_deadline_at` are UTC instants."""

    id: str
    organisation_id: str
    committee_id: str
    committee_name: str
    held_at: datetime
    paper_deadline_at: datetime
    place: str = ""
