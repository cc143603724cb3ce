"""The local rules that standing orders set: windows, clear days and times to answer."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from govflow.domain.errors import Invalid
from govflow.domain.matter import Owned


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Values in force on a date; all in working days unless the name says otherwise.

    The defaults are govflow's own: ten working days to consult, twenty for organisational
    change, five clear days between issue and meeting, ten working days to give feedback.
    """

    minimum_window: int = 10
    minimum_window_organisational_change: int = 20
    response_days: int = 5
    clear_days: int = 5
    paper_deadline_days: int = 8
    feedback_days: int = 10
    re_review_months: int = 12
    reminder_days: int = 3

    def minimum_window_for(self, paper_kind: str) -> int:
        """The shortest window this kind of paper may have, in working days."""
        if paper_kind == "organisational_change":
            return self.minimum_window_organisational_change
        return self.minimum_window


POLICY_TITLES: dict[str, str] = {
    "minimum_window": "Shortest consultation window (working days)",
    "minimum_window_organisational_change": (
        "Shortest consultation window for organisational change (working days)"
    ),
    "response_days": "Time for the author to answer comments (working days)",
    "clear_days": "Clear working days between issue and meeting",
    "paper_deadline_days": "Paper deadline before the meeting (working days)",
    "feedback_days": "Time to give networks feedback after a decision (working days)",
    "re_review_months": "Time until a governance review is due again (months)",
    "reminder_days": "Reminder before a reply or a step is due (working days)",
}
# A reminder longer before the end would meet the paper on its way to the network.
LONGEST_REMINDER = 10
BOUNDS: dict[str, tuple[int, int]] = {
    **{name: (1, 60) for name in POLICY_TITLES},
    "reminder_days": (1, LONGEST_REMINDER),
}


@dataclass(eq=False, kw_only=True)
class PolicyValue(Owned):
    """One value set from a date on; earlier values stay for the record."""

    id: str
    organisation_id: str
    name: str
    value: int
    starts_on: date
    set_by_name: str


def policy_on(values: Iterable[PolicyValue], day: date) -> Policy:
    """The policy in force on that date: for each name the latest value begun."""
    known = {f.name for f in fields(Policy)}
    begun = sorted((v for v in values if v.starts_on <= day), key=lambda v: v.starts_on)
    return Policy(**{v.name: v.value for v in begun if v.name in known})


def checked_value(name: str, value: int) -> int:
    """The value, or Invalid naming the bound it breaks."""
    if name not in BOUNDS:
        raise Invalid({"name": f"There is no policy value called {name}."})
    low, high = BOUNDS[name]
    if not low <= value <= high:
        raise Invalid({"value": f"{POLICY_TITLES[name]} must be between {low} and {high}."})
    return value
