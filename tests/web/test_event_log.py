"""The auditor's event log: on the record, in both forms, and for auditors only."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask

from govflow.store.trail import Narrowing, chosen
from tests.builders import Peopled
from tests.clients import app_with_a_world, entered, statements, world_of

PAGES = ("", "/download?form=xes", "/download?form=csv", "/map?form=xes")


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


def exports(app: Flask) -> list[str]:
    with world_of(app).looking("auditor") as desk:
        return [entry.sentence() for entry in chosen(desk.work, Narrowing(type="trail_exported"))]


@pytest.mark.parametrize("form", ["xes", "csv"])
def test_a_download_is_whole_named_and_on_the_record(app: Flask, form: str) -> None:
    world_of(app).approved()
    client = entered(app, "auditor")
    answer = client.get(f"/audit/event-log/download?form={form}&workflow=board_paper")
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="event-log-board_paper-2026-03-02.{form}"'
    if form == "xes":
        assert answer.mimetype == "application/xml"
        log = ElementTree.fromstring(answer.data)  # noqa: S314 - our own writing
        assert len(log.findall("{*}trace/{*}event")) == 9
    else:
        assert answer.mimetype == "text/csv"
        assert answer.text.count("\r\n") == 10
    assert "Amara" not in answer.text
    named = client.get(f"/audit/event-log/download?form={form}&names=yes").text
    assert "Amara Osei" in named
    words = {"xes": "an XES event log", "csv": "a CSV event log"}[form]
    told = f"Anil Desai downloaded 9 events of the trail as {words}."
    assert exports(app) == [told, told]


def test_asking_about_it_or_for_the_map_takes_nothing(app: Flask) -> None:
    world_of(app).submitted()
    client = entered(app, "auditor")
    assert client.head("/audit/event-log/download?form=xes").status_code == 200
    answer = client.get("/audit/event-log/map?form=csv&workflow=board_paper")
    assert "begins: [matter_opened]" in answer.text
    assert answer.headers["Content-Disposition"].endswith('.csv.map.yaml"')
    assert client.get("/audit/event-log").status_code == 200
    assert exports(app) == []


@pytest.mark.parametrize(
    "name", ["secretary", "author", "race_chair", "administrator", "oversight"]
)
def test_others_take_nothing(app: Flask, name: str) -> None:
    client = entered(app, name)
    for path in PAGES:
        assert client.get(f"/audit/event-log{path}").status_code == 403
    assert exports(app) == []


def test_nobody_takes_anything_without_signing_in(app: Flask) -> None:
    for path in PAGES:
        assert app.test_client().get(f"/audit/event-log{path}").status_code in {302, 401}
    assert exports(app) == []


def test_bad_choices_are_answered_and_take_nothing(app: Flask) -> None:
    client = entered(app, "auditor")
    for path in ("download", "download?form=json", "map?form=x%0d%0aSet-Cookie:a"):
        answer = client.get(f"/audit/event-log/{path}")
        assert answer.status_code == 422
        assert "Choose XES or CSV." in answer.text
    missing = client.get("/audit/event-log/download?form=xes&workflow=bord_paper%22%0d%0a")
    assert missing.status_code == 404
    assert exports(app) == []


def test_an_organisation_without_matters_is_told_so(app: Flask) -> None:
    assert "No matter has been opened yet." in entered(app, "auditor").get("/audit/event-log").text


def test_the_page_asks_as_much_for_many_matters_as_for_one(app: Flask) -> None:
    world, client = world_of(app), entered(app, "auditor")
    world.submitted()
    few = statements(client, app, "/audit/event-log")
    for _ in range(5):
        world.submitted()
    assert statements(client, app, "/audit/event-log") == few
