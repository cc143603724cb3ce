"""The generic pages: their statements do not grow, and nobody gets in by an address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from govflow.services import reviews
from tests.begun import begun, given
from tests.builders import Peopled, World, make_world
from tests.clients import app_with_a_world, entered, statements, world_of


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


def test_the_statements_of_the_list_do_not_grow(app: Flask, world: World) -> None:
    client = entered(app, "secretary")

    def more() -> int:
        for key in ("action", "commitment", "recruitment_divergence", "policy_review"):
            begun(world, key)
        return statements(client, app, "/matters")

    few = more()
    for _ in range(5):
        more()
    assert more() == few <= 20


def test_the_statements_of_a_page_do_not_grow_with_what_happened(app: Flask, world: World) -> None:
    client = entered(app, "secretary")
    made = begun(world, "action")
    world.act("secretary", made, "hand_over", owner=world.ids["lead"])
    few = statements(client, app, f"/matters/{made}")
    for _ in range(10):
        world.act("secretary", made, "hand_over", owner=world.ids["author"])
    assert statements(client, app, f"/matters/{made}") == few <= 20
    few = statements(client, app, f"/matters/{made}/actions/hand_over")
    make_world(world.office, code="RQY")
    assert statements(client, app, f"/matters/{made}/actions/hand_over") == few <= 20


def test_a_long_list_is_paged_and_narrowed(app: Flask, world: World) -> None:
    for number in range(31):
        begun(world, "action", title=f"Action {number:02}")
    begun(world, "commitment")
    client = entered(app, "auditor")
    first, second = client.get("/matters").text, client.get("/matters?page=2").text
    assert "Everything else you may see: 32" in first
    assert "1 to 30 of 32" in first
    assert "31 to 32 of 32" in second
    narrowed = client.get("/matters?procedure=commitment").text
    assert "Others of this kind: 1" in narrowed
    assert "Action 01" not in narrowed
    assert client.get("/matters?procedure=no_such_thing&page=-4").status_code == 200


def test_every_kind_of_matter_has_the_generic_page(app: Flask, world: World) -> None:
    paper = world.issued()
    with world.as_("secretary") as desk:
        review = reviews.open_review(desk).id
    client = entered(app, "board_chair")
    shown = client.get(f"/matters/{paper}").text
    assert f'href="/papers/{paper}"' in shown
    assert f'href="/papers/{paper}/actions/approve"' in shown
    assert f'href="/matters/{paper}"' in client.get(f"/papers/{paper}").text
    assert (
        client.get(f"/matters/{paper}/actions/approve")
        .headers["Location"]
        .endswith(f"/papers/{paper}/actions/approve")
    )
    assert f'href="/reviews/{review}"' in client.get(f"/matters/{review}").text
    assert f'href="/matters/{review}"' in client.get(f"/reviews/{review}").text


@pytest.mark.parametrize("name", ["race_chair", "oversight", "administrator", "other_manager"])
def test_what_is_not_theirs_is_refused_in_words(app: Flask, world: World, name: str) -> None:
    made = begun(world, "action")
    client = entered(app, name)
    assert client.get(f"/matters/{made}").status_code == 403
    assert client.get(f"/matters/{made}/actions/confirm").status_code == 403
    assert client.post(f"/matters/{made}/actions/confirm").status_code == 403
    assert client.get("/matters/start/action").status_code == 403
    sent = client.post("/matters/start/action", data=given(world, "action"))
    assert sent.status_code == 403
    assert client.get("/matters").status_code == 200


def test_what_is_not_there_is_not_found(app: Flask, world: World) -> None:
    other = make_world(world.office, code="RQY")
    theirs = begun(other, "action")
    client = entered(app, "secretary")
    own = begun(world, "action")
    for path in (f"{theirs}", "x", "start/board_paper", "start/nothing", f"{own}/actions/nothing"):
        assert client.get(f"/matters/{path}").status_code == 404, path


def test_a_person_who_opens_a_change_lands_in_its_text(app: Flask, world: World) -> None:
    client = entered(app, "author")
    answer = client.post(
        "/matters/start/organisational_change", data=given(world, "organisational_change")
    )
    assert answer.headers["Location"].endswith("/edit")
    page = client.get(answer.headers["Location"]).text
    assert 'name="kind" value="organisational_change"' in page
    assert "From when is it meant to hold?" in client.get(answer.headers["Location"][:-5]).text


def test_a_stale_form_does_nothing_and_says_what_changed(app: Flask, world: World) -> None:
    made = begun(world, "action")
    world.act("secretary", made, "hand_over", owner=world.ids["lead"])
    client = entered(app, "secretary")
    answer = client.post(
        f"/matters/{made}/actions/cancel", data={"version": "1", "reason": "Not needed."}
    )
    assert answer.status_code == 409
    assert "gave it to another owner" in answer.text
    assert "Not needed." in answer.text
    assert f'href="/matters/{made}"' in answer.text
    assert world.state(made) == "open"
