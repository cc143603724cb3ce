"""Pages of offices: each verb as its form sends it, and how few statements a page needs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from govflow.services import people
from tests.builders import Peopled, World
from tests.clients import app_with_a_world, entered, statements, world_of
from tests.services.offices import (
    hand_over,
    keep,
    newcomer,
    place,
    recorded_names,
    secretary_role,
)


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


def post_path(world: World) -> str:
    held = place(world, "administrator").held
    return f"/offices/networks/{world.network_ids['race']}/{held.id}"


def test_a_post_is_handed_over_and_the_form_keeps_what_was_typed(app: Flask, world: World) -> None:
    path = f"{post_path(world)}/hand-over"
    client = entered(app, "race_chair")
    assert "3 March 2026" not in client.get(path).text
    typed = {"person_id": "", "starts_on": "3/3/2026", "note": "Ask about panels."}
    answer = client.post(path, data=typed)
    assert answer.status_code == 422
    assert "Choose the person from the list." in answer.text
    assert "Ask about panels." in answer.text
    assert "Enter the successor&#39;s first day." in client.post(path, data={}).text
    typed["person_id"] = world.ids["women_chair"]
    answer = client.post(path, data=typed, follow_redirects=True)
    assert "Wen Li follows as chair of the Race Equality Network from 3 March 2026" in answer.text
    assert "Ask about panels." in answer.text
    assert "I have read this sheet" not in answer.text
    world.wait(1)
    gone = entered(app, "race_chair").get(answer.request.path).text
    assert "What is in this office is open to those who are in it." in gone
    other = entered(app, "women_chair")
    assert "handed over to you" in other.get("/waiting").text
    page = other.get(answer.request.path).text
    assert "Nothing is open" in page
    read = other.post(f"{answer.request.path}/read", follow_redirects=True)
    assert "Confirmed on" in read.text
    assert "handed over to you" not in other.get("/waiting").text


def test_a_substitute_is_named_and_seen_where_people_look(app: Flask, world: World) -> None:
    path = f"{post_path(world)}/substitute"
    client = entered(app, "race_chair")
    assert client.get(path).status_code == 200
    typed = {"person_id": world.ids["women_chair"], "starts_on": "2/3/2026", "ends_on": ""}
    assert "a substitute always has one" in client.post(path, data=typed).text
    typed["ends_on"] = "4/3/2026"
    answer = client.post(path, data=typed, follow_redirects=True)
    assert "Wen Li stands in for Rashida Khan in that time and has been told." in answer.text
    assert "Who keeps your place" in answer.text
    network = f"/admin/networks/{world.network_ids['race']}"
    assert "substitute for Rashida Khan" in entered(app, "administrator").get(network).text
    other = entered(app, "women_chair")
    assert "You stand in for Rashida Khan until" in other.get("/waiting").text
    assert "It ends by itself" in other.get("/offices").text
    world.wait(3)
    assert "You stand in" not in entered(app, "women_chair").get("/waiting").text


def test_the_secretary_hands_over_or_is_kept_on_pages(app: Flask, world: World) -> None:
    held = secretary_role(world).held
    path = f"/offices/roles/{world.ids['secretary']}/{held.id}"
    client = entered(app, "secretary")
    typed = {
        "person_id": world.ids["manager"],
        "starts_on": "2/3/2026",
        "ends_on": "2/3/2026",
    }
    assert client.get(f"{path}/substitute").status_code == 200
    assert client.post(f"{path}/substitute", data=typed).status_code == 302
    kept = entered(app, "manager")
    assert kept.get("/board").status_code == 200
    typed["starts_on"] = "4/3/2026"
    assert client.get(f"{path}/hand-over").status_code == 200
    sheet = client.post(f"{path}/hand-over", data=typed, follow_redirects=True)
    assert "Waiting for you" in sheet.text
    world.wait(1)
    assert entered(app, "manager").get("/board").status_code == 403


def test_what_a_substitute_for_the_secretary_does_on_a_page_is_done_for_them(
    app: Flask, world: World
) -> None:
    held = secretary_role(world).held
    typed = {"person_id": world.ids["manager"], "starts_on": "2/3/2026", "ends_on": "2/3/2026"}
    client = entered(app, "secretary")
    client.post(f"/offices/roles/{world.ids['secretary']}/{held.id}/substitute", data=typed)
    days = {"starts_on": "6/4/2026", "ends_on": "10/4/2026", "source": "The council"}
    local = {"kind": "school", "name": "Half term", **days}
    assert entered(app, "manager").post("/local-dates", data=local).status_code == 302
    assert recorded_names(world, "local_date_entered") == ["Maryam Sesay for Sian Pritchard"]


def test_papers_are_handed_over_on_a_page(app: Flask, world: World) -> None:
    made = world.draft()
    path = f"/offices/papers/{world.ids['author']}/hand-over"
    client = entered(app, "author")
    assert "A fairer route into senior posts" in client.get(path).text
    assert "Choose an author from the list." in client.post(path, data={}).text
    newcomer(world)
    with world.as_("administrator") as desk:
        people.give_role(desk, world.ids["successor"], "author", starts_on=desk.today)
    answer = client.post(
        path, data={"person_id": world.ids["successor"], "note": ""}, follow_redirects=True
    )
    assert "Safiya Noor is the author from now on" in answer.text
    assert client.get(f"/papers/{made}/edit").status_code == 403
    assert "has no open paper" in client.get(path).text
    assert entered(app, "race_chair").get(path).status_code == 403
    secretary = entered(app, "secretary")
    assert "Authors’ papers" in secretary.get("/offices").text
    assert secretary.get(path).status_code == 200


def test_who_holds_nothing_is_told_so(app: Flask) -> None:
    assert (
        "You hold no office that can be handed over" in entered(app, "auditor").get("/offices").text
    )


def test_pages_need_as_many_statements_however_much_there_is(app: Flask, world: World) -> None:
    world.consulting()
    made = hand_over_to_officer(world)
    chair = entered(app, "race_chair")
    sheet, mine = f"/hand-overs/{made}", "/offices"
    first = [statements(chair, app, path) for path in (sheet, mine)]
    for number in range(3):
        world.consulting(title=f"Another paper {number}")
    newcomer(world, "other", "Olu Bright")
    keep(world, "race_chair", "other", 1, 2)
    assert [statements(chair, app, path) for path in (sheet, mine)] == first


def hand_over_to_officer(world: World) -> str:
    newcomer(world)
    return hand_over(world, days=9).id
