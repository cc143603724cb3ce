"""Proposes which networks a paper concerns, from its topics, and always says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import Field, StringConstraints, ValidationError

from govflow.engine.faults import Fault, WorkflowFaults, unknown
from govflow.engine.phrases import Part, Title, Words
from govflow.engine.sheet import Sheet, read_file
from govflow.engine.words import listed, lowered

EVERY_REMIT = "all"
Topic = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]


class RulePart(Part):
    topics: Annotated[list[Topic], Field(min_length=1)]
    remits: Annotated[list[Topic], Field(min_length=1)]
    why: Words


class ScopeRulesPart(Part):
    """A version of the scope rules; a new wording is a new version."""

    scope_rules: Topic
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Title
    topics: Annotated[dict[Topic, Title], Field(min_length=1)]
    remits: Annotated[dict[Topic, Title], Field(min_length=1)]
    rules: Annotated[list[RulePart], Field(min_length=1)]


@dataclass(frozen=True)
class Rule:
    """Papers on any of `topics` concern networks with any of `remits`; `why` reads on."""

    topics: tuple[str, ...]
    remits: tuple[str, ...]
    why: str


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


def load_rules(path: Path) -> ScopeRules:
    """The rules of a file; raises WorkflowFaults with every fault."""
    sheet = read_file(Path(path))
    try:
        part = ScopeRulesPart.model_validate(sheet.content)
    except ValidationError as error:
        raise WorkflowFaults(
            sheet.fault(_file_path(detail["loc"]), f"{_dotted(detail['loc'])}: {detail['msg']}.")
            for detail in error.errors(include_url=False)
        ) from error
    faults = [*_undeclared(sheet, part), *_unspoken(sheet, part)]
    if faults:
        raise WorkflowFaults(faults)
    return ScopeRules(
        key=part.scope_rules,
        version=part.version,
        title=part.title,
        topics=dict(part.topics),
        remits=dict(part.remits),
        rules=tuple(Rule(tuple(r.topics), tuple(r.remits), r.why) for r in part.rules),
        content_hash=sheet.content_hash,
    )


def _file_path(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    return tuple(key for key in location if key != "[key]")


def _dotted(location: tuple[int | str, ...]) -> str:
    return "'" + ".".join(str(key) for key in _file_path(location)) + "'"


def _undeclared(sheet: Sheet, part: ScopeRulesPart) -> Iterable[Fault]:
    for number, rule in enumerate(part.rules):
        for what, names, known in (
            ("topic", rule.topics, set(part.topics)),
            ("remit", rule.remits, {*part.remits, EVERY_REMIT}),
        ):
            for index, name in enumerate(names):
                if name not in known:
                    sentence, close = unknown(what, name, known)
                    yield sheet.fault(("rules", number, f"{what}s", index), sentence, close)


def _unspoken(sheet: Sheet, part: ScopeRulesPart) -> Iterable[Fault]:
    """A topic or remit that no rule speaks of would silently be left out for ever."""
    spoken: dict[str, set[Any]] = {
        "topics": {topic for rule in part.rules for topic in rule.topics},
        "remits": {remit for rule in part.rules for remit in rule.remits},
    }
    for section, declared in (("topics", part.topics), ("remits", part.remits)):
        for name in declared:
            if name not in spoken[section]:
                yield sheet.fault((section, name), f"No rule speaks of '{name}'.")


def propose(
    rules: ScopeRules, topics: Sequence[str], networks: Iterable[NetworkLike]
) -> list[Proposal]:
    """One proposal for each network, in the order given; the same input gives the same answer."""
    return [_proposal(rules, topics, network) for network in networks]


def _proposal(rules: ScopeRules, topics: Sequence[str], network: NetworkLike) -> Proposal:
    reasons = [
        f"{_topic_words(rules, rule, topics)}: {lowered(rule.why)}"
        for rule in rules.rules
        if set(rule.topics) & set(topics) and _concerns(rule, network)
    ]
    if reasons:
        return Proposal(network.id, True, " ".join(reasons))
    return Proposal(network.id, False, _why_not(rules, topics, network))


def _concerns(rule: Rule, network: NetworkLike) -> bool:
    return EVERY_REMIT in rule.remits or bool(set(rule.remits) & set(network.remit))


def _topic_words(rules: ScopeRules, rule: Rule, topics: Sequence[str]) -> str:
    matched = [rules.topics[topic] for topic in rule.topics if topic in topics]
    return f"The paper concerns {listed([lowered(title) for title in matched])}"


def _why_not(rules: ScopeRules, topics: Sequence[str], network: NetworkLike) -> str:
    if not set(topics) & set(rules.topics):
        return "The paper names no topic that the rules know, so nothing can be proposed yet."
    if not network.remit:
        return f"{network.name} has no remit topics recorded, so no rule can speak of it."
    return f"No rule links the paper's topics to the remit of {network.name}."
