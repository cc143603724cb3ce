"""The shape of the invented trust and its governance review, so that a slip in YAML is named.

Days are working days counted from the demo's own day: 0 is that day, -30 is thirty working days
before it. Dates are real dates.
"""

import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Shape(BaseModel):
    """A strict, frozen piece of content: an unknown field is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Organisation(Shape):
    """The invented trust; `roles_since` is when every standing role began.

    `networks_since` is when the first term of the networks' officers began.
    """

    code: str
    name: str
    short_name: str
    sites: tuple[str, ...]
    roles_since: date
    networks_since: date


class Person(Shape):
    """Somebody with roles; `sign_in` marks the one per role whose sign-in the demo prints."""

    key: Key
    name: str
    job_title: str
    roles: tuple[str, ...]
    sign_in: bool = False
    roles_end: int | None = None
    """The last working day of every role, as an offset; None while it lasts."""

    @property
    def email(self) -> str:
        """An address that can never be delivered."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return f"{plain.lower().replace(' ', '.')}@caldervale.example"


class Officer(Shape):
    """Who speaks for a network, from and to an offset in working days."""

    person: Key
    post: Literal["chair", "co_chair", "deputy"]
    starts: int
    ends: int | None = None


class Network(Shape):
    """A staff network: never a member roster, only a band."""

    key: Key
    name: str
    remit: tuple[str, ...]
    sponsor: Key
    protected_hours_per_month: int
    terms_of_reference: int
    """When the terms of reference were adopted, as an offset."""
    size_band: str
    vacant_note: str = ""
    officers: tuple[Officer, ...]

    @property
    def id(self) -> str:
        """The key, by which the scope rules speak of it."""
        return self.key

    def officer_on(self, day: int) -> str | None:
        """The key of the first officer in post on that offset, or None when vacant."""
        inside = (o for o in self.officers if o.starts <= day)
        return next((o.person for o in inside if o.ends is None or day <= o.ends), None)


class Committee(Shape):
    """The board or a committee of it."""

    key: Key
    name: str
    is_board: bool = False
    place: str


class Meeting(Shape):
    """One sitting, on an offset in working days."""

    key: Key
    committee: Key
    day: int


class PolicyValue(Shape):
    """One policy value from a date (`starts_on`) or from an offset (`starts`)."""

    name: str
    value: int
    starts_on: date | None = None
    starts: int | None = None
    note: str = ""


class Step(Shape):
    """One action of the governance review, on a real date."""

    action: str
    on: date
    by: str
    """A person's key, or `system`."""
    note: str = ""
    reason: str = ""
    minute_reference: str = ""


class Evidence(Shape):
    """One dated piece of evidence, perhaps withdrawn later."""

    criterion: int = Field(ge=1, le=12)
    dated_on: date
    added_on: date
    added_by: Key
    text: str
    source: str
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""


class Verdict(Shape):
    """What one network itself says of the year after."""

    network: Key
    text: str


class Review(Shape):
    """The governance review of the December 2021 commitment."""

    owner: Key
    title: str
    steps: tuple[Step, ...]
    evidence: tuple[Evidence, ...]
    verdict_on: date
    verdict: tuple[Verdict, ...]
