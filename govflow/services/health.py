"""Whether the house is well: database, migration, and whether the scheduled checks still run."""

from datetime import datetime, timedelta

from govflow.services.office import Office
from govflow.store import outbox
from govflow.store.outbox import Beat

SILENT_AFTER = timedelta(minutes=90)


def beats(office: Office, now: datetime) -> list[Beat]:
    """The last heartbeat of every job."""
    with office.everywhere(now) as work:
        return outbox.beats(work)


def silent_jobs(office: Office, now: datetime) -> list[str]:
    """A sentence for each check that should have run and has not, so that silence is visible."""
    found = beats(office, now)
    if not found:
        return [
            "The scheduled checks have never run. Pages show the true status; mails are not going out."
        ]
    last = max(beat.started_at for beat in found)
    if now - last <= SILENT_AFTER:
        return []
    return [
        f"The scheduled checks have not run since {last:%-d %B %Y, %H:%M} UTC. "
        "Pages show the true status; mails are not going out."
    ]
