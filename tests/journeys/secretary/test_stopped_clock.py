"""A network asks for a format and an answer; its clock stands still until it has both."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told


def test_a_clock_waits_for_a_format_and_an_answer(
    town: Town, page: Page, new_person: NewPerson, see: See
) -> None:
    made = town.world.consulting("race")
    request = town.world.requests(made)["race"]
    phone = new_person(PHONE)
    town.enter(phone, "race_chair", f"/requests/{request}")
    phone.get_by_label("Ask something before you answer").fill("How many posts are there?")
    phone.get_by_label("We cannot answer without this").check()
    press(phone, "Send the question")
    told(phone, "Your clock is stopped until it is answered.")
    phone.get_by_label("Which format does your network need?").fill("Large print")
    press(phone, "Ask for this format")
    expect(phone.get_by_text("Your clock is stopped.", exact=True)).to_be_visible()
    expect(phone.get_by_text("No day yet, the clock is stopped").first).to_be_visible()
    see(phone, "clock-stopped-phone")

    town.enter(page, "secretary", f"/papers/{made}")
    expect(page.get_by_text("Clock stopped", exact=True)).to_be_visible()
    see(page, "clock-stopped-secretary-desk")
    page.get_by_role("link", name="Say how the Race Equality Network gets it").click()
    press(page, "Tell the network")
    expect(page.get_by_role("alert")).to_contain_text("Say how it was delivered")
    page.get_by_label("How does the network get it?").fill("Printed today, by internal post.")
    see(page, "clock-format-desk")
    press(page, "Tell the network")
    told(page, "The Race Equality Network is told.")
    expect(page.get_by_text("Clock stopped", exact=True)).to_be_visible()
    page.get_by_role("link", name="Set the clock of the Race Equality Network going").click()
    page.get_by_label("Why must the network go on without it?").fill("Nobody has counted them.")
    see(page, "clock-resume-desk")
    press(page, "Set the clock going")
    told(page, "The clock runs again, with every working day it had.")

    phone.reload()
    expect(phone.get_by_text("10 working days left")).to_be_visible()
    expect(phone.get_by_text("Printed today, by internal post.")).to_be_visible()
    see(phone, "clock-runs-phone")
