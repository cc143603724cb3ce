"""A comment's way: accepted, marked, promised, checked, and shared as You said, we did."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told
from tests.services.influence import AFTER, Heard, changed, decided, heard, replied

SAID = "Panels must ask everybody the same."
FOUND = "Two of three panels were trained."


@pytest.mark.journey
def test_a_comment_becomes_a_promise_kept_and_a_page_shared(
    new_person: NewPerson, see: See, town: Town, tmp_path: Path
) -> None:
    found = heard(town.world, title="A fairer route")
    changed(town.world, found)
    replied(town.world, found)
    promise(town.enter(new_person(), "author", f"/papers/{found.matter_id}/comments"), see)
    decided(town.world, found)
    reads_the_ledger(town, new_person(), found, see)
    marks(town.enter(new_person(PHONE), "race_chair", "/ledger"), town, see)
    town.world.now = town.world.now.replace(month=5, day=2)
    chair = town.enter(new_person(PHONE), "race_chair", "/waiting")
    checks(chair, see)
    chair.goto(f"{town.url}/ledger")
    path = shares(chair, see)
    outsider = new_person(PHONE)
    outsider.goto(f"{town.url}/{path}")
    expect(outsider.get_by_text(SAID)).to_be_visible()
    expect(outsider.get_by_text(FOUND)).to_be_visible()
    see(outsider, "shared-phone")
    desk = new_person()
    desk.goto(f"{town.url}/{path}")
    takes_the_pdf(desk, tmp_path, see)
    ends_the_link(town.enter(new_person(), "secretary", "/ledger"), town, see)
    desk.reload()
    expect(desk.get_by_role("heading", name="Page not found")).to_be_visible()


def promise(author: Page, see: See) -> None:
    author.get_by_role(
        "link", name=re.compile("Add a promise to this reply.*Panels must ask")
    ).click()
    author.get_by_label("What is promised?").fill("Every panel is trained before it sits.")
    author.get_by_label("Who owns it?").select_option("Leila Haddad")
    author.get_by_label("On which day can the network check?").fill("yesterday")
    press(author, "Make the promise")
    expect(author.get_by_role("alert")).to_contain_text("as a real date")
    see(author, "promise-new-wrong")
    author.get_by_label("On which day can the network check?").fill("1 May 2026")
    press(author, "Make the promise")
    told(author, "The promise is made. The Race Equality Network says whether it was kept.")
    see(author, "promise-of-management")


def reads_the_ledger(town: Town, author: Page, found: Heard, see: See) -> None:
    town.enter(author, "author", f"/papers/{found.matter_id}/ledger")
    expect(author.get_by_text("The paragraph changed from version 1 to version 2.")).to_be_visible()
    see(author, "ledger-paper")


def marks(chair: Page, town: Town, see: See) -> None:
    chair.get_by_role("link", name="Mark this reply").first.click()
    said = chair.get_by_role("article").filter(has_text=SAID)
    said.get_by_role("button", name="Yes").first.click()
    chair.goto(f"{town.url}/ledger")
    expect(chair.get_by_role("article").get_by_text("Answers our point")).to_be_visible()
    see(chair, "ledger-phone")


def checks(chair: Page, see: See) -> None:
    see(chair, "waiting-promise-phone")
    chair.get_by_role("link", name="Every panel is trained").click()
    chair.get_by_label("Partly kept").check()
    press(chair, "Put it in the record")
    expect(chair.get_by_role("alert")).to_contain_text("Say in your network’s words")
    chair.get_by_label("In your network’s own words").fill(FOUND)
    see(chair, "promise-check-phone")
    press(chair, "Put it in the record")
    told(chair, "Your network’s word is in the record: partly kept.")
    see(chair, "promise-checked-phone")


def shares(chair: Page, see: See) -> str:
    """The path of the new link."""
    chair.get_by_role("link", name="Choose what is shared").click()
    chair.get_by_label(SAID).check()
    see(chair, "share-choice-phone")
    press(chair, "Share what is ticked")
    told(chair, "One comment is shared.")
    press(chair, "Make a link")
    see(chair, "share-links-phone")
    return chair.locator(".govflow-address").inner_text().split("/", 3)[3]


def takes_the_pdf(desk: Page, tmp_path: Path, see: See) -> None:
    see(desk, "shared-desk")
    with desk.expect_download() as loading:
        desk.get_by_role("link", name="Download as PDF").click()
    saved = tmp_path / "shared.pdf"
    loading.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF-")
    desk.emulate_media(media="print")
    see(desk, "shared-print")


def ends_the_link(secretary: Page, town: Town, see: See) -> None:
    expect(secretary.get_by_text(AFTER.split()[-1]).first).to_be_visible()
    see(secretary, "ledger-secretary")
    secretary.goto(f"{town.url}/promises")
    see(secretary, "promises-secretary")
    race = town.world.network_ids["race"]
    secretary.goto(f"{town.url}/ledger/networks/{race}/links")
    see(secretary, "share-links-desk")
    secretary.get_by_role("button", name="End this link").click()
    told(secretary, "The link is ended: it opens nothing any more.")
