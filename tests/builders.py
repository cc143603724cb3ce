"""A small invented world for tests: one trust, its people, networks and meetings."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from govflow.config import folder
from govflow.domain.document import Document, EqualityImpactAssessment, Option
from govflow.domain.guards import GUARDS
from govflow.domain.people import Actor, Role, system_actor
from govflow.domain.scope_rules import ScopeRules
from govflow.engine.definition import Workflows, load_folder
from govflow.engine.scope import load_rules
from govflow.services import (
    accounts,
    consulting,
    matters,
    meetings,
    networks,
    organisations,
    papers,
    people,
    planning,
    replying,
)
from govflow.services.networks import NetworkForm
from govflow.services.office import Desk, Office, Who
from govflow.services.papers import DraftChange
from govflow.services.planning import Plan
from govflow.store import people as stored
from govflow.store.work import open_store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
PASSWORD = "correct horse battery"
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
ROLES = {
    "author": ("Amara Osei", Role.AUTHOR),
    "lead": ("Leila Haddad", Role.EXECUTIVE_LEAD),
    "secretary": ("Sian Pritchard", Role.SECRETARY),
    "board_chair": ("Bernard Achebe", Role.BOARD_CHAIR),
    "equality_lead": ("Esther Lindqvist", Role.EQUALITY_LEAD),
    "auditor": ("Anil Desai", Role.AUDITOR),
    "administrator": ("Morag Kerr", Role.ADMINISTRATOR),
    "oversight": ("Orla Quinn", Role.OVERSIGHT),
    "manager": ("Maryam Sesay", Role.MANAGER),
    "other_manager": ("Tomos Vale", Role.MANAGER),
}
NETWORKS = {
    "race": ("Race Equality Network", ("race-equality",), "Rashida Khan"),
    "disability": ("Disability Network", ("disability",), "Dafydd Rees"),
    "women": ("Women's Network", ("women",), "Wen Li"),
}


def complete_document(**changes: Any) -> Document:
    """A document that may be submitted."""
    values: dict[str, Any] = {
        "title": "A fairer route into senior posts",
        "purposes": ("approve",),
        "recommendations": ("Approve the new route",),
        "topics": ("recruitment",),
        "presenter": "Leila Haddad",
        "strategic_objective": "A workforce that looks like the people it serves",
        "financial_implications": "None beyond panel training.",
        "legal_implications": "None.",
        "quality_implications": "Better appointments.",
        "summary": "We want to change how senior posts are filled.",
        "not_open": "The number of senior posts, which the budget fixes.",
        "questions_to_networks": ("Whom would the new route still shut out?",),
        "body": "# Why\n\nShortlists are narrow.\n\nPanels differ.\n\n- Open adverts\n- New panels",
        "options": (Option(title="Change the route"), Option(title="Do nothing", do_nothing=True)),
        "eia": EqualityImpactAssessment(summary="Positive for race.", evidence="Staff survey."),
    }
    return Document(**{**values, **changes})


@dataclass
class World:
    """One organisation to act in; `now` moves only when the test moves it."""

    office: Office
    organisation_id: str
    now: datetime = START
    ids: dict[str, str] = field(default_factory=dict)
    network_ids: dict[str, str] = field(default_factory=dict)
    meeting_ids: list[str] = field(default_factory=list)

    def seen_through(self, office: Office) -> "World":
        """The same trust, in the copy of its database that `office` stands on."""
        return World(
            office,
            self.organisation_id,
            self.now,
            dict(self.ids),
            dict(self.network_ids),
            list(self.meeting_ids),
        )

    def who(self, name: str) -> Who:
        """Somebody of the world, with the roles of the present day."""
        if name.startswith("system"):
            return Who(self.organisation_id, system_actor("test"))
        with self.office.store.reading(self.organisation_id, self.now) as work:
            person = stored.person(work, self.ids[name])
            posts = stored.posts_held(work, person.id, self.now.date())
        actor: Actor = accounts.actor_for(person, self.now, posts=posts)
        return Who(self.organisation_id, actor)

    @contextmanager
    def as_(self, name: str) -> Iterator[Desk]:
        """A desk for one verb of somebody."""
        with self.office.writing(self.who(name), self.now) as desk:
            yield desk

    @contextmanager
    def looking(self, name: str) -> Iterator[Desk]:
        """A desk for looking."""
        with self.office.reading(self.who(name), self.now) as desk:
            yield desk

    def act(self, name: str, matter_id: str, action: str, **facts: Any) -> None:
        """Take an action as somebody, in its own transaction."""
        matters.act(self.office, self.who(name), self.now, matter_id, action, facts=facts)

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    def state(self, matter_id: str) -> str:
        """Where a matter stands."""
        with self.looking("secretary") as desk:
            return matters.case_of(desk, matter_id).state

    def requests(self, matter_id: str) -> Mapping[str, str]:
        """Request ids by the short name of the network."""
        names = {v: k for k, v in self.network_ids.items()}
        with self.looking("secretary") as desk:
            round_ = matters.paper_case(desk, matter_id).consultation
            return {names[r.network_id]: r.id for r in round_.requests} if round_ else {}

    # Papers, brought as far as a test needs them.

    def draft(self, **changes: Any) -> str:
        """A complete paper, still being drafted."""
        document = complete_document(**changes)
        with self.as_("author") as desk:
            paper = papers.start_paper(desk, document)
        with self.as_("author") as desk:
            papers.save_draft(
                desk,
                paper.id,
                DraftChange(document, self.ids["lead"], self.meeting_ids[1]),
            )
        return paper.id

    def submitted(self, **changes: Any) -> str:
        """A paper with the secretary."""
        made = self.draft(**changes)
        self.act("author", made, "submit")
        return made

    def scoped(self, *asked: str, window: int = 10, **changes: Any) -> str:
        """A paper with its networks chosen (all three unless named)."""
        made = self.submitted(**changes)
        chosen = frozenset(self.network_ids[n] for n in asked or self.network_ids)
        reasons = {i: "It does not concern them." for i in self.network_ids.values()}
        with self.as_("secretary") as desk:
            planning.choose_networks(desk, made, Plan(chosen, reasons, window, self.meeting_ids[1]))
        return made

    def consulting(self, *asked: str, **changes: Any) -> str:
        """A paper that lies with the networks."""
        made = self.scoped(*asked, **changes)
        self.act("secretary", made, "send_to_networks")
        return made

    def responding(self, *, position: str = "concern", **changes: Any) -> str:
        """A paper whose race network commented, the others having nothing to add."""
        made = self.consulting(**changes)
        for network, request in self.requests(made).items():
            with self.as_(f"{network}_chair") as desk:
                if network == "race":
                    consulting.comment(desk, request, text="Panels stay as they were.")
                    consulting.take_position(
                        desk, request, position=position, statement="Panels must change."
                    )
                else:
                    consulting.take_position(desk, request, position="nothing_to_add")
        self.act("secretary", made, "close_consultation")
        return made

    def answered(self, **changes: Any) -> str:
        """A paper whose comments all have a reply."""
        made = self.responding(**changes)
        self.reply_to_all(made)
        self.act("author", made, "finish_responses")
        return made

    def reply_to_all(self, matter_id: str, outcome: str = "not_accepted") -> None:
        """The author replies to everything still unanswered."""
        with self.looking("author") as desk:
            round_ = matters.paper_case(desk, matter_id).consultation
            waiting = [c.id for c in round_.unanswered_comments()] if round_ else []
        for comment_id in waiting:
            with self.as_("author") as desk:
                replying.reply(desk, comment_id, outcome=outcome, reason="Because of the law.")

    def ready(self, **changes: Any) -> str:
        """A paper ready for the board."""
        made = self.answered(**changes)
        self.act("lead", made, "accept_responses")
        return made

    def issued(self, **changes: Any) -> str:
        """A paper in the board pack."""
        made = self.ready(**changes)
        self.act("secretary", made, "issue")
        return made

    def approved(self, **changes: Any) -> str:
        """A decided paper."""
        made = self.issued(**changes)
        self.act("board_chair", made, "approve", attestation="yes", minute_reference="2026/41")
        return made


# The fixture of this name: the trust that a database was copied with, seen through an office.
Peopled = Callable[[Office], World]


@cache
def shipped() -> tuple[Workflows, ScopeRules]:
    """The house's own workflows and rules, read once for all the tests: they are immutable."""
    place = folder("workflows")
    return load_folder(place, GUARDS), load_rules(place / "scope_rules.v1.yaml")


def make_office(database_url: str) -> Office:
    """The services over a database that has been migrated."""
    return Office(open_store(database_url), *shipped())


def make_world(office: Office, *, code: str = "RQX", now: datetime = START) -> World:
    """An organisation with a person for each role, three networks, and meetings ahead."""
    opened = organisations.open_organisation(office, now, code=code, name=f"Trust {code}")
    world = World(office, opened.id, now)
    with office.writing(Who(opened.id, system_actor("test")), now) as desk:
        _people(desk, world, code)
    with office.writing(Who(opened.id, system_actor("test")), now) as desk:
        _networks(desk, world)
        _meetings(desk, world)
    return world


def _people(desk: Desk, world: World, code: str) -> None:
    start = world.now.date() - timedelta(days=365)
    chairs = {f"{key}_chair": (name, None) for key, (_, _, name) in NETWORKS.items()}
    for key, (name, role) in {**ROLES, **chairs}.items():
        email = f"{key}@{code.lower()}.example"
        person = people.add_person(desk, name=name, email=email)
        person.password_hash = _password_hash()
        world.ids[key] = person.id
        if role:
            people.give_role(desk, person.id, role, starts_on=start)


@cache
def _password_hash() -> str:
    """The real kind of hash with the least work, so that hundreds of tests can sign in."""
    return QUICK.hash(PASSWORD)


def _networks(desk: Desk, world: World) -> None:
    start = world.now.date() - timedelta(days=200)
    for key, (name, remit, _) in NETWORKS.items():
        form = NetworkForm(name, remit, world.ids["lead"], 6, date(2025, 9, 1), "50 to 249")
        made = networks.register_network(desk, form)
        world.network_ids[key] = made.id
        networks.appoint(desk, made.id, world.ids[f"{key}_chair"], post="chair", starts_on=start)


def _meetings(desk: Desk, world: World) -> None:
    board = meetings.enter_committee(desk, name="Board of Directors", is_board=True)
    for weeks in (3, 8, 13, 26):
        held_on = world.now.date() + timedelta(weeks=weeks, days=2)
        meeting = meetings.arrange_meeting(desk, board.id, held_on=held_on, starts=time(9, 30))
        world.meeting_ids.append(meeting.id)
