"""Two networks sign one text, one of them differing from a paragraph; the author answers both."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told

TEXT = "Panels must be mixed.\n\nAdverts must be open to all."


def _begin(page: Page, see: See) -> None:
    page.get_by_role("link", name="Joint responses: one text with other networks").click()
    expect(page.get_by_text("No network has begun a joint response")).to_be_visible()
    press(page, "Begin the joint response")
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one network")
    expect(page.get_by_role("alert")).to_contain_text("Write what the networks say together")
    page.get_by_label("Women's Network").check()
    page.get_by_label("Disability Network").check()
    page.get_by_label("What the networks say together").fill(TEXT)
    see(page, "joint-begin-desk")
    press(page, "Begin the joint response")
    told(page, "The joint response is begun")
    expect(page.get_by_text("No other network has signed the last text yet.")).to_be_visible()


def _sign(phone: Page, see: See) -> None:
    phone.get_by_role("heading", name="Joint responses to sign (1)").wait_for()
    see(phone, "joint-waiting-phone")
    phone.get_by_role("link", name="A fairer route into senior posts").last.click()
    phone.get_by_label("We co-sign").check()
    phone.get_by_role("group", name="Paragraph 2").get_by_label("Differs").check()
    press(phone, "Record our answer")
    expect(phone.get_by_role("alert")).to_contain_text("differs on paragraph 2")
    phone.get_by_label("If you differ on paragraph 2").fill("Only to staff, in the first week.")
    see(phone, "joint-sign-phone")
    press(phone, "Record our answer")
    told(phone, "Your network has signed.")


def test_two_networks_sign_one_text_and_each_is_answered(
    town: Town, page: Page, new_person: NewPerson, see: See
) -> None:
    made = town.world.consulting()
    ids = town.world.requests(made)
    town.enter(page, "race_chair", f"/requests/{ids['race']}")
    _begin(page, see)
    phone = new_person(PHONE)
    town.enter(phone, "women_chair", "/waiting")
    _sign(phone, see)

    page.reload()
    expect(page.get_by_role("cell", name="Not yet").first).to_be_visible()
    see(page, "joint-matrix-desk")
    press(page, "Send the joint response")
    told(page, "The joint response is with the author")

    author = new_person()
    town.enter(author, "author", f"/papers/{made}/comments")
    expect(author.get_by_text("3 of 3 comments have no reply yet.")).to_be_visible()
    expect(author.get_by_text("Differs from paragraph 2")).to_be_visible()
    first = author.locator("article", has_text="Panels must be mixed.").first
    first.get_by_label("Partly accepted").check()
    first.get_by_label("The reason").fill("Two of three are mixed already.")
    first.get_by_label("The paragraph as it now reads").fill("Panels differ and are mixed.")
    first.get_by_role("button", name="Send the reply").click()
    told(author, "Your reply is with the network")
    author.get_by_role("link", name="joint response").first.click()
    see(author, "joint-sent-desk")

    phone.goto(f"/requests/{ids['women']}")
    phone.get_by_role("link", name="See the text and the replies").click()
    expect(phone.get_by_text("Two of three are mixed already.")).to_be_visible()
    press(phone, "Yes, it answers our point")
    told(phone, "Your network’s mark is in the record.")
    see(phone, "joint-answered-phone")
    town.enter(author, "secretary", f"/papers/{made}/cover")
    expect(author.get_by_text("differs from paragraph 2 in its own words")).to_be_visible()
    see(author, "joint-cover-desk")
