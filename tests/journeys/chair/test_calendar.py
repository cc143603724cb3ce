"""A chair takes the deadlines into a calendar of their own, and ends the address again."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import See, Town
from tests.journeys.hands import press, told


def test_a_chair_subscribes_and_ends_the_address(town: Town, phone: Page, see: See) -> None:
    town.world.consulting("race")
    town.enter(phone, "race_chair", "/account")
    see(phone, "account-phone")
    phone.get_by_role("link", name="Make a private calendar address").click()
    expect(phone.get_by_text("You have no calendar address.")).to_be_visible()
    press(phone, "Make an address")
    expect(phone.get_by_role("alert")).to_contain_text("Say where you will use it")
    phone.get_by_label("Where will you use it?").fill("My phone")
    press(phone, "Make an address")
    expect(phone.get_by_text("shown this once")).to_be_visible()
    see(phone, "calendar-made-phone")
    address = phone.locator(".govflow-address").inner_text()
    path = "/calendar/" + address.rsplit("/", 1)[-1]
    assert "BEGIN:VEVENT" in phone.request.get(town.url + path).text()
    phone.goto("/account/calendar")
    expect(phone.get_by_text("shown this once")).to_have_count(0)
    see(phone, "calendar-phone")
    phone.get_by_role("button", name="End it").click()
    told(phone, "The calendar address is ended: it opens nothing any more.")
    assert phone.request.get(town.url + path).status == 404
