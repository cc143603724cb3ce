"""Plays the demo's procedures: begun from their forms, then each act by its own person."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from govflow.demo.builder_days import Cue
from govflow.demo.builder_stage import Stage
from govflow.demo.procedure_shapes import Act, Procedure, Told
from govflow.services import procedures


def story(stage: Stage, procedure: Procedure) -> Iterator[Cue]:
    """One procedure from its form on."""
    yield Cue(stage.days.on(procedure.day), partial(_begun, stage, procedure))
    for step in procedure.steps:
        yield Cue(stage.days.on(step.day), partial(_acted, stage, procedure, step))


def _begun(stage: Stage, procedure: Procedure, at: datetime) -> None:
    with stage.desk(procedure.by, at) as desk:
        made = procedures.open_matter(desk, procedure.workflow, _facts(stage, procedure))
    stage.procedures[procedure.key] = made.id


def _acted(stage: Stage, procedure: Procedure, step: Act, at: datetime) -> None:
    matter_id = stage.procedures[procedure.key]
    stage.act(step.by, at, matter_id, step.action, _facts(stage, step))


def _facts(stage: Stage, told: Told) -> dict[str, Any]:
    people = {fact: stage.people[key] for fact, key in told.people.items()}
    days = {fact: stage.days.on(offset).isoformat() for fact, offset in told.days.items()}
    return {**told.facts, **people, **days}
