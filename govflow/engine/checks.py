"""Checks every name a workflow file uses against what the file and the house declare."""

from collections.abc import Iterator
from dataclasses import dataclass

from govflow.engine import check_deadlines, check_forms, check_needs
from govflow.engine.faults import Fault
from govflow.engine.findings import Finder
from govflow.engine.language import (
    ActionPart,
    AlwaysCanReachPart,
    AnyPromisePart,
    AtMostOncePart,
    DifferentPeoplePart,
    MustPassPart,
    NeverAfterPart,
    NotLaterThanPart,
    StatePart,
)
from govflow.engine.sheet import Path_
from govflow.engine.vocabulary import DECISION, OPENER, REASON, SYSTEM


@dataclass(frozen=True)
class Checker(Finder):
    """One file being checked; `shape` finds what would mislead the prover, `names` the rest."""

    def shape(self) -> Iterator[Fault]:
        """Faults in where actions start and lead."""
        initial = self.sheet.content.get("initial")
        if isinstance(initial, str):
            yield from self.known(("initial",), "state", [initial], self.parts.state_names)
        if DECISION in self.parts.state_names:
            path = ("states", DECISION)
            yield self.fault(path, "A state cannot be named 'decision': promises use it.")
        for name, action in self.parts.actions.items():
            path = ("actions", name)
            yield from self.known((*path, "to"), "state", [action.to], self.parts.state_names)
            yield from self.known((*path, "from"), "state", action.source, self.parts.state_names)
            yield from self.twice((*path, "from"), action.source)

    def names(self) -> Iterator[Fault]:
        """Faults in roles, forms, guards, effects, deadlines and the file's own header."""
        matter = self.sheet.content.get("matter")
        if isinstance(matter, str):
            known = self.vocabulary.matters
            yield from self.known(("matter",), "kind of matter", [matter], known)
        for role in self.parts.role_names:
            yield from self._role(role)
        yield from check_forms.opening(self)
        for name, state in self.parts.states.items():
            yield from self._state(("states", name), state)
        for name, action in self.parts.actions.items():
            yield from self._action(name, action)
        yield from check_forms.same_everywhere(self)
        yield from self._unused_roles()

    def promises(self) -> Iterator[tuple[int, Fault]]:
        """Faults in the names that promises use, with the number of the promise."""
        for number, promise in self.parts.promises.items():
            for fault in self._promise(("promises", number), promise):
                yield number, fault

    def _state(self, path: Path_, state: StatePart) -> Iterator[Fault]:
        if state.waits_for is not None:
            yield from self.roles((*path, "waits_for"), [state.waits_for])
        if state.deadline is not None:
            yield from check_deadlines.deadline(self, (*path, "deadline"), state.deadline)

    def _role(self, role: str) -> Iterator[Fault]:
        if role == OPENER and not self.openable:
            sentence = f"Only a procedure has an opener; this file moves a {self.matter}."
            yield self.fault(("roles", role), sentence)
        else:
            yield from self.known(("roles", role), "role", [role], self.known_roles())

    def _unused_roles(self) -> Iterator[Fault]:
        used = {role for action in self.parts.actions.values() for role in action.by}
        used |= {state.waits_for for state in self.parts.states.values() if state.waits_for}
        used |= {*(self.parts.opens.by if self.parts.opens else ()), *self.parts.person_facts()}
        whole = all(self.parts.whole(section) for section in ("opens", "states", "actions"))
        for role in self.parts.role_names:
            if whole and role not in used:
                sentence = f"Role '{role}' is declared but nothing uses it; remove it."
                yield self.fault(("roles", role), sentence)

    def _action(self, name: str, action: ActionPart) -> Iterator[Fault]:
        path = ("actions", name)
        yield from self.roles((*path, "by"), action.by)
        yield from self._effects((*path, "does"), action.does)
        yield from check_needs.needs(self, path, action)
        for fact, ask in action.asks.items():
            yield from check_forms.field(self, (*path, "asks", fact), fact, ask)
        yield from check_forms.by_the_system(self, path, action)
        if self.parts.whole("actions", name):
            yield from check_needs.answered_in_form(self, path, action)

    def _effects(self, path: Path_, effects: list[str]) -> Iterator[Fault]:
        yield from self.known(path, "effect", effects, self.vocabulary.effects)
        yield from self.twice(path, effects)
        for index, effect in enumerate(effects):
            kind = (self.vocabulary.effects or {}).get(effect)
            if kind is not None and self.matter not in (None, kind):
                sentence = f"Effect '{effect}' works on a {kind}; this file moves a {self.matter}."
                yield self.fault((*path, index), sentence)

    def _promise(self, path: Path_, promise: AnyPromisePart) -> Iterator[Fault]:
        match promise:
            case MustPassPart():
                yield from self._places((*path, "to_reach"), promise.to_reach)
                yield from self._acts((*path, "must_pass"), promise.must_pass)
                yield from self._acts((*path, "unless"), promise.unless or [])
                yield from self._exceptions((*path, "unless"), promise.unless or [])
            case AlwaysCanReachPart():
                yield from self._places((*path, "from"), promise.start)
                yield from self._places((*path, "always_can_reach"), promise.always_can_reach)
            case DifferentPeoplePart(different_people=acts):
                yield from self._acts_once((*path, "different_people"), acts)
            case AtMostOncePart(at_most_once=acts):
                yield from self._acts_once((*path, "at_most_once"), acts)
            case NeverAfterPart(acts=acts, never_after=others):
                yield from self._acts_once((*path, "acts"), acts)
                yield from self._acts_once((*path, "never_after"), others)
            case NotLaterThanPart(acts=acts, not_later_than=others):
                yield from self._acts_once((*path, "acts"), acts)
                yield from self._acts_once((*path, "not_later_than"), others)
                yield from self._both((*path, "not_later_than"), acts, others)

    def _acts(self, path: Path_, names: list[str]) -> Iterator[Fault]:
        yield from self.known(path, "action", names, self.parts.action_names)

    def _acts_once(self, path: Path_, names: list[str]) -> Iterator[Fault]:
        yield from self._acts(path, names)
        yield from self.twice(path, names)

    def _both(self, path: Path_, acts: list[str], others: list[str]) -> Iterator[Fault]:
        """No act can be later than itself, so a promise that says so says nothing."""
        for name in sorted({*acts} & {*others}):
            yield self.fault(path, f"'{name}' stands on both sides; no act is later than itself.")

    def _places(self, path: Path_, names: list[str]) -> Iterator[Fault]:
        yield from self.known(path, "state", names, {*self.parts.state_names, DECISION})
        decided = any(state.decision for state in self.parts.states.values())
        if DECISION in names and not decided and self.parts.whole("states"):
            yield self.fault(path, "No state is marked `decision: true`.")

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
                yield self.fault(path, sentence)
