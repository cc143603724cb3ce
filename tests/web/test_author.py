"""An author's routes against bad input: bounds, replays, other people's papers, huge files."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from govflow.app import create_app
from govflow.config import Settings
from govflow.domain.cases import PaperCase
from govflow.services import matters
from govflow.web.author import MOST_NOTES, _short
from tests.builders import PASSWORD, START, Peopled, World, make_world


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
def author(app: Flask) -> FlaskClient:
    return entered(app, "author")


def entered(app: Flask, name: str, code: str = "rqx") -> FlaskClient:
    client = app.test_client()
    who = {"email": f"{name}@{code}.example", "password": PASSWORD}
    assert client.post("/sign-in", data=who).status_code == 302
    return client


def paper(world: World, matter_id: str) -> PaperCase:
    with world.looking("secretary") as desk:
        return matters.paper_case(desk, matter_id)


def form(case: PaperCase, **changes: Any) -> dict[str, Any]:
    """The fields that a browser always sends, with these typed over them."""
    draft = case.paper.draft
    return {
        "version": case.paper.version,
        "title": draft.title,
        "kind": draft.kind,
        "part": draft.part,
        "body": draft.body,
        **changes,
    }


def file(name: str, data: bytes) -> dict[str, Any]:
    return {"file": (io.BytesIO(data), name), "document": (io.BytesIO(data), name)}


def test_text_beyond_its_bound_is_named_and_kept(author: FlaskClient, world: World) -> None:
    made = world.draft()
    typed = form(paper(world, made), title="x" * 201, disclosure="A word to keep")
    answer = author.post(f"/papers/{made}/edit", data=typed)
    assert answer.status_code == 422
    assert "Title must be 200 characters or fewer" in answer.text
    assert "A word to keep" in answer.text
    assert paper(world, made).paper.draft.disclosure == ""


def test_unreadable_characters_never_reach_the_database(author: FlaskClient, world: World) -> None:
    made = world.draft()
    typed = form(paper(world, made), title="A\x07 title\x1b", body="One\r\nTwo\x0c")
    assert author.post(f"/papers/{made}/edit", data=typed).status_code == 302
    draft = paper(world, made).paper.draft
    assert (draft.title, draft.body) == ("A title", "One\nTwo")


def test_a_replayed_form_is_refused_and_shows_what_was_typed(
    author: FlaskClient, world: World
) -> None:
    made = world.draft()
    typed = form(paper(world, made), title="Typed once")
    assert author.post(f"/papers/{made}/edit", data=typed).status_code == 302
    again = author.post(f"/papers/{made}/edit", data={**typed, "title": "Typed twice"})
    assert again.status_code == 409
    assert "This paper moved while you were reading." in again.text
    assert 'value="Typed twice"' in again.text
    assert f'name="version" value="{paper(world, made).paper.version}"' in again.text
    assert paper(world, made).paper.title == "Typed once"


def test_saving_after_the_paper_left_shows_the_refusal(author: FlaskClient, world: World) -> None:
    made = world.draft()
    typed = form(paper(world, made), title="Too late")
    world.act("author", made, "submit")
    answer = author.post(f"/papers/{made}/edit", data=typed)
    assert answer.status_code == 409
    assert "Too late" in answer.text


def test_a_choice_that_is_not_offered_is_refused(author: FlaskClient, world: World) -> None:
    made = world.draft()
    for wrong in ({"meeting_id": "f" * 32}, {"executive_lead_id": "f" * 32}, {"kind": "sermon"}):
        answer = author.post(f"/papers/{made}/edit", data=form(paper(world, made), **wrong))
        assert answer.status_code == 422, wrong


def test_an_option_needs_a_name(author: FlaskClient, world: World) -> None:
    made = world.draft()
    typed = form(paper(world, made), option_title=["", ""], option_description=["", "Only words"])
    answer = author.post(f"/papers/{made}/edit", data=typed)
    assert answer.status_code == 422
    assert "Give option 1 a name" in answer.text
    assert "Only words" in answer.text


def test_the_preview_is_safe_and_bounded(author: FlaskClient, world: World) -> None:
    made = world.draft()
    body = "## Why\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    answer = author.post(f"/papers/{made}/preview", data={"body": body})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert 'href="javascript' not in answer.text
    assert author.post(f"/papers/{made}/preview", data={"body": "x" * 400_001}).status_code == 422


def test_the_preview_needs_the_forms_key(app: Flask, author: FlaskClient, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = author.post(f"/papers/{world.draft()}/preview", data={"body": "Words"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path", ["", "/edit", "/comments", "/attachments", "/preview", "/versions"]
)
def test_another_organisations_paper_is_not_found(app: Flask, world: World, path: str) -> None:
    made = world.draft()
    make_world(world.office, code="RZZ")
    stranger = entered(app, "author", "rzz")
    for address in (f"/papers/{made}{path}", f"/papers/{'f' * 32}{path}"):
        method = stranger.post if path in {"/preview", "/versions"} else stranger.get
        # A preview shows only what was just typed, so it has no paper to look for.
        assert method(address).status_code == (200 if path == "/preview" else 404)


def test_other_people_neither_write_nor_reply(app: Flask, world: World) -> None:
    made = world.responding()
    comment = next(c for r in paper_requests(world, made) for c in r.comments)
    lead, secretary = entered(app, "lead"), entered(app, "secretary")
    assert lead.get(f"/papers/{made}/comments").status_code == 200
    for path in ("edit", "attachments"):
        assert secretary.get(f"/papers/{made}/{path}").status_code == 403
        assert lead.get(f"/papers/{made}/{path}").status_code == 403
    reply = {
        f"outcome-{comment.id}": "accepted",
        f"reason-{comment.id}": "Yes.",
        f"changed_paragraph-{comment.id}": "New.",
    }
    for client in (lead, secretary):
        assert client.post(f"/papers/{made}/comments/{comment.id}", data=reply).status_code == 403
    assert entered(app, "auditor").get(f"/papers/{made}/comments").status_code == 403


def paper_requests(world: World, made: str) -> list[Any]:
    round_ = paper(world, made).consultation
    return list(round_.requests) if round_ else []


def test_nobody_inside_a_network_is_named(author: FlaskClient, world: World) -> None:
    made = world.responding()
    page = author.get(f"/papers/{made}/comments").text
    assert "Panels stay as they were." in page
    assert "Rashida" not in page
    assert world.ids["race_chair"] not in page


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.exe", b"MZ"), ("x.pdf.exe", b"%PDF-"), ("x.pdf", b"MZ"), ("x.pdf", b""), ("", b"%PDF-")],
)
def test_a_wrong_file_is_refused(author: FlaskClient, world: World, name: str, data: bytes) -> None:
    made = world.draft()
    answer = author.post(f"/papers/{made}/attachments", data=file(name, data))
    assert answer.status_code == 422
    assert paper(world, made).paper.attachments == []


def test_a_file_is_attached_once_and_removed(author: FlaskClient, world: World) -> None:
    made = world.draft()
    pdf = b"%PDF-1.4 words"
    assert author.post(f"/papers/{made}/attachments", data=file("a.pdf", pdf)).status_code == 302
    again = author.post(f"/papers/{made}/attachments", data=file("a.pdf", pdf))
    assert "a.pdf is already attached." in again.text
    [kept] = paper(world, made).paper.attachments
    gone = f"/papers/{made}/attachments/{kept.id}/remove"
    assert author.post(gone).status_code == 302
    assert author.post(gone).status_code == 404
    assert paper(world, made).paper.attachments == []


def sent(data: bytes) -> dict[str, Any]:
    """A form with one file as plain bytes: the test client would leave a temporary file open."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    content_type = "multipart/form-data; boundary=x"
    return {"data": head + data + b"\r\n--x--\r\n", "content_type": content_type}


def test_files_too_large_are_refused_in_sentences(author: FlaskClient, world: World) -> None:
    made = world.draft()
    large = sent(b"%PDF-" + b"x" * (10 * 1024 * 1024))
    answer = author.post(f"/papers/{made}/attachments", **large)
    assert answer.status_code == 422
    assert "at most 10 MiB" in answer.text
    for path in ("/papers/new", f"/papers/{made}/attachments"):
        answer = author.post(path, **sent(b"x" * (31 * 1024 * 1024)))
        assert answer.status_code == 413
        assert "That is too large" in answer.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.txt", b"Words"),
        ("x.docx", b"PK\x03\x04"),
        ("x.md", b"\xff\xfe"),
        ("x.md", b""),
        ("", b"x"),
    ],
)
def test_a_file_that_cannot_be_brought_in_starts_nothing(
    author: FlaskClient, world: World, name: str, data: bytes
) -> None:
    answer = author.post("/papers/new", data={"do": "bring", **file(name, data)})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "You have no papers yet." in author.get("/my-papers").text


def test_notes_of_an_import_fit_into_the_session() -> None:
    kept = _short(["x" * 500] * 40)
    assert len(kept) == MOST_NOTES + 1
    assert kept[-1] == "28 more such notes."
    assert sum(map(len, kept)) < 2000


def test_a_question_and_a_version_come_back_with_their_problem(
    author: FlaskClient, world: World
) -> None:
    made = world.responding()
    answer = author.post(f"/papers/{made}/versions", data={"note": ""})
    assert answer.status_code == 422
    stale = author.post(f"/papers/{made}/versions", data={"note": "Yes", "version": "1"})
    assert stale.status_code == 409
    assert author.post(f"/papers/{made}/questions/{'f' * 32}").status_code == 404
