"""An author answers each comment, makes a new version, and the lead reads what was said."""

from playwright.sync_api import Page, expect

from govflow.services import consulting, matters
from tests.builders import World
from tests.journeys.conftest import PHONE, NewPerson, See, Town


def told(page: Page, sentence: str) -> None:
    expect(page.get_by_role("alert").get_by_text(sentence)).to_be_visible()


def heard(world: World) -> str:
    """A paper with comments of two networks, one on a paragraph, one late, and a question."""
    made = world.consulting("race", "disability")
    asked = world.requests(made)
    with world.as_("race_chair") as desk:
        consulting.comment(desk, asked["race"], text="Panels stay as they were.", anchor="p-3")
        consulting.comment(desk, asked["race"], text="Adverts are never seen.")
        consulting.take_position(
            desk, asked["race"], position="concern", statement="Panels must change."
        )
    world.wait(15)
    with world.as_("disability_chair") as desk:
        consulting.comment(desk, asked["disability"], text="Rooms without a lift.")
        consulting.ask_question(desk, asked["disability"], text="How many posts?")
    world.act("secretary", made, "close_consultation")
    return made


def answer(page: Page, words: str, outcome: str, reason: str, changed: str = "") -> None:
    comment = page.get_by_role("article", name="Comment").filter(has_text=words)
    comment.get_by_label(outcome, exact=True).check()
    comment.get_by_label("The reason").fill(reason)
    comment.get_by_label("The paragraph as it now reads").fill(changed)
    comment.get_by_role("button", name="Send the reply").click()


def make_version(page: Page, see: See) -> None:
    """The text is changed and frozen, once the change is said in a sentence."""
    page.get_by_role("link", name="Change the text").click()
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace("Panels differ.", "Panels have two new members."))
    page.get_by_role("button", name="Save draft and make a version").click()
    page.get_by_role("button", name="Make a new version").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a sentence what changed")
    page.get_by_label("What changed in this version?").fill("Two new members on each panel.")
    page.get_by_role("button", name="Make a new version").click()
    told(page, "Version 2 is made.")
    see(page, "author-comments-answered")


def test_every_comment_gets_its_reply(town: Town, page: Page, see: See) -> None:
    world = town.world
    made = heard(world)
    town.enter(page, "author")
    expect(page.get_by_role("link", name="Reply to 3 comments")).to_be_visible()
    see(page, "author-papers")
    page.get_by_role("link", name="Answer 1 question of the networks").click()
    expect(page.get_by_text("3 of 3 comments have no reply yet.")).to_be_visible()
    expect(page.get_by_text("3 comments have no reply yet.", exact=True)).to_be_visible()
    for name in ("Rashida Khan", "Dafydd Rees"):
        expect(page.get_by_text(name)).to_have_count(0)
    see(page, "author-comments")

    answer(page, "Panels stay", "Accepted", "You are right.")
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    summary.get_by_role("link", name="Give the paragraph as it now reads.").click()
    comment = page.get_by_role("article", name="Comment").filter(has_text="Panels stay")
    expect(comment.get_by_label("The paragraph as it now reads")).to_be_focused()
    expect(comment.get_by_label("The reason")).to_have_value("You are right.")
    see(page, "author-comments-problem")
    answer(page, "Panels stay", "Accepted", "You are right.", "Panels have two new members.")
    told(page, "Your reply is with the network: accepted.")
    answer(page, "Adverts are never", "Already covered", "See the second list item.")
    answer(page, "Rooms without", "Out of scope", "Estates answer this in May.")
    expect(page.get_by_text("All 3 comments have a reply.")).to_be_visible()
    page.get_by_label("Your answer").fill("About forty a year.")
    page.get_by_role("button", name="Send the answer").click()
    told(page, "Your answer is with the Disability Network.")

    make_version(page, see)
    page.get_by_role("link", name="What changed since the networks saw it").click()
    expect(page.locator("ins").filter(has_text="two new members").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Finish the replies").click()
    told(page, "You finished the replies.")
    assert world.state(made) == "answered"


def test_the_lead_reads_and_goes_on_to_accept(town: Town, page: Page, see: See) -> None:
    made = town.world.answered()
    town.enter(page, "lead")
    expect(page.get_by_text("you are the executive lead; Amara Osei writes it")).to_be_visible()
    see(page, "author-lead-papers")
    page.goto(f"/papers/{made}/comments")
    expect(page.get_by_text("Because of the law.")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
    see(page, "author-lead-comments")
    page.get_by_role("link", name="Accept or return the replies").click()
    page.get_by_role("button", name="Return the replies").click()
    page.get_by_label("What must the replies say better?").fill("Say which law.")
    page.get_by_role("button", name="Return the replies").click()
    assert town.world.state(made) == "responding"


def test_an_author_sees_why_the_replies_came_back(town: Town, phone: Page, see: See) -> None:
    world = town.world
    made = world.answered()
    world.act("lead", made, "return_responses", reason="Say which law.")
    town.enter(phone, "author", f"/papers/{made}/comments")
    expect(phone.get_by_text("Say which law.")).to_be_visible()
    see(phone, "author-phone-comments")
    phone.goto("/my-papers")
    see(phone, "author-phone-papers")


def test_replying_needs_no_script(town: Town, new_person: NewPerson) -> None:
    made = heard(town.world)
    page = new_person(PHONE, script=False)
    town.enter(page, "author", f"/papers/{made}/comments")
    answer(page, "Rooms without", "Not accepted", "The lift is outside this paper.")
    expect(page.get_by_text("2 of 3 comments have no reply yet.")).to_be_visible()
    with town.world.looking("author") as desk:
        round_ = matters.paper_case(desk, made).consultation
    assert len(round_.unanswered_comments() if round_ else []) == 2
