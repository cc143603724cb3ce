"""The matters under a checkpoint, from which an auditor draws, reconciled with the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from govflow.domain import sampling
from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.events import PopulationExported
from govflow.domain.people import Role
from govflow.services.event_log import OPENINGS, TITLED
from govflow.services.office import Desk
from govflow.sheets import Cell, Column, csv_lines, workbook
from govflow.store import checkpoints, populations, walks
from govflow.store.log import stamp
from govflow.store.populations import Bounds, Counts, Member

__all__ = [
    "Bounds",
    "Line",
    "Population",
    "bounds",
    "export",
    "narrowed",
    "population",
    "state_title",
    "workflows",
]

NONE_SIGNED = (
    "No checkpoint has been signed yet, so a population could change under your hands. Ask the "
    "administrator to start the signer: govflow sign"
)
COLUMNS = (
    Column("Number", 8),
    Column("Matter id", 34),
    Column("Reference", 14),
    Column("Title", 44),
    Column("Workflow", 22),
    Column("Version", 8),
    Column("State then", 20),
    Column("First event", 10),
    Column("Opened at (UTC)", 28),
    Column("Last event", 10),
    Column("Last event at (UTC)", 28),
    Column("Events", 8),
    Column("Exceptions", 10),
)
FORMS = {"csv": "CSV", "xlsx": "an Excel workbook", "txt": "a list of ids"}


@dataclass(frozen=True)
class Line:
    """One way of counting held against another; `means` says what follows when they differ."""

    title: str
    one: int
    other: int
    means: str

    @property
    def agrees(self) -> bool:
        """Whether both ways of counting give the same."""
        return self.one == self.other


@dataclass(frozen=True)
class Population:
    """The matters under a checkpoint by id, their hash, and how they were reconciled."""

    bounds: Bounds
    members: Sequence[Member]
    sha256: str
    counts: Counts

    @property
    def ids(self) -> list[str]:
        """The ids in the order in which they are hashed."""
        return [member.id for member in self.members]

    @property
    def events(self) -> int:
        """How many events under the checkpoint belong to these matters."""
        return sum(member.events for member in self.members)

    @property
    def exceptions(self) -> int:
        """How many of those are off the ordinary path."""
        return sum(member.exceptions for member in self.members)

    @property
    def elsewhere(self) -> int:
        """How many events belong to matters that were left out."""
        return self.counts.of_matters - self.events

    @property
    def lines(self) -> list[Line]:
        """Every way in which the numbers are held against each other."""
        counts, size = self.counts, self.bounds.size
        return [
            Line(
                "Events: counted by the signed checkpoint, and found in the log under it",
                size,
                counts.events,
                "Events are missing from the log, or stand in it twice.",
            ),
            Line(
                "The same events: in all, and added up by matter",
                size,
                self.events + self.elsewhere + counts.of_no_matter,
                "An event was counted for no matter, or for two.",
            ),
            Line(
                "Matters: with an event in the log, and opened according to it",
                counts.matters,
                counts.openings,
                "A matter has events but was never opened, or was opened twice.",
            ),
            Line(
                "Matters stored of which the log knows nothing: found, and expected",
                counts.matters_without_events,
                0,
                "A matter was put into the database past the record.",
            ),
        ]

    @property
    def reconciles(self) -> bool:
        """Whether every count agrees with the other."""
        return all(line.agrees for line in self.lines)


def bounds(
    desk: Desk,
    *,
    size: int = 0,
    workflow: str = "",
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> Bounds:
    """Bounds under the checkpoint over so many events, or the last; raises NotYet, Invalid."""
    latest = checkpoints.latest(desk.work)
    if latest is None:
        raise NotYet(NONE_SIGNED)
    if size and not checkpoints.of_size(desk.work, size):
        raise Invalid({"size": f"No checkpoint was signed over {size:,} events."})
    return Bounds(size or latest.size, workflow, from_at, until_at)


def population(desk: Desk, bounds: Bounds) -> Population:
    """The matters within these bounds; raises Invalid for a period that ends before it begins."""
    if bounds.from_at and bounds.until_at and bounds.from_at >= bounds.until_at:
        raise Invalid({"until": "The last day must be on or after the first day."})
    found = populations.members(desk.work, bounds)
    counted = populations.counts(desk.work, bounds.size, OPENINGS)
    return Population(
        bounds, found, sampling.population_sha256(member.id for member in found), counted
    )


def workflows(desk: Desk) -> list[tuple[str, str]]:
    """Key and title of each workflow that some matter is in."""
    return [(key, desk.workflow(key).title) for key, _ in walks.workflows_walked(desk.work)]


def narrowed(bounds: Bounds) -> str:
    """What the bounds leave out, in words; nothing when they leave out nothing."""
    parts = [
        f"workflow {bounds.workflow}" if bounds.workflow else "",
        f"an event from {stamp(bounds.from_at)}" if bounds.from_at else "",
        f"an event before {stamp(bounds.until_at)}" if bounds.until_at else "",
    ]
    return ", ".join(part for part in parts if part)


def state_title(desk: Desk, member: Member) -> str:
    """The state in which a matter stood under the checkpoint, as its workflow calls it."""
    workflow = desk.workflow(member.workflow, member.workflow_version)
    key = member.state or workflow.initial
    known = workflow.states.get(key)
    return known.title if known else key.replace("_", " ").capitalize()


def export(desk: Desk, bounds: Bounds, form: str) -> bytes:
    """The population as a file; that it was taken outside is an event. Raises WrongRole, Invalid.

    The list of ids is exactly what its SHA-256 is over.
    """
    if not desk.actor.holds(Role.AUDITOR):
        raise WrongRole("Only an auditor takes the population outside.")
    if form not in FORMS:
        raise Invalid({"form": "Choose CSV, an Excel workbook, or the list of ids."})
    found = population(desk, bounds)
    event = PopulationExported(
        form=FORMS[form],
        size=bounds.size,
        matters=len(found.members),
        sha256=found.sha256,
        narrowed=narrowed(bounds),
    )
    desk.work.record(event, desk.actor)
    if form == "txt":
        return sampling.population_text(found.ids)
    if form == "csv":
        return "".join(csv_lines(COLUMNS, _rows(desk, found))).encode()
    return workbook("Population", COLUMNS, _rows(desk, found), made_at=desk.now)


def _rows(desk: Desk, found: Population) -> Iterator[Sequence[Cell]]:
    for number, member in enumerate(found.members, 1):
        yield (
            number,
            member.id,
            member.reference,
            # A procedure may be about a person: its reference is all that leaves.
            member.title if member.kind in TITLED else "",
            member.workflow,
            member.workflow_version,
            state_title(desk, member),
            member.first_seq,
            stamp(member.opened_at),
            member.last_seq,
            stamp(member.last_at),
            member.events,
            member.exceptions,
        )
