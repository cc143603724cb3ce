"""A private calendar shows one person's deadlines, the same as the pages, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar, Component

from govflow.domain.errors import Invalid, NotFound, NotYet
from govflow.domain.feeds import MOST_FEEDS
from govflow.services import calendar_feed, consulting, network_desk, planning
from tests.builders import Peopled, World, make_world
from tests.clients import app_with_a_world, statements, world_of


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


def made(world: World, name: str, called: str = "My phone") -> str:
    with world.as_(name) as desk:
        return calendar_feed.make(desk, name=called)


def fetched(app: Flask, token: str) -> dict[str, Component]:
    answer = app.test_client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    calendar = Calendar.from_ical(answer.data)
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def test_the_feed_and_the_page_say_one_deadline(app: Flask) -> None:
    world = world_of(app)
    request = world.requests(world.consulting())["race"]
    token = made(world, "race_chair")

    def both() -> tuple[object, object]:
        with world.looking("race_chair") as desk:
            (item,) = network_desk.waiting(desk).to_answer
        event = fetched(app, token)[f"request-{request}@127.0.0.1:8000"]
        assert item.deadline.when() in str(event["DESCRIPTION"])
        return item.deadline.instant_at.replace(microsecond=0), event.decoded("dtstart")

    first = both()
    assert first[0] == first[1]
    with world.as_("race_chair") as desk:
        asked = consulting.ask_extension(desk, request, working_days=5, reason="Nights.").id
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, request, asked, granted=True, answer="Of course.")
    moved = both()
    assert moved[0] == moved[1]
    assert moved != first
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, request, position="nothing_to_add")
    assert f"request-{request}@127.0.0.1:8000" not in fetched(app, token)


def test_each_sees_what_waits_for_them(app: Flask) -> None:
    world = world_of(app)
    world.responding()
    world.submitted(title="Rota")
    summaries = {
        name: [str(e["SUMMARY"]) for e in fetched(app, made(world, name)).values()]
        for name in ("author", "secretary", "race_chair", "auditor", "board_chair")
    }
    assert any("with the author for replies" in each for each in summaries["author"])
    assert any("papers in" in each for each in summaries["secretary"])
    assert summaries["auditor"] == []
    assert not any("with the author" in each for each in summaries["race_chair"])
    everything = " ".join(said for each in summaries.values() for said in each)
    for words in ("Panels", "Rota", "fairer route"):
        assert words not in everything


def test_a_private_paper_goes_by_its_reference(app: Flask) -> None:
    world = world_of(app)
    world.consulting(title="Open")
    world.consulting(title="Secret", part="private", private_reason="A contract.")
    said = " ".join(str(e["SUMMARY"]) for e in fetched(app, made(world, "race_chair")).values())
    assert "“Open”" in said
    assert "Secret" not in said
    assert "2026/0002" in said


def test_nothing_that_a_network_said_is_in_it(app: Flask) -> None:
    world = world_of(app)
    request = world.requests(world.consulting())["race"]
    token = made(world, "race_chair")
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Nobody sees the adverts.")
    answer = app.test_client().get(f"/calendar/{token}.ics")
    assert b"adverts" not in answer.data


def test_the_same_record_gives_the_same_bytes(app: Flask) -> None:
    world, client = world_of(app), app.test_client()
    world.consulting()
    path = f"/calendar/{made(world, 'race_chair')}.ics"
    first = client.get(path)
    world.now += timedelta(hours=3)
    world.draft()  # that somebody else does something is told to nobody by this
    again = client.get(path)
    assert again.data == first.data
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=tag).status_code == 304
    world.consulting(title="Another")
    assert client.get(path, headers=tag).status_code == 200
    assert first.headers["Cache-Control"] == "no-store"


def test_wrong_ended_and_left_are_one_answer(app: Flask) -> None:
    world, client = world_of(app), app.test_client()
    token = made(world, "race_chair")
    unknown = client.get("/calendar/none.ics")
    with world.as_("race_chair") as desk:
        (feed,) = calendar_feed.own(desk)
        calendar_feed.end(desk, feed.id)
    ended = client.get(f"/calendar/{token}.ics")
    assert (
        (ended.status_code, ended.data) == (unknown.status_code, unknown.data) == (404, ended.data)
    )
    with world.as_("race_chair") as desk, pytest.raises(NotFound):
        calendar_feed.end(desk, feed.id)


def test_nobody_ends_or_sees_the_address_of_another(app: Flask) -> None:
    world = world_of(app)
    made(world, "race_chair")
    with world.looking("race_chair") as desk:
        (feed,) = calendar_feed.own(desk)
    for name in ("women_chair", "administrator", "auditor"):
        with world.looking(name) as desk:
            assert calendar_feed.own(desk) == []
        with world.as_(name) as desk, pytest.raises(NotFound):
            calendar_feed.end(desk, feed.id)
    other = make_world(world.office, code="RZZ")
    with other.as_("race_chair") as desk, pytest.raises(NotFound):
        calendar_feed.end(desk, feed.id)


def test_the_address_itself_is_kept_nowhere(app: Flask) -> None:
    world = world_of(app)
    token = made(world, "race_chair")
    with world.looking("race_chair") as desk:
        (feed,) = calendar_feed.own(desk)
    assert token not in repr(vars(feed))
    assert len(feed.token_hash) == 64


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_an_address_has_a_name(app: Flask, name: str) -> None:
    with pytest.raises(Invalid, match="where you will use it"):
        made(world_of(app), "race_chair", name)


def test_there_are_only_so_many(app: Flask) -> None:
    world = world_of(app)
    for _ in range(MOST_FEEDS):
        made(world, "race_chair")
    with pytest.raises(NotYet, match="End one first"):
        made(world, "race_chair")


def test_the_statements_do_not_grow(app: Flask) -> None:
    world = world_of(app)
    path = f"/calendar/{made(world, 'race_chair')}.ics"
    world.consulting()
    few = statements(app.test_client(), app, path)
    for number in range(4):
        world.consulting(title=f"Paper {number}")
    assert statements(app.test_client(), app, path) <= few + 1
