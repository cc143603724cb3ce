"""The frame of every page: who is let in, what a refused form keeps, what every answer carries."""

import logging
import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from govflow.config import Settings
from govflow.domain.errors import Invalid
from govflow.web import pages, security
from tests.frame_app import frame_app

KEY = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def app() -> Flask:
    return frame_app(login_limit="3 per minute")


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


def key(client: FlaskClient) -> str:
    found = KEY.search(client.get("/write").text) or KEY.search(client.get("/sign-in").text)
    return found.group(1) if found else ""


def become_role(client: FlaskClient, role: str) -> None:
    current = client.application
    current.config["WTF_CSRF_ENABLED"] = False
    client.post(f"/become/{role}")
    current.config["WTF_CSRF_ENABLED"] = True


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    return client.post(path, data={"csrf_token": key(client), **fields})


def test_a_route_without_a_mark_stops_the_start(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(RuntimeError, match="do not say whom they are for: forgotten"):
        pages.refuse_unmarked(app)


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: FlaskClient) -> None:
    answer = client.get("/secretary-only?page=2")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/secretary-only?page%3D2"


def test_another_role_is_refused_in_a_sentence(client: FlaskClient) -> None:
    become_role(client, "author")
    answer = client.get("/secretary-only")
    assert answer.status_code == 403
    assert "Your roles do not include this page." in answer.text
    become_role(client, "secretary")
    assert client.get("/secretary-only").status_code == 200


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for answer in (client.get("/sign-in"), client.get("/nowhere")):
        policy = answer.headers["Content-Security-Policy"]
        nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)
        assert nonce is not None
        assert f'nonce="{nonce.group(1)}"' in answer.text
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in answer.headers


def test_no_page_carries_inline_code_or_style(client: FlaskClient) -> None:
    become_role(client, "author")
    for path in ("/write", "/sign-in", "/nowhere"):
        page = client.get(path).text
        assert not re.search(r"\s(style|on[a-z]+)=", page)
        assert all("nonce=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_a_new_nonce_each_time(client: FlaskClient) -> None:
    first, second = client.get("/sign-in"), client.get("/sign-in")
    name = "Content-Security-Policy"
    assert first.headers[name] != second.headers[name]


def test_behind_tls_cookies_and_hsts_are_for_https_only() -> None:
    app = Flask("govflow.web")
    settings = Settings(database_url="sqlite://", secret_key="k" * 40, behind_tls=True)
    security.secure(app, settings)
    app.add_url_rule("/", "root", lambda: "ok")
    answer = app.test_client().get("/")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert app.config["SESSION_COOKIE_SECURE"]
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-govflow"


def test_a_form_shows_stored_values_and_escapes_labels(client: FlaskClient) -> None:
    become_role(client, "author")
    page = client.get("/write").text
    assert 'value="kept"' in page
    assert "Name &lt;b&gt;" in page
    assert "Why &lt;i&gt;" in page
    assert 'value="2026-11-24"' in page
    assert 'name="version" value="3"' in page
    assert re.search(r'value="pay"\s+checked', page)


def test_a_form_that_comes_back_names_each_problem_and_keeps_the_text(client: FlaskClient) -> None:
    become_role(client, "author")
    typed = "First line\n    second line <script>alert(1)</script>"
    answer = send(
        client, "/write", name="O'Neil & Co", reason=typed, part="private",
        position="object", topic="leave", due_on="31/02/2026", password="hunter2",
    )  # fmt: skip
    assert answer.status_code == 422
    page = answer.text
    assert "<title>Error: Write – govflow</title>" in page
    assert "There is a problem" in page
    assert 'href="#reason"' in page
    assert 'id="reason-error"' in page
    assert "First line\n    second line &lt;script&gt;" in page
    assert 'value="O&#39;Neil &amp; Co"' in page
    assert 'value="31/02/2026"' in page
    assert re.search(r'value="private"\s+selected', page)
    assert re.search(r'value="object"\s+checked', page)
    assert re.search(r'value="leave"\s+checked', page)
    assert not re.search(r'value="pay"\s+checked', page)
    assert "hunter2" not in page


@pytest.mark.parametrize(
    ("kind", "status", "says"),
    [
        ("not-yet", 409, "Choose the networks to ask."),
        ("no-such-action", 409, "This paper is already issued."),
        ("stale", 409, "This paper moved while you were reading"),
        ("invalid", 422, "Enter a reason"),
        ("unreachable", 503, "govflow cannot reach its database"),
        ("broken", 500, "This is our mistake, not yours."),
    ],
)
def test_a_refusal_says_why_and_loses_no_typed_text(
    client: FlaskClient, kind: str, status: int, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    become_role(client, "author")
    with caplog.at_level(logging.CRITICAL):
        answer = send(
            client, f"/refuse/{kind}", reply_text="Two\nlines <b>", password="hunter2", version="3"
        )
    assert answer.status_code == status
    assert says in answer.text
    assert "What to do next" in answer.text
    assert "Reply text</label>" in answer.text
    assert "Two\nlines &lt;b&gt;</textarea>" in answer.text
    assert "hunter2" not in answer.text
    assert "secret detail" not in answer.text


def test_another_organisations_things_are_not_found_in_the_same_words(client: FlaskClient) -> None:
    become_role(client, "author")
    ours, nowhere = send(client, "/refuse/not-found"), client.get("/nowhere")
    assert ours.status_code == nowhere.status_code == 404
    assert "Page not found" in ours.text
    assert "Page not found" in nowhere.text


def test_a_form_without_its_key_is_refused_and_kept(client: FlaskClient) -> None:
    become_role(client, "author")
    answer = client.post("/write", data={"reason": "A long reason", "csrf_token": "old"})
    assert answer.status_code == 400
    assert "This form is no longer good" in answer.text
    assert "A long reason</textarea>" in answer.text


def test_a_form_sent_after_signing_out_is_kept(client: FlaskClient) -> None:
    answer = send(client, "/write", reason="A long reason")
    assert answer.status_code == 401
    assert "You were signed out" in answer.text
    assert "A long reason</textarea>" in answer.text


def test_sign_in_attempts_are_limited_by_address_and_by_email(client: FlaskClient) -> None:
    statuses = [send(client, "/sign-in", email="a@example.org").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    elsewhere = {"REMOTE_ADDR": "127.0.0.9"}
    data = {"csrf_token": key(client), "email": "A@example.org "}
    assert client.post("/sign-in", data=data, environ_base=elsewhere).status_code == 429


def test_too_large_a_request_is_refused_in_words(app: Flask, client: FlaskClient) -> None:
    become_role(client, "author")
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = client.post("/write", data={"reason": "x" * 2000})
    assert answer.status_code == 413
    assert "That is too large" in answer.text


def test_the_wrong_method_says_which_are_allowed(client: FlaskClient) -> None:
    become_role(client, "secretary")
    answer = send(client, "/secretary-only")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_the_layout_names_the_person_the_menu_and_the_banner(client: FlaskClient) -> None:
    become_role(client, "author")
    page = client.get("/write").text
    assert "Asha Okafor" in page
    assert re.search(r'href="/write" aria-current="true"', page)
    assert "Shown as at 15 November 2021." in page
    assert 'action="/sign-out"' in page
    assert "nhsuk-header__logo" not in page
    assert page.count("<h1") <= 1


@pytest.mark.parametrize(
    ("address", "stays"),
    [
        ("/papers/1?x=2", True),
        ("", False),
        (None, False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("https://evil.example", False),
        ("/ok\nSet-Cookie: x", False),
    ],
)
def test_only_our_own_addresses_are_followed(address: str | None, stays: bool) -> None:
    assert pages.local_path(address) == (address if stays else None)


@pytest.mark.parametrize(
    "text", ["2026-11-24", "24/11/2026", "24 11 2026", " 24  November 2026", "24 nov 2026"]
)
def test_a_date_is_read_in_every_usual_way(app: Flask, text: str) -> None:
    with app.test_request_context(method="POST", data={"due_on": text}):
        assert pages.read_date("due_on") == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["31/02/2026", "soon", "24/11", "24/11/26"])
def test_a_date_that_is_none_is_refused(app: Flask, text: str) -> None:
    with app.test_request_context(method="POST", data={"due_on": text}):
        with pytest.raises(Invalid) as refusal:
            pages.read_date("due_on", "the due date")
        assert refusal.value.problems["due_on"].startswith("Enter the due date as a real date")
