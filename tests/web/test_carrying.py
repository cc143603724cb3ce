"""A form that arrives after its session has ended goes on after signing in, by one more press."""

from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from re import findall

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from govflow.store import matters
from tests.builders import PASSWORD, Peopled, World
from tests.clients import app_with_a_world, world_of

HIDDEN = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
WORDS = 'Not “so” & <b>\r\n\r\nso".'


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


def hidden(answer: TestResponse) -> dict[str, str]:
    return {name: unescape(value) for name, value in findall(HIDDEN, answer.text)}


def stopped(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    answer = client.post(path, data=fields)
    assert answer.status_code == 401
    return answer


def signed_in(client: FlaskClient, kept: dict[str, str], password: str = PASSWORD) -> TestResponse:
    data = {**kept, "email": "race_chair@rqx.example", "password": password}
    return client.post("/sign-in", data=data)


def test_every_letter_goes_on_after_signing_in(world: World, client: FlaskClient) -> None:
    request = world.requests(world.consulting("race"))["race"]
    path = f"/requests/{request}/comments"
    kept = hidden(stopped(client, path, anchor="p-1", text=WORDS, csrf_token="x"))
    kept = hidden(signed_in(client, kept, "wrong"))  # a wrong password loses nothing either
    shown = signed_in(client, kept)
    assert "Send what you typed?" in shown.text
    assert 'action="' + path in shown.text
    sent = {name: value for name, value in hidden(shown).items() if name != "csrf_token"}
    assert sent == {"anchor": "p-1", "text": WORDS}
    assert client.post(path, data=sent).status_code == 302
    with world.looking("race_chair") as desk:
        (comment,) = matters.request(desk.work, request).comments
        assert comment.text == WORDS.strip()


def test_a_password_is_never_carried(client: FlaskClient) -> None:
    answer = stopped(client, "/account/sign-out-everywhere", password="hunter2", reason="Lost")
    assert "hunter2" not in answer.text
    assert hidden(answer)["carried-reason"] == "Lost"


def test_files_cannot_be_carried_and_it_is_said(client: FlaskClient) -> None:
    answer = stopped(client, "/requests/x/comments", text="So", file=(BytesIO(b"x"), "a.txt"))
    assert "choose the files again" in answer.text
    assert "carry_to" not in hidden(answer)


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_nothing_is_carried_to_another_site(client: FlaskClient, to: str) -> None:
    answer = signed_in(client, {"carry_to": to, "carried-text": "Words"})
    assert answer.status_code == 302
    assert answer.location == "/"
