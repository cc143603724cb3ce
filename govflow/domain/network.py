"""Staff networks: remit, officers with terms, sponsor and protected time; never a member roster."""

from dataclasses import dataclass, field
from datetime import date

from govflow.domain.matter import Owned
from govflow.domain.people import in_force

POSTS = ("chair", "co_chair", "deputy")
POST_TITLES = {"chair": "chair", "co_chair": "co-chair", "deputy": "deputy"}
SIZE_BANDS = ("fewer than 10", "10 to 49", "50 to 249", "250 or more")


@dataclass(eq=False, kw_only=True)
class Officer(Owned):
    """Somebody who may speak for a network between two dates, both inclusive."""

    id: str
    organisation_id: str
    network_id: str
    person_id: str
    person_name: str
    post: str
    starts_on: date
    ends_on: date | None = None
    stands_for_id: str | None = None  # set for a substitute: whose post it is
    stands_for_name: str = ""

    @property
    def title(self) -> str:
        """The post in words; a substitute by whose place is kept."""
        if self.stands_for_id:
            return f"substitute for {self.stands_for_name}"
        return POST_TITLES[self.post]


@dataclass(eq=False, kw_only=True)
class StaffNetwork(Owned):
    """A staff network; members are known only as a band, because membership is sensitive.

    One with a `partner_id` stands here for a network of that organisation, without its officers:
    an organisation never learns who speaks for a network that it invited.
    """

    id: str
    organisation_id: str
    name: str
    remit: tuple[str, ...] = ()
    sponsor_id: str | None = None
    sponsor_name: str = ""
    protected_hours_per_month: int = 0
    terms_of_reference_on: date | None = None
    size_band: str = "10 to 49"
    ended_on: date | None = None
    partner_id: str | None = None
    partner_network_id: str | None = None
    officers: list[Officer] = field(default_factory=list)

    def officers_on(self, day: date) -> list[Officer]:
        """Those who may speak for the network on that date."""
        return [o for o in self.officers if in_force(o.starts_on, o.ends_on, day)]

    def speaks(self, actor_id: str, day: date) -> bool:
        """True for its officers on that date; an invited network speaks only as itself."""
        if self.partner_id:
            return actor_id == self.id
        return any(o.person_id == actor_id for o in self.officers_on(day))

    def chair_in_post(self, day: date) -> bool:
        """True when anybody can answer for the network: a chair, co-chair or deputy."""
        return bool(self.officers_on(day))

    def chair_vacant(self, day: date) -> bool:
        """True when nobody holds the chair or co-chair, even if a deputy stands in."""
        return not any(o.post in {"chair", "co_chair"} for o in self.officers_on(day))
