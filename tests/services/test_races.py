"""Several people at once: one wins, the other is told, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from govflow.domain.errors import Refused, Stale
from govflow.services import consulting, matters
from govflow.store.log import entries
from govflow.store.records import event
from tests.builders import World


def at_once(*acts: Callable[[], None]) -> list[BaseException | None]:
    """Start them together; what each raised, in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], None]) -> BaseException | None:
        start.wait()
        try:
            act()
        except Refused as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def seen(world: World, matter_id: str) -> int:
    with world.looking("secretary") as desk:
        return matters.case_of(desk, matter_id).matter.version


def moves(world: World, matter_id: str, action: str) -> int:
    with world.looking("auditor") as desk:
        found = entries(desk.work.session, event.c.matter_id == matter_id)
    return sum(1 for e in found if e.type == "matter_moved" and e.facts["action"] == action)


def test_two_people_move_one_paper_and_one_wins(world: World) -> None:
    made = world.submitted()
    version = seen(world, made)

    def withdraw(name: str) -> Callable[[], None]:
        who = world.who(name)
        return lambda: matters.act(
            world.office, who, world.now, made, "withdraw", facts={"reason": "x"},
            seen_version=version,
        )  # fmt: skip

    outcomes = at_once(withdraw("author"), withdraw("secretary"))
    assert sum(o is None for o in outcomes) == 1
    [lost] = [o for o in outcomes if o is not None]
    assert isinstance(lost, Stale)
    assert "moved while you were reading" in str(lost)
    assert moves(world, made, "withdraw") == 1


def test_a_replayed_form_does_nothing_twice(world: World) -> None:
    made = world.scoped()
    version, who = seen(world, made), world.who("secretary")

    def send() -> None:
        matters.act(
            world.office, who, world.now, made, "send_to_networks", facts={}, seen_version=version
        )

    outcomes = at_once(send, send, send)
    assert sum(o is None for o in outcomes) == 1
    assert moves(world, made, "send_to_networks") == 1
    assert len(world.requests(made)) == 3


def test_networks_speak_at_once_and_all_are_heard(world: World) -> None:
    made = world.consulting()
    requests = world.requests(made)
    people = {name: world.who(f"{name}_chair") for name in requests}

    def speak(name: str) -> Callable[[], None]:
        def act() -> None:
            for n in range(8):
                with world.office.writing(people[name], world.now) as desk:
                    consulting.comment(desk, requests[name], text=f"{name} {n}")

        return act

    assert at_once(*(speak(name) for name in requests)) == [None] * 3
    with world.looking("auditor") as desk:
        found = entries(desk.work.session, event.c.organisation_id == world.organisation_id)
    assert [e.seq for e in found] == list(range(len(found)))
    assert sum(e.type == "comment_made" for e in found) == 24
