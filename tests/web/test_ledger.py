"""The ledger's pages: who opens them, what they say, what they let out, how few statements."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from govflow.services import sharing
from tests.builders import Peopled, World, make_world
from tests.clients import app_with_a_world, entered, statements, world_of
from tests.services.influence import AFTER, Heard, changed, heard, promised, replied, whole

WIDE = ("secretary", "board_chair", "auditor")
EVERYBODY = (
    *("author", "lead", "secretary", "board_chair", "equality_lead", "auditor", "administrator"),
    *("oversight", "manager", "race_chair", "women_chair"),
)


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


@pytest.fixture
def found(world: World) -> Heard:
    return whole(world)


def opens(app: Flask, path: str) -> set[str]:
    codes = {name: entered(app, name).get(path).status_code for name in EVERYBODY}
    assert set(codes.values()) <= {200, 403}, codes
    return {name for name, code in codes.items() if code == 200}


def test_each_page_opens_for_its_readers_and_nobody_else(
    app: Flask, world: World, found: Heard
) -> None:
    race = world.network_ids["race"]
    chairs = {"race_chair", "women_chair"}
    of_paper = {*WIDE, "author", "lead"}
    assert opens(app, "/ledger") == {*WIDE, *chairs}
    assert opens(app, "/ledger/download?form=csv") == {*WIDE, *chairs}
    assert opens(app, f"/papers/{found.matter_id}/ledger") == of_paper
    assert opens(app, f"/papers/{found.matter_id}/ledger/download?form=xlsx") == of_paper
    assert opens(app, f"/you-said-we-did/{race}") == {*WIDE, "race_chair"}
    assert opens(app, f"/you-said-we-did/{race}/pdf") == {*WIDE, "race_chair"}
    assert opens(app, f"/papers/{found.matter_id}/you-said-we-did") == {*of_paper, *chairs}
    assert opens(app, f"/papers/{found.matter_id}/you-said-we-did/pdf") == {*of_paper, *chairs}
    assert opens(app, f"/ledger/networks/{race}/shared") == {"race_chair"}
    assert opens(app, f"/ledger/networks/{race}/links") == {"race_chair", "secretary"}
    assert opens(app, f"/papers/{found.matter_id}/links") == {*chairs, "secretary"}
    making = {"author", "lead", "secretary"}
    assert opens(app, f"/papers/{found.matter_id}/promises/new") == making


def test_another_organisation_finds_nothing(app: Flask, world: World, found: Heard) -> None:
    other = make_world(world.office, code="RQY")
    theirs = whole(other)
    promise = promised(other, theirs)
    client = entered(app, "secretary")
    for path in (
        f"/papers/{theirs.matter_id}/ledger",
        f"/papers/{theirs.matter_id}/you-said-we-did",
        f"/papers/{theirs.matter_id}/links",
        f"/papers/{theirs.matter_id}/promises/new",
        f"/you-said-we-did/{other.network_ids['race']}",
        f"/ledger/networks/{other.network_ids['race']}/links",
        f"/promises/{promise}",
        "/promises/nothing",
        "/shared/nothing",
        "/shared/nothing/pdf",
    ):
        assert client.get(path).status_code == 404, path


def test_the_ledger_shows_the_change_and_escapes_what_people_wrote(
    app: Flask, world: World
) -> None:
    found = heard(world, title="<b>Bold</b>")
    changed(world, found)
    replied(world, found, reason="<script>alert(1)</script>")
    page = entered(app, "secretary").get("/ledger").text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<script>alert" not in page
    assert "The paragraph changed from version 1 to version 2." in page
    assert "[added: </span>" in page
    assert "%" not in page.split("<main")[1].split("</main>")[0]
    body = page.split("<main")[1]
    assert "Amara" not in body
    assert "Rashida" not in body


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("network=x", "Choose a network from the list"),
        ("paper=x", "Choose a paper from the list"),
        ("outcome=approved", "Choose what became of it from the list"),
        ("mark=perhaps", "Choose the network’s own mark from the list"),
        ("year=1066", "Choose a year from the list"),
    ],
)
def test_bad_filters_come_back_as_sentences_and_are_never_downloaded(
    app: Flask, world: World, query: str, says: str
) -> None:
    client = entered(app, "secretary")
    page = client.get(f"/ledger?{query}")
    assert (page.status_code, says in page.text) == (422, True)
    assert client.get(f"/ledger/download?form=csv&{query}").status_code == 422
    assert client.get("/ledger/download?form=pdf").status_code == 422
    assert client.get("/promises?standing=perhaps").status_code == 422


def test_a_download_is_what_the_filter_shows_and_is_recorded(
    app: Flask, world: World, found: Heard
) -> None:
    client = entered(app, "secretary")
    assert client.head("/ledger/download?form=csv").status_code == 200
    auditor = entered(app, "auditor")
    assert "No event fits" in auditor.get("/audit/trail?event=ledger_exported").text
    answer = client.get("/ledger/download?form=csv&outcome=accepted")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row["After"] for row in rows] == [AFTER]
    assert rows[0]["The network's own mark"] == "Answers our point"
    assert client.get("/ledger/download?form=xlsx").data.startswith(b"PK")
    trail = auditor.get("/audit/trail?event=ledger_exported").text
    assert "downloaded 1 rows of the influence ledger as CSV" in trail


def test_a_promise_is_made_noted_and_checked_on_pages(
    app: Flask, world: World, found: Heard
) -> None:
    author, chair = entered(app, "author"), entered(app, "race_chair")
    new = f"/papers/{found.matter_id}/promises/new"
    day = world.now.date() + timedelta(days=7)
    typed = {
        "comment_id": found.other_id,
        "text": "A lift by <summer>.",
        "owner_id": world.ids["lead"],
        "check_back_on": "never",
    }
    again = author.post(new, data=typed)
    assert again.status_code == 422
    assert "A lift by &lt;summer&gt;." in again.text
    assert "as a real date" in again.text
    made = author.post(new, data={**typed, "check_back_on": f"{day:%d/%m/%Y}"})
    path = made.headers["Location"]
    assert chair.post(f"{path}/check", data={"verdict": "kept"}).status_code == 409
    assert "has not come yet" in chair.get(path).text
    noted = entered(app, "lead").post(f"{path}/notes", data={"text": "Ordered."})
    assert noted.status_code == 302
    assert "A lift by" not in chair.get("/waiting").text
    world.wait(8)
    chair = entered(app, "race_chair")
    assert "A lift by &lt;summer&gt;." in chair.get("/waiting").text
    wrong = chair.post(f"{path}/check", data={"verdict": "partly", "words": ""})
    assert (wrong.status_code, "Say in your network’s words" in wrong.text) == (422, True)
    assert entered(app, "lead").post(f"{path}/check", data={"verdict": "kept"}).status_code == 403
    data = {"verdict": "not_kept", "words": "No lift."}
    assert chair.post(f"{path}/check", data=data).status_code == 302
    page = entered(app, "lead").get(path).text
    assert "Not kept" in page
    assert "Ordered." in page
    given = entered(app, "secretary").post(f"{path}/owner", data={"owner_id": ""})
    assert given.status_code == 422


def test_a_link_is_shown_once_and_opens_without_signing_in(
    app: Flask, world: World, found: Heard
) -> None:
    race = world.network_ids["race"]
    chair = entered(app, "race_chair")
    answer = chair.post(f"/ledger/networks/{race}/links", data={"days": "30"})
    address = answer.text.split('govflow-address">')[1].split("<")[0]
    path = address.removeprefix("http://127.0.0.1:8000")
    assert address not in chair.get(f"/ledger/networks/{race}/links").text
    for client in (app.test_client(), chair):
        page = client.get(path)
        assert page.status_code == 200
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert '<meta name="robots" content="noindex' in page.text
        assert AFTER.split()[-2] in page.text
        assert "Rashida" not in page.text
    pdf = app.test_client().get(f"{path}/pdf")
    assert pdf.mimetype == "application/pdf"
    assert app.test_client().post(path).status_code == 405
    link_id = chair.get(f"/ledger/networks/{race}/links").text.split("/ledger/links/")[1][:32]
    assert entered(app, "women_chair").post(f"/ledger/links/{link_id}/end").status_code == 403
    assert chair.post(f"/ledger/links/{link_id}/end").status_code == 302
    assert app.test_client().get(path).status_code == 404
    trail = entered(app, "auditor").get("/audit/trail?event=share_link_made").text
    assert "The Race Equality Network made a link" in trail
    assert path.split("/")[-1] not in trail


def test_a_damaged_choice_and_an_unknown_length_are_refused(
    app: Flask, world: World, found: Heard
) -> None:
    race = world.network_ids["race"]
    chair = entered(app, "race_chair")
    data = {"comments": ["x"]}
    assert chair.post(f"/ledger/networks/{race}/shared", data=data).status_code == 422
    assert chair.post(f"/ledger/networks/{race}/links", data={"days": "x"}).status_code == 422


def test_the_statements_do_not_grow(app: Flask, world: World, found: Heard) -> None:
    race = world.network_ids["race"]
    promised(world, found, days=1)
    world.wait(4)
    chair, secretary = entered(app, "race_chair"), entered(app, "secretary")
    pages = [
        (secretary, "/ledger"),
        (chair, "/ledger"),
        (chair, "/waiting"),
        (chair, "/promises"),
        (secretary, f"/papers/{found.matter_id}/ledger"),
        (chair, f"/you-said-we-did/{race}"),
        (chair, f"/ledger/networks/{race}/shared"),
        (chair, f"/ledger/networks/{race}/links"),
    ]
    few = [statements(client, app, path) for client, path in pages]
    for _ in range(3):
        more = whole(world)
        with world.as_("race_chair") as desk:
            sharing.make_link(desk, network_id=race, days=30)
        promised(world, more, days=1)
        promised(world, found, days=1, comment_id=found.other_id)
    assert [statements(client, app, path) for client, path in pages] == few
    assert max(few) <= 40


def test_every_act_stands_in_the_trail_and_names_nobody_of_the_network(
    app: Flask, world: World, found: Heard
) -> None:
    made = promised(world, found, days=1)
    world.wait(2)
    race = world.network_ids["race"]
    chair, lead, secretary = (entered(app, n) for n in ("race_chair", "lead", "secretary"))
    chair.post(f"/promises/{made}/check", data={"verdict": "kept", "words": "Seen."})
    lead.post(f"/promises/{made}/notes", data={"text": "Done."})
    secretary.post(f"/promises/{made}/owner", data={"owner_id": world.ids["author"]})
    chair.post(f"/ledger/networks/{race}/links", data={"days": "30"})
    link_id = chair.get(f"/ledger/networks/{race}/links").text.split("/ledger/links/")[1][:32]
    chair.post(f"/ledger/links/{link_id}/end")
    auditor = entered(app, "auditor")
    for event, says in (
        ("undertaking_made", "made the Race Equality Network a promise, to be checked on"),
        ("undertaking_checked", "The Race Equality Network checked a promise made to it: kept."),
        ("undertaking_noted", "noted progress on a promise made to the Race Equality Network"),
        ("undertaking_handed_over", "to another owner"),
        (
            "comments_shared",
            "The Race Equality Network chose what it shares: 2 more, 0 taken back.",
        ),
        ("share_link_made", "The Race Equality Network made a link"),
        ("share_link_ended", "The Race Equality Network ended a link"),
    ):
        page = auditor.get(f"/audit/trail?event={event}").text
        assert says in page, event
        assert "Rashida" not in page.replace("Rashida Khan</option>", "")
