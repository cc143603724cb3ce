"""A divergence from the recruitment process: two keys, two people, from its form to its end."""

from playwright.sync_api import Page, expect

from govflow.store import people
from tests.begun import begun, somebody
from tests.journeys.conftest import PHONE, NewPerson, See, Town, take_screenshot
from tests.journeys.hands import press, told

POST = "Ward manager, Cedar ward"


def both_hats(town: Town) -> None:
    """Somebody who is a manager and the board-level equality lead at once."""
    somebody(town.world, "both", "Bo Thatcher", "manager", "equality_lead")
    with town.world.as_("system") as desk:
        like = people.person(desk.work, town.world.ids["manager"])
        people.person(desk.work, town.world.ids["both"]).password_hash = like.password_hash


def ask_for_it(page: Page, see: See) -> str:
    """The form names what is wrong beside its field, keeps what was typed, then begins it."""
    page.get_by_role("link", name="Ask for a divergence").click()
    see(page, "matters-start")
    press(page, "Ask for a divergence")
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("listitem")).to_have_count(5)
    summary.get_by_role("link", name="Choose an answer to “Recruiting manager”.").click()
    expect(page.get_by_label("Recruiting manager")).to_be_focused()
    page.get_by_label("Which post is to be filled?").fill(POST)
    page.get_by_label("Post reference").fill("VAC 118, for Jane")
    page.get_by_label("Very few people hold the skill that the post needs").check()
    page.get_by_label("Say more").fill("Advertised twice; nobody applied.")
    page.get_by_label("Recruiting manager").select_option("Bo Thatcher")
    press(page, "Ask for a divergence")
    expect(summary).to_contain_text("no spaces")
    expect(page.get_by_label("Very few people")).to_be_checked()
    see(page, "matters-start-refused")
    page.get_by_label("Post reference").fill("VAC-2026/118")
    press(page, "Ask for a divergence")
    told(page, f"“{POST}” is begun as 2026/0001.")
    return page.url.rsplit("/", 1)[1]


def turn_the_first_key(town: Town, both: Page, made: str, see: See) -> None:
    """The recruiting manager agrees, and may not turn the second key as well."""
    town.enter(both, "both", "/matters")
    expect(both.get_by_role("heading", name="Waiting for you: 1")).to_be_visible()
    see(both, "matters-listing")
    both.get_by_role("link", name=POST).click()
    expect(both.get_by_text("Two keys, in order, and neither alone")).to_be_visible()
    see(both, "matters-divergence")
    press(both, "Agree as recruiting manager")
    press(both, "Agree as recruiting manager")
    expect(both.get_by_role("alert")).to_contain_text("Answer “Why do you agree?”")
    see(both, "matters-action-refused")
    both.get_by_label("Why do you agree?").fill("Nobody applied, twice.")
    press(both, "Agree as recruiting manager")
    told(both, "You agreed to the divergence as recruiting manager.")
    # The second key is theirs by role, but not on this matter.
    expect(both.get_by_text("a different person must do this")).to_be_visible()
    expect(both.get_by_role("button", name="Agree as board-level equality lead")).to_have_count(0)
    both.goto(f"/matters/{made}/actions/agree_as_lead")
    expect(both.get_by_text("You took the earlier step yourself")).to_be_visible()
    see(both, "matters-second-key-refused")


def turn_the_second_key(town: Town, lead: Page, asking: Page, made: str, see: See) -> None:
    """By keyboard, while somebody else's form lies open: what they typed is not lost."""
    town.enter(lead, "equality_lead", f"/matters/{made}/actions/agree_as_lead")
    asking.goto(f"/matters/{made}/actions/withdraw")
    asking.get_by_label("Why is it withdrawn?").fill("My carefully typed reason.")
    lead.get_by_label("Why do you agree?").fill("The advert ran long enough.")
    lead.keyboard.press("Tab")
    lead.keyboard.press("Enter")
    told(lead, "You agreed to the divergence as board-level equality lead.")
    press(asking, "Withdraw the request")
    expect(asking.get_by_role("heading", level=1)).to_have_text(
        "This procedure moved while you were reading"
    )
    expect(asking.get_by_text("Esther Lindqvist agreed to the divergence")).to_be_visible()
    expect(asking.get_by_label("Reason")).to_have_value("My carefully typed reason.")
    see(asking, "matters-stale-phone")


def report_what_came_of_it(both: Page, made: str, see: See) -> None:
    """A wrong date and one to come are refused in their own words; then it is at its end."""
    both.goto(f"/matters/{made}/actions/report_outcome")
    both.get_by_label("The post was filled").check()
    both.get_by_label("When was that?").fill("31/02/2026")
    press(both, "Report the outcome")
    expect(both.get_by_role("alert")).to_contain_text("as a real date")
    both.get_by_label("When was that?").fill("1 May 2026")
    press(both, "Report the outcome")
    expect(both.get_by_role("alert")).to_contain_text("it cannot have happened yet")
    expect(both.get_by_label("The post was filled")).to_be_checked()
    see(both, "matters-date-refused")
    both.get_by_label("When was that?").fill("2 March 2026")
    press(both, "Report the outcome")
    told(both, "You reported what came of the divergence.")
    expect(both.get_by_text("Nothing: this is its end.")).to_be_visible()
    see(both, "matters-divergence-closed")
    both.emulate_media(media="print")
    expect(both.get_by_text("printed as it stood on")).to_be_visible()
    take_screenshot(both, "matters-divergence-print")


def test_two_keys_and_never_the_same_person(town: Town, new_person: NewPerson, see: See) -> None:
    world = town.world
    both_hats(town)
    asking, both, lead = new_person(PHONE), new_person(), new_person()
    town.enter(asking, "manager")
    expect(asking.get_by_role("heading", name="Waiting for you: 0")).to_be_visible()
    see(asking, "matters-nothing-phone")
    made = ask_for_it(asking, see)
    expect(asking.get_by_text("Waits for the recruiting manager, Bo Thatcher")).to_be_visible()
    see(asking, "matters-divergence-phone")

    turn_the_first_key(town, both, made, see)
    turn_the_second_key(town, lead, asking, made, see)
    report_what_came_of_it(both, made, see)
    assert world.state(made) == "closed"


def test_a_refused_one_is_seen_by_those_it_concerns_and_by_nobody_else(
    town: Town, new_person: NewPerson, see: See
) -> None:
    made = begun(town.world, "recruitment_divergence")
    manager, other, auditor = new_person(), new_person(), new_person(PHONE)
    town.enter(manager, "manager", f"/matters/{made}")
    press(manager, "Refuse as recruiting manager")
    manager.get_by_label("Why can the agreed process be followed?").fill("A third advert is out.")
    press(manager, "Refuse as recruiting manager")
    told(manager, "You refused the divergence as recruiting manager.")
    expect(manager.get_by_text("The post is filled by the agreed process.")).to_be_visible()

    town.enter(other, "race_chair", f"/matters/{made}")
    expect(other.get_by_role("heading", level=1)).to_have_text("You may not do this")
    expect(other.get_by_text("This matter is not open to you.")).to_be_visible()
    other.goto("/matters/start/recruitment_divergence")
    expect(other.get_by_text("Only the manager or the company secretary may")).to_be_visible()
    see(other, "matters-refused")

    town.enter(auditor, "auditor", "/matters?procedure=recruitment_divergence")
    auditor.get_by_role("link", name=POST).click()
    expect(auditor.get_by_text("A third advert is out.")).to_be_visible()
    expect(auditor.get_by_text("Nothing: this is its end.")).to_be_visible()
    auditor.goto("/matters")
    see(auditor, "matters-listing-phone")
