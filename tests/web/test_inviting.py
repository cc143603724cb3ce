"""The secretary's pages for a partner's network, and how many statements a guest's pages need."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, Peopled, make_world
from tests.clients import app_with_a_world, entered, statements, world_of
from tests.partners import Pair, paired

NAME = "Race Equality Network of Trust RQX"


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    for made in app_with_a_world(database_url, tmp_path, peopled):
        guest = world_of(made)
        made.extensions["test.pair"] = paired(make_world(guest.office, code="RZZ"), guest)
        yield made


def pair_of(app: Flask) -> Pair:
    found: Pair = app.extensions["test.pair"]
    return found


def secretary(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"email": "secretary@rzz.example", "password": PASSWORD})
    return client


def test_the_network_is_named_wherever_the_host_says_whom_it_asked(app: Flask) -> None:
    pair, client = pair_of(app), secretary(app)
    paper = pair.host.consulting()
    pair.invite(paper)
    for path in (f"/papers/{paper}", f"/papers/{paper}/cover", "/consulted", f"/consulted/{paper}"):
        assert NAME in client.get(path).text, path
    assert NAME not in client.get("/admin/networks").text


def test_a_standing_network_is_no_network_of_the_hosts(app: Flask) -> None:
    pair = pair_of(app)
    pair.invite(pair.host.consulting())
    client = app.test_client()
    client.post("/sign-in", data={"email": "administrator@rzz.example", "password": PASSWORD})
    assert NAME not in client.get("/admin/networks").text
    again = pair.host.submitted(title="Another")
    assert NAME not in secretary(app).get(f"/papers/{again}/networks").text


def test_a_faulty_form_is_named_and_kept(app: Flask) -> None:
    pair, client = pair_of(app), secretary(app)
    paper = pair.host.consulting()
    answer = client.post(f"/papers/{paper}/invite", data={"reason": "Because of last year."})
    assert answer.status_code == 422
    assert "Choose a network of a partner organisation." in answer.text
    assert "Because of last year." in answer.text
    made = pair.invite(paper)
    path = f"/papers/{paper}/invitations/{made}/withdraw"
    assert "Say why" in client.post(path, data={"reason": " "}).text
    assert client.post(path, data={"reason": "No longer."}).status_code == 302
    assert client.get(path).status_code == 409
    assert client.get(f"/papers/{paper}/invitations/{paper}/withdraw").status_code == 404


def test_without_a_partner_or_before_sending_the_page_says_what_to_do(app: Flask) -> None:
    host = pair_of(app).host
    paper = host.submitted()
    assert (
        "Send the paper to your own networks" in secretary(app).get(f"/papers/{paper}/invite").text
    )
    world = world_of(app)
    own = entered(app, "secretary")
    lonely = make_world(world.office, code="RYY")
    paper = lonely.consulting()
    client = app.test_client()
    client.post("/sign-in", data={"email": "secretary@ryy.example", "password": PASSWORD})
    assert "has no partner yet" in client.get(f"/papers/{paper}/invite").text
    assert own.get(f"/papers/{paper}/invite").status_code == 404


def test_pages_need_the_same_statements_however_many_invitations(app: Flask) -> None:
    pair, chair = pair_of(app), entered(app, "race_chair")
    made = pair.invite(pair.host.consulting())
    chair.get(f"/invitations/{made}")
    few = statements(chair, app, "/waiting"), statements(chair, app, f"/invitations/{made}")
    for number in range(3):
        pair.invite(pair.host.consulting(title=f"Paper {number}"))
        pair.act(made, "comment", text=f"Comment {number}", anchor="p-2")
    more = statements(chair, app, "/waiting"), statements(chair, app, f"/invitations/{made}")
    assert few[0] == more[0]
    # The first comment brings the lists that hang on comments; after that nothing grows.
    pair.act(made, "comment", text="One more.")
    assert statements(chair, app, f"/invitations/{made}") == more[1]
