"""The governance review from opening to adoption, seen as at a date, with a network's verdict."""

from datetime import date

from playwright.sync_api import Page, expect

from govflow.services import reviews
from tests.journeys.conftest import DESK, NewPerson, See, Town


def told(page: Page, sentence: str) -> None:
    expect(page.get_by_role("alert").get_by_text(sentence)).to_be_visible()


def opened(town: Town) -> str:
    with town.world.as_("secretary") as desk:
        return reviews.open_review(desk).id


def add(town: Town, review_id: str, criterion: int, day: date) -> None:
    with town.world.as_("secretary") as desk:
        reviews.add_evidence(
            desk, review_id, criterion=criterion, text="Met.", source="Minute", dated_on=day
        )


def test_a_secretary_opens_and_scopes_the_review(town: Town, page: Page, see: See) -> None:
    town.enter(page, "secretary", "/reviews")
    expect(page.get_by_text("Nothing has been recorded.")).to_be_visible()
    see(page, "review-none")
    page.get_by_role("button", name="Open the governance review").click()
    told(page, "The governance review is open.")
    see(page, "review-opened")
    page.get_by_role("button", name="Scope the review").click()
    page.get_by_role("button", name="Scope the review").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    see(page, "review-scope-refused")
    page.get_by_label("Who owns the review?").fill("Sian Pritchard, Company Secretary")
    page.get_by_role("button", name="Scope the review").click()
    told(page, "You scoped the review.")


def test_evidence_brings_the_review_to_the_board(
    town: Town, new_person: NewPerson, see: See
) -> None:
    made = opened(town)
    town.world.act("secretary", made, "scope_review", owner_name="Sian Pritchard")
    page = town.enter(new_person(DESK), "secretary", f"/reviews/{made}")
    page.get_by_role("link", name="Add evidence for criterion 2").click()
    page.get_by_label("What does it show?").fill("Three networks met the review's owner.")
    page.get_by_label("Where can it be seen?").fill("Notes of the meeting")
    page.get_by_label("The date it bears").fill("4 November 2021")
    see(page, "review-evidence")
    page.get_by_role("button", name="Add to the record").click()
    told(page, "The evidence for criterion 2 is in the record.")
    for title in ("Start the review", "Take the review to the board"):
        page.get_by_role("button", name=title).click()
        page.get_by_role("button", name=title).click()

    chair = town.enter(new_person(DESK), "board_chair", "/reviews")
    chair.get_by_role("link", name="Governance review: staff networks").click()
    chair.get_by_role("button", name="Record as adopted").click()
    chair.get_by_label("Minute reference").fill("2026/031")
    chair.get_by_role("button", name="Record as adopted").click()
    told(chair, "You recorded that the board adopted the review.")
    expect(chair.get_by_text("2026/031, Monday 2 March 2026")).to_be_visible()
    see(chair, "review-adopted")


def test_the_review_is_seen_as_at_a_date(town: Town, page: Page, see: See) -> None:
    made = opened(town)
    add(town, made, 2, date(2021, 11, 4))
    town.enter(page, "secretary", f"/reviews/{made}")
    page.get_by_label("See another date").fill("31/12/2021")
    page.get_by_role("button", name="Show that date").click()
    expect(page.get_by_role("heading", name="As at Friday 31 December 2021")).to_be_visible()
    expect(page.get_by_text("1 of 12 criteria have evidence")).to_be_visible()
    expect(page.get_by_text("Put into the record only after the day shown.")).to_be_visible()
    see(page, "review-as-at")
    page.get_by_role("link", name="Withdraw this evidence").click()
    page.get_by_label("Why is it withdrawn?").fill("They met about something else.")
    see(page, "review-withdraw")
    page.get_by_role("button", name="Withdraw this evidence").click()
    told(page, "The evidence is withdrawn from today on.")


def test_a_network_gives_its_own_verdict_on_a_phone(
    town: Town, phone: Page, new_person: NewPerson, see: See
) -> None:
    made = opened(town)
    add(town, made, 1, date(2021, 5, 4))
    town.enter(phone, "race_chair", f"/reviews/{made}")
    see(phone, "review-phone")
    phone.get_by_role("button", name="Give your network’s verdict").click()
    see(phone, "review-verdict-phone")
    phone.get_by_label("Do the arrangements").fill("We are asked earlier, and still not told.")
    phone.get_by_role("button", name="Give the verdict").click()
    told(phone, "Your network's verdict is in the record.")

    reader = town.enter(new_person(DESK), "equality_lead", f"/reviews/{made}")
    expect(reader.locator("blockquote", has_text="still not told").first).to_contain_text(
        "Race Equality Network"
    )
    assert "Rashida" not in reader.locator("main").inner_text()
    see(reader, "review-verdict")


def test_an_overseer_sees_the_counts_as_at_a_date(town: Town, page: Page, see: See) -> None:
    opened(town)
    town.enter(page, "oversight")
    expect(page.get_by_text("so only this organisation is shown")).to_be_visible()
    expect(page.get_by_role("row", name="No evidence 1 of 1")).to_be_visible()
    page.get_by_label("As at").fill("31 December 2021")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="As at Friday 31 December 2021")).to_be_visible()
    see(page, "oversight")
    page.get_by_label("Name or code").fill("nowhere")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No organisation fits what you chose on that day.")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto("/oversight/reviews")
    see(page, "oversight-phone")
