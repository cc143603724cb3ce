"""What the organisation's newest scope rules propose for a paper, and why."""

from dataclasses import dataclass

from govflow.domain.scope_rules import About, ScopeRules, propose
from govflow.services.office import Desk
from govflow.store import people


@dataclass(frozen=True)
class Proposed:
    """One network, whether the rule proposes to ask it, and the sentence why."""

    network_id: str
    network_name: str
    proposed: bool
    why: str


def proposals(desk: Desk, about: About) -> list[Proposed]:
    """Every network of today, proposed or not."""
    networks = [
        n for n in people.networks(desk.work) if n.ended_on is None or n.ended_on >= desk.today
    ]
    names = {n.id: n.name for n in networks}
    return [
        Proposed(p.network_id, names[p.network_id], p.proposed, p.why)
        for p in propose(desk.rules, about, networks)
    ]


def rule_version(desk: Desk) -> str:
    """The rules' name, version and content, as each consultation keeps them."""
    return spoken_as(desk.rules)


def spoken_as(rules: ScopeRules) -> str:
    """How a version of the rules stands in the record: name, number, start of its hash."""
    return f"{rules.key}.v{rules.version} {rules.content_hash[:12]}"
