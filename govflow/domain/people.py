"""People, the roles they hold between two dates, and who is acting."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from govflow.domain.matter import Owned


class Role(StrEnum):
    """What a person may be asked to do in an organisation."""

    AUTHOR = "author"
    EXECUTIVE_LEAD = "executive_lead"
    SECRETARY = "secretary"
    NETWORK_CHAIR = "network_chair"
    BOARD_CHAIR = "board_chair"
    EQUALITY_LEAD = "equality_lead"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    OVERSIGHT = "oversight"
    MANAGER = "manager"


ROLE_TITLES: dict[str, str] = {
    Role.AUTHOR: "author",
    Role.EXECUTIVE_LEAD: "executive lead",
    Role.SECRETARY: "company secretary",
    Role.NETWORK_CHAIR: "network chair",
    Role.BOARD_CHAIR: "board chair",
    Role.EQUALITY_LEAD: "board-level equality lead",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
    Role.OVERSIGHT: "oversight reader",
    Role.MANAGER: "manager",
}


def in_force(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Both dates are inclusive; no end means still in force."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


@dataclass(eq=False, kw_only=True)
class RoleHeld(Owned):
    """A role somebody holds from one date to another, both inclusive."""

    id: str
    organisation_id: str
    person_id: str
    role: str
    starts_on: date
    ends_on: date | None = None
    stands_for_id: str | None = None  # set for a substitute: whose role it is
    stands_for_name: str = ""


@dataclass(eq=False, kw_only=True)
class Person(Owned):
    """Somebody who can sign in; never a network's ordinary member."""

    id: str
    organisation_id: str
    name: str
    email: str
    job_title: str = ""
    password_hash: str | None = None
    active: bool = True
    created_at: datetime
    roles: list[RoleHeld] = field(default_factory=list)

    def roles_on(self, day: date) -> frozenset[str]:
        """The roles held on that date."""
        return frozenset(r.role for r in self.roles if in_force(r.starts_on, r.ends_on, day))

    def stands_in_on(self, day: date) -> dict[str, str]:
        """Roles held on that date only for somebody else, each with that person's name."""
        held = [r for r in self.roles if in_force(r.starts_on, r.ends_on, day)]
        own = {r.role for r in held if not r.stands_for_id}
        return {r.role: r.stands_for_name for r in held if r.role not in own}


@dataclass(frozen=True)
class Actor:
    """Who is acting: a person with today's roles, or a named system job.

    `stands_for` pairs each capacity held only for somebody else, a role or a network's name, with
    that person's name.
    """

    id: str
    name: str
    roles: frozenset[str] = frozenset()
    stands_for: tuple[tuple[str, str], ...] = ()

    def said_as(self, capacity: str) -> str:
        """The name to record for an act in this capacity: “X for Y” of a substitute."""
        other = dict(self.stands_for).get(capacity)
        return f"{self.name} for {other}" if other else self.name

    def in_capacity(self, allowed: Iterable[str]) -> "Actor":
        """Acting where only these roles may: “X for Y” when each was held for somebody else."""
        held, others = sorted(self.roles & frozenset(allowed)), dict(self.stands_for)
        if not held or any(role not in others for role in held):
            return self
        return Actor(self.id, self.said_as(held[0]), self.roles)

    @property
    def is_system(self) -> bool:
        """True for a scheduled job, whose id is `system:<job>`."""
        return self.id.startswith("system:")

    def holds(self, *roles: str) -> bool:
        """True when any of these roles is held."""
        return bool(self.roles & frozenset(roles))


def system_actor(job: str) -> Actor:
    """The named job, acting for nobody but the clock."""
    return Actor(id=f"system:{job}", name=f"Scheduled check: {job}", roles=frozenset({"system"}))


def listed(names: Iterable[str]) -> str:
    """Names as a person would say them: "A, B and C"."""
    items = list(names)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
