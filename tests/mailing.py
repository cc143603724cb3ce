"""What people get by mail in an invented world: their choices, and rounds of the job."""

from collections.abc import Sequence
from datetime import UTC, datetime

from govflow.mail import Letter
from govflow.services import (
    digests,
    mail_choices,
)
from govflow.store import outbox
from govflow.store.outbox import Mail
from tests.builders import World

BASE, SECRET = "https://govflow.example.org", "s" * 40
CHAIR = "race_chair"


def choose(
    world: World,
    *,
    wanted: str = "yes",
    hour: str = "",
    at_once: Sequence[str] = (),
    name: str = CHAIR,
) -> None:
    with world.as_(name) as desk:
        mail_choices.save(desk, wanted=wanted, hour=hour, at_once=at_once)


def run(world: World) -> list[Letter]:
    """One round of the job: what leaves in it."""
    taken: list[Letter] = []
    stop = mail_choices.stop_link(SECRET, BASE)
    digests.make(world.office, world.organisation_id, world.now, base_url=BASE)
    digests.send(
        world.office,
        world.organisation_id,
        world.now,
        taken.append,
        sender="g@rqx.example",
        stop=stop,
    )
    return [letter for letter in taken if letter.address.startswith(CHAIR)]


def mails(world: World) -> list[Mail]:
    with world.looking("administrator") as desk:
        return [m for m in outbox.mails(desk.work) if m.person_id == world.ids[CHAIR]]


def at(world: World, hour: int, minute: int = 0, *, day: int = 2, month: int = 3) -> None:
    world.now = datetime(2026, month, day, hour, minute, tzinfo=UTC)
