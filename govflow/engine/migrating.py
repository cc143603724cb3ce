"""Judges whether a running matter may move to another version: every promise, from where it stands.

A promise holds when neither what happened to the matter nor any continuation in the new version
breaks it. So gates passed under the old version count, and a gate that the matter is already past
cannot be promised to it any more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from govflow.domain.promises import Promise
from govflow.domain.timing import ANCHORS, DeadlineRule
from govflow.engine.graph import Edges, Step, Walk, edges_of, reachable, shortest
from govflow.engine.prover import in_words
from govflow.engine.watching import BROKEN, Act, Memory, Watch, watch_for
from govflow.engine.words import lowered, quoted
from govflow.engine.workflow import Ask, Workflow

PERSON = "person"


@dataclass(frozen=True)
class Standing:
    """Where a matter stands and how it came there, in the old version's names."""

    state: str
    acts: Sequence[Act] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Hindrance:
    """Why a matter cannot move; `example` is a walk in words by which a promise would break."""

    sentence: str
    example: tuple[str, ...] = ()
    walk: Walk = ()


@dataclass(frozen=True)
class Judgement:
    """Where the matter would stand in the new version, and what stands in the way of moving it."""

    to_state: str
    hindrances: tuple[Hindrance, ...] = ()

    @property
    def may_move(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.hindrances


class Move:
    """From one version of a workflow to another, with the states that change their names."""

    def __init__(self, old: Workflow, new: Workflow, renamed: Mapping[str, str]) -> None:
        self.old, self.new, self.renamed = old, new, dict(renamed)

    @cached_property
    def edges(self) -> Edges:
        """The new version's moves."""
        return edges_of(self.new)

    @cached_property
    def watches(self) -> list[tuple[Promise, Watch]]:
        """Every promise of the new version with its watch."""
        return [(promise, watch_for(self.new, promise)) for promise in self.new.promises]

    def name(self, state: str) -> str:
        """What the new version calls a state of the old one."""
        return self.renamed.get(state, state)

    def judge(self, standing: Standing) -> Judgement:
        """Whether a matter that stands so may move."""
        state = self.name(standing.state)
        misplaced = list(self._place(standing.state, state))
        if misplaced:
            return Judgement(state, tuple(map(Hindrance, misplaced)))
        found = [Hindrance(sentence) for sentence in self._lacking(state, standing.facts)]
        found += self._promises(state, [self._renamed(act) for act in standing.acts])
        return Judgement(state, tuple(found))

    def _renamed(self, act: Act) -> Act:
        source, target = self.name(act.source), self.name(act.target)
        return Act(act.action, source, target, act.actor, act.on)

    # the state

    def _place(self, before: str, after: str) -> Iterator[str]:
        here = self.old.states[before]
        there = self.new.states.get(after)
        if there is None:
            yield (
                f"Version {self.new.version} has no state '{before}' ({here.title}). "
                f"Say which state it becomes: --state {before}=…"
            )
            return
        if there.final:
            yield f"'{there.title}' is an end in version {self.new.version}: moving would end it."
        elif here.decision != there.decision:
            is_one = "a decision" if there.decision else "no decision"
            yield (
                f"'{there.title}' is {is_one} in version {self.new.version}, unlike "
                f"'{here.title}' in version {self.old.version}."
            )

    # the facts

    def _lacking(self, state: str, facts: Mapping[str, Any]) -> Iterator[str]:
        """Facts that the new version counts on, which nobody will be asked for any more."""
        states = reachable(self.edges, [state])
        still_asked = {
            ask.fact
            for name in {step.action for each in states for step in self.edges[each]}
            for ask in self.new.actions[name].asks
            if ask.keep
        }
        for fact, why in sorted(self._counted_on(states).items()):
            if fact not in still_asked and facts.get(fact) in (None, ""):
                yield f"The matter has no '{fact}', which {why}."

    def _counted_on(self, states: Iterable[str]) -> dict[str, str]:
        """Each kept fact that deadlines, guards or roles ahead look at, with which one does."""
        kept = self.new.kept()
        found: dict[str, str] = {}
        for name in sorted(states):
            title = self.new.states[name].title
            for fact in _of_deadline(self.new.states[name].deadline):
                found.setdefault(fact, f"the deadline of '{title}' is counted from")
            for step in self.edges[name]:
                for fact in self._of_action(step.action, kept):
                    action = lowered(self.new.actions[step.action].title)
                    found.setdefault(fact, f"is needed to {action}")
        return found

    def _of_action(self, name: str, kept: Mapping[str, Ask]) -> Iterator[str]:
        action = self.new.actions[name]
        for need in action.needs:
            named = need.parameters.get("fact")
            if named in kept:
                yield str(named)
        people = [role for role in action.by if role in kept and kept[role].kind == PERSON]
        if len(people) == len(action.by):
            yield from people  # otherwise somebody else may act

    # the promises

    def _promises(self, state: str, acts: Sequence[Act]) -> Iterator[Hindrance]:
        for promise, watch in self.watches:
            memory, broken = lived(watch, acts, state)
            if broken:
                yield Hindrance(
                    f"“{promise.name}” is broken already by what happened under version "
                    f"{self.old.version}."
                )
                continue
            walk = breaking(self.edges, watch, state, memory)
            if walk is not None:
                yield self._hindrance(promise, state, walk)

    def _hindrance(self, promise: Promise, state: str, walk: Walk) -> Hindrance:
        here = quoted([self.new.states[state].title])
        ahead = "this may still happen" if walk else "it stands there already"
        sentence = f"“{promise.name}” would not hold from {here}: {ahead}."
        return Hindrance(sentence, in_words(self.new, walk), walk)


def lived(watch: Watch, acts: Sequence[Act], state: str) -> tuple[Memory, bool]:
    """What a watch remembers after a life, and whether the life itself broke the promise.

    The state stood in now is left for `breaking`, which tells it as a walk of no steps.
    """
    place = acts[0].source if acts else state
    memory, broken = watch.begin(place), False
    for act in acts:
        broken = broken or (not watch.ahead_only and watch.broken(place, memory))
        memory, place = watch.after(memory, act), act.target
    return memory, broken or memory == BROKEN


def breaking(edges: Edges, watch: Watch, state: str, memory: Memory) -> Walk | None:
    """The shortest continuation that breaks the promise, of no steps when it is broken here."""

    def follow(node: tuple[str, Memory]) -> Iterator[tuple[Step, tuple[str, Memory]]]:
        for step in edges[node[0]]:
            act = Act(step.action, step.source, step.target)
            yield step, (step.target, watch.after(node[1], act))

    return shortest([(state, memory)], follow, lambda node: watch.broken(*node))


def _of_deadline(deadline: str | DeadlineRule | None) -> Iterator[str]:
    if not isinstance(deadline, DeadlineRule):
        return
    if isinstance(deadline.anchor, str) and deadline.anchor not in ANCHORS:
        yield deadline.anchor
