"""An administrator erases what a network's comment said, on a lawful ground."""

from playwright.sync_api import Page, expect

from govflow.services import consulting
from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told
from tests.test_erasure import number_of

WORDS = "Zebedee Quillfeather of Ward Nine told me this in confidence"


def test_a_comment_is_erased_and_the_record_holds(
    town: Town, page: Page, new_person: NewPerson, see: See
) -> None:
    world = town.world
    request = world.requests(world.consulting("race"))["race"]
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text=WORDS)
    seq = number_of(world, "comment_made")
    town.enter(page, "administrator", "/admin")
    page.get_by_role("link", name="Erasing personal text").click()
    see(page, "erasing-empty-desk")
    page.get_by_label("Number of the event").fill(str(seq))
    press(page, "Look at it")
    assert WORDS not in page.content()
    press(page, "Erase for ever")
    expect(page.get_by_role("alert")).to_contain_text("Choose which text to erase")
    page.get_by_label("The text").check()
    page.get_by_label("It should never have been recorded").check()
    page.get_by_label("Who asked for it, or what was found?").fill("The person, by telephone.")
    see(page, "erasing-desk")
    press(page, "Erase for ever")
    told(page, "The text is erased, with every copy named on the page before.")
    see(page, "erased-desk")

    phone = new_person(PHONE)
    town.enter(phone, "race_chair", f"/requests/{request}")
    expect(phone.get_by_text("[erased]").first).to_be_visible()
    assert WORDS not in phone.content()
    town.enter(phone, "auditor", "/audit/log")
    press(phone, "Check every event now")
    expect(phone.get_by_text("was read again")).to_be_visible()
