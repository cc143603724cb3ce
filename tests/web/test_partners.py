"""Agreements between organisations on the administrators' pages, from both sides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, Peopled, make_world
from tests.clients import app_with_a_world, statements, world_of

REASON = "The joint programme is over."


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    for made in app_with_a_world(database_url, tmp_path, peopled):
        make_world(world_of(made).office, code="RZZ")
        yield made


def administrator(app: Flask, code: str = "rqx") -> FlaskClient:
    client = app.test_client()
    data = {"email": f"administrator@{code}.example", "password": PASSWORD}
    client.post("/sign-in", data=data)
    return client


def after(client: FlaskClient, path: str, **data: str) -> str:
    answer = client.post(path, data=data, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def made(client: FlaskClient) -> str:
    """The newest agreement on the page, as its path."""
    return client.get("/admin/partners").text.rpartition('/end"')[0].rpartition('"')[2]


def test_proposed_agreed_and_ended_on_pages(app: Flask) -> None:
    ours, theirs = administrator(app), administrator(app, "rzz")
    assert "has no partner" in ours.get("/admin/partners").text
    assert "waits for their answer" in after(ours, "/admin/partners", code=" rzz ")
    assert "waits for an administrator of Trust RZZ" in ours.get("/admin/partners").text
    path = made(theirs)
    assert "are partners from now on" in after(theirs, f"{path}/agree")
    assert "Morag" not in theirs.get("/admin/partners").text.partition("<main")[2]
    assert "still open is withdrawn" in ours.get(f"{path}/end").text
    unsaid = ours.post(f"{path}/end", data={"reason": " "})
    assert (unsaid.status_code, "Say why" in unsaid.text) == (422, True)
    assert "Both records say so" in after(ours, f"{path}/end", reason=REASON)
    assert REASON in theirs.get("/admin/partners").text
    assert theirs.get(f"{path}/end").status_code == 409


@pytest.mark.parametrize("code", ["", "NOPE", "RQX"])
def test_a_wrong_code_is_named_and_kept(app: Flask, code: str) -> None:
    answer = administrator(app).post("/admin/partners", data={"code": code})
    assert answer.status_code == 422
    assert "Enter the ODS code of another organisation" in answer.text
    assert f'value="{code}"' in answer.text or not code


def test_the_page_needs_the_same_statements_however_many(app: Flask) -> None:
    ours, world = administrator(app), world_of(app)
    after(ours, "/admin/partners", code="RZZ")
    few = statements(ours, app, "/admin/partners")
    for code in ("RYA", "RYB"):
        make_world(world.office, code=code)
        after(ours, "/admin/partners", code=code)
    assert statements(ours, app, "/admin/partners") == few
