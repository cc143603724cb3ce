"""The four Gunning tests as evidence: what is stored, what was checked, what only people judge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from govflow.domain.calendar import WorkingDays, said
from govflow.domain.consultation import Consultation, Request
from govflow.domain.deadline import local_day
from govflow.domain.paper import Paper, PaperVersion

NOT_SHOWN = "The record does not show this"


class Result(StrEnum):
    """What a check found; none of them says whether the law was kept."""

    SHOWN = "shown"
    OTHERWISE = "otherwise"
    LOOK = "look"
    NOT_YET = "not_yet"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


RESULT_TITLES: dict[str, str] = {
    Result.SHOWN: "The record shows this",
    Result.OTHERWISE: "The record shows otherwise",
    Result.LOOK: "Look at this",
    Result.NOT_YET: "Not yet",
    Result.NOTHING: "Nothing to check",
    Result.UNKNOWN: NOT_SHOWN,
}


@dataclass(frozen=True)
class Check:
    """What the machine compared, as a sentence, and what it found."""

    asked: str
    result: Result
    sentence: str

    @property
    def title(self) -> str:
        """The finding in words."""
        return RESULT_TITLES[self.result]


@dataclass(frozen=True)
class Evidence:
    """Something stored, by name; without values the record does not show it."""

    name: str
    values: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """The values, or the sentence that there are none."""
        return self.values or (f"{NOT_SHOWN}.",)


@dataclass(frozen=True)
class Test:
    """One of the four tests."""

    __test__ = False  # pytest must not take it for one of its own

    title: str
    evidence: tuple[Evidence, ...]
    checks: tuple[Check, ...]
    judged_by_people: str


class Settling(StrEnum):
    """How an act settled the recommendation."""

    FREEZE = "froze the text for the board"
    ENDORSEMENT = "endorsed it"
    DECISION = "decided it"


@dataclass(frozen=True)
class Step:
    """An act that settled something, told as: the board chair recorded it. `at` is UTC.

    `told_before` says that the trail tells it before the opening, for acts of the same instant.
    """

    at: datetime
    told: str
    how: tuple[Settling, ...]
    told_before: bool = False


@dataclass(frozen=True, kw_only=True)
class Record:
    """All that the tests look at, as stored.

    `minimum_window` is in working days, by the policy of the day of opening. `feedback_days` is
    by the policy of the day from which feedback counts, `feedback_from_at`. `asked_again` says
    when a network that could not be reached was asked once more, by the request's id. `hash_holds`
    is None when there is no version to check.
    """

    now: datetime
    zone: str
    calendar: WorkingDays
    paper: Paper
    round: Consultation | None
    served: PaperVersion | None
    hash_holds: bool | None
    settled: tuple[Step, ...]
    minimum_window: int
    feedback_days: int
    feedback_from_at: datetime | None
    cover_at: datetime | None = None
    ratified_at: datetime | None = None
    asked_again: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def opened_at(self) -> datetime | None:
        """When the networks were asked."""
        return self.round.opened_at if self.round else None

    @property
    def requests(self) -> list[Request]:
        """The requests of the round, by network."""
        found = self.round.requests if self.round else []
        return sorted(found, key=lambda request: request.network_name)

    def began(self, request: Request) -> datetime:
        """When this network's own window began."""
        return self.asked_again.get(request.id, request.invited_at)

    def day(self, at: datetime) -> str:
        """The local day of an instant: 2 March 2026."""
        return said(local_day(at, self.zone))

    def moment(self, at: datetime) -> str:
        """An instant by the clock on the wall: 9.05am on 2 March 2026."""
        wall = at.astimezone(ZoneInfo(self.zone))
        half = "am" if wall.hour < 12 else "pm"
        return f"{wall.hour % 12 or 12}.{wall:%M}{half} on {said(wall.date())}"

    def nobody_asked(self, so: str) -> Check | None:
        """The check that stands for all the others while nobody has been asked; None otherwise."""
        if self.opened_at is not None:
            if self.requests:
                return None
            nobody = f"No network was in scope when the rule was asked, so {so}."
            return Check("The networks were asked", Result.NOTHING, nobody)
        whole = next((w for w in self.paper.waivers if w.network_id is None), None)
        if whole is not None:
            sentence = (
                f"No network was asked, so {so}. {whole.approved_by_name} answers for this, "
                f"{self.day(whole.approved_at)}: “{whole.reason}”"
            )
            return Check("The networks were asked", Result.OTHERWISE, sentence)
        if self.paper.decided:
            sentence = f"It was decided without any network having been asked, so {so}."
            return Check("The networks were asked", Result.OTHERWISE, sentence)
        return Check(
            "The networks were asked", Result.NOT_YET, "The networks have not been asked yet."
        )


def counted(number: int, one: str, many: str = "") -> str:
    """Such as 1 comment, 2 comments."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
