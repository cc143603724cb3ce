"""An administrator restricts what a comment said, and lifts it after telling the person."""

from playwright.sync_api import Page, expect

from govflow.services import consulting
from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told
from tests.test_erasure import WORDS, number_of


def test_a_comment_is_kept_but_not_used_until_it_is_lifted(
    town: Town, page: Page, new_person: NewPerson, see: See
) -> None:
    world = town.world
    request = world.requests(world.consulting("race"))["race"]
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text=WORDS)
    seq = number_of(world, "comment_made")
    town.enter(page, "administrator", "/admin")
    page.get_by_role("link", name="Restricting personal text").click()
    see(page, "restricting-empty-desk")
    page.get_by_label("Number of the event").fill(str(seq))
    press(page, "Look at it")
    assert WORDS not in page.content()
    press(page, "Restrict this text")
    expect(page.get_by_role("alert")).to_contain_text("Choose which text to restrict")
    page.get_by_label("The text").check()
    page.get_by_label("The person objected").check()
    page.get_by_label("Who asked for it?").fill("The person, by telephone.")
    see(page, "restricting-desk")
    press(page, "Restrict this text")
    told(page, "The text is restricted: it is kept, and nobody reads or uses it.")
    see(page, "restricted-desk")

    phone = new_person(PHONE)
    town.enter(phone, "race_chair", f"/requests/{request}")
    expect(phone.get_by_text(f"[restricted: event {seq}, text]").first).to_be_visible()
    assert WORDS not in phone.content()
    town.enter(phone, "administrator", "/admin/restrictions")
    see(phone, "restricted-phone")
    phone.get_by_role("link", name="Lift this restriction").click()
    see(phone, "restriction-lift-phone")
    press(phone, "Use the text again")
    expect(phone.get_by_role("alert")).to_contain_text("Say when and how the person was told")
    phone.get_by_label("When and how was the person told?").fill("By letter of 1 March.")
    phone.get_by_label("Why does the restriction end?").fill("The objection did not stand.")
    press(phone, "Use the text again")
    told(phone, "The text is in use again, wherever it stood.")
    town.enter(phone, "race_chair", f"/requests/{request}")
    expect(phone.get_by_text(WORDS).first).to_be_visible()
