"""An administrator lets somebody in, looks after networks, moves a meeting and sets policy."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, NewPerson, See, Town


def told(page: Page, sentence: str) -> None:
    expect(page.get_by_role("alert").get_by_text(sentence)).to_be_visible()


def test_a_person_is_added_given_a_role_and_signs_in(
    town: Town, new_person: NewPerson, see: See
) -> None:
    page = town.enter(new_person(DESK), "administrator")
    expect(page.get_by_role("heading", name="Administration")).to_be_visible()
    see(page, "admin-overview")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="People").click()
    see(page, "admin-people")
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name").fill("Nia Vaughan")
    page.get_by_label("E-mail address").fill("author@rqx.example")
    page.get_by_label("First password (optional)", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Add this person").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody already signs in")
    expect(page.get_by_label("Name")).to_have_value("Nia Vaughan")
    see(page, "admin-new-person")
    page.get_by_label("E-mail address").fill("nia@rqx.example")
    page.get_by_label("First password (optional)", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Add this person").click()
    told(page, "Nia Vaughan is added. Give them a role, or appoint them on a network.")

    page.get_by_role("button", name="Give a role").click()
    page.get_by_label("Role").select_option("Auditor")
    page.get_by_label("Last day (optional)").fill("31/3/2026")
    see(page, "admin-role")
    page.get_by_role("button", name="Give this role").click()
    told(page, "The role of auditor is given.")
    see(page, "admin-person")
    nia = town.enter(new_person(DESK), "nia")
    expect(nia.get_by_role("heading", name="Every matter")).to_be_visible()

    page.get_by_role("link", name="Change May sign in").or_(
        page.get_by_role("link", name="Change may sign in")
    ).click()
    page.get_by_label("May sign in").uncheck()
    page.get_by_role("button", name="Save details").click()
    told(page, "Saved. Nia Vaughan may no longer sign in, and is signed out everywhere.")
    nia.reload()
    expect(nia.get_by_role("heading", name="Sign in to govflow")).to_be_visible()


def test_a_network_changes_hands(town: Town, page: Page, see: See) -> None:
    town.enter(page, "administrator", "/admin/networks")
    expect(page.get_by_text("govflow keeps no list of a network’s members")).to_be_visible()
    see(page, "admin-networks")
    page.get_by_role("link", name="Race Equality Network").click()
    page.get_by_role("link", name="Set the last day of Rashida Khan").click()
    page.get_by_label("Last day of Rashida Khan").fill("2/3/2026")
    page.get_by_role("button", name="Set the last day").click()
    told(page, "The term's last day is set.")
    page.get_by_role("button", name="Appoint an officer").click()
    page.get_by_label("Person").select_option("Amara Osei")
    page.get_by_label("First day").fill("3 March 2026")
    see(page, "admin-appoint")
    page.get_by_role("button", name="Appoint").click()
    told(page, "Amara Osei is appointed chair.")
    see(page, "admin-network")
    page.get_by_role("link", name="Change remit").click()
    page.get_by_label("Protected hours a month").fill("900")
    page.get_by_role("button", name="Save the network").click()
    expect(page.get_by_role("alert")).to_contain_text("between 0 and 200")
    page.get_by_label("Protected hours a month").fill("9")
    see(page, "admin-network-details")
    page.get_by_role("button", name="Save the network").click()
    told(page, "The network is saved.")


def test_meetings_and_policy_have_their_days(town: Town, page: Page, see: See) -> None:
    town.enter(page, "administrator", "/admin/meetings")
    see(page, "admin-meetings")
    page.get_by_text("Enter a committee").click()
    page.get_by_label("Name").fill("People Committee")
    page.get_by_role("button", name="Enter this committee").click()
    told(page, "People Committee is entered.")
    page.get_by_role("button", name="Arrange a meeting").click()
    page.get_by_label("Committee").select_option("People Committee")
    page.get_by_label("Day of the meeting").fill("22 April 2026")
    see(page, "admin-new-meeting")
    page.get_by_role("button", name="Arrange this meeting").click()
    told(page, "A meeting of People Committee is arranged.")
    page.get_by_role("link", name="Wednesday 22 April 2026, 9.30am").click()
    page.get_by_label("Starts at").fill("2.30pm")
    page.get_by_label("Place (optional)").fill("Boardroom")
    see(page, "admin-meeting")
    page.get_by_role("button", name="Save the meeting").click()
    told(page, "The meeting of People Committee is saved.")
    expect(page.get_by_text("Wednesday 22 April 2026, 2.30pm")).to_be_visible()

    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Policy").click()
    page.get_by_role("link", name="Set a new value for: Clear working days").click()
    page.get_by_label("New value").fill("7")
    page.get_by_label("It holds from").fill("1/4/2026")
    see(page, "admin-policy-value")
    page.get_by_role("button", name="Set this value").click()
    told(page, "The value is set.")
    expect(page.get_by_text("From Wednesday 1 April 2026 it will be")).to_be_visible()
    see(page, "admin-policy")


def test_an_administrator_on_a_phone(town: Town, phone: Page, see: See) -> None:
    town.enter(phone, "administrator")
    world = town.world
    for name, path in (
        ("overview", "/admin"),
        ("people", "/admin/people"),
        ("person", f"/admin/people/{world.ids['author']}"),
        ("networks", "/admin/networks"),
        ("network", f"/admin/networks/{world.network_ids['race']}"),
        ("meetings", "/admin/meetings"),
        ("policy", "/admin/policy"),
        ("mails", "/admin/mails"),
        ("checks", "/admin/checks"),
    ):
        phone.goto(path)
        see(phone, f"admin-{name}-phone")
