"""The catalogue: open to everybody signed in, the same number of statements, honest downloads."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from govflow import app as composition
from govflow.config import folder
from govflow.services.catalogue import listed_procedures, procedure
from govflow.services.meetings import set_policy
from tests.begun import begun, somebody
from tests.builders import ROLES, Peopled, World, make_world
from tests.clients import app_with_a_world, entered, statements, world_of
from tests.second_versions import KEY, folder_with, harmless


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


@pytest.mark.parametrize("name", [*ROLES, "race_chair"])
def test_whoever_is_signed_in_may_read_every_procedure(app: Flask, name: str) -> None:
    client = entered(app, name)
    assert client.get("/workflows").status_code == 200
    assert "What this procedure promises" in client.get("/workflows/disciplinary_gate").text
    assert client.get(f"/workflows/{KEY}/1/download/yaml").status_code == 200


def test_nobody_else_may(app: Flask) -> None:
    for path in ("/workflows", f"/workflows/{KEY}", f"/workflows/{KEY}/1/download/yaml"):
        assert "/sign-in" in app.test_client().get(path).headers["Location"]


def test_the_statements_do_not_grow_with_the_matters(app: Flask, world: World) -> None:
    client = entered(app, "secretary")
    paths = ("/workflows", "/workflows/action", f"/workflows/{KEY}/1")
    few = [statements(client, app, path) for path in paths]
    for _ in range(10):
        begun(world, "action")
        world.scoped()
    assert [statements(client, app, path) for path in paths] == few
    assert max(few) <= 15


def running(world: World, name: str) -> dict[str, int | None]:
    with world.as_(name) as desk:
        return {line.newest.key: line.running for line in listed_procedures(desk)}


def test_what_is_under_way_is_counted_for_those_who_act_on_it(world: World) -> None:
    begun(world, "disciplinary_gate")
    done = begun(world, "action")
    world.act("secretary", done, "cancel", reason="Not needed.")
    begun(world, "action")
    make_world(world.office, code="RQY")  # another trust's matters are not ours
    seen = running(world, "auditor")
    assert (seen["action"], seen["disciplinary_gate"], seen[KEY]) == (1, 1, 0)
    assert running(world, "equality_lead")["disciplinary_gate"] == 1
    assert running(world, "manager")["disciplinary_gate"] is None, "each sees their own alone"
    assert running(world, "race_chair")["disciplinary_gate"] is None
    assert running(world, "race_chair")[KEY] == 0, "network chairs are waited for"
    somebody(world, "porter", "Pat Ashdown")
    assert set(running(world, "porter").values()) == {None}


def test_no_number_is_on_the_page_of_somebody_else(app: Flask, world: World) -> None:
    begun(world, "disciplinary_gate")
    path = "/workflows/disciplinary_gate"
    assert "1 under way here" in entered(app, "auditor").get(path).text
    assert "under way" not in entered(app, "race_chair").get(path).text


def test_the_deadline_is_said_as_policy_has_it(world: World) -> None:
    with world.as_("administrator") as desk:
        set_policy(desk, "response_days", 7, starts_on=desk.today)
    with world.as_("race_chair") as desk:
        rows = {row.title: row for row in procedure(desk, KEY).states}
    assert rows["With the author for replies"].deadline.startswith("7 working days after")


@pytest.mark.parametrize(
    ("form", "ending", "media_type"),
    [
        ("svg", "svg", "image/svg+xml"),
        ("bpmn", "bpmn", "application/xml"),
        ("mermaid", "mmd", "text/plain"),
        ("text", "txt", "text/plain"),
        ("yaml", "yaml", "application/yaml"),
    ],
)
def test_files_are_saved_and_never_opened_in_the_page(
    app: Flask, form: str, ending: str, media_type: str
) -> None:
    answer = entered(app, "auditor").get(f"/workflows/{KEY}/1/download/{form}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={KEY}.v1.{ending}"
    assert answer.headers["Content-Type"].startswith(media_type)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    if ending in ("svg", "bpmn"):
        ET.fromstring(answer.data)  # noqa: S314 - our own


@pytest.mark.parametrize(
    "path",
    [
        "/workflows/bored_paper",
        f"/workflows/{KEY}/2",
        f"/workflows/{KEY}/0",
        f"/workflows/{KEY}/99999999999999999999",
        f"/workflows/{KEY}/1/download/pdf",
        f"/workflows/{KEY}/7/download/svg",
        "/workflows/..%2f..%2fetc",
    ],
)
def test_what_is_not_there_is_said(app: Flask, path: str) -> None:
    answer = entered(app, "auditor").get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_the_pages_of_a_matter_lead_here(app: Flask, world: World) -> None:
    client = entered(app, "secretary")
    here = f"/workflows/{KEY}/1"
    made = world.scoped()
    assert here in client.get(f"/papers/{made}").text
    assert here in client.get(f"/matters/{made}").text
    assert "/workflows" in client.get("/matters").text


@pytest.mark.sqlite_only
def test_an_earlier_version_says_so_and_has_its_own_files(
    monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path
) -> None:
    files = folder_with(tmp_path, harmless())
    monkeypatch.setattr(
        composition, "folder", lambda name: files if name == "workflows" else folder(name)
    )
    for app in app_with_a_world(database_url, tmp_path):
        client = entered(app, "auditor")
        assert "An earlier version" in client.get(f"/workflows/{KEY}/1").text
        newest = client.get(f"/workflows/{KEY}").text
        assert "An earlier version" not in newest
        assert "Procedure, version 2" in newest
        assert "Still being written" in client.get(f"/workflows/{KEY}/2/download/yaml").text
        assert "Still being written" not in client.get(f"/workflows/{KEY}/1/download/bpmn").text
        assert f"/workflows/{KEY}/1" in client.get("/workflows").text
