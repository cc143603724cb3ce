"""Scope rules: which papers concern which networks, proposed with a reason, and said in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from govflow.domain.document import KINDS, Document
from govflow.domain.people import listed

EVERY_REMIT = "all"
MOST_RULES = 100
LONGEST_WHY = 500


@dataclass(frozen=True)
class Named:
    """A network that a rule names, with its name of that day."""

    id: str
    name: str


@dataclass(frozen=True)
class Rule:
    """Papers that meet every condition given concern the networks given; `why` reads on.

    A paper meets `topics` or `kinds` when it has one of them. `money_at_least` is in pounds and
    `staff_at_least` in people; 0 is no condition. Networks are told by any of `remits`, or named.
    """

    topics: tuple[str, ...]
    remits: tuple[str, ...]
    why: str
    kinds: tuple[str, ...] = ()
    money_at_least: int = 0
    staff_at_least: int = 0
    networks: tuple[Named, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for storing and hashing."""
        plain = asdict(self)
        names = ("topics", "remits", "kinds", "networks")
        return {**plain, **{name: list(plain[name]) for name in names}}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Rule":
        """The rule that `as_dict` gave."""
        return cls(
            topics=tuple(values["topics"]),
            remits=tuple(values["remits"]),
            why=values["why"],
            kinds=tuple(values["kinds"]),
            money_at_least=values["money_at_least"],
            staff_at_least=values["staff_at_least"],
            networks=tuple(Named(**each) for each in values["networks"]),
        )


@dataclass(frozen=True)
class ScopeRules:
    """One version of the rules; version and hash are recorded with each proposal taken."""

    key: str
    version: int
    title: str
    topics: dict[str, str]
    remits: dict[str, str]
    rules: tuple[Rule, ...]
    content_hash: str


@dataclass(frozen=True)
class About:
    """What the rules look at in a paper: money in pounds, staff in people, None for not said."""

    topics: tuple[str, ...]
    kind: str = ""
    money: int | None = None
    staff: int | None = None

    @classmethod
    def of(cls, document: Document) -> "About":
        """What a document says of itself."""
        return cls(document.topics, document.kind, document.money_pounds, document.staff_affected)


class NetworkLike(Protocol):
    """What the rules need to know of a network."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def remit(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Proposal:
    """Whether a network should be asked, with the reason either way."""

    network_id: str
    proposed: bool
    why: str


def propose(
    rules: ScopeRules, about: About | Sequence[str], networks: Iterable[NetworkLike]
) -> list[Proposal]:
    """One proposal for each network, in the order given; the same input gives the same answer."""
    asked = about if isinstance(about, About) else About(tuple(about))
    met = [rule for rule in rules.rules if _meets(rule, asked)]
    return [_proposal(rules, met, asked, network) for network in networks]


def concerned(rules: ScopeRules, about: About, networks: Iterable[NetworkLike]) -> frozenset[str]:
    """The ids of the networks that `propose` proposes, without its reasons: for many papers."""
    met = [rule for rule in rules.rules if _meets(rule, about)]
    return frozenset(n.id for n in networks if any(_concerns(rule, n) for rule in met))


def _meets(rule: Rule, about: About) -> bool:
    return (
        (not rule.topics or bool(set(rule.topics) & set(about.topics)))
        and (not rule.kinds or about.kind in rule.kinds)
        and (not rule.money_at_least or (about.money or 0) >= rule.money_at_least)
        and (not rule.staff_at_least or (about.staff or 0) >= rule.staff_at_least)
    )


def _proposal(rules: ScopeRules, met: list[Rule], about: About, network: NetworkLike) -> Proposal:
    reasons = [
        f"The paper {_matched(rules, rule, about)}: {lowered(rule.why)}"
        for rule in met
        if _concerns(rule, network)
    ]
    if reasons:
        return Proposal(network.id, True, " ".join(reasons))
    return Proposal(network.id, False, _why_not(rules, about, network))


def _concerns(rule: Rule, network: NetworkLike) -> bool:
    by_remit = EVERY_REMIT in rule.remits or bool(set(rule.remits) & set(network.remit))
    return by_remit or any(named.id == network.id for named in rule.networks)


def _matched(rules: ScopeRules, rule: Rule, about: About) -> str:
    topics = [rules.topics.get(t, t) for t in rule.topics if t in about.topics]
    said = [f"concerns {listed([lowered(title) for title in topics])}"] if topics else []
    return listed([*said, *_other_conditions(rule, [about.kind])])


def _other_conditions(rule: Rule, kinds: Sequence[str]) -> list[str]:
    said = []
    if rule.kinds:
        titles = [KINDS.get(kind, kind).lower() for kind in kinds]
        said.append(f"is of the kind “{' or '.join(titles)}”")
    if rule.money_at_least:
        said.append(f"is about {pounds(rule.money_at_least)} or more")
    if rule.staff_at_least:
        said.append(f"touches {rule.staff_at_least:,} staff or more")
    return said


def _why_not(rules: ScopeRules, about: About, network: NetworkLike) -> str:
    if not set(about.topics) & set(rules.topics):
        return "The paper names no topic that the rules know, so nothing can be proposed yet."
    if not network.remit:
        return f"{network.name} has no remit topics recorded, so no rule can speak of it."
    return f"No rule links the paper's topics to the remit of {network.name}."


def when_said(rules: ScopeRules, rule: Rule) -> str:
    """The rule's conditions in words: “the paper concerns finance and is about £50,000 or more”."""
    topics = [lowered(rules.topics.get(topic, topic)) for topic in rule.topics]
    said = [f"concerns {_any_of(topics)}"] if topics else []
    return f"the paper {listed([*said, *_other_conditions(rule, rule.kinds)])}"


def _any_of(titles: list[str]) -> str:
    return f"{', '.join(titles[:-1])} or {titles[-1]}" if len(titles) > 1 else titles[0]


def whom_said(rules: ScopeRules, rule: Rule) -> str:
    """The rule's networks in words."""
    if EVERY_REMIT in rule.remits:
        return "every network"
    remits = [rules.remits.get(remit, remit) for remit in rule.remits]
    said = [f"networks for {listed([lowered(title) for title in remits])}"] if remits else []
    return listed([*said, *(f"the {named.name}" for named in rule.networks)])


def rule_said(rules: ScopeRules, rule: Rule) -> str:
    """One rule whole, as pages, comparisons and exports say it."""
    return f"When {when_said(rules, rule)}, ask {whom_said(rules, rule)}. {rule.why}"


def pounds(amount: int) -> str:
    """£250,000."""
    return f"£{amount:,}"


def lowered(title: str) -> str:
    """A title as it stands inside a sentence; an abbreviation keeps its capitals."""
    if len(title) > 1 and not title[1].isupper() and title[0].isupper():
        return title[0].lower() + title[1:]
    return title
