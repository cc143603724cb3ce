"""The page of choices keeps what is typed; the link in a mail needs a POST and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from govflow.services import digests, mail_choices
from govflow.store import outbox
from tests.builders import Peopled, World
from tests.clients import app_with_a_world, entered, statements, world_of

PAGE, OFF = "/account/mails", "No mails come to you: they are turned off."


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


def link(world: World, name: str = "race_chair") -> str:
    """The path in a mail to this person."""
    digests.make(world.office, world.organisation_id, world.now, base_url="https://x.example")
    with world.looking("administrator") as desk:
        [mail] = [m for m in outbox.mails(desk.work) if m.person_id == world.ids[name]]
    return mail_choices.stop_link("k" * 40, "")(mail.id)


def test_each_is_offered_what_concerns_them(app: Flask, world: World) -> None:
    chair, author = entered(app, "race_chair"), entered(app, "author")
    assert "A paper is sent to your network" in chair.get(PAGE).text
    assert "A network comments on your paper" not in chair.get(PAGE).text
    assert "A network comments on your paper" in author.get(PAGE).text
    assert app.test_client().get(PAGE).status_code == 302


def test_what_is_chosen_is_kept_and_shown(app: Flask, world: World) -> None:
    chair = entered(app, "race_chair")
    assert "One a day, from 7am on, as soon as something is new." in chair.get("/account").text
    typed = {"wanted": "yes", "hour": "16", "at_once": ["invited", "answer"]}
    page = chair.post(PAGE, data=typed, follow_redirects=True)
    assert "Saved: mails come as you chose." in page.text
    assert 'value="16" selected' in page.text
    assert page.text.count('" checked') == 3
    assert "One a day, at 4pm; 2 kinds of news at once." in chair.get("/account").text


def test_what_cannot_be_is_named_and_nothing_typed_is_lost(app: Flask, world: World) -> None:
    chair = entered(app, "race_chair")
    typed = {"wanted": "yes", "hour": "3", "at_once": ["answer"]}
    page = chair.post(PAGE, data=typed)
    assert page.status_code == 422
    assert page.text.count("Choose an hour from the list.") == 2
    assert 'value="answer" checked' in page.text
    assert chair.post(PAGE, data={}).status_code == 422


def test_off_is_said_on_every_page_until_they_are_on(app: Flask, world: World) -> None:
    chair = entered(app, "race_chair")
    assert OFF not in chair.get("/waiting").text
    chair.post(PAGE, data={"wanted": "no"})
    for path in ("/waiting", "/account", "/our-voice"):
        assert OFF in chair.get(path).text
    assert OFF not in entered(app, "women_chair").get("/waiting").text
    chair.post(PAGE, data={"wanted": "yes"})
    assert OFF not in chair.get("/waiting").text


def test_looking_turns_nothing_off_and_one_press_does(app: Flask, world: World) -> None:
    made = world.consulting("race")
    path, nobody = link(world), app.test_client()
    app.config["WTF_CSRF_ENABLED"] = True  # a mail program has no hidden key
    page = nobody.get(path)
    assert page.status_code == 200
    assert "Turn mails off" in page.text
    assert "Set-Cookie" not in page.headers
    for name in ("Rashida", "race_chair@"):
        assert name not in page.text
    assert nobody.head(path).status_code == 200
    chair = entered_with_key(app)
    assert OFF not in chair.get("/waiting").text
    done = nobody.post(path, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "Mails are off" in done.text
    assert "Set-Cookie" not in done.headers
    waits = chair.get("/waiting").text
    assert OFF in waits
    assert f"request-{world.requests(made)['race']}" in waits
    assert "Mails are off" in nobody.get(path).text


def entered_with_key(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client = entered(app, "race_chair")
    app.config["WTF_CSRF_ENABLED"] = True
    return client


def test_a_link_that_is_not_right_is_one_page(app: Flask, world: World) -> None:
    world.consulting("race")
    path, nobody = link(world), app.test_client()
    for wrong in (path + "0", path[:-1], "/mails/stop/x", "/mails/stop/%ED%A0%80.%ED%A0%80"):
        for answer in (nobody.get(wrong), nobody.post(wrong)):
            assert answer.status_code == 404
            assert "This link turns no mails off" in answer.text
    assert OFF not in entered(app, "race_chair").get("/waiting").text


def test_the_pages_need_few_statements(app: Flask, world: World) -> None:
    chair = entered(app, "race_chair")
    before = statements(chair, app, PAGE)
    for _ in range(3):
        world.consulting("race")
    assert statements(chair, app, PAGE) == before
