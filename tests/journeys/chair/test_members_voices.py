"""A chair asks the members, members write without a name, and their words reach the cover sheet."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told
from tests.voices import past_the_window

OBJECTION = "Panels are closed to us. “Nobody on nights sees the adverts.”"


def test_members_notes_become_an_objection_on_the_cover_sheet(
    town: Town, page: Page, phone: Page, new_person: NewPerson, see: See
) -> None:
    world = town.world
    made = world.consulting()
    request = world.requests(made)["race"]
    town.enter(page, "race_chair", f"/requests/{request}")
    page.get_by_role("link", name=re.compile("Your members’ voices")).click()
    expect(page.get_by_text("Your members have not been asked yet.")).to_be_visible()
    see(page, "members-not-asked")
    page.get_by_label("What do you ask your members?").fill("Do you see the adverts at work?")
    press(page, "Make the link")
    told(page, "The link is made. Give it to your members, or show them the code.")
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    see(page, "members-link")
    path = _path(page)
    for text in ("Nobody on nights sees the adverts.", "The panels know each other."):
        _leave(phone, path, text, see)
    assert phone.context.cookies() == []

    page.reload()
    expect(page.get_by_text("looks the same whether many have written or nobody")).to_be_visible()
    expect(page.get_by_text("Nobody on nights")).to_have_count(0)
    past_the_window(world, request)
    phone.goto(path)
    expect(phone.get_by_role("heading", name="This link is not open")).to_be_visible()
    see(phone, "members-closed-phone")
    _quote(town, page, request, see)
    chair_on_phone = new_person(PHONE)
    town.enter(chair_on_phone, "race_chair", f"/requests/{request}/members")
    see(chair_on_phone, "members-beside-phone")
    _object(town, page, made)
    reader = new_person()
    town.enter(reader, "secretary", f"/papers/{made}/cover")
    expect(reader.get_by_text(OBJECTION)).to_be_visible()
    see(reader, "members-cover")


def _quote(town: Town, page: Page, request: str, see: See) -> None:
    """The notes are shown, and one is taken into the draft."""
    town.enter(page, "race_chair", f"/requests/{request}/members")
    expect(page.get_by_text("Fewer than 10 notes.")).to_be_visible()
    page.get_by_role("button", name="Quote “Nobody on nights").click()
    told(page, "The words are added to the draft.")
    draft = page.get_by_label("Draft", exact=True)
    expect(draft).to_have_value("“Nobody on nights sees the adverts.”")
    see(page, "members-beside")


def _path(page: Page) -> str:
    link = page.locator(".govflow-members-link a").get_attribute("href") or ""
    return "/m/" + link.rsplit("/", 1)[-1]


def _object(town: Town, page: Page, made: str) -> None:
    """The network objects in its own words; then the paper goes its way to the board."""
    page.get_by_label("Draft", exact=True).fill(OBJECTION)
    page.get_by_label("Object", exact=True).check()
    press(page, "Give this as the network's position")
    told(page, "Your network's position is in the record: object.")
    for name, action in (("secretary", "close_consultation"), ("author", "finish_responses")):
        town.world.act(name, made, action)
    town.world.act("lead", made, "accept_responses")


def _leave(phone: Page, path: str, text: str, see: See) -> None:
    phone.goto(path)
    expect(phone.get_by_text("Do you see the adverts at work?")).to_be_visible()
    see(phone, "members-note-phone")
    phone.get_by_label("Your note").fill(text)
    press(phone, "Send the note")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert phone.url.endswith("/sent")
    see(phone, "members-sent-phone")


def test_two_officers_write_one_statement(
    town: Town, page: Page, new_person: NewPerson, see: See
) -> None:
    request = town.world.requests(town.world.consulting())["race"]
    other = new_person()
    for each in (page, other):
        town.enter(each, "race_chair", f"/requests/{request}/members")
    page.get_by_label("Draft", exact=True).fill("Panels must change.")
    press(page, "Save the draft")
    told(page, "The draft is saved.")
    other.get_by_label("Draft", exact=True).fill("Adverts must be open.")
    press(other, "Save the draft")
    expect(other.get_by_role("alert")).to_contain_text("Another officer saved the draft")
    expect(other.get_by_text("Panels must change.")).to_be_visible()
    expect(other.get_by_label("Draft", exact=True)).to_have_value("Adverts must be open.")
    see(other, "members-both-drafts")
    other.get_by_label("Draft", exact=True).fill("Panels must change. Adverts must be open.")
    press(other, "Save the draft")
    told(other, "The draft is saved.")
