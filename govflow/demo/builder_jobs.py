"""Plays the jobs of the demo's past, so that its first real run finds nothing old to tell."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial

from govflow.demo.builder_days import Cue
from govflow.demo.builder_stage import Stage
from govflow.mail import Letter
from govflow.services import deadlines, digests

SENDER = "govflow@caldervale.example"
# Every second week for most of the year and every working day of the last two: a build is to take
# seconds, and nobody reads the mails of a year ago.
EVENINGS = (*range(-205, -10, 10), *range(-10, 0))
# After the day's windows have closed at five.
EVENING = time(17, 30)


def jobs(stage: Stage, base_url: str) -> Iterator[Cue]:
    """The sweep and the digests of the year of papers, up to the last evening."""
    for offset in EVENINGS:
        yield Cue(stage.days.on(offset), partial(_evening, stage, base_url), EVENING)


def _evening(stage: Stage, base_url: str, at: datetime) -> None:
    deadlines.sweep(stage.office, stage.organisation_id, at)
    if digests.make(stage.office, stage.organisation_id, at, base_url=base_url):
        digests.send(stage.office, stage.organisation_id, at, _delivered, sender=SENDER)


def _delivered(letter: Letter) -> None:
    """The past's letters were taken by a mail server that never was."""
