"""The page on which a rule is tried: bad values beside their fields, few statements, one reader."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.builders import Peopled, World
from tests.clients import app_with_a_world, entered, statements, world_of


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


def test_only_the_secretary_tries_rules(app: Flask) -> None:
    for name in ("author", "board_chair", "auditor", "administrator", "race_chair"):
        assert entered(app, name).get("/simulate").status_code == 403
    assert app.test_client().get("/simulate").status_code == 302
    assert entered(app, "secretary").post("/simulate").status_code == 405


def test_what_is_in_force_is_filled_in(app: Flask, world: World) -> None:
    client = entered(app, "secretary")
    page = client.get("/simulate").text
    assert 'name="minimum_window"' in page
    assert "In force: 10" in page
    assert "would have missed" not in page
    same = client.get("/simulate?minimum_window=10&clear_days=5").text
    assert "These are the values in force" in same
    none = client.get("/simulate?minimum_window=15").text
    assert "no paper on record says what would have happened" in none
    assert "No paper was sent to networks in this period." in none


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("minimum_window=61", "must be a whole number between 1 and 60"),
        ("minimum_window=-3", "must be a whole number between 1 and 60"),
        ("clear_days=%D9%A3", "must be a whole number between 1 and 60"),
        ("clear_days=" + "9" * 400, "must be a whole number between 1 and 60"),
        ("minimum_window=15&since=soon", "Enter the first day as a real date"),
        ("minimum_window=15&since=2026-03-02&until=2026-03-01", "must not be before the first"),
    ],
)
def test_bad_values_come_back_beside_their_fields(
    app: Flask, world: World, query: str, says: str
) -> None:
    answer = entered(app, "secretary").get(f"/simulate?{query}")
    assert answer.status_code == 422
    assert says in answer.text


def test_unknown_procedures_and_names_are_left_aside(app: Flask, world: World) -> None:
    world.issued(title="<b>Bold</b>")
    answer = entered(app, "secretary").get("/simulate?papers=nothing&minimum_window=40&x=y")
    assert answer.status_code == 200
    assert "1 of 1 paper would have missed its meeting" in answer.text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in answer.text


def test_the_statements_do_not_grow_with_the_papers(app: Flask, world: World) -> None:
    world.issued()
    client, path = entered(app, "secretary"), "/simulate?minimum_window=40&clear_days=7"
    client.get(path)
    one = statements(client, app, path)
    for _ in range(3):
        world.issued()
    world.consulting()
    assert statements(client, app, path) == one
