"""Replies copied under many comments are flagged to those who did not write them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from govflow.app import create_app
from govflow.config import Settings
from govflow.services import consulting
from tests.builders import PASSWORD, START, Peopled, World

FLAG = "The same reply stands under 3 comments."


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    worlds: list[World] = []
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        smtp_url=f"folder:{tmp_path}/mail",
        login_limit="1000 per minute",
        instance=tmp_path,
    )
    made = create_app(settings, clock=lambda: worlds[0].now if worlds else START)
    made.config["WTF_CSRF_ENABLED"] = False
    worlds.append(peopled(made.extensions["govflow.house"].office))
    made.extensions["world"] = worlds[0]
    yield made
    made.extensions["govflow.house"].office.store.engine.dispose()


def read(app: Flask, name: str, matter_id: str) -> str:
    client = app.test_client()
    who = {"email": f"{name}@rqx.example", "password": PASSWORD}
    assert client.post("/sign-in", data=who).status_code == 302
    return client.get(f"/papers/{matter_id}/comments").text


def test_copied_replies_are_flagged_to_secretary_and_lead_alone(app: Flask) -> None:
    world: World = app.extensions["world"]
    made = world.consulting()
    request = world.requests(made)["race"]
    for number in range(3):
        with world.as_("race_chair") as desk:
            consulting.comment(desk, request, text=f"Point {number}.")
    assert FLAG not in read(app, "secretary", made)
    world.reply_to_all(made)
    page = read(app, "secretary", made)
    assert FLAG in page
    assert page.count("Because of the law.") == 4
    assert FLAG in read(app, "lead", made)
    assert FLAG not in read(app, "author", made)
