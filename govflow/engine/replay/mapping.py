"""The map between a log's words and a workflow's: read, checked, every fault at its place."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from govflow.engine.faults import Fault, WorkflowFaults, unknown
from govflow.engine.replay.map_faults import faults_of
from govflow.engine.replay.times import Times
from govflow.engine.sheet import Sheet, read_file, read_text
from govflow.engine.vocabulary import SYSTEM
from govflow.engine.workflow import Workflow

SAME = "same"
OPENER = "opener"
Word = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Attributes(_Part):
    """Which attribute of an event (XES) or column (CSV) says what; `case` is a trace's in XES."""

    case: Word = "concept:name"
    activity: Word = "concept:name"
    time: Word = "time:timestamp"
    actor: Word | None = None
    role: Word | None = None
    lifecycle: Word | None = None


class CsvPart(_Part):
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(
        None, description="Found from the first line when not said."
    )
    encoding: Literal["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15"] = "utf-8"


class MapPart(_Part):
    """A map file."""

    title: Word | None = None
    attributes: Attributes = Attributes()
    zone: Word | None = Field(None, description="For times without a zone, and for days.")
    calendar: Word | None = Field(None, description="Whose working days count.")
    time_pattern: Word | None = Field(None, description="strptime's; ISO 8601 when not said.")
    csv: CsvPart = CsvPart()
    lifecycle: list[Word] = Field([], description="The lifecycle steps that count.")
    activities: Annotated[dict[Word, Word], Field(min_length=1)]
    begins: list[Word] = Field([], description="Activities that only open a case.")
    ignore: list[Word] = Field([], description="Activities outside the workflow's concern.")
    roles: dict[Word, Word] = {}
    nobody: list[Word] = Field([], description="Actor words that name no one person.")
    facts: dict[Word, Word] = Field({}, description="A kept fact's name, and its attribute.")


@dataclass(frozen=True)
class LogMap:
    """A map whose every name is known to the workflow it is for."""

    file: str
    attributes: Attributes
    times: Times
    zone: str  # in which days are compared
    calendar: str | None
    delimiter: str | None
    encoding: str
    lifecycle: frozenset[str]
    activities: dict[str, str]
    begins: frozenset[str]
    ignore: frozenset[str]
    roles: dict[str, str]
    nobody: frozenset[str]
    facts: dict[str, str]


def load_map(path: Path, workflow: Workflow, *, calendars: Collection[str] = ()) -> LogMap:
    """The map a file holds; raises WorkflowFaults with every fault at once."""
    return _load(read_file(Path(path)), workflow, calendars)


def map_from_text(text: str, workflow: Workflow, *, calendars: Collection[str] = ()) -> LogMap:
    """The same from text already in memory."""
    return _load(read_text(text, file="map"), workflow, calendars)


def _load(sheet: Sheet, workflow: Workflow, calendars: Collection[str]) -> LogMap:
    content = _spread(sheet.content, workflow)
    try:
        part = MapPart.model_validate(content)
    except ValidationError as error:
        raise WorkflowFaults(faults_of(sheet, error, MapPart)) from None
    faults = [*_names(sheet, part, workflow), *_places(sheet, part, calendars)]
    if faults:
        raise WorkflowFaults(faults)
    return _map(sheet.file, part)


def _spread(content: dict[str, Any], workflow: Workflow) -> dict[str, Any]:
    """`same` written out: the log uses the workflow's own words, as our exports do."""
    own = {"activities": workflow.actions, "roles": {*workflow.roles, SYSTEM, OPENER}}
    written = {
        section: {name: name for name in names}
        for section, names in own.items()
        if content.get(section) == SAME
    }
    return {**content, **written}


def _names(sheet: Sheet, part: MapPart, workflow: Workflow) -> Iterator[Fault]:
    for activity, action in part.activities.items():
        if action not in workflow.actions:
            sentence, close = unknown("action", action, workflow.actions)
            yield sheet.fault(("activities", activity), sentence, close)
    roles = {*workflow.roles, SYSTEM, OPENER}
    for word, role in part.roles.items():
        if role not in roles:
            yield sheet.fault(("roles", word), *unknown("role", role, roles))
    yield from _twice(sheet, part)


def _twice(sheet: Sheet, part: MapPart) -> Iterator[Fault]:
    """An activity has one meaning only."""
    met = set(part.activities)
    for section, names in (("begins", part.begins), ("ignore", part.ignore)):
        for index, name in enumerate(names):
            if name in met:
                sentence = f"'{name}' already has a meaning in this map; give it one."
                yield sheet.fault((section, index), sentence)
            met.add(name)


def _places(sheet: Sheet, part: MapPart, calendars: Collection[str]) -> Iterator[Fault]:
    if part.zone is not None and _zone(part.zone) is None:
        sentence = f"There is no time zone '{part.zone}'; write it like Europe/London."
        yield sheet.fault(("zone",), sentence)
    if part.calendar is not None and part.calendar not in calendars:
        yield sheet.fault(("calendar",), *unknown("calendar", part.calendar, calendars))
    if part.lifecycle and part.attributes.lifecycle is None:
        sentence = "`lifecycle` needs `attributes` to name the attribute that says it."
        yield sheet.fault(("lifecycle",), sentence)
    if part.roles and part.attributes.role is None and sheet.content.get("roles") != SAME:
        sentence = "`roles` needs `attributes` to name the attribute that says it."
        yield sheet.fault(("roles",), sentence)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _map(file: str, part: MapPart) -> LogMap:
    zone = _zone(part.zone) if part.zone else None
    return LogMap(
        file=file,
        attributes=part.attributes,
        times=Times(zone, part.time_pattern or ""),
        zone=part.zone or "UTC",
        calendar=part.calendar,
        delimiter=part.csv.delimiter,
        encoding=part.csv.encoding,
        lifecycle=frozenset(part.lifecycle),
        activities=part.activities,
        begins=frozenset(part.begins),
        ignore=frozenset(part.ignore),
        roles=part.roles,
        nobody=frozenset(part.nobody),
        facts=part.facts,
    )


def json_schema() -> dict[str, Any]:
    """The schema that editors use to complete and check map files."""
    schema = MapPart.model_json_schema(mode="validation")
    for section in ("activities", "roles"):
        schema["properties"][section] = {"anyOf": [schema["properties"][section], {"const": SAME}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "govflow map",
    }
