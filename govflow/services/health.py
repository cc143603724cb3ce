"""Whether the house is well: database, migration, and whether the scheduled checks still run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from govflow.services.office import Office
from govflow.store import outbox, schema
from govflow.store.outbox import Beat
from govflow.store.reach import Unreachable, missing_file, reaching
from govflow.store.schema import WrongSchema
from govflow.store.work import EVERYWHERE, Store, open_store

__all__ = [
    "CHECKS",
    "Health",
    "Unreachable",
    "WrongSchema",
    "beats",
    "begin",
    "end",
    "look",
    "look_at",
    "missing_file",
    "note_missed",
    "note_run",
    "reaching",
    "silent_jobs",
]

CHECKS = ("deadlines", "members", "copies", "digests", "verification")
SILENT_AFTER = timedelta(minutes=90)
MISSED, FAILED = "missed run of ", "Failed"
SIGNER = "signer"
NOT_SIGNED = (
    "The record was not signed: it does not continue what was signed before. "
    "The auditor's page on the state of the log says why."
)
PAGES_STAY_TRUE = "Pages show the true status; mails are not going out."


def beats(office: Office, now: datetime) -> list[Beat]:
    """The last heartbeat of every job."""
    with office.everywhere(now) as work:
        return outbox.beats(work)


def silent_jobs(office: Office, now: datetime) -> list[str]:
    """A sentence for each check that should have run and has not, so that silence is visible."""
    found = beats(office, now)
    return _silent(found, now) + _unsigned(found)


def _unsigned(found: Iterable[Beat]) -> list[str]:
    refused = any(b.job == SIGNER and b.outcome.startswith(FAILED) for b in found)
    return [NOT_SIGNED] if refused else []


def _silent(found: Iterable[Beat], now: datetime) -> list[str]:
    last = {beat.job: beat.started_at for beat in found if beat.job in CHECKS}
    if not last:
        return [f"The scheduled checks have never run. {PAGES_STAY_TRUE}"]
    newest = max(last.values())
    if now - newest > SILENT_AFTER:
        when = f"{newest:%-d %B %Y, %H:%M} UTC"
        return [f"The scheduled checks have not run since {when}. {PAGES_STAY_TRUE}"]
    return [sentence for job in CHECKS for sentence in _silent_job(job, last, now)]


def _silent_job(job: str, last: Mapping[str, datetime], now: datetime) -> list[str]:
    if job not in last:
        # The first round runs one after the other: a check that is still to come is not silent.
        return []
    if now - last[job] <= SILENT_AFTER:
        return []
    return [f"The scheduled check “{job}” has not run since {last[job]:%-d %B %Y, %H:%M} UTC."]


def begin(office: Office, now: datetime, job: str, slot: str) -> bool:
    """Claim a run and leave the first heartbeat; False when another process has this run."""
    with office.everywhere(now, write=True) as work:
        ours = outbox.claim(work, job, slot)
        if ours:
            outbox.beat(work, job, outcome="Running.", finished=False)
    return ours


def end(office: Office, now: datetime, job: str, slot: str, outcome: str) -> None:
    """Leave the last heartbeat of a run with what came of it."""
    with office.everywhere(now, write=True) as work:
        outbox.finished(work, job, slot)
        outbox.beat(work, job, outcome=outcome, finished=True)


def note_run(office: Office, now: datetime, job: str, outcome: str) -> None:
    """Leave the heartbeat of a process of its own, such as the signer's."""
    with office.everywhere(now, write=True) as work:
        outbox.beat(work, job, outcome=outcome, finished=True)


def note_missed(office: Office, now: datetime, job: str, sentence: str) -> None:
    """Keep that a planned run did not happen, apart from the heartbeat of runs that did."""
    with office.everywhere(now, write=True) as work:
        outbox.beat(work, (MISSED + job)[:64], outcome=sentence, finished=True)


@dataclass(frozen=True, kw_only=True)
class Health:
    """What was found; `problems` are sentences, none of them when all is well."""

    reachable: bool
    stands: str | None
    needs: str
    beats: tuple[Beat, ...]
    problems: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Nothing is wrong."""
        return not self.problems

    def as_dict(self) -> dict[str, object]:
        """For anybody who asks: states and times, nothing from inside the organisation."""
        return {
            "status": "well" if self.well else "ill",
            "database": "reachable" if self.reachable else "unreachable",
            "migration": {"stands_at": self.stands, "needs": self.needs},
            "heartbeats": {
                beat.job: {
                    "started_at": beat.started_at.isoformat(),
                    "finished_at": beat.finished_at.isoformat() if beat.finished_at else None,
                }
                for beat in self.beats
            },
            "problems": list(self.problems),
        }


def look(store: Store, migrations: Path, now: datetime) -> Health:
    """How the house behind this database does; an ill one is an answer, never an exception."""
    needs = _head(migrations)
    try:
        with reaching():
            stands = schema.current(store)
            found = _beats(store, now) if stands == needs else []
    except Unreachable as fault:
        return _ill(needs, str(fault))
    problems = [] if stands == needs else [f"The database stands at {stands}, not at {needs}."]
    if not problems:
        problems = _silent(found, now) + _failed(found)
    return Health(
        reachable=True, stands=stands, needs=needs, beats=tuple(found), problems=tuple(problems)
    )


def look_at(url: str, migrations: Path, now: datetime) -> Health:
    """The same for a database address, before anything else has opened it."""
    missing = missing_file(url)
    if missing is not None:
        return _ill(_head(migrations), f"There is no database at {missing}. Run: govflow init")
    store = open_store(url)
    try:
        return look(store, migrations, now)
    finally:
        store.engine.dispose()


@cache
def _head(migrations: Path) -> str:
    return schema.head(migrations)


def _beats(store: Store, now: datetime) -> list[Beat]:
    with store.reading(EVERYWHERE, now) as work:
        return outbox.beats(work)


def _failed(found: Iterable[Beat]) -> list[str]:
    return [
        f"The scheduled check “{beat.job}” failed the last time it ran."
        for beat in found
        if beat.outcome.startswith(FAILED)
    ]


def _ill(needs: str, problem: str) -> Health:
    return Health(reachable=False, stands=None, needs=needs, beats=(), problems=(problem,))
