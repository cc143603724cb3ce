"""The daily checks of the log: claimed once for their day, and what each found."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from govflow.store.outbox import insert_once
from govflow.store.records import trail_check
from govflow.store.work import Work


@dataclass(frozen=True)
class Check:
    """One check of the log, due on a local day; instants are UTC.

    It read the events from `from_size` up to `size`; `frontier` is the tree over `size` events.
    `late` when it began more than an hour after it was due.
    """

    id: str
    due_on: date
    whole: bool
    late: bool
    from_size: int
    size: int
    frontier: tuple[str, ...]
    started_at: datetime
    finished_at: datetime | None
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Finished, and nothing was wrong."""
        return self.finished_at is not None and not self.faults

    @property
    def took(self) -> timedelta | None:
        """How long it ran."""
        return self.finished_at - self.started_at if self.finished_at else None


COLUMNS = tuple(trail_check.c[each.name] for each in fields(Check))


def newest(work: Work, limit: int) -> list[Check]:
    """The last checks, the newest first, whether finished or not."""
    query = (
        sa.select(*COLUMNS)
        .where(trail_check.c.organisation_id == work.organisation_id)
        .order_by(trail_check.c.due_on.desc())
        .limit(limit)
    )
    return [Check(*row) for row in work.session.execute(query)]


def last_whole(work: Work) -> date | None:
    """The day of the last finished check that read every event."""
    query = sa.select(sa.func.max(trail_check.c.due_on)).where(
        trail_check.c.organisation_id == work.organisation_id,
        trail_check.c.whole,
        trail_check.c.finished_at.is_not(None),
    )
    found: date | None = work.session.scalar(query)
    return found


def claim(work: Work, check: Check) -> bool:
    """Begin the check of its day; False when another process has it."""
    return insert_once(
        work, trail_check, {**check.__dict__, "organisation_id": work.organisation_id}
    )


def take_over(work: Work, left: Check) -> bool:
    """Begin again a check whose process died; False when another process was faster."""
    result = work.session.connection().execute(
        trail_check.update()
        .where(
            trail_check.c.organisation_id == work.organisation_id,
            trail_check.c.id == left.id,
            trail_check.c.finished_at.is_(None),
            trail_check.c.started_at == left.started_at,
        )
        .values(started_at=work.now, late=True)
    )
    return result.rowcount == 1


def finish(work: Work, done: Check) -> None:
    """Keep what a check found."""
    found = {name: value for name, value in done.__dict__.items() if name != "id"}
    work.session.execute(
        trail_check.update()
        .where(trail_check.c.organisation_id == work.organisation_id, trail_check.c.id == done.id)
        .values(**found)
    )
