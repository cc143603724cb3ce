"""The gate before a disciplinary procedure, which takes no free text; an action of somebody's."""

from playwright.sync_api import Page, expect

from govflow.store import people
from tests.begun import somebody
from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told

CASE = "ER-2026/041"
TREE = {
    "Was harm meant?": "No",
    "Does ill health": "No",
    "Was a way of working left": "No",
    "Would others with the same training": "Not asked yet",
}


def no_free_text(page: Page) -> None:
    """Neither a text area, nor a line of text that is more than a reference or a date."""
    expect(page.locator("main textarea")).to_have_count(0)
    names = page.locator("main input[type=text]").evaluate_all("all => all.map(one => one.name)")
    assert set(names) <= {"case_reference", "referred_on", "concluded_on"}


def referred(page: Page, see: See) -> str:
    page.get_by_role("link", name="Refer a case to the gate").click()
    no_free_text(page)
    page.get_by_label("Case reference").fill("Jane Doe, ward 4")
    page.get_by_label("When did the concern come to you?").fill("soon")
    press(page, "Refer a case to the gate")
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(2)
    see(page, "gate-start-refused-phone")
    page.get_by_label("Case reference").fill(CASE)
    page.get_by_label("When did the concern come to you?").fill("27/02/2026")
    press(page, "Refer a case to the gate")
    told(page, f"“{CASE}” is begun as 2026/0001.")
    return page.url.rsplit("/", 1)[1]


def tree_answered(page: Page, see: See) -> None:
    press(page, "Answer the decision tree")
    no_free_text(page)
    see(page, "gate-tree-phone")
    for question, answer in TREE.items():
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
    press(page, "Answer the decision tree")
    told(page, "You answered the decision tree.")


def test_the_gate_keeps_steps_and_no_personal_detail(
    town: Town, new_person: NewPerson, see: See
) -> None:
    manager, lead, chair = new_person(PHONE), new_person(), new_person()
    town.enter(manager, "manager")
    made = referred(manager, see)
    tree_answered(manager, see)

    town.enter(lead, "equality_lead", f"/matters/{made}")
    press(lead, "Record the check")
    no_free_text(lead)
    lead.get_by_label("The formal procedure is warranted").check()
    lead.get_by_label("There are none").check()
    press(lead, "Record the check")
    told(lead, "You made the check before anything formal.")

    # The check leads to a formal procedure, the tree does not: both must.
    manager.reload()
    expect(manager.get_by_text("The decision tree does not lead there")).to_be_visible()
    expect(manager.get_by_role("button", name="Start the formal procedure")).to_have_count(0)
    see(manager, "gate-not-formal-phone")
    press(manager, "Settle it informally")
    press(manager, "Settle it informally")
    press(manager, "Conclude")
    no_free_text(manager)
    manager.get_by_label("When was it concluded?").fill("2 March 2026")
    manager.get_by_label("Support or training").check()
    press(manager, "Conclude")
    told(manager, "You concluded the informal action.")

    lead.reload()
    expect(lead.get_by_text("You took the earlier step yourself").first).to_be_visible()
    town.enter(chair, "board_chair", "/matters")
    chair.get_by_role("link", name=CASE).click()
    press(chair, "Record the audit: in order")
    press(chair, "Record the audit: in order")
    told(chair, "You audited the case and found it in order.")
    see(chair, "gate-closed")
    assert town.world.state(made) == "closed"


def without_a_role(town: Town) -> None:
    """Somebody who can sign in and holds no role."""
    somebody(town.world, "porter", "Pat Ashdown")
    with town.world.as_("system") as desk:
        like = people.person(desk.work, town.world.ids["manager"])
        people.person(desk.work, town.world.ids["porter"]).password_hash = like.password_hash


def test_an_action_is_done_when_somebody_else_confirms_it(
    town: Town, new_person: NewPerson, see: See
) -> None:
    without_a_role(town)
    secretary, owner = new_person(), new_person(PHONE)
    town.enter(owner, "porter")
    expect(owner.get_by_role("heading", level=1)).to_have_text("Nothing here for you yet")

    town.enter(secretary, "secretary", "/matters/start/action")
    secretary.get_by_label("What is to be done?").fill("Print the new front sheet")
    secretary.get_by_label("Minute reference").fill("2026/114")
    secretary.get_by_label("Owner").select_option("Pat Ashdown")
    secretary.get_by_label("By when?").fill("20 March 2026")
    # Somebody else's page could send any id: it is refused beside its field.
    secretary.get_by_label("Owner").evaluate(
        "one => { one.add(new Option('Nobody', 'nobody')); one.value = 'nobody' }"
    )
    press(secretary, "Enter an action")
    expect(secretary.get_by_role("alert")).to_contain_text("Choose somebody from the list")
    expect(secretary.get_by_label("What is to be done?")).to_have_value("Print the new front sheet")
    secretary.get_by_label("Owner").select_option("Pat Ashdown")
    press(secretary, "Enter an action")
    expect(secretary.get_by_text("Waits for the owner, Pat Ashdown")).to_be_visible()

    owner.goto("/")
    expect(owner.get_by_role("heading", name="Waiting for you: 1")).to_be_visible()
    see(owner, "action-waiting-phone")
    owner.get_by_role("link", name="Print the new front sheet").click()
    press(owner, "Report as done")
    owner.get_by_label("When was it done?").fill("2/3/2026")
    owner.get_by_label("What shows it?").fill("The sheet in the May pack.")
    press(owner, "Report as done")
    told(owner, "You reported it as done.")
    expect(owner.get_by_role("button", name="Confirm")).to_have_count(0)
    secretary.reload()
    press(secretary, "Confirm")
    press(secretary, "Confirm")
    told(secretary, "You confirmed that it is done.")
    see(secretary, "action-confirmed")
