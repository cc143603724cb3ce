"""Judges each promise of a workflow on what happened in one case, legal or not.

The table shows what can happen; a log shows what did. A promise is judged on the order of the
mapped events alone, so that it is judged after the first illegal step too. A state counts as
reached when an event happened whose action leads there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from govflow.domain.calendar import said
from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.engine.graph import edges_of, reachable, reversed_
from govflow.engine.replay.report import (
    BROKEN,
    BY_EXCEPTION,
    KEPT,
    NOT_JUDGED,
    NOT_TOUCHED,
    NOT_YET,
)
from govflow.engine.replay.walking import Step
from govflow.engine.words import quoted
from govflow.engine.workflow import Workflow


@dataclass(frozen=True)
class Verdict:
    """Whether one case kept a promise; broken ones say at which step and why."""

    kind: str
    step: Step | None = None
    sentence: str = ""


Judge = Callable[[Sequence[Step]], Verdict]
KINDS: dict[type, str] = {
    MustPass: "must_pass",
    AlwaysCanReach: "always_can_reach",
    DifferentPeople: "different_people",
    NeverAfter: "never_after",
    AtMostOnce: "at_most_once",
    NotLaterThan: "not_later_than",
}


def judge_for(workflow: Workflow, promise: Promise, zone: str) -> Judge:
    """How one promise is judged; days are compared in `zone`."""
    match promise:
        case MustPass():
            return lambda steps: _must_pass(workflow, promise, steps)
        case AlwaysCanReach():
            able = reachable(reversed_(edges_of(workflow)), promise.targets)
            return lambda steps: _always_can_reach(workflow, promise, able, steps)
        case DifferentPeople():
            return lambda steps: _different_people(workflow, promise, steps)
        case NeverAfter():
            return lambda steps: _never_after(workflow, promise, steps)
        case AtMostOnce():
            return lambda steps: _at_most_once(workflow, promise, steps)
        case NotLaterThan():
            return lambda steps: _not_later_than(workflow, promise, ZoneInfo(zone), steps)


def in_words(workflow: Workflow, promise: Promise) -> str:
    """The promise as it is judged on a log."""
    match promise:
        case MustPass():
            unless = f", unless by {_acts(workflow, promise.unless)}" if promise.unless else ""
            gates = _acts(workflow, promise.gates, "and then")
            return f"{_states(workflow, promise.targets)} only after {gates}{unless}."
        case AlwaysCanReach():
            targets = _states(workflow, promise.targets)
            return f"From {_states(workflow, promise.starts)}, {targets} stays within reach."
        case DifferentPeople():
            return f"No one person did two of {_acts(workflow, promise.actions, 'and')}."
        case NeverAfter():
            return f"No {_acts(workflow, promise.acts)} after {_acts(workflow, promise.after)}."
        case AtMostOnce():
            return f"{_acts(workflow, promise.acts, 'and')}: once at most in a case."
        case NotLaterThan():
            than = _acts(workflow, promise.than)
            return f"{_acts(workflow, promise.acts)} on or before the day of the first {than}."


def _acts(workflow: Workflow, names: Sequence[str], last: str = "or") -> str:
    return quoted([workflow.actions[name].title for name in names], last)


def _states(workflow: Workflow, names: Sequence[str]) -> str:
    return quoted([workflow.states[name].title for name in names])


def _title(workflow: Workflow, step: Step) -> str:
    return f"'{workflow.actions[step.action].title}'"


def _must_pass(workflow: Workflow, promise: MustPass, steps: Sequence[Step]) -> Verdict:
    """Broken at the first event that leads to a target with a gate still to pass."""
    passed, reached = 0, False
    for step in steps:
        if step.action in promise.unless:
            return Verdict(BY_EXCEPTION)
        if passed < len(promise.gates) and step.action == promise.gates[passed]:
            passed += 1
        if workflow.actions[step.action].to in promise.targets:
            reached = True
            if passed < len(promise.gates):
                gate = workflow.actions[promise.gates[passed]].title
                return Verdict(
                    BROKEN, step, f"{_title(workflow, step)} came before '{gate}' was done."
                )
    return Verdict(KEPT if reached else NOT_TOUCHED)


def _always_can_reach(
    workflow: Workflow, promise: AlwaysCanReach, able: set[str], steps: Sequence[Step]
) -> Verdict:
    """Broken where an event led to a state from which no target can be reached any more."""
    started = workflow.initial in promise.starts and bool(steps)
    owed = started
    for step in steps:
        state = workflow.actions[step.action].to
        if state in promise.targets:
            owed = False
        elif state in promise.starts:
            started = owed = True
        if owed and state not in able:
            title = workflow.states[state].title
            targets = _states(workflow, promise.targets)
            return Verdict(BROKEN, step, f"It led to '{title}', out of reach of {targets}.")
    if not started:
        return Verdict(NOT_TOUCHED)
    return Verdict(NOT_YET if owed else KEPT)


def _different_people(
    workflow: Workflow, promise: DifferentPeople, steps: Sequence[Step]
) -> Verdict:
    """Broken at the event by which somebody had done two of the acts."""
    mine: dict[str, Step] = {}
    done: set[str] = set()
    unknown = False
    for step in steps:
        if step.action not in promise.actions:
            continue
        done.add(step.action)
        unknown |= not step.actor
        first = mine.setdefault(step.actor, step) if step.actor else step
        if first.action != step.action:
            both = f"{_title(workflow, first)} ({first.entry.place}) and {_title(workflow, step)}"
            return Verdict(BROKEN, step, f"{step.actor} did both {both}.")
    if len(done) < 2:
        return Verdict(NOT_TOUCHED)
    return Verdict(NOT_JUDGED if unknown else KEPT)


def _never_after(workflow: Workflow, promise: NeverAfter, steps: Sequence[Step]) -> Verdict:
    """Broken at the first of `acts` once any of `after` has happened."""
    earlier: Step | None = None
    for step in steps:
        if earlier is not None and step.action in promise.acts:
            return Verdict(
                BROKEN, step, f"{_title(workflow, step)} came after {_title(workflow, earlier)}."
            )
        if earlier is None and step.action in promise.after:
            earlier = step
    return Verdict(NOT_TOUCHED if earlier is None else KEPT)


def _at_most_once(workflow: Workflow, promise: AtMostOnce, steps: Sequence[Step]) -> Verdict:
    """Broken at the second time that one of the acts happens."""
    done: set[str] = set()
    for step in steps:
        if step.action in done:
            return Verdict(BROKEN, step, f"{_title(workflow, step)} was done a second time.")
        if step.action in promise.acts:
            done.add(step.action)
    return Verdict(KEPT if done else NOT_TOUCHED)


def _not_later_than(
    workflow: Workflow, promise: NotLaterThan, zone: ZoneInfo, steps: Sequence[Step]
) -> Verdict:
    """Broken at the first of `acts` on a later day than the first of `than`.

    Where only one of the two ever happened the case is counted apart, neither kept nor broken.
    """
    than: Step | None = None
    acted = False
    for step in steps:
        if step.action in promise.acts:
            acted = True
            if than is not None and _day(step, zone) > _day(than, zone):
                days = f"{said(_day(step, zone))}, after {said(_day(than, zone))}"
                title, bound = _title(workflow, step), _title(workflow, than)
                return Verdict(BROKEN, step, f"{title} came on {days}, the day of {bound}.")
        elif than is None and step.action in promise.than:
            than = step
    return Verdict(KEPT if acted and than is not None else NOT_TOUCHED)


def _day(step: Step, zone: ZoneInfo) -> date:
    return step.at.astimezone(zone).date()
