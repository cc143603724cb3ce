"""Read the demo's invented world from its YAML files, typed, cross-checked and easy to look up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from govflow.config import folder
from govflow.demo.paper_shapes import Paper
from govflow.demo.procedure_shapes import Procedure, ProcedureFile
from govflow.demo.promise_shapes import PromiseFile
from govflow.demo.shapes import (
    Committee,
    Meeting,
    Network,
    Organisation,
    Person,
    PolicyValue,
    Review,
    Shape,
)
from govflow.domain.scope_rules import ScopeRules, propose
from govflow.engine.scope import load_rules

S = TypeVar("S", bound=Shape)

FOLDER = files("govflow.demo") / "content"
NOTHING_PROMISED = PromiseFile(promises=(), shared=())
LIST_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s")


class ContentFaults(ValueError):
    """The demo's files contradict one another or their shape; every fault in one sentence each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class World(Shape):
    """organisation.yaml: the trust, its people, networks, committees, meetings and policy."""

    organisation: Organisation
    people: tuple[Person, ...]
    networks: tuple[Network, ...]
    committees: tuple[Committee, ...]
    meetings: tuple[Meeting, ...]
    policy: tuple[PolicyValue, ...]


class PaperFile(Shape):
    """papers-*.yaml: some of the papers."""

    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Content:
    """Everything the demo plays. Look-ups raise KeyError on an unknown key."""

    world: World
    papers: tuple[Paper, ...]
    review: Review
    procedures: tuple[Procedure, ...] = ()
    promised: PromiseFile = NOTHING_PROMISED

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody, by key."""
        return {p.key: p for p in self.world.people}

    @cached_property
    def networks(self) -> dict[str, Network]:
        """The seven staff networks, by key."""
        return {n.key: n for n in self.world.networks}

    @cached_property
    def committees(self) -> dict[str, Committee]:
        """The board and its committees, by key."""
        return {c.key: c for c in self.world.committees}

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        """Every meeting, by key, in order of time."""
        return {m.key: m for m in sorted(self.world.meetings, key=lambda m: m.day)}

    def sign_ins(self) -> list[Person]:
        """The one person per role whose sign-in the demo prints."""
        return [p for p in self.world.people if p.sign_in]

    @cached_property
    def rules(self) -> ScopeRules:
        """The scope rules that the demo's papers are played by."""
        return load_rules(folder("workflows") / "scope_rules.v1.yaml")

    def proposed(self, topics: Iterable[str]) -> list[str]:
        """Keys of the networks that the scope rules propose for the topics."""
        found = propose(self.rules, list(topics), self.world.networks)
        return [p.network_id for p in found if p.proposed]


def load() -> Content:
    """The whole content, or ContentFaults naming every slip of shape."""
    faults: list[str] = []
    world = _shaped("organisation.yaml", World, faults)
    review = _shaped("review.yaml", Review, faults)
    names = sorted(f.name for f in FOLDER.iterdir() if f.name.startswith("papers-"))
    parts = [_shaped(name, PaperFile, faults) for name in names]
    begun = _shaped("procedures.yaml", ProcedureFile, faults)
    promised = _shaped("promises.yaml", PromiseFile, faults)
    if faults or world is None or review is None or begun is None or promised is None:
        raise ContentFaults(faults)
    papers = tuple(p for part in parts if part for p in part.papers)
    return Content(world, papers, review, begun.procedures, promised)


def _shaped(name: str, shape: type[S], faults: list[str]) -> S | None:
    try:
        return shape.model_validate(_plain(name))
    except ValidationError as error:
        for fault in error.errors():
            where = ".".join(str(part) for part in fault["loc"])
            faults.append(f"{name}: {where}: {fault['msg']}")
    except YAMLError as error:
        faults.append(f"{name}: {error}")
    return None


def _plain(name: str) -> Any:
    return YAML(typ="safe").load((FOLDER / name).read_text(encoding="utf-8"))


def normal(text: str) -> str:
    """Text with line breaks and repeated spaces made single spaces."""
    return " ".join(text.split())


def units(body: str) -> list[str]:
    """The body's paragraphs, headings, tables and single list items, in order, as written."""
    found: list[list[str]] = []
    fresh = True
    for line in body.splitlines():
        if not line.strip():
            fresh = True
            continue
        if fresh or LIST_ITEM.match(line):
            found.append([])
        found[-1].append(line)
        fresh = False
    return ["\n".join(lines) for lines in found]


def unit_of(body: str, quote: str) -> int | None:
    """The index in `units` of the first that holds the quoted words, or None."""
    wanted = normal(quote)
    return next((i for i, unit in enumerate(units(body)) if wanted in normal(unit)), None)


def revised_body(paper: Paper) -> str:
    """The body with every changed paragraph of the replies in its place: the next version."""
    body = paper.body
    for comment in paper.comments():
        if comment.reply and comment.reply.changed_paragraph:
            quote = comment.reply.replaces or comment.quote
            body = _changed(body, paper.body, quote, comment.reply.changed_paragraph)
    return body


def _changed(body: str, original: str, quote: str, text: str) -> str:
    index = unit_of(original, quote) if quote else None
    if index is None:
        return f"{body.rstrip()}\n\n{text}\n"
    return body.replace(units(original)[index], text, 1)
