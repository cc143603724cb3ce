"""A request whose members are asked: making the link, writing notes, letting the check run."""

from datetime import timedelta

from govflow.services import members, members_showing, members_voice
from govflow.services.members_voice import VoicePage
from tests.builders import World

SECRET = "k" * 40  # the same as the apps of the tests are given


def linked(world: World, request: str, *, early_days: int = 0, question: str = "") -> str:
    """The word of a new link, made by the race network's chair."""
    with world.as_("race_chair") as desk:
        members_voice.make_link(
            desk, request, secret=SECRET, early_days=early_days, question=question
        )
    token = members_voice.link_token(seen(world, request), SECRET)
    assert token
    return token


def asked(world: World, *, early_days: int = 0) -> tuple[str, str, str]:
    """A paper that lies with the networks: its id, the race network's request and its link."""
    made = world.consulting()
    request = world.requests(made)["race"]
    return made, request, linked(world, request, early_days=early_days)


def write(world: World, token: str, *texts: str) -> None:
    for text in texts:
        members.leave_note(world.office, world.now, token, text)


def seen(world: World, request: str, name: str = "race_chair") -> VoicePage:
    with world.looking(name) as desk:
        return members_voice.page(desk, request)


def sweep(world: World) -> dict[str, int]:
    return members_showing.sweep(world.office, world.organisation_id, world.now)


def past_the_window(world: World, request: str) -> None:
    world.now = seen(world, request).asked.request.closes_at + timedelta(minutes=1)
