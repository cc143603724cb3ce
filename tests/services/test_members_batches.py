"""Notes are shown in batches or together, and nothing anybody sees tells how few there are."""

from dataclasses import replace

import pytest

from govflow.services import networks
from govflow.services.members_voice import VoicePage
from govflow.services.networks import NetworkForm
from govflow.store import people
from govflow.store.log import entries
from tests.builders import World
from tests.voices import asked, past_the_window, seen, sweep, write


def many(first: int, last: int) -> list[str]:
    return [f"Note {number}." for number in range(first, last)]


def texts(page: VoicePage) -> set[str]:
    return {piece.text for piece in page.pieces}


def resized(world: World, size_band: str) -> None:
    with world.as_("system") as desk:
        network = people.network(desk.work, world.network_ids["race"])
        form = NetworkForm(
            network.name,
            network.remit,
            network.sponsor_id,
            network.protected_hours_per_month,
            network.terms_of_reference_on,
            size_band,
        )
        networks.change_network(desk, network.id, form)


def test_few_notes_change_nothing_that_officers_see(world: World) -> None:
    """Nobody, one or nineteen: the page is the same before and after each day's look."""
    _, request, token = asked(world)
    empty = seen(world, request)
    for first, last in ((0, 1), (1, 9), (9, 19)):
        write(world, token, *many(first, last))
        assert shape(seen(world, request)) == shape(empty)
        world.wait(1)
        assert sweep(world) == {}
        assert shape(seen(world, request)) == shape(empty)


def shape(page: VoicePage) -> object:
    """All of the page that does not come from what everybody knows: time passing."""
    voice = replace(page.voice, looked_on=None)
    return (voice, page.pieces, page.band, page.open, page.why_no_link, page.small)


def test_batches_come_once_a_day_and_always_leave_one_behind(world: World) -> None:
    _, request, token = asked(world)
    write(world, token, *many(0, 23))
    assert sweep(world) == {"requests whose notes were shown": 1}
    first = texts(seen(world, request))
    assert len(first) == 13
    write(world, token, *many(23, 60))
    assert sweep(world) == {}  # not again today, whatever has come
    assert texts(seen(world, request)) == first
    world.wait(1)
    assert sweep(world) == {"requests whose notes were shown": 1}
    second = texts(seen(world, request))
    assert first < second
    assert len(second) == 50
    past_the_window(world, request)
    sweep(world)
    assert texts(seen(world, request)) == set(many(0, 60))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_small_network_sees_its_notes_only_together(world: World, when: str) -> None:
    """Small when the link was made or small now: growing on paper undoes no promise."""
    if when == "before":
        resized(world, "fewer than 10")
    _, request, token = asked(world)
    resized(world, "10 to 49" if when == "before" else "fewer than 10")
    write(world, token, *many(0, 40))
    assert sweep(world) == {}
    assert seen(world, request).pieces == []
    past_the_window(world, request)
    assert sweep(world) == {"requests whose notes were shown": 1}
    assert texts(seen(world, request)) == set(many(0, 40))


@pytest.mark.parametrize("count", [0, 1, 9])
def test_the_trail_tells_none_from_nine_in_no_way(world: World, count: int) -> None:
    _, request, token = asked(world)
    write(world, token, *many(0, count))
    past_the_window(world, request)
    sweep(world)
    with world.looking("auditor") as desk:
        found = [e for e in entries(desk.work.session) if e.type == "members_notes_shown"]
    [entry] = found
    assert entry.facts == {
        "network": "",
        "request": request,
        "about_network": "Race Equality Network",
        "band": "fewer than 10",
        "last": True,
    }
    assert entry.sentence() == (
        "Scheduled check: members showed the officers of the Race Equality Network their "
        "members' notes at close: fewer than 10."
    )
    assert seen(world, request).band == "fewer than 10"
