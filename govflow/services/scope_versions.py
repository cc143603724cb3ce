"""Every version of an organisation's scope rules, and what changed from one to another."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.errors import NotFound
from govflow.domain.scope_rules import ScopeRules, rule_said
from govflow.services.office import Desk
from govflow.services.scope import spoken_as
from govflow.store import scope_rules

SHIPPED = "Shipped with govflow"


@dataclass(frozen=True)
class Version:
    """One version, who saved it, when and why; the shipped one has no instant."""

    rules: ScopeRules
    reason: str
    saved_at: datetime | None
    saved_by_name: str
    consultations: int

    @property
    def number(self) -> int:
        """Its number; 1 is the shipped one."""
        return self.rules.version

    @property
    def said(self) -> list[str]:
        """Every rule in a sentence, in order."""
        return [rule_said(self.rules, rule) for rule in self.rules.rules]


@dataclass(frozen=True)
class Compared:
    """What a newer version says that an older one does not, and the other way round."""

    older: Version
    newer: Version
    added: list[str]
    removed: list[str]
    kept: int
    reordered: bool


def versions(desk: Desk) -> list[Version]:
    """Newest first, the shipped one last."""
    used = scope_rules.uses(desk.work)
    shipped = desk.office.rules
    found = [
        Version(
            rules, kept.reason, kept.saved_at, kept.saved_by_name, used.get(spoken_as(rules), 0)
        )
        for kept in scope_rules.versions(desk.work)
        for rules in [desk.rules_of(kept)]
    ]
    return [*found, Version(shipped, SHIPPED, None, "", used.get(spoken_as(shipped), 0))]


def numbered(known: list[Version], number: int) -> Version:
    """One of the versions; raises NotFound."""
    found = next((version for version in known if version.number == number), None)
    if found is None:
        raise NotFound("There is no such version of the scope rules.")
    return found


def compared(older: Version, newer: Version) -> Compared:
    """The rules of two versions as sentences, told apart by their whole wording."""
    before, after = older.said, newer.said
    kept_before = [line for line in before if line in after]
    kept_after = [line for line in after if line in before]
    return Compared(
        older=older,
        newer=newer,
        added=[line for line in after if line not in before],
        removed=[line for line in before if line not in after],
        kept=len(kept_after),
        reordered=kept_before != kept_after,
    )
