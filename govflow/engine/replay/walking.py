"""Walks one case through a workflow, step by step, until its first illegal one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from govflow.engine.machine import wrong_role, wrong_state
from govflow.engine.replay.mapping import OPENER, LogMap
from govflow.engine.replay.record import Entry, Trace
from govflow.engine.vocabulary import DIFFERENT_PERSON
from govflow.engine.workflow import Workflow

MAPPED, OPENING, IGNORED = "mapped", "opening", "ignored"
OTHER_LIFECYCLE, UNMAPPED, MALFORMED = "other_lifecycle", "unmapped", "malformed"
LATE_OPENING = "The case had already begun."


class Step(NamedTuple):
    """One event that means an action ('' when it only opens the case); `at` is UTC."""

    entry: Entry
    action: str
    at: datetime
    actor: str  # '' when the log names no one person


@dataclass(frozen=True)
class Stay:
    """One rest in a state; `left` is None when the log ends first."""

    state: str
    entered_at: datetime
    left: Step | None


@dataclass(frozen=True)
class Refusal:
    """The first step that the workflow does not allow, and the engine's sentence."""

    step: Step
    state: str
    sentence: str


@dataclass
class Walk:
    """What became of one case."""

    trace: Trace
    steps: list[Step]  # every mapped one, in order of time, legal or not
    state: str  # where it rests, or stood when it left the rules
    opened_at: datetime | None = None
    opening: Step | None = None  # the event that only opened it, when the log has one
    refusal: Refusal | None = None
    legal: int = 0
    after_leaving: int = 0
    late_openings: int = 0
    out_of_order: int = 0
    roles_not_judged: int = 0
    touched: bool = False  # an event opened or moved it
    stays: list[Stay] = field(default_factory=list)


@dataclass
class _Subject:
    """What the guard on different people may ask of a case that only a log knows."""

    did: dict[str, set[str]] = field(default_factory=dict)


class Rules:
    """One workflow and one map, made ready for many walks.

    A log can show order, roles and people; guards that ask our own record are not asked.
    """

    def __init__(self, workflow: Workflow, log_map: LogMap) -> None:
        self.workflow, self.map = workflow, log_map
        self._targets = {
            (source, action.name): action.to
            for action in workflow.actions.values()
            for source in action.sources
        }
        told = {*log_map.roles.values(), OPENER}
        self._by = {name: frozenset(action.by) for name, action in workflow.actions.items()}
        self._all_told = {name: by <= told for name, by in self._by.items()}
        self._apart = _apart(workflow)
        self._guard = workflow.guards.get(DIFFERENT_PERSON)

    def sort(self, entry: Entry) -> str:
        """What an event is to this map."""
        if entry.problem or entry.at is None:
            return MALFORMED
        step = entry.lifecycle
        if step and self.map.lifecycle and step not in self.map.lifecycle:
            return OTHER_LIFECYCLE
        if entry.activity in self.map.activities:
            return MAPPED
        if entry.activity in self.map.begins:
            return OPENING
        return IGNORED if entry.activity in self.map.ignore else UNMAPPED

    def walk(self, trace: Trace, entries: Iterable[Entry]) -> Walk:
        """The walk of a case's mapped and opening events; they are put in order of time.

        It ends at the first illegal step: what a case does after it left the rules is counted,
        and no longer held against the table.
        """
        found = [step for entry in entries if (step := self._step(entry)) is not None]
        late = _out_of_order(found)
        if late:
            found.sort(key=_when)
        walk = Walk(trace, [step for step in found if step.action], self.workflow.initial)
        walk.out_of_order, walk.touched = late, bool(found)
        walk.opened_at = found[0].at if found else None
        walk.opening = found[0] if found and not found[0].action else None
        _Walker(self, walk, found).run()
        return walk

    def _step(self, entry: Entry) -> Step | None:
        if entry.at is None:
            return None
        actor = "" if entry.actor in self.map.nobody else entry.actor
        return Step(entry, self.map.activities.get(entry.activity, ""), entry.at, actor)

    def target(self, state: str, action: str) -> str | None:
        """Where an action leads from a state, or None."""
        return self._targets.get((state, action))

    def role_allows(self, step: Step, opener: str) -> bool | None:
        """Whether the role in the log may act; None when the log does not tell."""
        by = self._by[step.action]
        role = self.map.roles.get(step.entry.role)
        if role in by or (OPENER in by and step.actor and step.actor == opener):
            return True
        known = role is not None and self._all_told[step.action]
        if not known or (OPENER in by and not (step.actor and opener)):
            return None
        return False

    def person_allows(self, step: Step, subject: _Subject) -> str | None:
        """The guard's sentence when the same person took an earlier step it names."""
        if self._guard is None or not step.actor:
            return None
        for parameters in self._apart.get(step.action, ()):
            facts = {"actor_id": step.actor}
            sentence = self._guard.check(subject, facts, step.at, parameters)
            if sentence is not None:
                return sentence
        return None


def _apart(workflow: Workflow) -> dict[str, list[Mapping[str, object]]]:
    """The parameters of each action's guards on different people."""
    found = {
        name: [need.parameters for need in action.needs if need.guard == DIFFERENT_PERSON]
        for name, action in workflow.actions.items()
    }
    return {name: needs for name, needs in found.items() if needs}


def _when(step: Step) -> datetime:
    return step.at


def _out_of_order(steps: list[Step]) -> int:
    """How many stand after a later one."""
    late, latest = 0, None
    for step in steps:
        if latest is not None and step.at < latest:
            late += 1
        else:
            latest = step.at
    return late


class _Walker:
    """One walk under way."""

    def __init__(self, rules: Rules, walk: Walk, steps: list[Step]) -> None:
        self._rules, self._walk, self._steps = rules, walk, steps
        self._subject = _Subject()
        self._entered_at: datetime | None = None
        self._opener = steps[0].actor if steps else ""

    def run(self) -> None:
        for place, step in enumerate(self._steps):
            if step.action:
                self._act(step)
            else:
                self._open(step, first=place == 0)
        if self._walk.refusal is None and self._entered_at is not None:
            self._walk.stays.append(Stay(self._walk.state, self._entered_at, None))

    def _open(self, step: Step, *, first: bool) -> None:
        if first:
            self._entered_at = step.at
            return
        self._walk.late_openings += 1
        self._take(step, LATE_OPENING)

    def _act(self, step: Step) -> None:
        if self._walk.refusal is not None:
            self._walk.after_leaving += 1
        else:
            self._take(step, self._in_the_way(step))

    def _take(self, step: Step, sentence: str | None) -> None:
        walk = self._walk
        if walk.refusal is not None:
            walk.after_leaving += 1
        elif sentence is not None:
            walk.refusal = Refusal(step, walk.state, sentence)
        else:
            self._move(step)

    def _move(self, step: Step) -> None:
        walk = self._walk
        walk.legal += 1
        if self._entered_at is not None:
            walk.stays.append(Stay(walk.state, self._entered_at, step))
        walk.state = self._rules.workflow.actions[step.action].to
        self._entered_at = step.at
        if step.actor:
            self._subject.did.setdefault(step.action, set()).add(step.actor)

    def _in_the_way(self, step: Step) -> str | None:
        """The first refusal in the order in which `machine.fire` asks: role, state, person."""
        rules, action = self._rules, self._rules.workflow.actions[step.action]
        allowed = rules.role_allows(step, self._opener)
        self._walk.roles_not_judged += allowed is None
        if allowed is False:
            return wrong_role(rules.workflow, action)
        if rules.target(self._walk.state, action.name) is None:
            return wrong_state(rules.workflow, action, self._walk.state)
        return rules.person_allows(step, self._subject)
