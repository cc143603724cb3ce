"""A secretary changes a scope rule, tries it on past papers, saves it, and a paper feels it."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPerson, See, Town
from tests.journeys.hands import press


def test_a_rule_is_written_tried_and_saved(town: Town, page: Page, see: See) -> None:
    world = town.world
    world.issued(topics=("digital",), title="A shared digital record")
    world.issued(title="A fairer route into senior posts")
    town.enter(page, "secretary", "/board")
    page.get_by_role("link", name="Change the rules that propose networks").click()
    see(page, "scope-rules")
    page.get_by_role("button", name="Add a rule").click()
    press(page, "Put it in the draft")
    expect(page.get_by_role("alert")).to_contain_text("a rule needs one")
    see(page, "scope-rule-problems")
    page.get_by_label("Digital systems").check()
    page.get_by_label("It is about at least this much money").fill("a lot")
    page.get_by_label("Women's Network").check()
    page.get_by_label("Why are these networks asked?").fill("Who is filmed, and when, differs.")
    press(page, "Put it in the draft")
    expect(page.get_by_role("alert")).to_contain_text("Enter the money as whole pounds")
    page.get_by_label("It is about at least this much money").fill("")
    press(page, "Put it in the draft")
    expect(page.get_by_text("It is not in force until you save it.")).to_be_visible()
    see(page, "scope-rules-draft")
    page.get_by_role("button", name="Try it on past papers, then save").click()
    expect(page.get_by_text("1 of 2 past papers would now be asked differently.")).to_be_visible()
    expect(page.get_by_role("link", name="A shared digital record")).to_be_visible()
    see(page, "scope-rules-try")
    page.get_by_label("Why do the rules change?").fill("The Women's Network asked for it.")
    press(page, "Save version 2")
    expect(page.get_by_text("Version 2 of the scope rules is in force.")).to_be_visible()
    page.get_by_role("link", name="Every version, and what changed").click()
    expect(page.get_by_text("From version 1 to version 2")).to_be_visible()
    see(page, "scope-rules-versions")
    made = world.submitted(topics=("digital",))
    page.goto(f"/papers/{made}/networks")
    why = "The paper concerns digital systems: who is filmed, and when, differs."
    expect(page.get_by_text(why)).to_be_visible()


def test_on_a_phone_without_scripts(town: Town, new_person: NewPerson, see: See) -> None:
    town.world.issued()
    phone = new_person((375, 800), script=False)
    town.enter(phone, "secretary", "/scope-rules")
    phone.get_by_role("button", name="Take out rule 3", exact=True).click()
    expect(phone.get_by_text("You took the rule out of the draft.")).to_be_visible()
    phone.get_by_role("button", name="Move down rule 1", exact=True).click()
    watched = new_person((375, 800))
    town.enter(watched, "secretary", "/scope-rules")
    see(watched, "scope-rules-phone")
    watched.goto("/scope-rules/try")
    see(watched, "scope-rules-try-phone")
    watched.goto("/scope-rules/rules/1")
    see(watched, "scope-rule-phone")
    press(watched, "Put it in the draft")
    watched.goto("/scope-rules/versions")
    see(watched, "scope-rules-versions-phone")
