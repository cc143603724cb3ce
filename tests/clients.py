"""The whole app over an invented trust, asked by a test client instead of a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from govflow.config import Settings
from tests.builders import PASSWORD, START, Peopled, World, make_world


def app_with_a_world(
    database_url: str, tmp_path: Path, peopled: Peopled = make_world
) -> Iterator[Flask]:
    """An app whose clock is its world's own `now`; forms need no hidden key.

    Hand over the fixture `peopled`, and the trust is copied with its database instead of made.
    """
    from govflow.app import create_app

    worlds: list[World] = []
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        login_limit="1000 per minute",
        instance=tmp_path,
    )
    made = create_app(settings, clock=lambda: worlds[0].now if worlds else START)
    made.config["WTF_CSRF_ENABLED"] = False
    office = made.extensions["govflow.house"].office
    worlds.append(peopled(office))
    made.extensions["test.world"] = worlds[0]
    yield made
    office.store.engine.dispose()


def world_of(app: Flask) -> World:
    """The trust that the app serves."""
    return cast(World, app.extensions["test.world"])


def entered(app: Flask, name: str) -> FlaskClient:
    """A client signed in as somebody of the world."""
    client = app.test_client()
    client.post("/sign-in", data={"email": f"{name}@rqx.example", "password": PASSWORD})
    return client


def statements(client: FlaskClient, app: Flask, path: str) -> int:
    """How many SQL statements a page needs."""
    engine = app.extensions["govflow.house"].office.store.engine
    count = 0

    def note(*_: Any) -> None:
        nonlocal count
        count += 1

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        answer = client.get(path)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200, answer.text
    return count
