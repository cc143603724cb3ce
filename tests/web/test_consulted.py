"""The register's pages: who may open them, what they say, what they let out, how few statements."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from govflow.services import consulting
from tests.builders import Peopled, World, make_world
from tests.clients import app_with_a_world, entered, statements, world_of
from tests.services.urgent import urgent

WIDE = ("secretary", "board_chair", "equality_lead", "auditor")
OTHERS = ("author", "lead", "administrator", "oversight", "manager")


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


@pytest.fixture
def world(app: Flask) -> World:
    return world_of(app)


def paths(matter_id: str) -> list[str]:
    return [
        "/consulted/bypass",
        f"/consulted/{matter_id}",
        f"/consulted/{matter_id}/download?form=text",
        f"/consulted/{matter_id}/download?form=json",
    ]


def test_each_page_opens_for_its_readers_and_nobody_else(app: Flask, world: World) -> None:
    made = world.consulting()
    for name in WIDE:
        client = entered(app, name)
        assert client.get("/consulted").status_code == 200
        assert [client.get(path).status_code for path in paths(made)] == [200] * 4
    chair = entered(app, "race_chair")
    assert chair.get("/consulted").status_code == 200
    assert chair.get("/consulted/download?form=csv").status_code == 200
    assert [chair.get(path).status_code for path in paths(made)] == [403] * 4
    for name in OTHERS:
        client = entered(app, name)
        refused = ["/consulted", "/consulted/download?form=csv", *paths(made)]
        assert [client.get(path).status_code for path in refused] == [403] * 6
    assert app.test_client().get("/consulted").status_code == 302
    assert entered(app, "secretary").post("/consulted").status_code == 405


def test_another_organisation_finds_neither_row_nor_sheet(app: Flask, world: World) -> None:
    other = make_world(world.office, code="RQY")
    theirs = other.consulting(title="Somebody else's paper")
    client = entered(app, "secretary")
    assert client.get(f"/consulted/{theirs}").status_code == 404
    assert client.get(f"/consulted/{theirs}/download?form=json").status_code == 404
    assert "Somebody else" not in client.get("/consulted").text
    assert "Somebody else" not in client.get("/consulted/download?form=csv").text
    assert client.get("/consulted/nothing").status_code == 404


def test_the_page_says_what_became_of_each_network(app: Flask, world: World) -> None:
    world.scoped("race", title="<b>Bold</b>")
    answer = entered(app, "auditor").get("/consulted")
    assert "&lt;b&gt;Bold&lt;/b&gt;" in answer.text
    assert "It does not concern them." in answer.text
    assert "Left out, reason recorded" in answer.text
    assert "%" not in answer.text.split("<main")[1].split("</main>")[0]


def test_a_chair_reads_only_own_rows_and_no_plan(app: Flask, world: World) -> None:
    world.scoped(title="Still a plan")
    world.consulting("race", title="Sent to one")
    page = entered(app, "race_chair").get("/consulted").text
    assert "Sent to one" in page
    assert "Still a plan" not in page
    body = page.split('<section class="govflow-group"')[1]
    assert "Women" not in body
    assert "Disability" not in body


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=never", "Enter the first day as a real date"),
        ("from=2026-03-02&until=2026-03-01", "The last day must be on or after the first day"),
        ("network=x", "Choose a network from the list"),
        ("outcome=approved", "Choose what became of it from the list"),
        ("meeting=1", "Choose a meeting from the list"),
        ("kind=commitment", "Choose a kind of paper from the list"),
    ],
)
def test_bad_filters_come_back_as_sentences_and_are_never_downloaded(
    app: Flask, world: World, query: str, says: str
) -> None:
    client = entered(app, "secretary")
    page = client.get(f"/consulted?{query}")
    assert (page.status_code, says in page.text) == (422, True)
    assert client.get(f"/consulted/download?form=csv&{query}").status_code == 422


@pytest.mark.parametrize("path", ["/consulted/download", "/consulted/download?form=pdf"])
def test_a_download_needs_a_form_we_know(app: Flask, world: World, path: str) -> None:
    client = entered(app, "secretary")
    assert client.get(path).status_code == 422
    made = world.consulting()
    assert client.get(f"/consulted/{made}/download?form=csv").status_code == 422


def test_the_csv_is_what_the_filter_shows(app: Flask, world: World) -> None:
    world.consulting("race", title="=cmd|' /C calc'!A0")
    client = entered(app, "secretary")
    answer = client.get("/consulted/download?form=csv&outcome=left_out")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row["Network"] for row in rows] == ["Disability Network", "Women's Network"]
    assert {row["Title"] for row in rows} == {"'=cmd|' /C calc'!A0"}
    book = client.get("/consulted/download?form=xlsx&outcome=left_out")
    assert book.data.startswith(b"PK")
    trail = entered(app, "auditor").get("/audit/trail?event=register_exported").text
    assert "downloaded 2 rows of the consulted-or-explained register as XLSX" in trail
    assert "left out, reason recorded" in trail


def test_asking_only_what_a_download_would_be_records_nothing(app: Flask, world: World) -> None:
    client = entered(app, "auditor")
    assert client.head("/consulted/download?form=csv").status_code == 200
    assert "No event fits" in client.get("/audit/trail?event=register_exported").text


def test_the_sheet_and_its_downloads_say_the_same(app: Flask, world: World) -> None:
    made = world.approved(position="object")
    client = entered(app, "auditor")
    page = client.get(f"/consulted/{made}").text
    data = json.loads(client.get(f"/consulted/{made}/download?form=json").text)
    text = client.get(f"/consulted/{made}/download?form=text").text
    for test in data["tests"]:
        for check in test["checked"]:
            assert check["what"] in text
            assert check["because"] in text
        assert test["only_people_can_judge"] in page
    assert "The record does not show this" in page
    trail = client.get("/audit/trail?event=evidence_sheet_exported").text
    assert "downloaded the Gunning evidence sheet as JSON" in trail


def test_the_paper_links_to_its_sheet_for_those_who_may_read_it(app: Flask, world: World) -> None:
    made = world.consulting()
    link = f'href="/consulted/{made}"'
    assert link in entered(app, "secretary").get(f"/papers/{made}").text
    assert link not in entered(app, "author").get(f"/papers/{made}").text
    assert link not in entered(app, "race_chair").get(f"/papers/{made}").text


def test_the_board_has_one_line_while_something_is_owed(app: Flask, world: World) -> None:
    client = entered(app, "secretary")
    assert "Bypass debt" not in client.get("/board").text
    urgent(world)
    assert "Bypass debt: 1 urgent decision not ratified yet, taken 2 March 2026." in (
        client.get("/board").text
    )


def comment(world: World, matter_id: str) -> None:
    with world.as_("race_chair") as desk:
        consulting.comment(desk, world.requests(matter_id)["race"], text="And another thing.")


def test_the_statements_do_not_grow(app: Flask, world: World) -> None:
    made = world.consulting()
    comment(world, made)
    urgent(world)
    client, pages = entered(app, "secretary"), ("/consulted", "/consulted/bypass")
    sheet = f"/consulted/{made}"
    few = [statements(client, app, path) for path in (*pages, sheet)]
    for _ in range(3):
        world.consulting()
        urgent(world)
        waived = world.scoped()
        world.act("board_chair", waived, "waive_consultation", reason="No time.")
        comment(world, made)
    assert [statements(client, app, path) for path in (*pages, sheet)] == few
    assert max(few) <= 44
