"""Reading and commenting: three requests on a phone, drafts that stay, words found again."""

from dataclasses import replace

from playwright.sync_api import Page, expect

from govflow.services import consulting
from govflow.services.papers import DraftChange, make_version, save_draft
from govflow.store import matters
from tests.builders import PASSWORD, World
from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import press, told

BODY = (
    "## Why\n\nShortlists are **narrow**.\n\nAdverts stay inside the ward for a week.\n\n"
    "Panels stay as they are."
)
TITLES = ("Parking for night staff", "A new rota for theatres", "Prayer rooms")


def long_body() -> str:
    """Some forty pages under a dozen headings."""
    sentence = "Every ward keeps a list of who asked for which shift and what became of it. "
    return "\n\n".join(
        f"## Chapter {n}\n\n" + "\n\n".join(f"{n}.{k} {sentence * 6}" for k in range(1, 11))
        for n in range(1, 13)
    )


def reworded(world: World, made: str, old: str, new: str) -> None:
    """The author changes the text and freezes it."""
    with world.as_("author") as desk:
        paper = matters.paper(desk.work, made)
        document = replace(paper.draft, body=paper.draft.body.replace(old, new))
        save_draft(desk, made, DraftChange(document, paper.executive_lead_id, paper.meeting_id))
    with world.as_("author") as desk:
        make_version(desk, made, note="Reworded after the networks spoke.")


def test_three_requests_are_answered_on_a_phone(town: Town, phone: Page, see: See) -> None:
    for title in TITLES:
        town.world.consulting("race", body=BODY, title=title)
    town.enter(phone, "race_chair")
    for title in TITLES:
        phone.get_by_role("link", name=title).click()
        phone.get_by_role("link", name="“Panels stay as they are.”").click()
        phone.get_by_label("Only some of its words?").fill("stay as they are")
        phone.get_by_label("Your network's comment").fill(f"Not for {title.lower()}.")
        press(phone, "Send the comment")
        told(phone, "Your comment is in the record.")
        expect(phone.get_by_text("on “stay as they are”")).to_be_visible()
        phone.get_by_label("Support with changes").check()
        press(phone, "Give the position")
        told(phone, "Your network's position is in the record: support with changes.")
        if title == TITLES[0]:
            see(phone, "reading-passage-phone")
        phone.goto("/waiting")
    expect(phone.get_by_text("Nothing waits for you.")).to_be_visible()


def test_words_that_are_not_there_are_named_and_nothing_typed_is_lost(
    town: Town, new_person: NewPerson
) -> None:
    person = new_person(PHONE, script=False)
    request = town.world.requests(town.world.consulting("race", body=BODY))["race"]
    town.enter(person, "race_chair", f"/requests/{request}?paragraph=p-4")
    person.get_by_label("Only some of its words?").fill("stay away")
    person.get_by_label("Your network's comment").fill("They must change.")
    press(person, "Send the comment")
    expect(person.get_by_role("alert")).to_contain_text("These words are not in the paragraph")
    expect(person.get_by_label("Your network's comment")).to_have_value("They must change.")
    press(person, "Save as a draft")
    expect(person.get_by_text("Only you can see it.").first).to_be_visible()
    expect(person.get_by_label("Your network's comment")).to_have_value("They must change.")


def test_a_draft_saves_itself_and_is_there_after_signing_out(
    town: Town, page: Page, see: See
) -> None:
    request = town.world.requests(town.world.consulting("race", body=BODY))["race"]
    town.enter(page, "race_chair", f"/requests/{request}?paragraph=p-2")
    page.get_by_label("Your network's comment").press_sequentially("Half a thou")
    expect(page.locator("#draft-saved")).to_contain_text("Draft saved at")
    page.goto("/account")
    press(page, "Sign out")
    town.enter(page, "race_chair", f"/requests/{request}?to=comment")
    assert page.url.endswith("#comment")
    page.get_by_role("link", name="On “Shortlists are narrow.”").click()
    expect(page.get_by_label("Your network's comment")).to_have_value("Half a thou")
    expect(page.locator("#draft-saved")).to_contain_text("This is your draft, saved on")
    see(page, "reading-draft-desk")
    page.get_by_label("Your network's comment").fill("A whole thought.")
    press(page, "Send the comment")
    told(page, "Your comment is in the record.")
    expect(page.get_by_text("Your other drafts")).to_have_count(0)


def test_a_session_that_ends_in_mid_comment_loses_nothing(
    town: Town, new_person: NewPerson, see: See
) -> None:
    phone = new_person(PHONE)
    request = town.world.requests(town.world.consulting("race", body=BODY))["race"]
    town.enter(phone, "race_chair", f"/requests/{request}?paragraph=p-4")
    phone.get_by_label("Only some of its words?").fill("stay as they are")
    phone.get_by_label("Your network's comment").fill("Not “as they are”.\n\nMixed ones.")
    town.world.wait(3)  # days: no session lasts so long
    press(phone, "Send the comment")
    expect(phone.get_by_role("heading", name="You were signed out")).to_be_visible()
    see(phone, "reading-signed-out-phone")
    phone.get_by_label("E-mail address").fill("race_chair@rqx.example")
    phone.get_by_label("Password", exact=True).fill("not the password")
    press(phone, "Sign in")
    expect(phone.get_by_text("What you typed is kept.")).to_be_visible()
    phone.get_by_label("E-mail address").fill("race_chair@rqx.example")
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    press(phone, "Sign in")
    expect(phone.get_by_text("Mixed ones.")).to_be_visible()
    see(phone, "reading-carry-on-phone")
    press(phone, "Send it now")
    told(phone, "Your comment is in the record.")
    expect(phone.get_by_text("on “stay as they are”")).to_be_visible()


def test_selected_words_can_be_commented_on(town: Town, page: Page) -> None:
    request = town.world.requests(town.world.consulting("race", body=BODY))["race"]
    town.enter(page, "race_chair", f"/requests/{request}")
    page.locator("#p-3").select_text()
    page.get_by_role("button", name="Comment on these words").click()
    expect(page.get_by_label("Only some of its words?")).to_have_value(
        "Adverts stay inside the ward for a week."
    )


def test_selected_words_that_stand_twice_are_taken_with_those_around_them(
    town: Town, page: Page
) -> None:
    body = "The ward may ask, and the panel may answer."
    request = town.world.requests(town.world.consulting("race", body=body))["race"]
    town.enter(page, "race_chair", f"/requests/{request}")
    page.evaluate(
        """() => {
            const words = document.querySelector('#p-1').firstChild
            const range = document.createRange()
            range.setStart(words, words.data.lastIndexOf('may'))
            range.setEnd(words, words.data.lastIndexOf('may') + 3)
            document.getSelection().removeAllRanges()
            document.getSelection().addRange(range)
        }"""
    )
    page.get_by_role("button", name="Comment on these words").click()
    expect(page.get_by_label("Only some of its words?")).to_have_value("panel may answer.")
    page.get_by_label("Your network's comment").fill("It must.")
    press(page, "Send the comment")
    told(page, "Your comment is in the record.")


def test_a_changed_text_is_told_and_the_author_asks_what_was_meant(
    town: Town, page: Page, new_person: NewPerson, see: See
) -> None:
    world = town.world
    made = world.consulting("race", body=BODY)
    request = world.requests(made)["race"]
    for anchor in ("p-2", "p-3", "p-4"):
        with world.as_("race_chair") as desk:
            consulting.comment(desk, request, text=f"Think about {anchor}.", anchor=anchor)
    town.enter(page, "author", f"/papers/{made}/comments")
    card = page.get_by_role("article", name="Comment").filter(has_text="Think about p-4.")
    card.get_by_text("Ask the network about this comment").click()
    card.get_by_label("Your question").fill("Which panels do you mean?")
    card.get_by_role("button", name="Send the question").click()
    told(page, "Your question is with the network.")
    see(page, "reading-asked-author-desk")

    officer = new_person(PHONE)
    town.enter(officer, "race_chair", f"/requests/{request}")
    officer.get_by_role("link", name="1 question of the author waits").click()
    officer.get_by_label("Your network's answer").fill("Those for bands 8 and above.")
    press(officer, "Send the answer")
    told(officer, "Your network's answer has gone to the author.")

    world.wait(30)
    world.act("secretary", made, "close_consultation")
    reworded(world, made, "Panels stay as they are.", "Panels stay, but are mixed.")
    reworded(world, made, "Adverts stay inside the ward for a week.\n\n", "")
    town.enter(officer, "race_chair", f"/requests/{request}")
    expect(officer.get_by_text("Text has changed")).to_be_visible()
    expect(officer.get_by_text("Panels stay, but are mixed.")).to_be_visible()
    expect(officer.get_by_text("Text is gone")).to_be_visible()
    expect(officer.get_by_text("stands unchanged in version 3")).to_be_visible()
    see(officer, "reading-changed-phone")


def test_a_long_paper_is_read_in_parts_and_printed_large(town: Town, page: Page, see: See) -> None:
    request = town.world.requests(town.world.consulting("race", body=long_body()))["race"]
    with town.world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Which wards?", anchor="p-90")
    town.enter(page, "race_chair", f"/requests/{request}")
    expect(page.get_by_role("heading", name="The text, part 1 of")).to_be_visible()
    page.get_by_text("parts", exact=False).filter(has_text="All ").click()
    expect(page.get_by_text("1 comment of yours")).to_be_visible()
    see(page, "reading-parts-desk")
    page.get_by_role("link", name="Part 2:").first.click()
    expect(page.get_by_role("heading", name="The text, part 2 of")).to_be_visible()
    page.get_by_role("link", name="See the paragraph in the paper").click()
    expect(page.locator("#p-90")).to_be_visible()
    page.get_by_role("link", name="large print").click()
    expect(page.get_by_role("heading", name="Chapter 12")).to_be_visible()
    size = page.locator("#p-2").evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= 24  # 18 points
    see(page, "reading-large-print-desk")
