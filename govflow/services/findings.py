"""What is wrong with the record's keeping, worked out when read: copies, and the daily check."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.events import CheckpointKeeperEnded, CheckpointKeeperNamed, DigestSent
from govflow.domain.outside import SILENT_AFTER, copy_overdue, covered, last_due, next_due, said_at
from govflow.services.copies import HOW, taken_outside
from govflow.services.office import Desk
from govflow.store import outside, trail_checks
from govflow.store.trail_checks import Check

# Events about keeping and telling alone: they do not make another copy due.
KEEPING = (
    *HOW,
    DigestSent.name(),
    CheckpointKeeperNamed.name(),
    CheckpointKeeperEnded.name(),
)
CHECKS_SHOWN = 10


@dataclass(frozen=True)
class Overdue:
    """Copies outside are overdue: how many events they cover, and the finding as a sentence."""

    covered: int
    sentence: str


def overdue(desk: Desk) -> Overdue | None:
    """The finding about copies outside, or None."""
    size = covered(taken_outside(desk))
    since = outside.open_since(desk.work, size, KEEPING)
    if since is None or not copy_overdue(since, desk.now):
        return None
    when = said_at(since, desk.organisation.zone)
    kept = f"The last copy outside covers {size:,} events" if size else "No copy was ever kept"
    return Overdue(
        size,
        f"A copy of the record outside is overdue. {kept}; what was recorded since {when} could "
        "be changed and nobody outside could show it. An auditor downloads the checkpoint, or is "
        "named for the daily mail.",
    )


@dataclass(frozen=True)
class Checks:
    """The daily check of the log as its page shows it: the last ones, and the next (UTC).

    `waiting` when the next was due already and has not begun.
    """

    past: tuple[Check, ...]
    next_at: datetime
    waiting: bool

    @property
    def last(self) -> Check | None:
        """The last one that finished."""
        return next((check for check in self.past if check.finished_at), None)


def checks(desk: Desk) -> Checks:
    """The last checks and the next."""
    past = tuple(trail_checks.newest(desk.work, CHECKS_SHOWN))
    day, due_at = last_due(desk.now, desk.organisation.zone)
    waiting = not past or past[0].due_on < day
    next_at = due_at if waiting else next_due(desk.now, desk.organisation.zone)
    return Checks(past, next_at, waiting)


def all_of(desk: Desk) -> list[str]:
    """Every finding about the record, as sentences; the same number of statements always."""
    late, shown = overdue(desk), checks(desk)
    since = shown.last.started_at if shown.last else outside.open_since(desk.work, 0, ())
    found = [_failed(desk, shown.last), _silent(desk, shown.last, since)]
    return [sentence for sentence in (*found, late.sentence if late else "") if sentence]


def _failed(desk: Desk, last: Check | None) -> str:
    if last is None or not last.faults:
        return ""
    when = said_at(last.started_at, desk.organisation.zone)
    return f"The record does not hold. The check of {when} found: {last.faults[0]}"


def _silent(desk: Desk, last: Check | None, since: datetime | None) -> str:
    if since is None or desk.now - since <= SILENT_AFTER:
        return ""
    if last is None:
        return "The daily check of the record has never run. The administrator starts: govflow jobs"
    when = said_at(since, desk.organisation.zone)
    return f"The daily check of the record has not run since {when}. The administrator can say why."
