"""Writes an event log as XES (IEEE 1849) or as CSV, piece by piece as its cases come."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from govflow.services.audit import harmless
from govflow.services.event_log import OPENED, Act, Agreed, Trace
from govflow.store.log import application_version

EXTENSIONS = (
    ("Concept", "concept"),
    ("Time", "time"),
    ("Organizational", "org"),
    ("Lifecycle", "lifecycle"),
)
CLASSIFIERS = (("Action", "concept:name"),)
TRACE_GLOBALS = (
    ("string", "concept:name", "unknown"),
    ("string", "workflow", "unknown"),
    ("int", "workflow_version", "0"),
    ("string", "workflow_hash", "unknown"),
    ("string", "kind", "unknown"),
    ("string", "state", "unknown"),
    ("date", "opened_at", "1970-01-01T00:00:00+00:00"),
)
EVENT_GLOBALS = (
    ("string", "concept:name", "unknown"),
    ("date", "time:timestamp", "1970-01-01T00:00:00+00:00"),
    ("string", "org:resource", "unknown"),
    ("string", "lifecycle:transition", "complete"),
)
CSV_HEADER = (
    "case",
    "activity",
    "time",
    "actor",
    "role",
    "from_state",
    "to_state",
    "workflow",
    "workflow_version",
    "activity_title",
    "actor_name",
    "case_title",
)
FACT = "fact_"  # before the name of a kept date, so that it cannot be taken for a column of ours
# What XML 1.0 cannot hold at all, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Writer = Callable[[Agreed, Iterable[Trace]], Iterator[str]]


def xes(agreed: Agreed, traces: Iterable[Trace]) -> Iterator[str]:
    """The log as XES: what is declared once, then one piece of text for each case."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    )
    yield from _declared()
    yield from _lines(_log_attributes(agreed), 1)
    for trace in traces:
        yield "".join(_trace(trace))
    yield "</log>\n"


Attribute = tuple[str, str, str]


def _declared() -> Iterator[str]:
    for name, prefix in EXTENSIONS:
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'\t<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    for scope, attributes in (("trace", TRACE_GLOBALS), ("event", EVENT_GLOBALS)):
        yield f'\t<global scope="{scope}">\n'
        yield from _lines(attributes, 2)
        yield "\t</global>\n"
    for name, keys in CLASSIFIERS:
        yield f'\t<classifier name="{name}" keys="{keys}"/>\n'


def _log_attributes(agreed: Agreed) -> Iterator[Attribute]:
    here = agreed.organisation
    yield "string", "concept:name", f"The trail of {here.name}"
    yield "string", "lifecycle:model", "standard"
    yield "string", "organisation", here.code
    yield "string", "zone", here.zone
    yield "string", "calendar", here.calendar
    yield "string", "workflow", agreed.wanted.workflow or "every workflow"
    yield "int", "events_of_the_trail", str(agreed.below_seq)
    yield "date", "taken_at", _instant(agreed.taken_at)
    yield "string", "written_by", f"govflow {application_version()}"


def _trace(trace: Trace) -> Iterator[str]:
    yield "\t<trace>\n"
    yield from _lines(_trace_attributes(trace), 2)
    for act in trace.acts:
        yield "\t\t<event>\n"
        yield from _lines(_event_attributes(act), 3)
        yield "\t\t</event>\n"
    yield "\t</trace>\n"


def _trace_attributes(trace: Trace) -> Iterator[Attribute]:
    matter = trace.matter
    yield "string", "concept:name", matter.reference
    if trace.title:
        yield "string", "title", trace.title
    yield "string", "workflow", matter.workflow
    yield "int", "workflow_version", str(matter.workflow_version)
    yield "string", "workflow_hash", matter.workflow_hash
    yield "string", "kind", matter.kind
    yield "string", "state", matter.state
    yield "date", "opened_at", _instant(matter.opened_at)


def _event_attributes(act: Act) -> Iterator[Attribute]:
    yield "string", "concept:name", act.action
    yield "string", "title", act.title
    yield "date", "time:timestamp", _instant(act.at)
    yield "string", "org:resource", act.actor
    if act.actor_name:
        yield "string", "actor_name", act.actor_name
    if act.role:
        yield "string", "org:role", act.role
    yield "string", "lifecycle:transition", "complete"
    if act.from_state:
        yield "string", "from_state", act.from_state
    yield "string", "to_state", act.to_state
    yield "int", "workflow_version", str(act.workflow_version)
    for name, day in act.dates.items():
        yield "string", f"{FACT}{name}", day


def _lines(attributes: Iterable[Attribute], depth: int) -> Iterator[str]:
    indent = "\t" * depth
    for kind, key, value in attributes:
        yield f'{indent}<{kind} key="{key}" value={_quoted(value)}/>\n'


def _quoted(value: str) -> str:
    return quoteattr(UNWRITABLE.sub("\ufffd", value))


def _instant(at: datetime) -> str:
    """The instant with its zone, which is always UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def csv_rows(agreed: Agreed, traces: Iterable[Trace]) -> Iterator[str]:
    """The log as CSV, one row for each event."""
    yield _row((*CSV_HEADER, *(f"{FACT}{name}" for name in agreed.dates)))
    for trace in traces:
        yield "".join(_row(_cells(agreed, trace, act)) for act in trace.acts)


def _cells(agreed: Agreed, trace: Trace, act: Act) -> tuple[str, ...]:
    """What a program reads back stays as it is; what people wrote cannot become a formula."""
    return (
        trace.matter.reference,
        act.action,
        _instant(act.at),
        act.actor,
        act.role,
        act.from_state,
        act.to_state,
        trace.matter.workflow,
        str(act.workflow_version),
        harmless(act.title),
        harmless(act.actor_name),
        harmless(trace.title),
        *(act.dates.get(name, "") for name in agreed.dates),
    )


def _row(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


WRITERS: dict[str, Writer] = {"xes": xes, "csv": csv_rows}
ATTRIBUTES = {
    "xes": ("concept:name", "concept:name", "time:timestamp", "org:resource", "org:role"),
    "csv": ("case", "activity", "time", "actor", "role"),
}


def own_map(agreed: Agreed, form: str) -> str:
    """The map by which `govflow replay` reads a log of this form, as YAML."""
    case, activity, time, actor, role = (f'"{name}"' for name in ATTRIBUTES[form])
    facts = "".join(f"  {name}: {FACT}{name}\n" for name in agreed.dates)
    return (
        "# How `govflow replay` reads govflow's own event log: it uses the workflow's own words.\n"
        f"title: Exported from govflow as {form.upper()}\n"
        "attributes:\n"
        f"  case: {case}\n  activity: {activity}\n  time: {time}\n"
        f"  actor: {actor}\n  role: {role}\n"
        f"zone: {agreed.organisation.zone}\n"
        f"calendar: {agreed.organisation.calendar}\n"
        "activities: same\n"
        "roles: same\n"
        f"begins: [{OPENED}]\n" + (f"facts:\n{facts}" if facts else "")
    )
