"""Turns the sums of a replay into its report."""

from collections.abc import Iterator
from dataclasses import dataclass

from govflow.engine.replay.casting import iso
from govflow.engine.replay.judging import KINDS, in_words
from govflow.engine.replay.mapping import LogMap
from govflow.engine.replay.report import (
    LEFT,
    LEGAL,
    NOTHING_MAPPED,
    CaseTotals,
    Counted,
    DeadlineFinding,
    Deviation,
    EventTotals,
    Malformed,
    Outcome,
    PromiseFinding,
    Report,
    StateTime,
    Variant,
)
from govflow.engine.replay.summary import Sums, actions_of
from govflow.engine.workflow import Workflow

TOP_VARIANTS = 20
TOP_NAMES = 50


@dataclass(frozen=True)
class About:
    """What was replayed: for the head of the report."""

    log: str
    log_format: str
    workflow: Workflow
    log_map: LogMap
    malformed: tuple[Malformed, ...]
    repeated: tuple[str, ...]
    repeats: int
    nameless: int


def report(about: About, sums: Sums) -> Report:
    """The report; raises DoesNotAddUp when an event or a case is missing from it."""
    workflow = about.workflow
    return Report(
        log=about.log,
        log_format=about.log_format,
        map=about.log_map.file,
        workflow=workflow.key,
        workflow_version=workflow.version,
        workflow_title=workflow.title,
        content_hash=workflow.content_hash,
        zone=about.log_map.zone,
        began_at=iso(sums.first_at) if sums.first_at else None,
        ended_at=iso(sums.last_at) if sums.last_at else None,
        events=_events(sums),
        cases=_cases(about, sums),
        deviations=tuple(_deviations(sums)),
        promises=tuple(_promises(workflow, sums)),
        deadlines=tuple(_deadlines(workflow, sums)),
        outcomes=tuple(_outcomes(workflow, sums)),
        states=tuple(_states(workflow, sums)),
        variants=tuple(_variants(sums)),
        variants_in_all=sums.variants.kinds(),
        unmapped=_counted(sums.unmapped.most(TOP_NAMES)),
        unmapped_in_all=sums.unmapped.kinds(),
        ignored=_counted(sums.ignored.most(TOP_NAMES)),
        unknown_roles=_counted(sums.unknown_roles.most(TOP_NAMES)),
        malformed=about.malformed,
        roles_not_judged=sums.roles_not_judged,
        repeated=about.repeated,
        notes=tuple(_notes(about, sums)),
    )


def _events(sums: Sums) -> EventTotals:
    names = EventTotals.__dataclass_fields__
    return EventTotals(**{name: sums.events[name] for name in names})


def _cases(about: About, sums: Sums) -> CaseTotals:
    return CaseTotals(
        read=sums.cases["read"],
        legal=sums.cases[LEGAL],
        left_the_rules=sums.cases[LEFT],
        nothing_mapped=sums.cases[NOTHING_MAPPED],
        out_of_order=sums.cases["out_of_order"],
        repeated=about.repeats,
        nameless=about.nameless,
    )


def _deviations(sums: Sums) -> Iterator[Deviation]:
    found = sorted(sums.deviations.items(), key=lambda item: (-item[1].count, item[0]))
    for (state, action, sentence), examples in found:
        cases = tuple(each.case for each in examples.shown)
        yield Deviation(state, action, sentence, examples.count, cases)


def _promises(workflow: Workflow, sums: Sums) -> Iterator[PromiseFinding]:
    for number, promise in enumerate(workflow.promises):
        yield PromiseFinding(
            name=promise.name,
            kind=KINDS[type(promise)],
            sentence=in_words(workflow, promise),
            cases=sums.cases["read"],
            counts=dict(sums.promises[number]),
            examples=tuple(sums.breaches[number].shown),
        )


def _deadlines(workflow: Workflow, sums: Sums) -> Iterator[DeadlineFinding]:
    for name, state in workflow.states.items():
        if state.deadline is not None:
            counts = sums.deadlines[name]
            yield DeadlineFinding(
                state=name,
                title=state.title,
                stays=counts.total(),
                counts=dict(counts),
                why_not=_counted(sums.why_not[name].most_common()),
                examples=tuple(sums.missed[name].shown),
            )


def _outcomes(workflow: Workflow, sums: Sums) -> Iterator[Outcome]:
    for (state, kind), cases in sorted(sums.outcomes.items(), key=lambda item: (-item[1], item[0])):
        yield Outcome(state, workflow.states[state].title, kind, cases)


def _states(workflow: Workflow, sums: Sums) -> Iterator[StateTime]:
    for name, state in workflow.states.items():
        if not state.final:
            stays, (median, ninetieth) = sums.scratch.ranks(name, 0.5, 0.9)
            yield StateTime(name, state.title, stays, median, ninetieth)


def _variants(sums: Sums) -> Iterator[Variant]:
    for name, cases in sums.variants.most(TOP_VARIANTS):
        yield Variant(actions_of(name), cases)


def _counted(found: list[tuple[str, int]]) -> tuple[Counted, ...]:
    return tuple(Counted(name, count) for name, count in found)


def _notes(about: About, sums: Sums) -> Iterator[str]:
    """What a log cannot show, said so that nobody takes silence for a finding."""
    used = {need.guard for action in about.workflow.actions.values() for need in action.needs}
    asked = sorted(used - {"different_person"})
    if asked:
        yield f"Not asked, because a log cannot answer: {', '.join(asked)}."
    if about.log_map.attributes.actor is None:
        yield "The map names no actor, so nothing was judged that depends on who acted."
    elif about.log_map.nobody:
        words = ", ".join(sorted(about.log_map.nobody))
        yield f"These actors name no one person, so who acted is not judged there: {words}."
    if sums.roles_not_judged:
        yield f"The log does not tell the role of {sums.roles_not_judged:,} steps; not judged."
    if about.log_map.zone == "UTC":
        yield "Days are those of UTC: the map names no zone."
