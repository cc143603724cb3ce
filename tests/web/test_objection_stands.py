"""An objection stays in the network's words, whatever anybody outside the network posts."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from govflow.services import consulting
from govflow.store import tables
from tests.builders import ROLES, Peopled
from tests.clients import app_with_a_world, entered, world_of
from tests.fetching import WORDS

OUTSIDE = (*ROLES, "women_chair", "disability_chair")
OWN = "Panels must change."
OTHERS = "We are content."
# Routes that sign people in or out change who asks, not what a network said.
DOORS = {"login", "static"}


pytestmark = pytest.mark.sqlite_only  # no form asks which database it is kept in


@pytest.fixture
def objecting(
    database_url: str, tmp_path: Path, peopled: Peopled
) -> Iterator[tuple[Flask, str, str]]:
    """An app in which race commented and objected, with its request and its comment."""
    for app in app_with_a_world(database_url, tmp_path, peopled):
        world = world_of(app)
        made = world.consulting("race", "women")
        asked = world.requests(made)
        with world.as_("race_chair") as desk:
            comment = consulting.comment(desk, asked["race"], text=OWN)
            consulting.take_position(desk, asked["race"], position="object", statement=OWN)
        yield app, asked["race"], comment.id


def kept(app: Flask, request_id: str) -> tuple[str, str, list[str]]:
    """What stands in the database of the network's position and its comments."""
    own, said = tables.request.c, tables.comment.c
    with world_of(app).looking("system") as desk:
        query = sa.select(own.position, own.statement).where(own.id == request_id)
        position, statement = desk.work.session.execute(query).one()
        comments = sa.select(said.text).where(said.request_id == request_id)
        return position, statement, list(desk.work.session.scalars(comments))


def forged(rule: Rule, ids: dict[str, str]) -> str:
    """The rule's address about that request; a word that nothing stands for is the request's id."""
    own = {**WORDS, **ids}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda f: own.get(f.group(1), ids["request_id"]), str(rule))


def fields() -> dict[str, object]:
    """Everything that a form might call the words of a network."""
    words = dict.fromkeys(("statement", "text", "reason", "answer", "words", "comment"), OTHERS)
    return {**words, "position": "support", "file": (BytesIO(b"x"), "x.txt")}


def posts(app: Flask, ids: dict[str, str]) -> list[str]:
    """Every address that takes a form."""
    return [
        forged(rule, ids)
        for rule in sorted(app.url_map.iter_rules(), key=str)
        if "POST" in (rule.methods or ()) and rule.endpoint.split(".")[0] not in DOORS
    ]


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_form_of_anybody_outside_changes_a_networks_words(
    objecting: tuple[Flask, str, str], name: str
) -> None:
    app, request_id, comment_id = objecting
    matter_id = ""
    with world_of(app).looking("system") as desk:
        query = sa.select(tables.request.c.matter_id).where(tables.request.c.id == request_id)
        matter_id = str(desk.work.session.scalar(query))
    ids = {"request_id": request_id, "matter_id": matter_id, "comment_id": comment_id}
    client = entered(app, name)
    addresses = posts(app, ids)
    assert f"/requests/{request_id}/position" in addresses
    for address in addresses:
        answer = client.post(address, data=fields(), content_type="multipart/form-data")
        assert answer.status_code < 500, address
        assert kept(app, request_id) == ("object", OWN, [OWN]), address
        assert "/sign-in" not in answer.headers.get("Location", ""), f"{address}: signed out"


def test_the_networks_own_chair_can_change_them_by_the_same_form(
    objecting: tuple[Flask, str, str],
) -> None:
    app, request_id, _ = objecting
    entered(app, "race_chair").post(f"/requests/{request_id}/position", data=fields())
    assert kept(app, request_id) == ("support", OTHERS, [OWN])
