"""Says a replay's report in lines that a person reads at a terminal."""

from collections.abc import Iterable, Iterator, Mapping

from govflow.engine.replay.faults import printable
from govflow.engine.replay.report import (
    BROKEN,
    BY_EXCEPTION,
    KEPT,
    MET,
    MISSED,
    NOT_JUDGED,
    NOT_TOUCHED,
    NOT_YET,
    STILL_OPEN,
    Counted,
    DeadlineFinding,
    PromiseFinding,
    Report,
    StateTime,
)
from govflow.engine.workflow import Workflow

SHOWN = 10
ORDER = (KEPT, BROKEN, BY_EXCEPTION, NOT_YET, NOT_TOUCHED, MET, MISSED, STILL_OPEN, NOT_JUDGED)
MINUTE, HOUR, DAY = 60, 3600, 86_400


def told(report: Report, workflow: Workflow) -> Iterator[str]:
    """The report as lines, without what was not found; a log's words cannot act on a terminal."""
    yield from map(printable, _told(report, workflow))


def _told(report: Report, workflow: Workflow) -> Iterator[str]:
    yield f"{report.log} against {report.workflow_title}, version {report.workflow_version}"
    yield from _totals(report)
    yield from _section("First illegal steps", _deviations(report, workflow))
    yield from _section("Promises", _promises(report.promises))
    yield from _section("Deadlines", _deadlines(report.deadlines))
    yield from _section("Where cases came to rest", _outcomes(report))
    yield from _section("Time in each state (median, 90th percentile)", _times(report.states))
    yield from _section(f"Variants ({report.variants_in_all:,} in all)", _variants(report))
    yield from _section("Activities the map does not name", _counted(report.unmapped))
    yield from _section("Role words the map does not name", _counted(report.unknown_roles))
    yield from _section("Malformed events, skipped", _malformed(report))
    yield from _section("Case ids met again", report.repeated)
    yield from _section("Not judged", report.notes)


def _totals(report: Report) -> Iterator[str]:
    cases, events = report.cases, report.events
    yield (
        f"  {cases.read:,} cases = {cases.legal:,} legal + {cases.left_the_rules:,} left the rules"
        f" + {cases.nothing_mapped:,} with nothing mapped"
    )
    yield (
        f"  {events.read:,} events = {events.mapped:,} mapped + {events.opening:,} opening a case"
        f" + {events.ignored:,} ignored + {events.other_lifecycle:,} of another lifecycle step"
        f" + {events.unmapped:,} unmapped + {events.malformed:,} malformed"
    )
    if events.out_of_order:
        yield (
            f"  {events.out_of_order:,} events in {cases.out_of_order:,} cases stood out of order;"
            " they were put in order of time"
        )
    if cases.repeated or cases.nameless:
        yield f"  {cases.repeated:,} case ids met again, {cases.nameless:,} cases without an id"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield title
        yield from (f"  {line}" for line in found)


def _deviations(report: Report, workflow: Workflow) -> Iterator[str]:
    for found in report.deviations[:SHOWN]:
        action = workflow.actions[found.action].title if found.action else "an opening"
        state = workflow.states[found.state].title
        yield f"{found.cases:>7,}  in '{state}', '{action}': {found.sentence}"
        yield f"         such as {', '.join(found.examples)}"
    yield from _more(len(report.deviations))


def _promises(promises: Iterable[PromiseFinding]) -> Iterator[str]:
    """Each promise, its counts, and the first case that broke it."""
    for found in promises:
        yield f"{found.name}: {_counts(found.counts)}"
        for first in found.examples[:1]:
            yield f"       such as {first.case}, {first.place}: {first.sentence}"


def _deadlines(found: Iterable[DeadlineFinding]) -> Iterator[str]:
    for each in found:
        if each.stays:
            yield f"{each.title}: {_counts(each.counts)}"
            yield from (f"       not judged: {why.name} ({why.count:,})" for why in each.why_not)
            for late in each.examples[:1]:
                yield f"       such as {late.case}, {late.place}: {late.sentence}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in ORDER if counts.get(kind))


def _outcomes(report: Report) -> Iterator[str]:
    for each in report.outcomes:
        yield f"{each.cases:>7,}  {each.kind}: {each.title}"


def _times(states: Iterable[StateTime]) -> Iterator[str]:
    for each in states:
        if each.median is not None and each.ninetieth is not None:
            median, ninetieth = span(each.median), span(each.ninetieth)
            yield f"{each.title}: {median}, {ninetieth} ({each.stays:,} stays)"


def _variants(report: Report) -> Iterator[str]:
    for each in report.variants[:SHOWN]:
        yield f"{each.cases:>7,}  {' → '.join(each.actions)}"
    yield from _more(report.variants_in_all)


def _counted(found: Iterable[Counted]) -> Iterator[str]:
    listed = list(found)
    for each in listed[:SHOWN]:
        yield f"{each.count:>7,}  {each.name}"
    yield from _more(len(listed))


def _malformed(report: Report) -> Iterator[str]:
    for each in report.malformed[:SHOWN]:
        case = f" of {each.case}" if each.case else ""
        yield f"{each.place}{case}: {each.sentence}"
    yield from _more(report.events.malformed)


def _more(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"         and {count - SHOWN:,} more (--json and --html show them)"


def span(seconds: float) -> str:
    """A length of time in its two largest units: '2 days 3 hours', '40 seconds'."""
    whole = int(seconds)
    for size, unit, part, smaller in (
        (DAY, "day", HOUR, "hour"),
        (HOUR, "hour", MINUTE, "minute"),
        (MINUTE, "minute", 1, "second"),
    ):
        if whole >= size:
            rest = whole % size // part
            return _several(whole // size, unit) + (f" {_several(rest, smaller)}" if rest else "")
    return _several(whole, "second")


def _several(count: int, unit: str) -> str:
    return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"
