"""Plays the demo's promises: made in replies, noted by their owners, checked by the networks."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from govflow.demo.builder_days import Cue
from govflow.demo.builder_stage import Stage
from govflow.demo.promise_shapes import Check, Note, Promise, Sharing
from govflow.services import sharing, undertakings
from govflow.services.undertakings import Form


def story(stage: Stage, promise: Promise) -> Iterator[Cue]:
    """One promise from the reply on."""
    made: list[str] = []
    yield Cue(stage.days.on(promise.day), partial(_made, stage, promise, made))
    for note in promise.notes:
        yield Cue(stage.days.on(note.day), partial(_noted, stage, promise, note, made))
    if promise.check:
        checked = partial(_checked, stage, promise, promise.check, made)
        yield Cue(stage.days.on(promise.check.day), checked)


def shared(stage: Stage, told: Sharing) -> Iterator[Cue]:
    """A network chooses what it shares."""
    yield Cue(stage.days.on(told.day), partial(_shared, stage, told))


def _made(stage: Stage, promise: Promise, made: list[str], at: datetime) -> None:
    author = next(p.author for p in stage.content.papers if p.key == promise.paper)
    form = Form(
        network_id="",
        text=promise.text,
        owner_id=stage.people[promise.owner],
        check_back_on=stage.days.on(promise.check_back),
        comment_id=stage.comments[promise.paper, promise.network, promise.comment],
    )
    with stage.desk(author, at) as desk:
        found = undertakings.make(desk, stage.papers[promise.paper], form)
    made.append(found[0].id)


def _noted(stage: Stage, promise: Promise, note: Note, made: list[str], at: datetime) -> None:
    with stage.desk(promise.owner, at) as desk:
        undertakings.note(desk, made[0], text=note.text)


def _checked(stage: Stage, promise: Promise, check: Check, made: list[str], at: datetime) -> None:
    with stage.desk(stage.speaker(promise.network, check.day), at) as desk:
        undertakings.check(desk, made[0], verdict=check.verdict, words=check.words)


def _shared(stage: Stage, told: Sharing, at: datetime) -> None:
    chosen = [stage.comments[told.paper, told.network, number] for number in told.comments]
    with stage.desk(stage.speaker(told.network, told.day), at) as desk:
        sharing.choose(desk, stage.networks[told.network], chosen)
