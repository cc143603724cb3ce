"""What a network asks of us, and how its clock stands still while it waits for that."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.matter import Owned


@dataclass(eq=False, kw_only=True)
class Question(Owned):
    """Something a network asks the author before it can answer."""

    id: str
    organisation_id: str
    request_id: str
    text: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    answered_by_name: str = ""


@dataclass(eq=False, kw_only=True)
class Extension(Owned):
    """More time asked by a network, in working days, and what the secretary answered."""

    id: str
    organisation_id: str
    request_id: str
    working_days: int
    reason: str
    asked_at: datetime
    granted: bool | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_by_name: str = ""


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
