"""Judges a copied or restored database: every log checked, and held against what was kept outside.

A database can be old and whole at once. Only what was signed and kept elsewhere tells which.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from govflow.domain.events import DatabaseRestored
from govflow.domain.notes import BadNote, Checkpoint, VerifierKey, Verify, opened
from govflow.domain.people import Actor
from govflow.domain.trail import Frontier, leaf_hash
from govflow.services.log_check import check_log
from govflow.services.office import Office, Who
from govflow.services.organisations import all_organisations
from govflow.store import checkpoints, trail
from govflow.store.work import Work

LOOKER = Actor(id="system:backup", name="The backup", roles=frozenset({"system"}))


@dataclass(frozen=True)
class Log:
    """One organisation's log as it lies in a copy; `last_at` is the UTC instant of its last event.

    `checkpoint` is the newest signed note in the copy, `fault` the first thing that is wrong.
    """

    id: str
    code: str
    size: int
    root: str
    last_at: str
    checkpoint: str
    fault: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As it stands in a backup's list of contents."""
        return asdict(self)


@dataclass(frozen=True)
class Kept:
    """A head of a log that was kept outside the database; `where` is how people call the place."""

    organisation_id: str
    size: int
    root: bytes
    where: str


@dataclass(frozen=True)
class Standing:
    """How a copy of one log stands to everything kept of it outside; `lacks` counts events."""

    log: Log
    sentence: str
    lacks: int = 0
    broken: bool = False


def logs(office: Office, now: datetime) -> list[Log]:
    """Every log in the database, read and played again from its first event."""
    return [_log(office, now, each.id, each.code) for each in all_organisations(office, now)]


def _log(office: Office, now: datetime, organisation_id: str, code: str) -> Log:
    with office.reading(Who(organisation_id, LOOKER), now) as desk:
        checked, last = check_log(desk), trail.last_at(desk.work)
        signed = checkpoints.latest(desk.work)
    return Log(
        id=organisation_id,
        code=code,
        size=checked.events,
        root=checked.recomputed_root,
        last_at=last.astimezone(UTC).isoformat(timespec="seconds") if last else "",
        checkpoint=signed.note if signed else "",
        fault=checked.faults[0] if checked.faults else "",
    )


def kept_note(note: str, keys: list[VerifierKey], verify: Verify, where: str) -> Kept:
    """A checkpoint that somebody kept, once one of the keys has signed it; raises BadNote."""
    origin = note.partition("\n")[0]
    mine = [key for key in keys if key.name == origin]
    if not mine:
        raise BadNote(f"No key is known for {origin or 'an empty file'}.")
    checkpoint = Checkpoint.parse(opened(note, mine, verify))
    return Kept(origin.rpartition("/")[2], checkpoint.size, checkpoint.root, where)


def standings(
    office: Office, now: datetime, found: Iterable[Log], kept: Iterable[Kept]
) -> list[Standing]:
    """How each log stands to what was kept of it outside."""
    kept = list(kept)
    judged = []
    for log in found:
        mine = [each for each in kept if each.organisation_id == log.id]
        with office.store.reading(log.id, now) as work:
            judged.append(_standing(work, log, mine))
    return judged


def _standing(work: Work, log: Log, kept: list[Kept]) -> Standing:
    if log.fault:
        return Standing(log, f"It does not hold: {log.fault}", broken=True)
    roots = dict(_roots(work, log.size, {each.size for each in kept}))
    for each in kept:
        if each.size in roots and roots[each.size] != each.root:
            said = f"Its first {each.size:,} events are not those of {each.where}."
            return Standing(log, said, broken=True)
    furthest = max(kept, key=lambda each: each.size, default=None)
    if furthest is None:
        return Standing(
            log,
            f"{_events(log.size)}, and every one holds. No checkpoint kept outside was at hand, "
            "so nothing shows whether later events are missing.",
        )
    if furthest.size > log.size:
        return Standing(log, _stale(log, furthest), lacks=furthest.size - log.size)
    return Standing(
        log,
        f"{_events(log.size)}, and every one holds. The first {furthest.size:,} are those of "
        f"{furthest.where}.",
    )


def _stale(log: Log, furthest: Kept) -> str:
    lacks = furthest.size - log.size
    numbers = f"number {log.size:,}" if lacks == 1 else f"{log.size:,} to {furthest.size - 1:,}"
    last = f" The last event in it is of {_when(log.last_at)}." if log.last_at else ""
    return (
        f"STALE. It has {_events(log.size)}, but {furthest.size:,} were signed, by "
        f"{furthest.where}. It lacks {_events(lacks)} ({numbers}).{last}"
    )


def _roots(work: Work, size: int, wanted: set[int]) -> Iterator[tuple[int, bytes]]:
    """The tree's root at each of these sizes that the log reaches, hashed from the payloads."""
    last = max((each for each in wanted if each <= size), default=0)
    frontier = Frontier()
    for _, payload in checkpoints.payloads(work, 0, last):
        frontier = frontier.append(leaf_hash(payload))
        if frontier.size in wanted:
            yield frontier.size, frontier.root()


def record(
    office: Office, now: datetime, who: Actor, judged: Iterable[Standing], *, taken: str, why: str
) -> None:
    """Write into every log that it was brought back, from when, and what it lacks."""
    for each in judged:
        with office.writing(Who(each.log.id, who), now) as desk:
            event = DatabaseRestored(
                taken=taken, events=each.log.size, lacks=each.lacks, reason=why
            )
            desk.work.record(event, desk.actor)


def root_of_leaves(leaves: dict[int, bytes]) -> str:
    """The root over leaf hashes by number, or nothing where a number is missing."""
    if sorted(leaves) != list(range(len(leaves))):
        return ""
    frontier = Frontier()
    for number in range(len(leaves)):
        frontier = frontier.append(leaves[number])
    return frontier.root().hex()


def _events(number: int) -> str:
    return f"{number:,} event" if number == 1 else f"{number:,} events"


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at):%-d %B %Y, %H:%M} UTC"
