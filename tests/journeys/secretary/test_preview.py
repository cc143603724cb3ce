"""A secretary minds the window, sees exactly what each network will receive, and sends that."""

from datetime import date

from playwright.sync_api import Page, expect

from govflow.services import network_dates
from tests.builders import World
from tests.journeys.conftest import NewPerson, See, Town
from tests.journeys.hands import press, told


def with_dates(world: World) -> None:
    with world.as_("race_chair") as desk:
        network_dates.enter_meeting(desk, world.network_ids["race"], date(2026, 3, 12))
    with world.as_("secretary") as desk:
        network_dates.enter_meeting(desk, world.network_ids["women"], date(2026, 4, 9))


def test_the_preview_is_read_and_sent(town: Town, page: Page, see: See) -> None:
    world = town.world
    with_dates(world)
    world.consulting("race", body="A paper as long as a book. " * 10_400)
    made = world.submitted(body="Words. " * 20_000, money_pounds=250_000, staff_affected=40)
    town.enter(page, "secretary", f"/papers/{made}/networks")
    expect(
        page.get_by_text("The network meets on 12 March 2026, inside the window.")
    ).to_be_visible()
    expect(page.get_by_text("Reading alone takes about").first).to_be_visible()
    see(page, "secretary-networks-minded")
    page.get_by_role("radio").nth(1).check()
    press(page, "Confirm the networks")
    page.get_by_role("link", name="See exactly what each network will receive").click()
    expect(page.get_by_text("It meets next on 9 April 2026.").first).to_be_visible()
    page.get_by_text("The mail to the Race Equality Network").click()
    mail = page.get_by_role("region", name="The mail to the Race Equality Network")
    expect(mail).to_contain_text("One thing is new:")
    see(page, "secretary-preview")
    press(page, "Send exactly this")
    expect(page.get_by_text("You sent it to the staff networks.").first).to_be_visible()
    assert world.state(made) == "consulting"


def test_dates_are_entered_and_a_chair_asks_for_a_format(
    town: Town, page: Page, phone: Page, see: See
) -> None:
    world = town.world
    town.enter(page, "secretary", "/meeting-dates")
    page.get_by_role("button", name="Enter these dates").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the first day")
    page.get_by_label("Name", exact=True).fill("Easter holidays")
    page.get_by_label("First day").fill("30/3/2026")
    page.get_by_label("Last day (optional)").fill("10/4/2026")
    page.get_by_label("Where it is published").fill("The council’s term dates")
    press(page, "Enter these dates")
    told(page, "The dates are entered. Every window shows them from now on.")
    see(page, "meeting-dates")
    request = world.requests(world.consulting("race"))["race"]
    town.enter(phone, "race_chair", "/meeting-dates")
    phone.get_by_label("Next date of the Race Equality Network").fill("soon")
    press(phone, "Enter this date")
    expect(phone.get_by_role("alert")).to_contain_text("as a real date")
    phone.get_by_label("Next date of the Race Equality Network").fill("12 March 2026")
    press(phone, "Enter this date")
    told(phone, "The meeting date is entered.")
    see(phone, "meeting-dates-phone")
    phone.goto(f"/requests/{request}")
    expect(phone.get_by_text("Whom would the new route still shut out?")).to_be_visible()
    phone.get_by_label("Which format does your network need?").fill("Large print")
    press(phone, "Ask for this format")
    told(phone, "The company secretary is told which format your network needs.")
    see(phone, "chair-format-phone")
    page.goto("/board")


def test_the_preview_on_a_phone(town: Town, new_person: NewPerson, see: See) -> None:
    with_dates(town.world)
    made = town.world.scoped()
    phone = new_person((375, 800))
    town.enter(phone, "secretary", f"/papers/{made}/networks/preview")
    see(phone, "secretary-preview-phone")
    phone.goto(f"/papers/{made}/networks")
    see(phone, "secretary-networks-phone")
