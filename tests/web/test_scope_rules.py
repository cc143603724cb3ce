"""The scope rules' pages: who may, bad input beside its field, few statements however many."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Peopled, World
from tests.clients import app_with_a_world, entered, statements, world_of

RULE = {"topics": "digital", "remits": "women", "why": "Who is filmed, and when, differs."}
PAGES = ("/scope-rules", "/scope-rules/rules/new", "/scope-rules/rules/1", "/scope-rules/try")


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


@pytest.fixture
def secretary(app: Flask) -> FlaskClient:
    return entered(app, "secretary")


def test_only_the_secretary_changes_rules_and_auditors_read_versions(app: Flask) -> None:
    for name in ("author", "board_chair", "administrator", "race_chair", "auditor"):
        client = entered(app, name)
        assert [client.get(path).status_code for path in PAGES] == [403] * len(PAGES)
        assert client.post("/scope-rules/rules/new", data=RULE).status_code == 403
        assert client.post("/scope-rules/save", data={"reason": "x"}).status_code == 403
    auditor = entered(app, "auditor")
    assert auditor.get("/scope-rules/versions").status_code == 200
    assert "Every network speaks for people" in auditor.get("/scope-rules/versions/1").text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"topics": ""}, "a rule needs one"),
        ({"remits": ""}, "Choose which networks are asked"),
        ({"why": ""}, "Say why these networks are asked"),
        ({"money_at_least": "a lot"}, "Enter the money as whole pounds, such as 250,000"),
        ({"money_at_least": "2.5m"}, "Enter the money as whole pounds, such as 250,000"),
        ({"money_at_least": "1,00"}, "Enter the money as whole pounds, such as 250,000"),
        ({"staff_at_least": "-4"}, "Enter the number of staff as a whole number, such as 40"),
        ({"staff_at_least": "٤٠"}, "Enter the number of staff as a whole number, such as 40"),
        ({"staff_at_least": "3000000"}, "Enter the number of staff as 2,000,000 or less"),
        ({"topics": "weather"}, "choose again"),
        ({"version": "x"}, "This form is damaged"),
    ],
)
def test_bad_rules_come_back_with_what_was_typed(
    secretary: FlaskClient, typed: dict[str, str], says: str
) -> None:
    sent = {k: v for k, v in {**RULE, **typed}.items() if v}
    answer = secretary.post("/scope-rules/rules/new", data=sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert typed.get("why", RULE["why"]) in answer.text


def test_a_rule_is_changed_moved_and_taken_out(secretary: FlaskClient) -> None:
    assert secretary.post("/scope-rules/rules/new", data=RULE).status_code == 302
    first = secretary.get("/scope-rules").text
    assert "A changed draft, not in force" in first
    moved = {"do": "up", "version": "1"}
    assert secretary.post("/scope-rules/rules/15/change", data=moved).status_code == 302
    taken = {"do": "remove", "version": "2"}
    assert secretary.post("/scope-rules/rules/14/change", data=taken).status_code == 302
    assert "A changed draft, not in force" not in secretary.get("/scope-rules").text
    assert secretary.post("/scope-rules/rules/99/change", data=taken).status_code in (404, 409)
    assert secretary.get("/scope-rules/rules/99").status_code == 404
    stale = {"do": "remove", "version": "2"}
    assert secretary.post("/scope-rules/rules/1/change", data=stale).status_code == 409


def test_a_version_is_saved_with_its_reason(secretary: FlaskClient) -> None:
    secretary.post("/scope-rules/rules/new", data=RULE)
    nothing = secretary.post("/scope-rules/save", data={"reason": " ", "version": "1"})
    assert nothing.status_code == 422
    assert "Say why the rules change" in nothing.text
    sent = {"reason": "<b>Asked</b> for", "version": "1"}
    assert secretary.post("/scope-rules/save", data=sent).status_code == 302
    page = secretary.get("/scope-rules/versions").text
    assert "&lt;b&gt;Asked&lt;/b&gt; for" in page
    assert "From version 1 to version 2" in page
    assert secretary.get("/scope-rules/versions?older=7").status_code == 404
    assert secretary.get("/scope-rules/versions?older=x").status_code == 200


def test_the_statements_do_not_grow(app: Flask, world: World, secretary: FlaskClient) -> None:
    world.issued()
    secretary.post("/scope-rules/rules/new", data=RULE)
    paths = ("/scope-rules", "/scope-rules/try", "/scope-rules/versions")
    before = [statements(secretary, app, path) for path in paths]
    for _ in range(3):
        world.consulting(topics=("digital",))
    secretary.post("/scope-rules/rules/new", data={**RULE, "version": "1"})
    assert [statements(secretary, app, path) for path in paths] == before
