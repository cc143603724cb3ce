"""What every verb works with: the store, the workflows, the rules, who is acting and when."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from govflow.domain.calendar import WorkingDays
from govflow.domain.people import Actor
from govflow.domain.policy import Policy, policy_on
from govflow.domain.scope_rules import Rule, ScopeRules
from govflow.engine.definition import Workflows
from govflow.engine.workflow import Workflow
from govflow.services.calendars import working_days
from govflow.store import meetings, scope_rules
from govflow.store.people import Organisation, organisation
from govflow.store.work import EVERYWHERE, Store, Work


def new_id() -> str:
    """A fresh identifier, 32 hexadecimal characters."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Who:
    """Somebody acting for an organisation."""

    organisation_id: str
    actor: Actor


class Desk:
    """One person's work at one instant: everything a verb may use."""

    def __init__(self, office: "Office", work: Work, actor: Actor) -> None:
        self.office = office
        self.work = work
        self.actor = actor

    @property
    def now(self) -> datetime:
        """The UTC instant at which this work happens."""
        return self.work.now

    @property
    def today(self) -> date:
        """The organisation's local date."""
        return self.now.astimezone(ZoneInfo(self.organisation.zone)).date()

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation acted for."""
        return organisation(self.work)

    @cached_property
    def calendar(self) -> WorkingDays:
        """The organisation's working days."""
        return working_days(self.organisation.calendar)

    @cached_property
    def policy(self) -> Policy:
        """The policy in force today."""
        return policy_on(meetings.policy_values(self.work), self.today)

    @cached_property
    def rules(self) -> ScopeRules:
        """The organisation's newest scope rules; until it saves its own, those that are shipped."""
        kept = scope_rules.newest(self.work)
        return self.rules_of(kept) if kept else self.office.rules

    def rules_of(self, kept: scope_rules.Kept) -> ScopeRules:
        """A saved version as rules; topics and remits are the house's own words."""
        return replace(
            self.office.rules,
            version=kept.number,
            rules=tuple(Rule.from_dict(rule) for rule in kept.rules),
            content_hash=kept.sha256,
        )

    def workflow(self, key: str, version: int | None = None) -> Workflow:
        """A workflow, in the version a matter is pinned to or the newest."""
        return self.office.workflows.get(key, version)


@dataclass(frozen=True)
class Office:
    """The house's services, bound to a database and a set of workflows."""

    store: Store
    workflows: Workflows
    rules: ScopeRules

    @contextmanager
    def reading(self, who: Who, now: datetime, *, guest: str = "") -> Iterator[Desk]:
        """A desk that changes nothing; `guest` as in Store.reading."""
        with self.store.reading(who.organisation_id, now, guest=guest) as work:
            yield Desk(self, work, who.actor)

    @contextmanager
    def writing(
        self, who: Who, now: datetime, *, beside: str | None = None, guest: str = ""
    ) -> Iterator[Desk]:
        """A desk for one verb, committed on leaving; `beside`, `guest` as in Store.writing."""
        with self.store.writing(who.organisation_id, now, beside=beside, guest=guest) as work:
            yield Desk(self, work, who.actor)

    @contextmanager
    def everywhere(self, now: datetime, *, write: bool = False) -> Iterator[Work]:
        """Work that belongs to no organisation: signing in, heartbeats, the public register."""
        opened = self.store.writing if write else self.store.reading
        with opened(EVERYWHERE, now) as work:
            yield work
