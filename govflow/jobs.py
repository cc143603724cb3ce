"""The scheduled checks: APScheduler in its own process, or beside the server in the demo.

The schedule lives in memory and is never shared; what is shared is the claim of each run in the
database. So any number of processes may run this, and each run happens in one of them.
"""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from apscheduler.events import EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger

from govflow.house import House
from govflow.mail import postman
from govflow.services import (
    clockwork,
    copy_mails,
    deadlines,
    digests,
    drafts,
    health,
    mail_choices,
    members_showing,
    organisations,
    trail_watch,
)

LOG = logging.getLogger("govflow.jobs")
SLOT_MINUTES = 15
MISFIRE_GRACE_SECONDS = 5 * 60
# A run that was due is worth having late, but a run missed ten times is worth having once.
DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": MISFIRE_GRACE_SECONDS}


@dataclass(frozen=True)
class Job:
    """A check: its name, what it does for one organisation at an instant, and when (UTC minutes).

    `work` answers with what it did, as numbers to be added up over the organisations.
    """

    name: str
    minutes: str
    work: Callable[[House, str, datetime], dict[str, int]]


def check_deadlines(house: House, organisation_id: str, now: datetime) -> dict[str, int]:
    """Tell what is due, overdue, vacant or unanswered; then do what files leave to the check."""
    told = deadlines.sweep(house.office, organisation_id, now)
    moved = clockwork.advance(house.office, organisation_id, now)
    return {"notices told": told, **({"matters moved": moved} if moved else {})}


def send_digests(house: House, organisation_id: str, now: datetime) -> dict[str, int]:
    """Make the day's mails and offer every unsent one to the mail server."""
    settings = house.settings
    made = digests.make(house.office, organisation_id, now, base_url=settings.base_url)
    stop = mail_choices.stop_link(settings.secret_key, settings.base_url)
    with postman(settings.smtp_url) as post:
        sent = digests.send(
            house.office, organisation_id, now, post, sender=settings.mail_from, stop=stop
        )
    if sent.fault:
        LOG.warning("mail not taken: %s", sent.fault)
    return {"mails made": made, "sent": sent.taken, "not taken": sent.refused}


def show_members_notes(house: House, organisation_id: str, now: datetime) -> dict[str, int]:
    """Show members' notes when their time has come; destroy old ones, and drafts never sent."""
    done = members_showing.sweep(house.office, organisation_id, now)
    gone = drafts.sweep(house.office, members_showing.by_the_clock(organisation_id), now)
    return {**done, **({"drafts destroyed": gone} if gone else {})}


def mail_checkpoints(house: House, organisation_id: str, now: datetime) -> dict[str, int]:
    """Make the day's mails of the signed checkpoint; tell of copies outside that are overdue."""
    base_url = house.settings.base_url
    return copy_mails.sweep(house.office, organisation_id, now, base_url=base_url)


def verify_log(house: House, organisation_id: str, _: datetime) -> dict[str, int]:
    """K26: check the whole log once a day against everything it should be."""
    return trail_watch.run_due(house.office, organisation_id, house.clock)


# Digests come after the sweep whose notices they carry; the check of the log may take long.
JOBS = (
    Job("deadlines", "*/15", check_deadlines),
    Job("members", "2-59/15", show_members_notes),
    Job("copies", "4-59/15", mail_checkpoints),
    Job("digests", "5-59/15", send_digests),
    Job("verification", "8-59/15", verify_log),
)


def run(house: House, job: Job) -> bool:
    """One run, if no other process has it; whatever happens, a heartbeat says how it went."""
    now = house.clock()
    slot = slot_of(now)
    try:
        if not health.begin(house.office, now, job.name, slot):
            return False
        outcome = _outcome(house, job, now)
        health.end(house.office, house.clock(), job.name, slot, outcome)
    except Exception:
        # The database itself is away: there is nowhere to write a heartbeat, so silence speaks.
        LOG.exception("the check %s could not be recorded", job.name)
        return False
    LOG.info("%s %s: %s", job.name, slot, outcome)
    return True


def slot_of(now: datetime) -> str:
    """The quarter of an hour a run belongs to, the same in every process."""
    start = now.astimezone(UTC)
    return f"{start:%Y-%m-%dT%H}:{start.minute // SLOT_MINUTES * SLOT_MINUTES:02}"


def _outcome(house: House, job: Job, now: datetime) -> str:
    """What came of it, as a sentence; one organisation's failure does not stop the next."""
    total: dict[str, int] = {}
    failed: list[str] = []
    for each in organisations.all_organisations(house.office, now):
        try:
            for what, count in job.work(house, each.id, now).items():
                total[what] = total.get(what, 0) + count
        except Exception as fault:
            LOG.exception("the check %s failed for %s", job.name, each.code)
            failed.append(f"{each.code} ({type(fault).__name__})")
    done = ", ".join(f"{count} {what}" for what, count in total.items()) or "nothing to look at"
    return f"{health.FAILED} for {', '.join(failed)}; {done}." if failed else f"Done: {done}."


def run_all(house: House) -> None:
    """Every check once, in order: how a process begins."""
    for job in JOBS:
        run(house, job)


def scheduled(house: House, scheduler: BaseScheduler) -> BaseScheduler:
    """The scheduler with every check on it, and a first round at once."""
    scheduler.configure(timezone=UTC, job_defaults=DEFAULTS)
    scheduler.add_job(run_all, args=[house], id="first round", misfire_grace_time=None)
    for job in JOBS:
        trigger = CronTrigger(minute=job.minutes, timezone=UTC)
        scheduler.add_job(run, trigger, args=[house, job], id=job.name)
    scheduler.add_listener(
        lambda event: note_missed(house, event), EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES
    )
    return scheduler


def note_missed(house: House, event: Any) -> None:
    """A run that could not start in time is kept: a check that did not run is itself a finding."""
    when = getattr(event, "scheduled_run_time", None) or event.scheduled_run_times[0]
    sentence = f"The run planned for {when:%-d %B %Y, %H:%M} UTC did not happen in time."
    LOG.warning("%s: %s", event.job_id, sentence)
    try:
        health.note_missed(house.office, house.clock(), event.job_id, sentence)
    except Exception:
        LOG.exception("a missed run of %s could not be recorded", event.job_id)


def run_for_ever(house: House) -> None:
    """Until SIGTERM or Ctrl-C; a check that is running is let finish."""
    scheduler = scheduled(house, BlockingScheduler())

    def stop(number: int, frame: FrameType | None) -> None:
        if not scheduler.running:
            raise SystemExit(0)
        # In its own thread: the handler runs inside the scheduler's wait and must not block it.
        threading.Thread(target=_stop, args=[scheduler]).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    scheduler.start()


def _stop(scheduler: BaseScheduler) -> None:
    if scheduler.running:
        scheduler.shutdown(wait=True)


def start_background(house: House) -> Callable[[], None]:
    """Run the checks beside something else in this process; the answer stops them."""
    scheduler = scheduled(house, BackgroundScheduler(daemon=True))
    scheduler.start()
    return lambda: _stop(scheduler)
