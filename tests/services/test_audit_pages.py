"""The auditor's pages: constant in cost, closed to others, and every event drawn."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from govflow.domain.erasure import GROUNDS
from govflow.domain.events import EVENTS, Event, TextRestricted
from govflow.domain.restriction import GROUNDS as RESTRICTIONS
from govflow.services import audit
from govflow.services.audit import Told
from govflow.store.trail import Name
from tests.builders import Peopled, World
from tests.clients import app_with_a_world, entered, statements, world_of


def events_of(world: World) -> int:
    with world.looking("auditor") as desk:
        return audit.log_state(desk).size


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.mark.parametrize("path", ["/audit", "/audit/trail", "/audit/trail?order=oldest"])
def test_a_page_asks_as_much_for_25_matters_as_for_5(app: Flask, path: str) -> None:
    world = world_of(app)
    client = entered(app, "auditor")
    for _ in range(5):
        world.submitted()
    few = statements(client, app, path)
    for _ in range(20):
        world.submitted()
    assert statements(client, app, path) == few


def test_bad_choices_are_answered_in_sentences(app: Flask) -> None:
    client = entered(app, "auditor")
    answer = client.get("/audit/trail?from=yesterday&until=31/2/2026&matter=1999/1")
    assert answer.status_code == 422
    assert "Enter the first day as a real date" in answer.text
    assert "There is no matter with the reference “1999/1”" in answer.text
    for path in ("/audit/trail?page=0", "/audit/trail?page=-1", "/audit/trail?page=x&person=%27"):
        assert client.get(path).status_code == 200
    assert "No matter fits what you chose." in client.get("/audit?page=9").text
    assert client.get("/audit/matters/" + "0" * 32).status_code == 404
    assert client.get("/audit/trail.csv?from=never").status_code == 422


def test_asking_about_a_download_takes_nothing(app: Flask) -> None:
    world = world_of(app)
    client = entered(app, "auditor")
    before = events_of(world)
    assert client.head("/audit/trail.csv").status_code == 200
    assert events_of(world) == before
    assert client.get("/audit/trail.csv").status_code == 200
    assert events_of(world) == before + 1


def test_others_do_not_read_the_whole_trail(app: Flask) -> None:
    for name in ("secretary", "author", "race_chair", "administrator", "oversight"):
        client = entered(app, name)
        for path in ("/audit", "/audit/trail", "/audit/trail.csv", "/audit/log"):
            assert client.get(path).status_code == 403


def sample(kind: type[Event]) -> dict[str, Any]:
    """Public facts of an event, one for each field."""
    plain: dict[str, Any] = {"bool": True, "int": 1}
    facts: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        if field.metadata.get("sealed"):
            continue
        name = field.name
        if name.endswith("_on"):
            facts[name] = "2026-03-02"
        elif name.endswith("_at"):
            facts[name] = "2026-03-02T09:00:00.000000Z"
        elif name == "details":
            facts[name] = {"networks": ["One"], "outcomes": {"One": "no_reply"}, "ratified": True}
        elif name == "ground":
            facts[name] = next(iter(RESTRICTIONS if kind is TextRestricted else GROUNDS))
        elif name in {"kept", "given"}:
            facts[name] = {"Which post?": "2026/17"}
        else:
            facts[name] = plain.get(str(field.type).replace("<class '", "").rstrip("'>"), "words")
    return facts


@pytest.mark.sqlite_only
@pytest.mark.parametrize("erased", [False, True])
def test_every_event_is_drawn_by_its_partial(app: Flask, erased: bool) -> None:
    for name, kind in EVENTS.items():
        sealed = [f.name for f in dataclasses.fields(kind) if f.metadata.get("sealed")]
        facts = sample(kind)
        entry = Told(
            seq=1,
            at=world_of(app).now,
            type=name,
            matter_id="m",
            payload={"facts": facts, "commitments": dict.fromkeys([*sealed, "actor"], "0" * 64)},
            leaf_hash="0" * 64,
            actor_name="Sian Pritchard",
            texts={} if erased else {field: f"<b>{field}</b>" for field in sealed},
            matter=Name("2026/0001", "A paper", "paper"),
            seen=None,
        )
        with app.test_request_context("/"):
            drawn = app.jinja_env.get_template(f"trail/{name}.html").render(entry=entry)
        assert "govflow-timeline__sentence" in drawn
        assert "{" not in drawn
        assert "<b>" not in drawn
        for field in sealed:
            shown = "erased" in drawn if erased else re.search(f"&lt;b&gt;{field}", drawn)
            assert shown, f"{name} does not show {field}"
