"""Checks the live log once a day as `govflow trail verify` does, and tells when it does not hold.

The result is kept beside the log, not in it: a log that is broken may take no further event.
"""

from dataclasses import replace
from datetime import date, timedelta

from govflow.clock import Clock
from govflow.domain.calendar import said
from govflow.domain.outside import (
    CHECK_EVERY,
    LATE_AFTER,
    SILENT_AFTER,
    WHOLE_EVERY,
    WHOLE_UP_TO,
    last_due,
)
from govflow.domain.people import Role, system_actor
from govflow.domain.trail import Frontier
from govflow.services import notices
from govflow.services.copy_mails import PATH
from govflow.services.log_check import LogCheck, check_log, check_since
from govflow.services.office import Desk, Office, Who, new_id
from govflow.store import trail, trail_checks
from govflow.store.trail_checks import Check
from govflow.store.work import Store

JOB = "verification"
LEFT_AFTER = timedelta(hours=2)  # a check that has run so long without an end is taken over
TOLD = (Role.AUDITOR, Role.SECRETARY)


def run_due(office: Office, organisation_id: str, clock: Clock) -> dict[str, int]:
    """Run the day's check if it is due and nobody has it; what was done."""
    who = Who(organisation_id, system_actor(JOB))
    with office.reading(who, clock()) as desk:
        if not _open(desk):
            return {}
    with office.writing(who, clock()) as desk:
        # Asked again under the organisation's lock: one process alone begins it.
        mine = _begin(desk)
    if mine is None:
        return {}
    with standing_still(office).reading(who, clock()) as desk:
        found = _checked(desk, mine)
    with office.writing(who, clock()) as desk:
        _end(desk, mine, found)
    read = found.events - mine.from_size
    faults = {"faults": len(found.faults)} if found.faults else {}
    return {"events verified": max(read, 0), **faults}


def standing_still(office: Office) -> Office:
    """The same office, seeing one moment of the database however long it reads."""
    engine = office.store.engine
    if engine.dialect.name != "postgresql":
        return office
    return replace(office, store=Store(engine.execution_options(isolation_level="REPEATABLE READ")))


def _open(desk: Desk) -> Check | date | None:
    """The day whose check is to begin, or the check that a dead process left, or None."""
    day, _ = last_due(desk.now, desk.organisation.zone)
    newest = next(iter(trail_checks.newest(desk.work, 1)), None)
    if newest is None or newest.due_on < day:
        return day
    left = newest.finished_at is None and desk.now - newest.started_at > LEFT_AFTER
    return newest if left else None


def _begin(desk: Desk) -> Check | None:
    found = _open(desk)
    if found is None:
        return None
    if isinstance(found, Check):
        again = replace(found, started_at=desk.now, late=True)
        return again if trail_checks.take_over(desk.work, found) else None
    made = _made(desk, found)
    return made if trail_checks.claim(desk.work, made) else None


def _made(desk: Desk, day: date) -> Check:
    past = trail_checks.newest(desk.work, 1)
    before = past[0] if past else None
    whole = _whole(desk, day, before)
    _, due_at = last_due(desk.now, desk.organisation.zone)
    if before is not None and day - before.due_on >= SILENT_AFTER:
        _tell_gap(desk, before.due_on, day)
    return Check(
        id=new_id(),
        due_on=day,
        whole=whole,
        late=before is not None and desk.now - due_at > LATE_AFTER,
        from_size=0 if whole or before is None else before.size,
        size=0 if whole or before is None else before.size,
        frontier=() if whole or before is None else before.frontier,
        started_at=desk.now,
        finished_at=None,
        faults=(),
    )


def _whole(desk: Desk, day: date, before: Check | None) -> bool:
    """Everything is read of a short log, once a week, and after a check that did not end well."""
    if before is None or not before.holds or trail.head(desk.work).size <= WHOLE_UP_TO:
        return True
    last = trail_checks.last_whole(desk.work)
    return last is None or day - last >= WHOLE_EVERY


def _checked(desk: Desk, mine: Check) -> LogCheck:
    if mine.whole:
        return check_log(desk)
    return check_since(desk, Frontier.from_hex(mine.from_size, mine.frontier))


def _end(desk: Desk, mine: Check, found: LogCheck) -> None:
    frontier = found.frontier
    done = replace(
        mine,
        size=frontier.size,
        frontier=tuple(frontier.to_hex()),
        finished_at=desk.now,
        faults=found.faults,
    )
    trail_checks.finish(desk.work, done)
    if found.faults:
        _tell(
            desk,
            f"record:failed:{mine.id}",
            f"The check of the record on {said(mine.due_on)} found that the record does not hold. "
            "The page says where. Keep every copy of the record that you have.",
        )


def _tell_gap(desk: Desk, before: date, day: date) -> None:
    missed = (day - before) // CHECK_EVERY - 1
    times = "once" if missed == 1 else f"{missed} times"
    _tell(
        desk,
        f"record:gap:{day}",
        f"The daily check of the record did not run {times} between {said(before)} and "
        f"{said(day)}. It runs again now.",
    )


def _tell(desk: Desk, key: str, sentence: str) -> None:
    notices.tell_roles(desk, TOLD, key=key, kind="record", sentence=sentence, path=PATH)
