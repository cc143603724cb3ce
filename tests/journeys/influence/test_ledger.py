"""A comment's way: accepted, marked, promised, checked, and shared as You said, we did."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told
from tests.services.influence import AFTER, changed, decided, heard, replied

SAID = "Panels must ask everybody the same."


def promise(page: Page, day: str) -> None:
    page.get_by_role(
        "link", name=re.compile("Add a promise to this reply.*Panels must ask")
    ).click()
    page.get_by_label("What is promised?").fill("Every panel is trained before it sits.")
    page.get_by_label("Who owns it?").select_option("Leila Haddad")
    page.get_by_label("On which day can the network check?").fill(day)


@pytest.mark.journey
def test_a_comment_becomes_a_promise_kept_and_a_page_shared(
    new_person: NewPerson, see: See, town: Town, tmp_path: Path
) -> None:
    world = town.world
    found = heard(world, title="A fairer route")
    changed(world, found)
    replied(world, found)
    author = town.enter(new_person(), "author", f"/papers/{found.matter_id}/comments")
    promise(author, "yesterday")
    see(author, "promise-new")
    press(author, "Make the promise")
    expect(author.get_by_role("alert")).to_contain_text("as a real date")
    see(author, "promise-new-wrong")
    author.get_by_label("On which day can the network check?").fill("1 May 2026")
    press(author, "Make the promise")
    told(author, "The promise is made. The Race Equality Network says whether it was kept.")
    see(author, "promise-of-management")
    decided(world, found)
    author.goto(f"{town.url}/papers/{found.matter_id}/ledger")
    expect(author.get_by_text("The paragraph changed from version 1 to version 2.")).to_be_visible()
    see(author, "ledger-paper")

    chair = town.enter(new_person(PHONE), "race_chair", "/ledger")
    chair.get_by_role("link", name="Mark this reply").first.click()
    chair.get_by_role("article").filter(has_text=SAID).get_by_role(
        "button", name="Yes"
    ).first.click()
    chair.goto(f"{town.url}/ledger")
    see(chair, "ledger-phone")
    world.now = world.now.replace(month=5, day=2)
    chair = town.enter(new_person(PHONE), "race_chair", "/waiting")
    see(chair, "waiting-promise-phone")
    chair.get_by_role("link", name="Every panel is trained").click()
    chair.get_by_label("Partly kept").check()
    press(chair, "Put it in the record")
    expect(chair.get_by_role("alert")).to_contain_text("Say in your network’s words")
    chair.get_by_label("In your network’s own words").fill("Two of three panels were trained.")
    see(chair, "promise-check-phone")
    press(chair, "Put it in the record")
    told(chair, "Your network’s word is in the record: partly kept.")
    see(chair, "promise-checked-phone")

    chair.goto(f"{town.url}/ledger")
    chair.get_by_role("link", name="Choose what is shared").click()
    chair.get_by_label(SAID).check()
    see(chair, "share-choice-phone")
    press(chair, "Share what is ticked")
    told(chair, "One comment is shared.")
    press(chair, "Make a link")
    see(chair, "share-links-phone")
    address = chair.locator(".govflow-address").inner_text()
    path = address.split("/", 3)[3]

    outsider = new_person(PHONE)
    outsider.goto(f"{town.url}/{path}")
    expect(outsider.get_by_text(SAID)).to_be_visible()
    expect(outsider.get_by_text("Two of three panels were trained.")).to_be_visible()
    see(outsider, "shared-phone")
    desk = new_person()
    desk.goto(f"{town.url}/{path}")
    see(desk, "shared-desk")
    with desk.expect_download() as loading:
        desk.get_by_role("link", name="Download as PDF").click()
    saved = tmp_path / "shared.pdf"
    loading.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF-")
    desk.emulate_media(media="print")
    see(desk, "shared-print")

    secretary = town.enter(new_person(), "secretary", "/ledger")
    expect(secretary.get_by_text(AFTER.split()[-1]).first).to_be_visible()
    see(secretary, "ledger-secretary")
    secretary.goto(f"{town.url}/promises")
    see(secretary, "promises-secretary")
    secretary.goto(f"{town.url}/ledger/networks/{world.network_ids['race']}/links")
    see(secretary, "share-links-desk")
    secretary.get_by_role("button", name="End this link").click()
    told(secretary, "The link is ended: it opens nothing any more.")
    desk.reload()
    expect(desk.get_by_role("heading", name="Page not found")).to_be_visible()
