"""A network's officer reads a pack, comments on a paragraph, takes a position, asks and marks."""

from playwright.sync_api import Page, expect

from govflow.services import planning, replying
from govflow.store import matters as stored
from tests.journeys.conftest import PHONE, NewPerson, See, Town


def told(page: Page, sentence: str) -> None:
    expect(page.get_by_role("alert").get_by_text(sentence)).to_be_visible()


def test_a_chair_answers_on_a_phone(town: Town, phone: Page, see: See) -> None:
    made = town.world.consulting("race", "women")
    town.enter(phone, "race_chair")
    expect(phone.get_by_text("Reply by")).to_be_visible()
    expect(phone.get_by_text("working days left")).to_be_visible()
    see(phone, "chair-waiting-phone")
    phone.get_by_role("link", name="A fairer route into senior posts").click()
    see(phone, "chair-request-phone")

    phone.get_by_role("link", name="“Shortlists are narrow.”").click()
    expect(phone.locator("#anchor")).to_have_text("Shortlists are narrow.")
    phone.get_by_role("button", name="Send the comment").click()
    expect(phone.get_by_role("alert")).to_contain_text("Write your comment.")
    expect(phone.locator("#anchor")).to_have_text("Shortlists are narrow.")
    phone.get_by_label("Your network's comment").fill("Our colleagues never see the adverts.")
    phone.get_by_role("button", name="Send the comment").click()
    told(phone, "Your comment is in the record.")
    assert phone.url.endswith("#p-2")
    expect(phone.get_by_role("link", name="Your network commented here")).to_be_visible()

    phone.get_by_label("Concern").check()
    phone.get_by_label("In your network's own words").fill("Adverts must be open.")
    phone.get_by_role("button", name="Give the position").click()
    told(phone, "Your network's position is in the record: concern.")
    see(phone, "chair-answered-phone")

    phone.goto("/waiting")
    expect(phone.get_by_text("Nothing waits for you.")).to_be_visible()
    expect(phone.get_by_text("Your network: concern.")).to_be_visible()
    see(phone, "chair-nothing-waits-phone")
    assert town.world.state(made) == "consulting"


def test_a_question_and_more_time_are_asked_and_answered(town: Town, page: Page, see: See) -> None:
    made = town.world.consulting("race")
    request = town.world.requests(made)["race"]
    town.enter(page, "race_chair", f"/requests/{request}")
    page.get_by_label("Ask something before you answer").fill("How many posts?")
    page.get_by_role("button", name="Send the question").click()
    told(page, "Your question has gone to the author.")
    page.get_by_label("Why does your network need them?").fill("Half of us are on nights.")
    page.get_by_role("button", name="Ask for more time").click()
    expect(page.get_by_role("alert")).to_contain_text("Ask for between 1 and 40 working days.")
    expect(page.get_by_label("Why does your network need them?")).to_have_value(
        "Half of us are on nights."
    )
    page.get_by_label("How many more working days?").fill("5")
    page.get_by_role("button", name="Ask for more time").click()
    told(page, "Your request for more time has gone to the company secretary.")

    world = town.world
    with world.looking("race_chair") as desk:
        found = stored.request(desk.work, request)
        question, extension = found.questions[0].id, found.extensions[0].id
    with world.as_("author") as desk:
        replying.answer_question(desk, request, question, text="About forty a year.")
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, request, extension, granted=True, answer="Nights count.")
    page.goto("/waiting")
    expect(page.get_by_text("1 question of yours has an answer")).to_be_visible()
    see(page, "chair-waiting-desk")
    page.goto(f"/requests/{request}")
    expect(page.get_by_text("About forty a year.")).to_be_visible()
    expect(page.get_by_text("Nights count.")).to_be_visible()
    expect(page.get_by_text("15 working days left")).to_be_visible()
    see(page, "chair-request-desk")


def test_replies_are_marked_and_the_ledger_shows_what_became_of_them(
    town: Town, page: Page, see: See
) -> None:
    world = town.world
    made = world.responding(position="object")
    world.reply_to_all(made)
    town.enter(page, "race_chair")
    expect(page.get_by_role("heading", name="Replies to mark (1)")).to_be_visible()
    see(page, "chair-to-mark-desk")
    page.get_by_role("link", name="A fairer route into senior posts").click()
    expect(page.get_by_text("Because of the law.")).to_be_visible()
    page.get_by_role("button", name="No, it does not").click()
    told(page, "Marked: the reply does not answer your network's point.")
    expect(page.get_by_text("Your network says: this does not answer our point.")).to_be_visible()
    world.act("author", made, "finish_responses")
    world.act("lead", made, "accept_responses")
    world.act("secretary", made, "issue")
    world.act("board_chair", made, "approve", attestation="yes", minute_reference="2026/41")
    world.act("secretary", made, "send_feedback", feedback="Panels will be reviewed in May.")
    page.goto(f"/requests/{world.requests(made)['race']}")
    expect(page.get_by_text("This paper is closed").first).to_be_visible()
    expect(page.get_by_text("Panels will be reviewed in May.")).to_be_visible()
    expect(page.get_by_role("button", name="Send the comment")).to_have_count(0)
    see(page, "chair-closed-desk")
    page.get_by_role("link", name="Our voice").click()
    for words in ("Panels stay as they were.", "Not accepted", "Because of the law.", "Object"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    expect(page.get_by_text("Panels will be reviewed in May.")).to_be_visible()
    see(page, "chair-ledger-desk")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    see(page, "chair-ledger-phone")


def test_commenting_on_a_paragraph_needs_no_script(town: Town, new_person: NewPerson) -> None:
    request = town.world.requests(town.world.consulting("race"))["race"]
    page = new_person(PHONE, script=False)
    town.enter(page, "race_chair", f"/requests/{request}")
    page.get_by_role("link", name="“Panels differ.”").click()
    expect(page.locator("#anchor")).to_have_text("Panels differ.")
    page.get_by_label("Your network's comment").fill("They should not.")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.get_by_text("Your comment is in the record.")).to_be_visible()
    expect(page.locator("article", has_text="They should not.")).to_contain_text("Panels differ.")


def test_a_late_comment_is_said_to_be_late(town: Town, page: Page, see: See) -> None:
    request = town.world.requests(town.world.consulting("race"))["race"]
    town.world.wait(20)
    town.enter(page, "race_chair")
    expect(page.get_by_role("heading", name="The window has ended (1)")).to_be_visible()
    see(page, "chair-late-desk")
    page.goto(f"/requests/{request}")
    expect(page.get_by_text("You can still comment: it will be marked late")).to_be_visible()
    page.get_by_label("Your network's comment").fill("Sorry, nights.")
    page.get_by_role("button", name="Send the comment").click()
    told(page, "It is marked late, and will still be answered.")
