"""Checks every name a workflow file uses against what the file and the house declare."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from govflow.domain.guards import Guard
from govflow.engine.faults import Fault, nearest, unknown
from govflow.engine.language import (
    ActionPart,
    AlwaysCanReachPart,
    DifferentPeoplePart,
    MustPassPart,
    NeedPart,
    StatePart,
)
from govflow.engine.sheet import Path_, Sheet
from govflow.engine.vocabulary import DECISION, DIFFERENT_PERSON, REASON, SYSTEM, Vocabulary

PromisePart = MustPassPart | AlwaysCanReachPart | DifferentPeoplePart
TYPE_NAMES: Mapping[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
}


@dataclass(frozen=True)
class Parts:
    """The parts of a file that read well, with all the names it declares, well read or not."""

    states: Mapping[str, StatePart]
    actions: Mapping[str, ActionPart]
    promises: Mapping[int, PromisePart]
    state_names: Collection[str]
    action_names: Collection[str]
    role_names: Collection[str]
    patched: Collection[Path_] = frozenset()  # parts read without the words that were wrong

    def whole(self, section: str, name: str | None = None) -> bool:
        """Whether a part (or every part of a section) was read with all its words."""
        names, read = (
            (self.state_names, set(self.states))
            if section == "states"
            else (self.action_names, set(self.actions))
        )
        wanted = names if name is None else [name]
        return all(each in read and (section, each) not in self.patched for each in wanted)


@dataclass(frozen=True)
class Checker:
    """One file being checked; `shape` finds what would mislead the prover, `names` the rest."""

    sheet: Sheet
    parts: Parts
    guards: Mapping[str, Guard]
    vocabulary: Vocabulary

    def shape(self) -> Iterator[Fault]:
        """Faults in where actions start and lead."""
        initial = self.sheet.content.get("initial")
        if isinstance(initial, str):
            yield from self._known(("initial",), "state", [initial], self.parts.state_names)
        if DECISION in self.parts.state_names:
            path = ("states", DECISION)
            yield self.sheet.fault(path, "A state cannot be named 'decision': promises use it.")
        for name, action in self.parts.actions.items():
            path = ("actions", name)
            yield from self._known((*path, "to"), "state", [action.to], self.parts.state_names)
            yield from self._known((*path, "from"), "state", action.source, self.parts.state_names)
            yield from self._twice((*path, "from"), action.source)

    def names(self) -> Iterator[Fault]:
        """Faults in roles, guards, effects, deadlines and the file's own header."""
        matter = self.sheet.content.get("matter")
        if isinstance(matter, str):
            yield from self._offered(("matter",), "kind of matter", matter, self.vocabulary.matters)
        for role in self.parts.role_names:
            yield from self._offered(("roles", role), "role", role, self.vocabulary.roles)
        for name, state in self.parts.states.items():
            yield from self._state(("states", name), state)
        for name, action in self.parts.actions.items():
            yield from self._action(name, action)
        yield from self._unused_roles()

    def promises(self) -> Iterator[tuple[int, Fault]]:
        """Faults in the names that promises use, with the number of the promise."""
        for number, promise in self.parts.promises.items():
            for fault in self._promise(("promises", number), promise):
                yield number, fault

    def _known(
        self, path: Path_, what: str, names: Iterable[str], known: Collection[str]
    ) -> Iterator[Fault]:
        for index, name in enumerate(names):
            if name not in known:
                sentence, close = unknown(what, name, known)
                place = (*path, index) if (*path, index) in self.sheet.places else path
                yield self.sheet.fault(place, sentence, close)

    def _offered(
        self, path: Path_, what: str, name: str, known: frozenset[str] | None
    ) -> Iterator[Fault]:
        if known is not None:
            yield from self._known(path, what, [name], known)

    def _twice(self, path: Path_, names: list[str]) -> Iterator[Fault]:
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield self.sheet.fault(path, f"'{name}' is named twice; once is enough.")

    def _state(self, path: Path_, state: StatePart) -> Iterator[Fault]:
        if state.waits_for is not None:
            yield from self._roles((*path, "waits_for"), [state.waits_for])
        if state.deadline is not None:
            known = self.vocabulary.deadlines
            yield from self._offered((*path, "deadline"), "deadline", state.deadline, known)

    def _roles(self, path: Path_, roles: list[str]) -> Iterator[Fault]:
        declared = {*self.parts.role_names, SYSTEM}
        yield from self._known(path, "declared role", roles, declared)
        yield from self._twice(path, roles)

    def _unused_roles(self) -> Iterator[Fault]:
        used = {role for action in self.parts.actions.values() for role in action.by}
        used |= {state.waits_for for state in self.parts.states.values() if state.waits_for}
        whole = self.parts.whole("states") and self.parts.whole("actions")
        for role in self.parts.role_names:
            if whole and role not in used:
                sentence = f"Role '{role}' is declared but nothing uses it; remove it."
                yield self.sheet.fault(("roles", role), sentence)

    def _action(self, name: str, action: ActionPart) -> Iterator[Fault]:
        path = ("actions", name)
        yield from self._roles((*path, "by"), action.by)
        for index, effect in enumerate(action.does):
            yield from self._offered(
                (*path, "does", index), "effect", effect, self.vocabulary.effects
            )
        yield from self._twice((*path, "does"), action.does)
        for index, need in enumerate(action.needs):
            yield from self._need((*path, "needs", index), need)
        if self.parts.whole("actions", name):
            yield from self._form(path, action)

    def _need(self, path: Path_, need: NeedPart) -> Iterator[Fault]:
        guard = self.guards.get(need.guard)
        if guard is None:
            yield from self._known(path, "guard", [need.guard], self.guards)
            return
        for name in guard.parameters:
            if name not in need.parameters:
                yield self.sheet.fault(path, f"Guard '{guard.name}' needs its parameter '{name}'.")
        for name, value in need.parameters.items():
            place = (*path, need.guard, name)
            yield from self._parameter(place, guard, name, value)
        if need.guard == DIFFERENT_PERSON and isinstance(need.parameters.get("from"), str):
            earlier = [str(need.parameters["from"])]
            place = (*path, need.guard, "from")
            yield from self._known(place, "action", earlier, self.parts.action_names)

    def _parameter(self, path: Path_, guard: Guard, name: str, value: Any) -> Iterator[Fault]:
        if name not in guard.parameters:
            close = nearest(name, guard.parameters)
            hint = f"; did you mean '{close}'?" if close else "."
            sentence = f"Guard '{guard.name}' has no parameter '{name}'{hint}"
            yield self.sheet.fault(path, sentence, close)
        elif type(value) is not guard.parameters[name]:
            kind = guard.parameters[name]
            wanted = TYPE_NAMES.get(kind, kind.__name__)
            sentence = f"Parameter '{name}' of guard '{guard.name}' must be {wanted}."
            yield self.sheet.fault(path, sentence)

    def _form(self, path: Path_, action: ActionPart) -> Iterator[Fault]:
        """What the form asks and what the guards want from it must meet."""
        used = [self.guards[need.guard] for need in action.needs if need.guard in self.guards]
        asked = [guard.name for guard in used if guard.asked_in_form]
        required = [fact for fact, ask in action.asks.items() if ask.required]
        if asked and not action.asks:
            sentence = f"'{asked[0]}' is answered in the form, yet `asks` names no field."
            yield self.sheet.fault(path, sentence)
        if required and not asked and len(used) == len(action.needs):
            sentence = f"The form requires '{required[0]}', yet no need looks at the form."
            yield self.sheet.fault((*path, "asks", required[0]), sentence)
        for fact, ask in action.asks.items():
            if bool(ask.choices) != (ask.kind == "choice"):
                sentence = f"Field '{fact}' needs `choices` if, and only if, its kind is choice."
                yield self.sheet.fault((*path, "asks", fact), sentence)

    def _promise(self, path: Path_, promise: PromisePart) -> Iterator[Fault]:
        match promise:
            case MustPassPart():
                yield from self._places((*path, "to_reach"), promise.to_reach)
                yield from self._acts((*path, "must_pass"), promise.must_pass)
                yield from self._acts((*path, "unless"), promise.unless or [])
                yield from self._exceptions((*path, "unless"), promise.unless or [])
            case AlwaysCanReachPart():
                yield from self._places((*path, "from"), promise.start)
                yield from self._places((*path, "always_can_reach"), promise.always_can_reach)
            case DifferentPeoplePart():
                yield from self._acts((*path, "different_people"), promise.different_people)
                yield from self._twice((*path, "different_people"), promise.different_people)

    def _acts(self, path: Path_, names: list[str]) -> Iterator[Fault]:
        yield from self._known(path, "action", names, self.parts.action_names)

    def _places(self, path: Path_, names: list[str]) -> Iterator[Fault]:
        yield from self._known(path, "state", names, {*self.parts.state_names, DECISION})
        decided = any(state.decision for state in self.parts.states.values())
        if DECISION in names and not decided and self.parts.whole("states"):
            yield self.sheet.fault(path, "No state is marked `decision: true`.")

    def _exceptions(self, path: Path_, names: list[str]) -> Iterator[Fault]:
        """An exception to a promise must leave a reason and a person's name behind."""
        for name in names:
            action = self.parts.actions.get(name)
            if action is None or not self.parts.whole("actions", name):
                continue
            if REASON not in {need.guard for need in action.needs} or SYSTEM in action.by:
                sentence = (
                    f"'{name}' is an exception to a promise, so it must need '{REASON}' "
                    "and be done by a person, not by the system."
                )
                yield self.sheet.fault(path, sentence)
