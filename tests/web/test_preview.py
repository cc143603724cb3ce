"""The preview's and the dates' routes: who may, bad input, and few statements however much."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from govflow.services import network_dates
from tests.builders import Peopled, World
from tests.clients import app_with_a_world, entered, statements, world_of


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


def test_only_the_secretary_sees_the_preview(app: Flask, world: World) -> None:
    path = f"/papers/{world.scoped()}/networks/preview"
    for name in ("author", "board_chair", "auditor", "race_chair"):
        assert entered(app, name).get(path).status_code == 403
    assert entered(app, "secretary").get(path).status_code == 200
    unplanned = f"/papers/{world.submitted()}/networks/preview"
    answer = entered(app, "secretary").get(unplanned)
    assert answer.status_code == 409
    assert "Choose the networks first" in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("kind", "moon", "Choose what kind of date it is"),
        ("name", " ", "Enter what it is called"),
        ("starts_on", "31/2/2027", "Enter the first day as a real date"),
        ("starts_on", "", "Enter the first day"),
        ("ends_on", "1/3/2026", "The last day must not be before the first"),
        ("source", "", "Say where it is published"),
    ],
)
def test_bad_dates_come_back(app: Flask, field: str, typed: str, says: str) -> None:
    good = {"kind": "school", "name": "Half term", "starts_on": "2/4/2026", "source": "Council"}
    answer = entered(app, "secretary").post("/local-dates", data={**good, field: typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Council" in answer.text or field == "source"


def test_the_statements_do_not_grow(app: Flask, world: World) -> None:
    world.consulting()
    planned, fresh = world.scoped(), world.submitted()
    client = entered(app, "secretary")
    paths = (f"/papers/{planned}/networks/preview", f"/papers/{fresh}/networks", "/meeting-dates")
    before = [statements(client, app, path) for path in paths]
    for place in range(3):
        world.consulting(title=f"Another {place}")
        for network in world.network_ids.values():
            with world.as_("secretary") as desk:
                day = date(2026, 3, 10) + timedelta(days=place)
                network_dates.enter_meeting(desk, network, day)
    assert [statements(client, app, path) for path in paths] == before
