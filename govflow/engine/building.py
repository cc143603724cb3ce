"""Builds the workflow from the parts of its file, once every name in them is known to be right."""

from collections.abc import Mapping
from dataclasses import replace

from govflow.domain.calendar import written_day
from govflow.domain.guards import Guard
from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.domain.timing import ENTERED, DeadlineRule, Unit, unit_of
from govflow.engine.language import (
    ActionPart,
    AlwaysCanReachPart,
    AnyPromisePart,
    AtMostOncePart,
    DifferentPeoplePart,
    MustPassPart,
    NeverAfterPart,
    OpensPart,
    StatePart,
)
from govflow.engine.parts import Parts
from govflow.engine.phrases import Asks, DeadlinePart
from govflow.engine.sheet import Sheet
from govflow.engine.vocabulary import DECISION, TITLE
from govflow.engine.workflow import Action, Ask, Need, Opens, State, Workflow


def workflow_of(
    sheet: Sheet, parts: Parts, broken: set[int], guards: Mapping[str, Guard]
) -> tuple[Workflow, list[int]]:
    """The workflow with every promise that can be put to the proof, and their numbers."""
    content = sheet.content
    decisions = tuple(name for name, state in parts.states.items() if state.decision)
    numbers = [number for number in parts.promises if number not in broken]
    used = {need.guard for action in parts.actions.values() for need in action.needs}
    workflow = Workflow(
        key=content["workflow"],
        version=content["version"],
        title=content["title"],
        matter=content["matter"],
        initial=content["initial"],
        roles=dict(content["roles"]),
        states={name: _state(name, part) for name, part in parts.states.items()},
        actions={name: _action(name, part) for name, part in parts.actions.items()},
        promises=tuple(_promise(parts.promises[number], decisions) for number in numbers),
        opens=_opens(parts.opens) if parts.opens else None,
        content_hash=sheet.content_hash,
        source=sheet.source,
        file=sheet.file,
        guards={name: guard for name, guard in guards.items() if name in used},
    )
    return workflow, numbers


def _state(name: str, part: StatePart) -> State:
    return State(
        name=name,
        title=part.title,
        help=part.help,
        waits_for=part.waits_for,
        deadline=rule_of(part.deadline)
        if isinstance(part.deadline, DeadlinePart)
        else part.deadline,
        why_no_deadline=part.why_no_deadline,
        final=part.final,
        decision=part.decision,
        lasting=part.lasting,
    )


def rule_of(part: DeadlinePart) -> DeadlineRule:
    """The rule that a deadline's mapping says; a stand-in when it says none, which is a fault."""
    units, ways = part.said()
    if part.on is not None:
        return DeadlineRule(written_day(part.on) or part.on)
    if not units or not ways:
        return DeadlineRule(ENTERED)
    anchor, before = getattr(part, ways[0]), ways[0] == "before"
    if part.policy is not None:
        return DeadlineRule(anchor, unit_of(part.policy), before=before, policy=part.policy)
    return DeadlineRule(anchor, Unit(units[0]), getattr(part, units[0]), before)


def _asks(asks: Asks) -> tuple[Ask, ...]:
    return tuple(
        Ask(
            fact=fact,
            label=ask.label,
            kind=ask.kind,
            required=ask.required,
            hint=ask.hint,
            choices=tuple(ask.choices),
            keep=ask.keep or ask.kind == "person",
            holding=tuple(ask.holding),
            max_length=ask.max_length,
        )
        for fact, ask in asks.items()
    )


def _opens(part: OpensPart) -> Opens:
    return Opens(
        title=part.title,
        by=tuple(part.by),
        asks=tuple(replace(ask, keep=True) for ask in _asks(part.asks)),
        titled=part.titled or TITLE,
        help=part.help,
    )


def _action(name: str, part: ActionPart) -> Action:
    return Action(
        name=name,
        title=part.title,
        past=part.past or f"took the action “{part.title}”",
        help=part.help,
        sources=tuple(part.source),
        to=part.to,
        by=tuple(part.by),
        needs=tuple(Need(need.guard, dict(need.parameters)) for need in part.needs),
        does=tuple(part.does),
        asks=_asks(part.asks),
    )


def _promise(part: AnyPromisePart, decisions: tuple[str, ...]) -> Promise:
    def states(names: list[str]) -> tuple[str, ...]:
        spread = (decisions if name == DECISION else (name,) for name in names)
        return tuple(dict.fromkeys(state for group in spread for state in group))

    match part:
        case MustPassPart():
            gates, unless = tuple(part.must_pass), tuple(part.unless or ())
            return MustPass(part.name, states(part.to_reach), gates, unless)
        case AlwaysCanReachPart():
            return AlwaysCanReach(part.name, states(part.start), states(part.always_can_reach))
        case DifferentPeoplePart():
            return DifferentPeople(part.name, tuple(part.different_people))
        case NeverAfterPart():
            return NeverAfter(part.name, tuple(part.acts), tuple(part.never_after))
        case AtMostOncePart():
            return AtMostOnce(part.name, tuple(part.at_most_once))
    return NotLaterThan(part.name, tuple(part.acts), tuple(part.not_later_than))
