"""A person's private calendar feeds: deadlines and meetings, and when an entry is which."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.deadline import Deadline
from govflow.domain.matter import Owned

MOST_FEEDS = 10
LONGEST_NAME = 60


@dataclass(eq=False, kw_only=True)
class Feed(Owned):
    """A private address under which one person's deadlines can be fetched; instants are UTC."""

    id: str
    organisation_id: str
    person_id: str
    name: str
    token_hash: str
    made_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """Something with a time: `uid` stays the same while the time moves, `path` leads to it."""

    uid: str
    summary: str
    deadline: Deadline
    path: str
