"""An office handed from one person to another, and who may act in it at which instant."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from govflow.domain.matter import Owned

NETWORK, SECRETARY, AUTHOR = "network", "secretary", "author"
OFFICES = (NETWORK, SECRETARY, AUTHOR)
FURTHEST_DAYS = 366
LONGEST_NOTE = 5_000


@dataclass(eq=False, kw_only=True)
class HandOver(Owned):
    """One office given to a successor, who holds it from the start of the local day `starts_on`.

    Names stand as text, so that they stay when somebody leaves; `about` says the office in words.
    """

    id: str
    organisation_id: str
    office: str
    network_id: str | None = None
    about: str
    from_id: str
    from_name: str
    to_id: str
    to_name: str
    starts_on: date
    note: str = ""
    made_at: datetime
    made_by_name: str
    read_at: datetime | None = None

    def begun(self, day: date) -> bool:
        """Whether the successor holds the office on that local date."""
        return self.starts_on <= day


def last_day(starts_on: date) -> date:
    """The outgoing person's last day: the office is never held by both, nor by nobody."""
    return starts_on - timedelta(days=1)


def wrong_start(starts_on: date, today: date) -> str | None:
    """Why an office cannot be handed over from that day, or None."""
    if starts_on <= today:
        return "The successor's first day must be after today. Name a substitute for today."
    if starts_on > today + timedelta(days=FURTHEST_DAYS):
        return "The successor's first day must be within a year."
    return None


def wrong_period(
    starts_on: date, ends_on: date | None, *, today: date, term_ends_on: date | None
) -> dict[str, str]:
    """What is wrong with a substitute's first and last day, by field; both days are inclusive."""
    if starts_on < today:
        return {"starts_on": "The first day must be today or later."}
    if ends_on is None:
        return {"ends_on": "Enter the last day: a substitute always has one."}
    if ends_on < starts_on:
        return {"ends_on": "The last day must be on or after the first."}
    if term_ends_on is not None and ends_on > term_ends_on:
        return {"ends_on": f"The term itself ends on {term_ends_on:%-d %B %Y}: end by then."}
    if ends_on > starts_on + timedelta(days=FURTHEST_DAYS):
        return {"ends_on": "A substitute acts for a year at most. Hand the office over instead."}
    return {}
