"""The parts of a file, each read without its wrong words, so that one fault hides no other."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from govflow.engine.language import (
    ActionPart,
    AnyPromisePart,
    OpensPart,
    PromisePart,
    StatePart,
)
from govflow.engine.phrases import AskPart
from govflow.engine.sheet import Key, Path_


@dataclass(frozen=True)
class Parts:
    """What could be read of a file, with all the names it declares, well read or not."""

    states: Mapping[str, StatePart]
    actions: Mapping[str, ActionPart]
    promises: Mapping[int, AnyPromisePart]
    state_names: Collection[str]
    action_names: Collection[str]
    role_names: Collection[str]
    opens: OpensPart | None = None
    opens_named: bool = False  # whether the file has an opening form, well read or not
    patched: Collection[Path_] = frozenset()  # parts read without the words that were wrong

    def whole(self, section: str, name: str | None = None) -> bool:
        """Whether a part (or every part of a section) was read with all its words."""
        if section == "opens":
            return not self.opens_named or (self.opens is not None and section not in self._wrong)
        names: Collection[str] = self.action_names
        read: Collection[str] = self.actions
        if section == "states":
            names, read = self.state_names, self.states
        wanted = names if name is None else [name]
        return all(each in read and (section, each) not in self.patched for each in wanted)

    @property
    def _wrong(self) -> set[Key]:
        return {path[0] for path in self.patched}

    def forms(self) -> Iterable[tuple[Path_, Mapping[str, AskPart]]]:
        """Every form of the file with its path: the opening form first."""
        if self.opens is not None:
            yield ("opens", "asks"), self.opens.asks
        for name, action in self.actions.items():
            yield ("actions", name, "asks"), action.asks

    def kept(self) -> dict[str, AskPart]:
        """Every fact that some form keeps with the matter, by the first field that asks for it."""
        found: dict[str, AskPart] = {}
        for path, asks in self.forms():
            for fact, ask in asks.items():
                if path[0] == "opens" or ask.keep or ask.kind == "person":
                    found.setdefault(fact, ask)
        return found

    def person_facts(self) -> set[str]:
        """The facts that name a person, who then has the role of that name."""
        return {fact for _, asks in self.forms() for fact, ask in asks.items() if _person(ask)}

    @property
    def facts_known(self) -> bool:
        """Whether every form was read, so that an unknown fact is truly unknown."""
        return self.whole("opens") and self.whole("actions")


def _person(ask: AskPart) -> bool:
    return ask.kind == "person"


def parts_of(content: dict[str, Any], bad: set[Path_]) -> Parts:
    """The parts of the file's content; `bad` are the places that did not validate."""
    wrong: dict[Path_, set[Key]] = defaultdict(set)
    for path in bad:
        depth = 1 if path[0] == "opens" else 2
        if len(path) > depth:
            wrong[path[:depth]].add(path[depth])
    return Parts(
        states=_readable("states", StatePart.model_validate, content, wrong),
        actions=_readable("actions", ActionPart.model_validate, content, wrong),
        promises=_promises(content, {path[:2] for path in bad}),
        state_names=list(_section(content, "states")),
        action_names=list(_section(content, "actions")),
        role_names=list(_section(content, "roles")),
        opens=_opens(content, wrong[("opens",)]),
        opens_named="opens" in content,
        patched=frozenset(path for path, words in wrong.items() if words),
    )


PartType = TypeVar("PartType")


def _readable(
    section: str,
    read: Callable[[Any], PartType],
    content: dict[str, Any],
    wrong: Mapping[Path_, set[Key]],
) -> dict[str, PartType]:
    """The parts of a section that can be read once their wrong words are left out."""
    found = {}
    for name, value in _section(content, section).items():
        with suppress(ValidationError):
            found[name] = read(_without(value, wrong.get((section, name), set())))
    return found


def _without(value: Any, words: Collection[Key]) -> Any:
    if not isinstance(value, dict):
        return value
    return {word: said for word, said in value.items() if word not in words}


def _opens(content: dict[str, Any], wrong: Collection[Key]) -> OpensPart | None:
    try:
        return OpensPart.model_validate(_without(content.get("opens"), wrong))
    except ValidationError:
        return None


def _promises(content: dict[str, Any], bad: Collection[Path_]) -> dict[int, AnyPromisePart]:
    promises = content.get("promises")
    promise = TypeAdapter[AnyPromisePart](PromisePart)
    return {
        number: promise.validate_python(value)
        for number, value in enumerate(promises if isinstance(promises, list) else [])
        if ("promises", number) not in bad
    }


def _section(content: dict[str, Any], name: str) -> dict[str, Any]:
    section = content.get(name)
    return section if isinstance(section, dict) else {}
