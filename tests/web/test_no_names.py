"""A shared page names nobody: unique names stand everywhere in the house, and none comes out."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import ascii_lowercase

import pytest
from flask import Flask
from pypdf import PdfReader

from govflow.services import consulting, sharing, undertakings
from tests import builders
from tests.builders import World
from tests.clients import app_with_a_world, entered, world_of
from tests.services.influence import changed, decided, heard, promised, replied

KEYS = (*builders.ROLES, *(f"{key}_chair" for key in builders.NETWORKS))
# Two words that stand in no text of the product, a pair for each person.
UNIQUE = {
    key: (f"Zq{n}wanda", f"Vx{n}ilsen") for n, key in zip(ascii_lowercase, KEYS, strict=False)
}
PARTS = re.compile(r"zq[a-z]wanda|vx[a-z]ilsen|zq-|@rqx", re.IGNORECASE)


def full(key: str) -> str:
    first, last = UNIQUE[key]
    return f"{first} {last}"


def everybody() -> str:
    """Everybody's name, in each of the ways in which a name can be recognised."""
    said = []
    for key, (first, last) in UNIQUE.items():
        said += [f"{first} {last}", f"{first.upper()}  {last.upper()}", f"Dr {last}"]
        said += [first, f"{last}’s", f"Mx {last}"]
        said += [f"Prof. {first} {last}’s", f"{key}@rqx.example"]
    return "Ask " + ", ".join(said) + "."


@pytest.fixture
def app(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    roles = {key: (full(key), role) for key, (_, role) in builders.ROLES.items()}
    networks = {
        key: (name, remit, full(f"{key}_chair"))
        for key, (name, remit, _) in builders.NETWORKS.items()
    }
    monkeypatch.setattr(builders, "ROLES", roles)
    monkeypatch.setattr(builders, "NETWORKS", networks)
    yield from app_with_a_world(database_url, tmp_path)


def shared_everywhere(world: World) -> str:
    """A paper with names in every text that anybody can write; its id."""
    names = everybody()
    body = f"# Why\n\n{names}\n\nPanels differ.\n\n{names} Again."
    found = heard(world, title=f"A route by {full('author')}", body=body, summary=names)
    request = world.requests(found.matter_id)["race"]
    with world.as_("race_chair") as desk:
        third = consulting.comment(desk, request, text=names, anchor="p-2")
    after = f"Panels differ no more, says {full('lead')}. {names}"
    changed(world, found, after)
    replied(world, found, typed=after, reason=names)
    world.reply_to_all(found.matter_id)
    decided(world, found, feedback=names)
    made = promised(world, found, text=names, days=1, owner="other_manager")
    promised(world, found, comment_id="", network_id=world.network_ids["race"], text=names)
    world.wait(2)
    with world.as_("lead") as desk:
        undertakings.note(desk, made, text=names)
    with world.as_("race_chair") as desk:
        undertakings.check(desk, made, verdict="partly", words=names)
    with world.as_("race_chair") as desk:
        chosen = [found.comment_id, found.other_id, third.id]
        sharing.choose(desk, world.network_ids["race"], chosen)
    return found.matter_id


def pdf_text(data: bytes) -> str:
    reader = PdfReader(BytesIO(data))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
    words = "\n".join(page.extract_text() for page in reader.pages)
    # A line may break inside a word: spaces are taken out, so that no name hides behind one.
    together = "".join(re.split(r"[\s-]+", words))
    return f"{metadata}{reader.metadata}{words}{together}"


def test_no_name_comes_out_of_a_shared_page_or_its_pdf(app: Flask) -> None:
    world = world_of(app)
    matter_id = shared_everywhere(world)
    race = world.network_ids["race"]
    with world.as_("race_chair") as desk:
        links = [
            sharing.make_link(desk, network_id=race, days=30)[1],
            sharing.make_link(desk, matter_id=matter_id, days=30)[1],
        ]
    assert PARTS.search(entered(app, "secretary").get(f"/papers/{matter_id}/ledger").text)
    for secret in links:
        page = app.test_client().get(f"/shared/{secret}").text
        assert "You said, we did" in page
        assert "Panels differ no more" in page
        assert PARTS.findall(page) == []
        pdf = pdf_text(app.test_client().get(f"/shared/{secret}/pdf").data)
        assert "Panelsdifferno" in pdf
        assert PARTS.findall(pdf) == []
        same = entered(app, "author").get(f"/shared/{secret}").text
        assert PARTS.findall(same) == []


def test_the_preview_and_the_exports_columns_name_nobody(app: Flask) -> None:
    world = world_of(app)
    matter_id = shared_everywhere(world)
    race = world.network_ids["race"]
    for path in (
        f"/you-said-we-did/{race}",
        f"/papers/{matter_id}/you-said-we-did",
        f"/ledger/networks/{race}/links",
        f"/papers/{matter_id}/links",
    ):
        page = entered(app, "race_chair").get(path)
        assert page.status_code == 200
        assert PARTS.findall(page.text.split("<main")[1]) == []
