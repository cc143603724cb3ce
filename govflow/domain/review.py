"""The governance review of the December 2021 commitment: criteria, dated evidence, status as at.

Source: NHS People Plan, "Belonging in the NHS" (2020): "By December 2021, all NHS organisations
should have reviewed their governance arrangements to ensure that staff networks are able to
contribute to and inform decision-making processes." No national checklist for such a review was
found; the criteria below are govflow's own, version 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from govflow.domain.matter import Matter, Owned

DEADLINE_ON = date(2021, 12, 31)
DEADLINE_RAW = "By December 2021"
CRITERIA_VERSION = "govflow criteria, version 1"
CRITERIA: dict[int, str] = {
    1: "The review was commissioned and has a named owner",
    2: "The staff networks took part in the review",
    3: "Every network has terms of reference at most 12 months old",
    4: "Every network has a named executive sponsor",
    5: "Every network has a chair in term, with protected time recorded",
    6: "Networks have a route to at least one board committee",
    7: "The front sheet of board papers has a networks field",
    8: "A scope rule says which papers go to which networks",
    9: "There is a minimum time policy for consulting networks",
    10: "There is a duty to reply to networks' comments",
    11: "A board minute adopts the review",
    12: "The review's effect is re-reviewed each year, with the networks' own verdict",
}
ADOPTION = 11
ANNUAL = 12
STATUSES: dict[str, str] = {
    "no_evidence": "No evidence",
    "partly": "Partly",
    "not_met": "Not met",
    "met_on_time": "Met on time",
    "met_late": "Met late",
}


@dataclass(eq=False, kw_only=True)
class Evidence(Owned):
    """One dated piece of evidence for one criterion; withdrawn, never deleted."""

    id: str
    organisation_id: str
    matter_id: str
    criterion: int
    text: str
    source: str
    dated_on: date
    added_at: datetime
    added_by_name: str
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""

    def stands_on(self, day: date) -> bool:
        """Evidence counts from its own date until it is withdrawn."""
        return self.dated_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


@dataclass(eq=False, kw_only=True)
class Review(Matter):
    """One organisation's review of how its networks inform decisions."""

    owner_name: str = ""
    criteria_version: str = CRITERIA_VERSION
    adoption_minute: str = ""
    adopted_on: date | None = None
    embedded_on: date | None = None
    networks_verdict: str = ""
    evidence: list[Evidence] = field(default_factory=list)

    def evidenced(self, day: date) -> dict[int, date]:
        """Each criterion with standing evidence, and the earliest date it stood on."""
        return earliest(e for e in self.evidence if e.stands_on(day))


def earliest(evidence: Iterable[Evidence]) -> dict[int, date]:
    """For each criterion the date of its first evidence."""
    first: dict[int, date] = {}
    for item in sorted(evidence, key=lambda e: e.dated_on):
        first.setdefault(item.criterion, item.dated_on)
    return first


@dataclass(frozen=True)
class Judgement:
    """What the record shows on a date; people judge whether that is enough."""

    status: str
    as_at: date
    criteria_met: tuple[int, ...]
    completed_on: date | None
    sentence: str

    @property
    def title(self) -> str:
        """The status in words."""
        return STATUSES[self.status]


def judge(evidence: Iterable[Evidence], as_at: date) -> Judgement:
    """The status of the December 2021 commitment as at a date.

    Met: criteria 1 to 11 are all evidenced; on time when the last of them is dated on or before
    31 December 2021. Criterion 12 looks back a year later and does not decide. Before the
    deadline, or once the board has adopted, incomplete evidence is "partly"; after the deadline
    without a board minute it is "not met". Without any evidence the answer is "no evidence".
    """
    first = earliest(e for e in evidence if e.stands_on(as_at))
    met = tuple(sorted(first))
    if not met:
        return Judgement("no_evidence", as_at, (), None, "Nothing has been recorded.")
    missing = [number for number in CRITERIA if number != ANNUAL and number not in first]
    if missing:
        return _incomplete(met, missing, as_at)
    completed = max(day for number, day in first.items() if number != ANNUAL)
    status = "met_on_time" if completed <= DEADLINE_ON else "met_late"
    return Judgement(status, as_at, met, completed, _completed(completed))


def _completed(day: date) -> str:
    late = (day - DEADLINE_ON).days
    when = f"{day.day} {day:%B %Y}"
    if late <= 0:
        return f"Criteria 1 to 11 were evidenced by {when}."
    return f"Criteria 1 to 11 were evidenced by {when}, {late} days after 31 December 2021."


def _incomplete(met: tuple[int, ...], missing: list[int], as_at: date) -> Judgement:
    overdue = as_at > DEADLINE_ON and ADOPTION in missing
    counted = f"{len(met)} of {len(CRITERIA)} criteria have evidence"
    numbers = ", ".join(str(n) for n in missing)
    say = f"{counted}; without evidence: {numbers}."
    return Judgement("not_met" if overdue else "partly", as_at, met, None, say)
