"""A paper's routes: forms made from workflows, refusals with their status, files that only save."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from govflow.app import create_app
from govflow.config import Settings
from govflow.domain.document import Document
from govflow.domain.errors import Invalid
from govflow.engine.workflow import Ask
from govflow.intake import CleanFile
from govflow.services import matters, papers
from govflow.web.asks import read_facts
from tests.builders import PASSWORD, START, Peopled, World, make_world

ASKS = (
    Ask("reason", "Why?", "textarea"),
    Ask("minute_reference", "Minute reference", "text"),
    Ask("attestation", "It was before us.", "checkbox"),
    Ask("route", "Which route", "choice", choices=("long", "short")),
    Ask("held_on", "Date held", "date"),
    Ask("note", "Note", "text", required=False),
)


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    worlds: list[World] = []
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        smtp_url=f"folder:{tmp_path}/mail",
        login_limit="1000 per minute",
        instance=tmp_path,
    )
    made = create_app(settings, clock=lambda: worlds[0].now if worlds else START)
    made.config["WTF_CSRF_ENABLED"] = False
    worlds.append(peopled(made.extensions["govflow.house"].office))
    made.extensions["world"] = worlds[0]
    yield made
    made.extensions["govflow.house"].office.store.engine.dispose()


@pytest.fixture
def world(app: Flask) -> World:
    found: World = app.extensions["world"]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def enter(client: FlaskClient, name: str) -> None:
    answer = client.post("/sign-in", data={"email": f"{name}@rqx.example", "password": PASSWORD})
    assert answer.status_code == 302


def test_every_kind_of_field_is_asked_and_checked(app: Flask) -> None:
    asked = app.test_request_context
    wrong = {"route": "sideways", "held_on": "soon"}
    with asked(method="POST", data=wrong), pytest.raises(Invalid) as refused:
        read_facts(ASKS)
    assert refused.value.problems == {
        "reason": "Answer “Why?”",
        "minute_reference": "Enter the minute reference.",
        "attestation": "Tick the statement: without it this cannot be recorded.",
        "route": "Choose one of the answers to “Which route”.",
        "held_on": "Enter “Date held” as a real date, such as 24 November 2026",
    }
    typed = {
        "reason": "x", "minute_reference": "2026/1", "attestation": "yes", "route": "long",
        "held_on": "24/11/2026",
    }  # fmt: skip
    with asked(method="POST", data=typed):
        assert read_facts(ASKS) == {**typed, "held_on": "2026-11-24", "note": ""}
    long = {**typed, "minute_reference": "x" * 201}
    with asked(method="POST", data=long), pytest.raises(Invalid, match="200 characters or fewer"):
        read_facts(ASKS)


def test_submitting_half_a_paper_names_each_missing_field(
    world: World, client: FlaskClient
) -> None:
    with world.as_("author") as desk:
        made = papers.start_paper(desk, Document(title="Half a paper")).id
    enter(client, "author")
    answer = client.post(f"/papers/{made}/actions/submit")
    assert answer.status_code == 422
    assert "Choose the executive lead" in answer.text
    assert f'href="/papers/{made}/edit#executive_lead_id"' in answer.text
    assert world.state(made) == "draft"


def test_an_act_that_is_not_yours_or_not_now_is_refused(world: World, client: FlaskClient) -> None:
    made = world.submitted()
    enter(client, "secretary")
    assert client.get(f"/papers/{made}/actions/approve").status_code == 403
    assert client.get(f"/papers/{made}/actions/issue").status_code == 409
    assert client.post(f"/papers/{made}/actions/issue").status_code == 409
    assert client.get(f"/papers/{made}/actions/no_such_act").status_code == 404
    assert client.get(f"/papers/{'0' * 32}").status_code == 404
    enter(client, "race_chair")
    assert client.get(f"/papers/{made}").status_code == 403
    assert client.post(f"/papers/{made}/actions/withdraw", data={"reason": "x"}).status_code == 403
    assert client.get("/board").status_code == 403


def test_another_organisations_paper_is_not_found(
    app: Flask, world: World, client: FlaskClient
) -> None:
    other = make_world(app.extensions["govflow.house"].office, code="RQY")
    made = other.consulting()
    request = next(iter(other.requests(made).values()))
    enter(client, "secretary")
    for path in ("", "/cover", "/compare", "/versions/1", "/networks", "/actions/withdraw"):
        assert client.get(f"/papers/{made}{path}").status_code == 404, path
    for path in ("actions/withdraw", f"requests/{request}/ask-again"):
        assert client.post(f"/papers/{made}/{path}", data={"reason": "x"}).status_code == 404, path
    enter(client, "board_chair")
    assert client.get(f"/papers/{made}/requests/{request}/waiver").status_code == 404


def test_a_request_of_another_paper_is_not_found(world: World, client: FlaskClient) -> None:
    made, other = world.consulting("race"), world.consulting("race")
    request = world.requests(other)["race"]
    enter(client, "secretary")
    assert client.post(f"/papers/{made}/requests/{request}/ask-again").status_code == 404


def test_the_second_of_two_is_told_what_changed(world: World, client: FlaskClient) -> None:
    made = world.submitted()
    with world.looking("secretary") as desk:
        version = matters.case_of(desk, made).matter.version
    world.act("secretary", made, "return_to_author", reason="Shorter, please.")
    enter(client, "secretary")
    answer = client.post(
        f"/papers/{made}/actions/withdraw", data={"reason": "My long reason", "version": version}
    )
    assert answer.status_code == 409
    assert "Sian Pritchard returned it to the author." in answer.text
    assert "My long reason" in answer.text


def test_a_file_saves_and_never_opens(world: World, client: FlaskClient) -> None:
    made = world.draft()
    data = b"%PDF-1.7 invented"
    file = CleanFile(
        name="Plän; 1.pdf", media_type="application/pdf", data=data, size=len(data), sha256="a" * 64
    )
    with world.as_("author") as desk:
        papers.attach(desk, made, file)
    enter(client, "secretary")
    answer = client.get(f"/papers/{made}/attachments/{'a' * 64}")
    assert answer.data == data
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/papers/{made}/attachments/{'b' * 64}").status_code == 404


def test_the_bytes_of_a_version_have_its_hash(world: World, client: FlaskClient) -> None:
    made = world.consulting()
    enter(client, "auditor")
    answer = client.get(f"/papers/{made}/versions/1/pack")
    assert hashlib.sha256(answer.data).hexdigest() in client.get(f"/papers/{made}/versions/1").text
    assert client.get(f"/papers/{made}/versions/2").status_code == 404
    assert client.get(f"/papers/{made}/compare?from=1&to=9").status_code == 200  # one version only


def test_unsafe_text_is_never_interpreted(world: World, client: FlaskClient) -> None:
    bad = "<script>alert(1)</script> [x](javascript:alert(1))"
    made = world.responding(title="<b>Bold</b>", body=bad, summary=bad)
    with world.as_("author") as desk:
        paper = matters.paper_case(desk, made).paper
        change = replace(paper.draft, body=bad + " more")
        papers.save_draft(desk, made, papers.DraftChange(change, None, paper.meeting_id))
    with world.as_("author") as desk:
        papers.make_version(desk, made, note=bad)
    enter(client, "secretary")
    for path in ("", "/cover", "/versions/1", "/compare"):
        page = client.get(f"/papers/{made}{path}").text
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert "<b>Bold" not in page


@pytest.mark.parametrize("query", ["page=-3", "page=999999999", "group=x.y", "text=%25"])
def test_the_board_bears_any_query(world: World, client: FlaskClient, query: str) -> None:
    world.draft()
    enter(client, "secretary")
    assert client.get(f"/board?{query}").status_code == 200


def test_a_character_that_no_database_keeps_is_refused(world: World, client: FlaskClient) -> None:
    made = world.submitted()
    enter(client, "secretary")
    assert client.get("/board?committee=%00").status_code == 400
    assert client.get("/papers/%00").status_code == 400
    sent = {"reason": "a\0b"}
    assert client.post(f"/papers/{made}/actions/withdraw", data=sent).status_code == 400
