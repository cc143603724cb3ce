"""A network's clock stands still while it waits for something of ours; its days are given back."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.matter import Owned


@dataclass(eq=False, kw_only=True)
class FormatWanted(Owned):
    """The pack in another format, asked for by a network, and how it was delivered."""

    id: str
    organisation_id: str
    request_id: str
    format: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    answered_by_name: str = ""


@dataclass(eq=False, kw_only=True)
class Pause(Owned):
    """A network's clock stood still, from when to when, and what it waited for.

    `days_left` are the working days that the network had when it stopped, at least one; they are
    given back whole. `about_id` is the question or the format that is waited for.
    """

    id: str
    organisation_id: str
    request_id: str
    why: str
    about_id: str
    days_left: int
    started_at: datetime
    ended_at: datetime | None = None
    ended_by_name: str = ""
    end_reason: str = ""


WAITED_FOR: dict[str, str] = {
    "question": "the answer to a question",
    "format": "the pack in another format",
}
