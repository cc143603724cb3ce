"""Reads the shipped scope rules from their file, and refuses unsound ones with every fault."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from govflow.domain.scope_rules import EVERY_REMIT, Rule, ScopeRules
from govflow.engine.faults import Fault, WorkflowFaults, unknown
from govflow.engine.phrases import Part, Title, Words
from govflow.engine.sheet import Sheet, read_file

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
