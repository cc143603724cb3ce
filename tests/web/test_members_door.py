"""The page behind a members' link leaves nothing behind: no cookie, no log, no trace of who."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from govflow.commands import server
from govflow.domain.members import form_key
from govflow.services import members, members_voice
from govflow.web.security import limiter
from tests.builders import Peopled, World
from tests.clients import app_with_a_world, entered, statements, world_of
from tests.voices import SECRET, asked, past_the_window, seen, sweep, write

SECRET_WORDS = "Nobody may find these words in a log"


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


def send(client: FlaskClient, token: str, text: str, **more: Any) -> TestResponse:
    return client.post(f"/m/{token}", data={"note": text, "key": form_key(SECRET, token)}, **more)


def test_a_note_is_left_without_a_cookie(app: Flask, world: World) -> None:
    _, request, token = asked(world)
    client = app.test_client()
    page = client.get(f"/m/{token}")
    assert page.status_code == 200
    assert "Race Equality Network" in page.text
    assert "<script" not in page.text
    assert token not in page.text
    answer = send(client, token, "Nights count.")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/m/{token}/sent")
    sent = client.get(answer.headers["Location"])
    assert "Your note is in" in sent.text
    for each in (page, answer, sent):
        assert "Set-Cookie" not in each.headers
        assert each.headers["Referrer-Policy"] == "no-referrer"
        assert each.headers["Cache-Control"] == "no-store"
        assert each.headers["X-Robots-Tag"].startswith("noindex")
        assert "script-src" not in each.headers["Content-Security-Policy"]
        assert each.headers["Content-Security-Policy"].startswith("default-src 'none'")
    past_the_window(world, request)
    sweep(world)
    assert [piece.text for piece in seen(world, request).pieces] == ["Nights count."]


def test_whoever_is_signed_in_is_not_seen(app: Flask, world: World) -> None:
    """Even an officer's own cookie is taken off before the application looks."""
    _, _, token = asked(world)
    nobody, officer = app.test_client(), entered(app, "race_chair")
    first, second = nobody.get(f"/m/{token}"), officer.get(f"/m/{token}")
    assert first.data == second.data
    assert dict(first.headers) == dict(second.headers)
    assert officer.get("/waiting").status_code == 200  # and is still signed in elsewhere


def test_a_wrong_a_closed_and_a_replaced_link_look_the_same(app: Flask, world: World) -> None:
    _, request, token = asked(world)
    client = app.test_client()
    with world.as_("race_chair") as desk:
        members_voice.make_link(desk, request, secret=SECRET)
    answers = [client.get(f"/m/{token}"), client.get("/m/unknown"), client.get("/m/")]
    answers += [send(client, token, "Lost."), client.get(f"/m/{token}/sent")]
    second = members_voice.link_token(seen(world, request), SECRET)
    past_the_window(world, request)
    answers.append(client.get(f"/m/{second}"))
    sweep(world)
    answers.append(client.get(f"/m/{second}"))
    assert {(a.status_code, a.data) for a in answers} == {(404, answers[0].data)}
    assert "This link is not open" in answers[0].text


def test_a_form_of_another_link_or_site_is_sent_back_with_its_words(
    app: Flask, world: World
) -> None:
    _, _, token = asked(world)
    client = app.test_client()
    for key in ("", form_key(SECRET, "another"), "é"):
        answer = client.post(f"/m/{token}", data={"note": "Kept here.", "key": key})
        assert (answer.status_code, "Kept here." in answer.text) == (422, True)
    empty = send(client, token, "")
    assert (empty.status_code, "Write your note." in empty.text) == (422, True)


def test_neither_link_nor_words_reach_a_log(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, _, token = asked(world)
    client = app.test_client()
    caplog.set_level(logging.DEBUG)
    send(client, token, SECRET_WORDS)

    def fail(*_: object) -> None:
        raise RuntimeError(SECRET_WORDS)

    monkeypatch.setattr(members, "leave_note", fail)
    broken = send(client, token, SECRET_WORDS)
    monkeypatch.setattr(members, "asking", fail)
    assert (broken.status_code, client.get(f"/m/{token}").status_code) == (500, 500)
    assert client.put(f"/m/{token}").status_code == 405
    assert "RuntimeError" in caplog.text
    for kept in (token, SECRET_WORDS, "127.0.0.1"):
        assert kept not in caplog.text
    assert SECRET_WORDS not in broken.text


def test_a_servers_own_log_is_off_and_would_see_no_link(app: Flask, world: World) -> None:
    """Gunicorn writes its line from the request's own environment, after the answer."""
    _, _, token = asked(world)
    environ = {
        "PATH_INFO": f"/m/{token}",
        "RAW_URI": f"/m/{token}?from=mail",
        "REQUEST_URI": f"/m/{token}",
        "QUERY_STRING": "from=mail",
        "HTTP_REFERER": f"http://localhost/m/{token}",
        "HTTP_USER_AGENT": "A phone of its own",
        "HTTP_COOKIE": "govflow=somebody",
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
    }
    list(app.wsgi_app(environ, lambda *_: lambda _: None))
    left = {name: value for name, value in environ.items() if name != "govflow.members_token"}
    for value in (token, "A phone", "somebody", "from=mail"):
        assert not any(value in str(each) for each in left.values())
    assert server.Server(lambda: app, {}).cfg.accesslog is None


def test_a_machine_is_slowed_down_and_loses_no_word(app: Flask, world: World) -> None:
    _, _, token = asked(world)
    client = app.test_client()
    answers = [send(client, token, f"Note {number}.") for number in range(31)]
    assert {a.status_code for a in answers[:30]} == {303}
    assert answers[30].status_code == 429
    assert "Note 30." in answers[30].text
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "127.0.0.9"}}
    assert send(client, token, "From another place.", **elsewhere).status_code == 303
    storage: Any = limiter.storage
    assert "127.0.0" not in repr(vars(storage))


def test_what_no_keyboard_has_is_refused_on_the_same_frame(app: Flask, world: World) -> None:
    _, _, token = asked(world)
    answer = send(app.test_client(), token, "a\0b")
    assert (answer.status_code, "This could not be read" in answer.text) == (400, True)


def test_the_officers_page_needs_no_more_statements_for_more_notes(
    app: Flask, world: World
) -> None:
    _, request, token = asked(world)
    write(world, token, *(f"Note {number}." for number in range(25)))
    path = f"/requests/{request}/members"
    chair = entered(app, "race_chair")
    before = statements(chair, app, path)
    sweep(world)
    assert len(seen(world, request).pieces) == 15
    assert statements(chair, app, path) == before


def test_a_draft_that_came_too_late_comes_back_beside_the_other(app: Flask, world: World) -> None:
    _, request, _ = asked(world)
    chair = entered(app, "race_chair")
    path = f"/requests/{request}/members/draft"
    assert chair.post(path, data={"statement": "First.", "version": "0"}).status_code == 302
    late = chair.post(path, data={"statement": "Second.", "version": "0"})
    assert late.status_code == 409
    assert "First." in late.text
    assert "Second." in late.text
    assert "Another officer saved the draft" in late.text
    assert 'name="version" value="1"' in late.text


def test_another_network_or_role_finds_no_way_in(app: Flask, world: World) -> None:
    _, request, _ = asked(world)
    for name in ("women_chair", "secretary", "administrator", "auditor"):
        client = entered(app, name)
        assert client.get(f"/requests/{request}/members").status_code == 403
        for act in ("link", "link/close", "draft"):
            assert client.post(f"/requests/{request}/members/{act}").status_code == 403
