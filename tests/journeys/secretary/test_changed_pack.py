"""More time, a changed pack, and a network asked again about its own paragraph only."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told
from tests.services.changing import change, comment_on


def _speaks(phone: Page) -> None:
    """The chair asks for more time, and gives a position."""
    phone.get_by_label("How many more working days?").fill("2")
    phone.get_by_label("Why does your network need them?").fill("We meet at night.")
    press(phone, "Ask for more time")
    phone.get_by_label("Concern", exact=True).check()
    phone.get_by_label("In your network's own words").fill("Nobody is trained.")
    press(phone, "Give the position")


def test_more_time_then_a_changed_pack_then_asked_again(
    town: Town, page: Page, new_person: NewPerson, see: See
) -> None:
    made = town.world.consulting("race", "women")
    request = town.world.requests(made)["race"]
    comment_on(town.world, made, "race")
    phone = new_person(PHONE)
    town.enter(phone, "race_chair", f"/requests/{request}")
    _speaks(phone)

    town.enter(page, "secretary", f"/papers/{made}")
    page.get_by_role("link", name="Answer the Race Equality Network’s request").click()
    page.get_by_label("Grant it").check()
    page.get_by_label("Why?").fill("Of course.")
    press(page, "Answer the network")

    change(town.world, made)
    page.goto(f"/papers/{made}")
    press(page, "Say whether the changed pack is material")
    expect(page.get_by_label("Race Equality Network")).to_be_checked()
    expect(page.get_by_label("Women's Network")).not_to_be_checked()
    press(page, "Record my word")
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    page.get_by_label("Why?").fill("It adds a promise that they have not read.")
    see(page, "change-judged-desk")
    press(page, "Record my word")
    told(page, "The Race Equality Network is asked again, with a full window.")
    see(page, "change-paper-desk")

    phone.goto(f"/requests/{request}")
    expect(phone.get_by_text("It adds a promise that they have not read.")).to_be_visible()
    redline = phone.locator(".govflow-change .govflow-diff ins").first
    expect(redline).to_contain_text("trained member")
    see(phone, "change-asked-again-phone")
    press(phone, "Keep our position: concern")
    told(phone, "Your network keeps its position.")
    see(phone, "change-kept-phone")
