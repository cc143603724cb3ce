"""Plays how the demo's networks are asked well: when they meet, and a scope rule being tried."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from govflow.demo.builder_days import Cue
from govflow.demo.builder_stage import Stage
from govflow.domain.scope_rules import Rule
from govflow.services import network_dates, scope_rules
from govflow.services.scope_rules import current_networks

SECRETARY_ROLE = "secretary"
BEGUN = -1
EVERY_WORKING_DAYS = 20  # about once a month
MEETINGS_AHEAD = 4
RULE = Rule(
    topics=("digital",),
    remits=("women", "carers", "race-equality"),
    staff_at_least=500,
    why="A system that many people must use is felt first by those whom it fits least.",
)


def asking(stage: Stage) -> Iterator[Cue]:
    """On the working day before the demo's own: dates of the networks, and a draft rule."""
    secretary = next(p.key for p in stage.content.sign_ins() if SECRETARY_ROLE in p.roles)
    yield Cue(stage.days.on(BEGUN), partial(_dated, stage, secretary))
    yield Cue(stage.days.on(BEGUN), partial(_drafted, stage, secretary))


def _dated(stage: Stage, secretary: str, at: datetime) -> None:
    with stage.desk(secretary, at) as desk:
        for place, network in enumerate(current_networks(desk)[:-1]):
            for turn in range(MEETINGS_AHEAD):
                day = stage.days.on(3 + 4 * place + EVERY_WORKING_DAYS * turn)
                network_dates.enter_meeting(desk, network.id, day)
        first = stage.days.on(8)
        network_dates.enter_local(
            desk,
            kind="school",
            name="School holiday (invented)",
            starts_on=first,
            ends_on=first + timedelta(days=4),
            source="Invented for this demonstration: enter your own council's dates",
        )


def _drafted(stage: Stage, secretary: str, at: datetime) -> None:
    with stage.desk(secretary, at) as desk:
        scope_rules.put(desk, None, RULE, seen=0)
