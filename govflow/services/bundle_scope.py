"""What an evidence bundle is to hold: one matter, a meeting, a period, a sample, or everything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from govflow.domain import sampling
from govflow.domain.errors import Invalid, NotYet
from govflow.services import samples
from govflow.services.office import Desk
from govflow.store import bundling, meetings
from govflow.store.bundling import Chosen
from govflow.store.log import stamp

FORMS = {"full": "full", "disclosure-safe": "disclosure-safe"}


@dataclass(frozen=True)
class Wanted:
    """What a bundle is to hold; a sample is drawn here, or was drawn before and is named.

    `from_at` is included, `until_at` is not; both are UTC instants.
    """

    kind: str
    matter_id: str = ""
    meeting_id: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None
    number: int = 0
    seed: str = ""
    sample: str = ""
    form: str = "full"

    @property
    def said(self) -> str:
        """The scope in words, for the record."""
        match self.kind:
            case "matter":
                return f"matter {self.matter_id}"
            case "meeting":
                return f"the papers of meeting {self.meeting_id}"
            case "sample" if self.sample:
                return f"sample {self.sample}"
            case "sample":
                return f"a sample of {self.number} matters, seed {self.seed}"
            case "period":
                return f"the period from {self.from_at:%Y-%m-%d} until {self.until_at:%Y-%m-%d}"
        return "the whole log"


def chosen(desk: Desk, wanted: Wanted, size: int) -> tuple[Chosen, dict[str, Any]]:
    """The events under a checkpoint over `size`, and the scope as the manifest says it.

    Raises Invalid, NotFound, NotYet.
    """
    match wanted.kind:
        case "all":
            return Chosen(size), {"kind": "all"}
        case "matter":
            return Chosen(size, (wanted.matter_id,)), {"kind": "matter", "matter": wanted.matter_id}
        case "meeting":
            return _meeting(desk, wanted, size)
        case "sample":
            return _sample(desk, wanted, size)
    return _period(desk, wanted, size)


def _meeting(desk: Desk, wanted: Wanted, size: int) -> tuple[Chosen, dict[str, Any]]:
    meeting = meetings.meeting(desk.work, wanted.meeting_id)
    found = bundling.of_meeting(desk.work, meeting.id)
    scope = {
        "kind": "meeting",
        "meeting": meeting.id,
        "committee": meeting.committee_name,
        "held_at": stamp(meeting.held_at),
    }
    return Chosen(size, tuple(found)), scope


def _period(desk: Desk, wanted: Wanted, size: int) -> tuple[Chosen, dict[str, Any]]:
    if wanted.from_at is None or wanted.until_at is None or wanted.from_at >= wanted.until_at:
        raise Invalid({"period": "The last day must be on or after the first day."})
    found = bundling.touched(desk.work, size, wanted.from_at, wanted.until_at)
    scope = {"kind": "period", "from": stamp(wanted.from_at), "until": stamp(wanted.until_at)}
    return Chosen(size, tuple(found), wanted.from_at, wanted.until_at), scope


def _sample(desk: Desk, wanted: Wanted, size: int) -> tuple[Chosen, dict[str, Any]]:
    """The same seed over the same matters always draws the same sample."""
    if wanted.sample:
        return _drawn_before(desk, wanted.sample, size)
    standing = bundling.standing(desk.work, None)
    population = [each.id for each in standing if each.last_seq < size]
    drawn = sampling.draw(population, wanted.number, seed=wanted.seed)
    scope = _sampled(wanted.seed, population, wanted.number)
    return Chosen(size, tuple(drawn), population=tuple(population)), scope


def _drawn_before(desk: Desk, reference: str, size: int) -> tuple[Chosen, dict[str, Any]]:
    sheet = samples.sheet(desk, reference)
    if not sheet.same_population:
        raise NotYet("The population is no longer the one that was drawn from: report it first.")
    sample = sheet.sample
    scope = _sampled(sample.seed, sheet.population, sample.number)
    scope |= {"sample": reference, "drawn_under": sample.bounds.size}
    drawn = tuple(line.member.id for line in sheet.lines)
    return Chosen(size, drawn, population=tuple(sheet.population)), scope


def _sampled(seed: str, population: list[str], number: int) -> dict[str, Any]:
    return {
        "kind": "sample",
        "seed": seed,
        "number": number,
        "population": len(population),
        "population_sha256": sampling.population_sha256(population),
        "method": sampling.METHOD,
    }
