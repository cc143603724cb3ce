"""A policy from its entry for review to the networks' feedback, through everybody's own pages."""

from playwright.sync_api import Page, expect

from govflow.services import consulting
from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import fill_in, press, told

POLICY = "Recruitment and selection policy"


def entered_for_review(page: Page, see: See) -> str:
    """The secretary finds the form behind “Procedures” and enters the policy."""
    page.get_by_role("link", name="Procedures", exact=True).click()
    see(page, "policy-secretary-procedures")
    page.get_by_role("link", name="Enter a policy for review").click()
    page.get_by_label("Policy reference").fill("HR-014")
    page.get_by_label("Which policy is it?").fill(POLICY)
    page.get_by_label("When does it expire?").fill("31 December 2026")
    page.get_by_label("Who reviews it?").select_option("Amara Osei")
    press(page, "Enter a policy for review")
    told(page, f"“{POLICY}” is begun as 2026/0001.")
    expect(page.get_by_text("In force, review not begun").first).to_be_visible()
    see(page, "policy-in-force")
    press(page, "Begin the review")
    told(page, "You began the review.")
    return page.url.rsplit("/", 1)[1]


def written(page: Page, see: See) -> None:
    """The author's own list names the policy; its kind is settled by its procedure."""
    expect(page.get_by_role("link", name=POLICY, exact=True)).to_be_visible()
    page.get_by_role("link", name=POLICY, exact=True).click()
    press(page, "Write the paper")
    expect(page.get_by_label("Kind of paper")).to_have_count(0)
    fill_in(page)
    see(page, "policy-edit")
    press(page, "Submit to the secretary")
    told(page, "You submitted the paper to the secretary.")


def sent(page: Page, see: See) -> None:
    """All three networks are asked; the window must end before the policy expires."""
    page.reload()
    press(page, "Choose the networks")
    for box in page.get_by_label("Ask this network").all():
        box.check()
    page.get_by_role("radio").nth(1).check()
    see(page, "policy-networks")
    press(page, "Confirm the networks")
    press(page, "Send to the networks")
    told(page, "You sent it to the staff networks.")


def answered(town: Town, phone: Page, made: str) -> None:
    """The race network comments from a phone; the others have nothing to add."""
    asked = town.world.requests(made)
    town.enter(phone, "race_chair")
    phone.get_by_role("link", name=POLICY, exact=True).click()
    phone.get_by_label("Your network's comment").fill("Panels stay as they were.")
    press(phone, "Send the comment")
    phone.get_by_label("Concern").check()
    phone.get_by_label("In your network's own words").fill("Panels must change.")
    press(phone, "Give the position")
    told(phone, "Your network's position is in the record: concern.")
    for name in ("disability", "women"):
        with town.world.as_(f"{name}_chair") as desk:
            consulting.take_position(desk, asked[name], position="nothing_to_add")


def replied(page: Page, made: str) -> None:
    page.goto(f"/papers/{made}/comments")
    comment = page.get_by_role("article", name="Comment")
    comment.get_by_label("Not accepted", exact=True).check()
    comment.get_by_label("The reason").fill("The law fixes the panel.")
    press(page, "Send the reply")
    press(page, "Finish the replies")
    told(page, "You finished the replies.")


def decided(chair: Page, made: str, see: See) -> None:
    chair.get_by_role("link", name=POLICY, exact=True).click()
    press(chair, "Record as approved")
    chair.get_by_label("Minute reference").fill("2026/52")
    chair.get_by_role("checkbox").check()
    press(chair, "Record as approved")
    told(chair, "You recorded it as approved.")
    see(chair, "policy-approved")


def test_a_policy_is_reviewed_with_its_networks(
    town: Town, new_person: NewPerson, see: See
) -> None:
    secretary, author, phone = new_person(), new_person(), new_person(PHONE)
    town.enter(secretary, "secretary")
    made = entered_for_review(secretary, see)
    town.enter(author, "author")
    written(author, see)
    sent(secretary, see)
    answered(town, phone, made)
    secretary.reload()
    press(secretary, "Close the consultation")
    replied(author, made)

    lead, chair = new_person(), new_person()
    town.enter(lead, "lead", f"/papers/{made}")
    press(lead, "Accept the replies")
    told(lead, "You accepted the replies.")
    secretary.goto(f"/papers/{made}")
    press(secretary, "Issue in the meeting's pack")
    town.enter(chair, "board_chair", "/decisions")
    decided(chair, made, see)
    secretary.reload()
    press(secretary, "Send feedback to the networks")
    secretary.get_by_label("What do you tell the networks?").fill(
        "The panel stays; the law says so."
    )
    press(secretary, "Send feedback to the networks")
    told(secretary, "You sent feedback to the networks.")
    assert town.world.state(made) == "closed"

    secretary.get_by_role("link", name="What this procedure promises").click()
    expect(secretary.get_by_text("HR-014").first).to_be_visible()
    expect(secretary.get_by_text("31 December 2026").first).to_be_visible()
    see(secretary, "policy-promises")
    secretary.get_by_role("link", name="Open the whole paper").click()
    expect(secretary).to_have_url(f"{town.url}/papers/{made}")
    phone.goto(f"/matters/{made}")
    see(phone, "policy-promises-phone")
