"""Bypass debt: who must act next on an urgent decision, and waivers that repeat one reason."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from govflow.domain.consultation import Consultation
from govflow.domain.deadline import Deadline
from govflow.domain.people import listed

SAME_REASON_AT_MOST = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of the calendar year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day lies."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    def earlier(self, quarters: int) -> "Quarter":
        """So many quarters before this one."""
        index = self.year * 4 + self.number - 1 - quarters
        return Quarter(index // 4, index % 4 + 1)

    @property
    def said(self) -> str:
        """Such as April to June 2026."""
        last = date(self.year, 3 * self.number, 1)
        return f"{self.starts_on:%B} to {last:%B} {self.year}"


def plain_words(text: str) -> str:
    """The words alone: no case, no marks, no spaces that differ, so that copies are found."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


@dataclass(frozen=True)
class Next:
    """Who must act next, what they must do, and until when where anything says so."""

    who: str
    what: str
    deadline: Deadline | None = None
    overdue: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What decides whose turn it is: `passed_at` is a formal meeting held since (UTC)."""

    now: datetime
    closed: bool
    author: str
    closes: Deadline | None
    next_meeting: Deadline | None
    passed_at: datetime | None


def next_act(round_: Consultation | None, at: Standing) -> Next:
    """Whose turn it is on an urgent decision that is not ratified yet."""
    if at.closed:
        return _after_closing(round_, at)
    waiting = [r.network_name for r in round_.requests if r.waits(at.now)] if round_ else []
    unreached = (
        [n for n in round_.unheard(at.now) if n not in waiting] if round_ is not None else []
    )
    if unreached:
        what = f"ask {listed(unreached)} again, or have the reason recorded"
        return Next("the company secretary", what)
    if waiting:
        return Next(listed(waiting), "answer the retrospective consultation", at.closes)
    return Next("the company secretary", "close the retrospective consultation")


def _after_closing(round_: Consultation | None, at: Standing) -> Next:
    if round_ is not None and round_.unanswered_comments():
        return Next(f"the author, {at.author}", "reply to every comment", at.next_meeting)
    return Next(
        "the board chair",
        "record whether the board ratifies",
        at.next_meeting,
        overdue=at.passed_at is not None,
    )


@dataclass(frozen=True)
class Waived:
    """One waiver as it was recorded; `network` is empty when it was for all of them.

    To go on without a network's answer to a changed pack is one too.
    """

    matter_id: str
    reference: str
    title: str
    network: str
    reason: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True)
class SameReason:
    """Waivers of one approver that give the same words as their reason."""

    waivers: tuple[Waived, ...]

    @property
    def reason(self) -> str:
        """The reason as it was first written."""
        return self.waivers[0].reason

    @property
    def flagged(self) -> bool:
        """Given more often than a reason should be in one quarter."""
        return len(self.waivers) > SAME_REASON_AT_MOST


@dataclass(frozen=True)
class Approver:
    """What one person waived in one quarter, the reasons given most often first."""

    name: str
    reasons: tuple[SameReason, ...]

    @property
    def waivers(self) -> int:
        """How many waivers there were."""
        return sum(len(each.waivers) for each in self.reasons)


@dataclass(frozen=True)
class QuarterOfWaivers:
    """One quarter: who waived, and reasons repeated across all approvers."""

    quarter: Quarter
    approvers: tuple[Approver, ...]
    repeated: tuple[SameReason, ...]


def by_quarter(waivers: Iterable[Waived]) -> list[QuarterOfWaivers]:
    """The newest quarter first; the same reason counts over the organisation and per approver."""
    quarters: dict[Quarter, list[Waived]] = {}
    for waiver in waivers:
        quarters.setdefault(Quarter.of(waiver.approved_on), []).append(waiver)
    return [
        QuarterOfWaivers(quarter, tuple(_approvers(found)), tuple(_repeated(found)))
        for quarter, found in sorted(quarters.items(), reverse=True)
    ]


def _approvers(waivers: Sequence[Waived]) -> list[Approver]:
    each: dict[str, list[Waived]] = {}
    for waiver in waivers:
        each.setdefault(waiver.approved_by, []).append(waiver)
    named = [Approver(found[-1].approved_by, tuple(_reasons(found))) for found in each.values()]
    return sorted(named, key=lambda approver: (-approver.waivers, approver.name))


def _reasons(waivers: Iterable[Waived]) -> list[SameReason]:
    same: dict[str, list[Waived]] = {}
    for waiver in waivers:
        same.setdefault(plain_words(waiver.reason), []).append(waiver)
    found = [SameReason(tuple(each)) for each in same.values()]
    return sorted(found, key=lambda each: (-len(each.waivers), each.reason))


def _repeated(waivers: Iterable[Waived]) -> list[SameReason]:
    return [each for each in _reasons(waivers) if each.flagged]
