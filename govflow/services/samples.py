"""Samples an auditor draws, and the test sheets filled in and filed for them; all in the log."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from govflow.domain import sampling
from govflow.domain.audit_tests import (
    EXCEPTION,
    LONGEST_NOTE,
    SEEN,
    checked,
    checked_seed,
)
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import MatterTested, SampleDrawn, SampleSheetFiled
from govflow.domain.people import Role
from govflow.domain.trail import canonical
from govflow.services import populations
from govflow.services.office import Desk
from govflow.store import samples as kept
from govflow.store.log import Entry, stamp
from govflow.store.populations import Bounds, Member

DRAWN, TESTED, FILED = (e.name() for e in (SampleDrawn, MatterTested, SampleSheetFiled))
ERASED = "[erased]"


@dataclass(frozen=True)
class Sample:
    """A sample as it was drawn; `drawn_at` is a UTC instant."""

    reference: str
    seed: str
    number: int
    method: str
    bounds: Bounds
    population: int
    population_sha256: str
    seq: int
    drawn_at: datetime
    drawn_by: str
    tested: int
    filed: Entry | None


@dataclass(frozen=True)
class Tested:
    """What an auditor last said of a matter; `at` is a UTC instant."""

    seq: int
    at: datetime
    by: str
    results: Mapping[str, str]
    note: str
    times: int

    @property
    def exceptions(self) -> int:
        """How many attributes had an exception."""
        return list(self.results.values()).count(EXCEPTION)


@dataclass(frozen=True)
class Line:
    """A matter of the sample, and its test if there is one."""

    member: Member
    state: str
    tested: Tested | None


@dataclass(frozen=True)
class Sheet:
    """A sample, drawn again just now from the same events of the log."""

    sample: Sample
    lines: Sequence[Line]
    population: list[str]
    same_population: bool

    @property
    def untested(self) -> list[Line]:
        """The matters that have no test yet."""
        return [line for line in self.lines if line.tested is None]

    @property
    def exceptions(self) -> int:
        """How many matters have an exception."""
        return sum(bool(line.tested and line.tested.exceptions) for line in self.lines)

    def line(self, matter_id: str) -> Line:
        """The matter's line; raises NotFound."""
        for line in self.lines:
            if line.member.id == matter_id:
                return line
        raise NotFound("This matter is not in the sample.")

    def sha256(self) -> str:
        """Over the lines as they stand; notes are in it by the events that committed them."""
        lines = [
            {"matter": line.member.id, "event": line.tested.seq, "results": line.tested.results}
            for line in self.lines
            if line.tested
        ]
        named = {"sample": self.sample.reference, "drawn": self.sample.seq, "lines": lines}
        return hashlib.sha256(canonical(named)).hexdigest()


def listed(desk: Desk) -> list[Sample]:
    """Every sample, the newest first."""
    found = kept.of_types(desk.work, (DRAWN, TESTED, FILED))
    drawn = [entry for entry in found if entry.type == DRAWN]
    return [_sample(entry, found) for entry in reversed(drawn)]


def _sample(drawn: Entry, found: Sequence[Entry]) -> Sample:
    facts = drawn.facts
    own = [entry for entry in found if entry.facts["sample"] == facts["sample"]]
    tested = {entry.facts["matter_id"] for entry in own if entry.type == TESTED}
    return Sample(
        reference=facts["sample"],
        seed=facts["seed"],
        number=facts["number"],
        method=facts["method"],
        bounds=Bounds(
            facts["size"], facts["workflow"], _at(facts["from_at"]), _at(facts["until_at"])
        ),
        population=facts["population"],
        population_sha256=facts["population_sha256"],
        seq=drawn.seq,
        drawn_at=drawn.at,
        drawn_by=drawn.actor,
        tested=len(tested),
        filed=next((entry for entry in own if entry.type == FILED), None),
    )


def _at(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def draw(desk: Desk, bounds: Bounds, number: int, seed: str) -> str:
    """Draw a sample and record it; its reference. Raises WrongRole, Invalid."""
    auditor_only(desk)
    seed = checked_seed(seed)
    found = populations.population(desk, bounds)
    if not found.members:
        raise Invalid({"number": "There is no matter to draw from: choose another period."})
    try:
        sampling.draw(found.ids, number, seed=seed)
    except Invalid as invalid:
        raise Invalid({"number": invalid.problems["sample"]}) from None
    reference = f"S-{len(kept.of_types(desk.work, [DRAWN])) + 1}"
    event = SampleDrawn(
        sample=reference,
        seed=seed,
        number=number,
        method=sampling.METHOD,
        size=bounds.size,
        population=len(found.members),
        population_sha256=found.sha256,
        workflow=bounds.workflow,
        from_at=stamp(bounds.from_at) if bounds.from_at else "",
        until_at=stamp(bounds.until_at) if bounds.until_at else "",
    )
    desk.work.record(event, desk.actor)
    return reference


def sheet(desk: Desk, reference: str) -> Sheet:
    """The sample's sheet, its matters drawn again from the log; raises NotFound."""
    found = kept.of_types(desk.work, (DRAWN, TESTED, FILED), reference)
    drawn = next((entry for entry in found if entry.type == DRAWN), None)
    if drawn is None:
        raise NotFound(f"There is no sample {reference}.")
    sample = _sample(drawn, found)
    population = populations.population(desk, sample.bounds)
    same = population.sha256 == sample.population_sha256
    ids = set(sampling.draw(population.ids, sample.number, seed=sample.seed)) if same else set()
    tests = _tests(found)
    lines = [
        Line(member, populations.state_title(desk, member), tests.get(member.id))
        for member in population.members
        if member.id in ids
    ]
    return Sheet(sample, lines, population.ids, same)


def _tests(found: Sequence[Entry]) -> dict[str, Tested]:
    """The last test of each matter, and how often it was tested."""
    last: dict[str, Tested] = {}
    for entry in found:
        if entry.type == TESTED:
            before = last.get(entry.facts["matter_id"])
            last[entry.facts["matter_id"]] = Tested(
                seq=entry.seq,
                at=entry.at,
                by=entry.actor,
                results=entry.facts["results"],
                note=_text(entry, "note"),
                times=before.times + 1 if before else 1,
            )
    return last


def _text(entry: Entry, name: str) -> str:
    return entry.texts.get(name, ERASED if name in entry.sealed_names() else "")


def conclusion(sample: Sample) -> str:
    """What was concluded when the sheet was filed."""
    return _text(sample.filed, "conclusion") if sample.filed else ""


def test(desk: Desk, reference: str, matter_id: str, results: Mapping[str, str], note: str) -> Line:
    """Record what was found in a matter; raises WrongRole, NotFound, NotYet when filed, Invalid."""
    line = _open(desk, reference).line(matter_id)
    answers = checked(results, note)
    values = list(answers.values())
    event = MatterTested(
        sample=reference,
        matter_id=matter_id,
        reference=line.member.reference,
        results=answers,
        seen=values.count(SEEN),
        exceptions=values.count(EXCEPTION),
        note=note.strip(),
    )
    desk.work.record(event, desk.actor)
    return line


def file(desk: Desk, reference: str, concluded: str) -> Sheet:
    """File the sheet as evidence, for good; raises WrongRole, NotFound, NotYet, Invalid."""
    found = _open(desk, reference)
    if not found.same_population:
        raise NotYet("The population is no longer the one that was drawn from: report it first.")
    if found.untested:
        names = ", ".join(line.member.reference for line in found.untested)
        raise Invalid({"conclusion": f"These matters have no test yet: {names}."})
    if not concluded.strip():
        raise Invalid({"conclusion": "Say in a sentence or two what you conclude."})
    if len(concluded) > LONGEST_NOTE:
        problem = f"The conclusion has {len(concluded):,} characters: at most {LONGEST_NOTE:,}."
        raise Invalid({"conclusion": problem})
    event = SampleSheetFiled(
        sample=reference,
        matters=len(found.lines),
        exceptions=found.exceptions,
        sha256=found.sha256(),
        conclusion=concluded.strip(),
    )
    desk.work.record(event, desk.actor)
    return found


def _open(desk: Desk, reference: str) -> Sheet:
    auditor_only(desk)
    found = sheet(desk, reference)
    if found.sample.filed:
        raise NotYet(
            f"The test sheet of {reference} was filed and takes no further test. Draw another "
            "sample to test more."
        )
    return found


def auditor_only(desk: Desk) -> None:
    """Raise WrongRole for everybody else."""
    if not desk.actor.holds(Role.AUDITOR):
        raise WrongRole("Only an auditor draws samples and fills in their test sheets.")
