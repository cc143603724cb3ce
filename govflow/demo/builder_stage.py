"""What every player of the demo works with: the office, who is who, and what has been made."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from govflow.demo.builder_days import Days
from govflow.demo.content import Content
from govflow.demo.paper_shapes import Paper
from govflow.domain.cases import PaperCase
from govflow.domain.people import Actor, system_actor
from govflow.services import matters
from govflow.services.matters import Facts
from govflow.services.office import Desk, Office, Who


@dataclass
class Stage:
    """The invented trust as it is being played; ids by the keys of the content."""

    office: Office
    organisation_id: str
    content: Content
    days: Days
    opened_on: date
    sign_in_hash: str
    people: dict[str, str] = field(default_factory=dict)
    networks: dict[str, str] = field(default_factory=dict)
    officers: dict[tuple[str, str], str] = field(default_factory=dict)
    committees: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    urgent: dict[str, str] = field(default_factory=dict)
    requests: dict[tuple[str, str], str] = field(default_factory=dict)
    comments: dict[tuple[str, str, int], str] = field(default_factory=dict)
    procedures: dict[str, str] = field(default_factory=dict)
    evidence: dict[int, str] = field(default_factory=dict)
    review_id: str = ""

    def who(self, key: str) -> Who:
        """Somebody acting, or a system job.

        The standing roles of the demo's people never change, and the services ask the networks'
        terms themselves, so nobody is looked up again for each act.
        """
        if key.startswith("system:"):
            return Who(self.organisation_id, system_actor(key.removeprefix("system:")))
        person = self.content.people[key]
        return Who(
            self.organisation_id, Actor(self.people[key], person.name, frozenset(person.roles))
        )

    @contextmanager
    def desk(self, key: str, at: datetime) -> Iterator[Desk]:
        """A desk for one verb of somebody, committed on leaving."""
        with self.office.writing(self.who(key), at) as desk:
            yield desk

    def act(self, key: str, at: datetime, matter_id: str, action: str, facts: Facts) -> None:
        """Take an action of the workflow."""
        matters.act(self.office, self.who(key), at, matter_id, action, facts=facts)

    def case(self, matter_id: str, at: datetime) -> PaperCase:
        """A paper as it stands."""
        with self.office.reading(self.who("system:demo"), at) as desk:
            return matters.paper_case(desk, matter_id)

    def matter(self, paper: Paper) -> str:
        """The matter in which the networks are asked: the urgent one where there is one."""
        return self.urgent.get(paper.key) or self.papers[paper.key]

    def speaker(self, network: str, offset: int) -> str:
        """The key of the person who speaks for a network on an offset."""
        found = self.content.networks[network].officer_on(offset)
        if found is None:
            raise LookupError(f"Nobody speaks for {network} on day {offset}.")
        return found
