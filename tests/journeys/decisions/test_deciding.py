"""Those who decide: with the networks' words before them, urgently, and afterwards."""

from dataclasses import replace

from playwright.sync_api import Page, expect

from govflow.services import consulting, matters, papers
from tests.journeys.conftest import NewPerson, See, Town


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_decision_is_attested_and_the_networks_hear(
    town: Town, new_person: NewPerson, see: See
) -> None:
    world = town.world
    made = world.issued(position="object", title="A fairer route into senior posts")
    chair, secretary = new_person(), new_person()
    town.enter(chair, "board_chair", "/decisions")
    expect(chair.get_by_text("1 paper waits for you.")).to_be_visible()
    expect(chair.get_by_text("Panels must change.")).to_be_visible()
    see(chair, "decisions-waiting")
    chair.get_by_role("link", name="A fairer route into senior posts", exact=True).click()
    press(chair, "Record as approved")
    see(chair, "decisions-form")
    press(chair, "Record as approved")
    expect(chair.get_by_role("alert")).to_contain_text("Tick the statement")
    expect(chair.get_by_role("alert")).to_contain_text("Enter the minute reference.")
    chair.get_by_label("Minute reference").fill("2026/41")
    chair.get_by_label("What was decided? (optional)").fill("Approved, with a review in May.")
    chair.get_by_role("checkbox").check()
    see(chair, "decisions-form-back")
    press(chair, "Record as approved")
    expect(chair.get_by_text("You recorded it as approved.")).to_be_visible()
    expect(chair.get_by_text("Approved, with a review in May.").first).to_be_visible()
    see(chair, "decisions-decided")

    town.enter(secretary, "secretary", f"/papers/{made}")
    press(secretary, "Send feedback to the networks")
    secretary.get_by_label("What do you tell the networks?").fill("Panels will change in May.")
    press(secretary, "Send feedback to the networks")
    expect(secretary.get_by_text("You sent feedback to the networks.")).to_be_visible()
    assert world.state(made) == "closed"


def decided_urgently(town: Town, chair: Page, lead: Page, see: See) -> str:
    """A paper taken out of the ordinary course, agreed to be urgent, and decided."""
    made = town.world.submitted(title="Agency cover for the winter")
    town.enter(chair, "board_chair", f"/papers/{made}")
    press(chair, "Take as an urgent decision")
    chair.get_by_label("Why can this not wait for the next meeting?").fill("Wards are unstaffed.")
    press(chair, "Take as an urgent decision")
    chair.get_by_role("link", name="2026/0002").click()
    urgent = chair.url.rsplit("/", 1)[1]

    town.enter(lead, "equality_lead", "/decisions")
    expect(lead.get_by_text("1 paper waits for you.")).to_be_visible()
    see(lead, "urgent-equality-lead")
    lead.get_by_role("link", name="Agency cover for the winter").first.click()
    press(lead, "Agree that it is urgent")
    lead.get_by_role("textbox").fill("It cannot wait.")
    press(lead, "Agree that it is urgent")

    chair.reload()
    press(chair, "Take the decision")
    chair.get_by_label("What was decided and why?").fill("Cover until April.")
    chair.get_by_role("checkbox").check()
    press(chair, "Take the decision")
    see(chair, "urgent-decided")
    return urgent


def test_an_urgent_decision_stays_listed_until_ratified(
    town: Town, new_person: NewPerson, see: See
) -> None:
    world = town.world
    chair, secretary = new_person(), new_person()
    urgent = decided_urgently(town, chair, new_person(), see)
    town.enter(secretary, "secretary", "/board")
    expect(
        secretary.get_by_role("heading", name="Decided urgently and not yet ratified: 1")
    ).to_be_visible()
    see(secretary, "urgent-board")
    for network, request in world.requests(urgent).items():
        with world.as_(f"{network}_chair") as desk:
            consulting.take_position(desk, request, position="nothing_to_add")
    secretary.goto(f"/papers/{urgent}")
    expect(secretary.get_by_text("Retrospective", exact=True)).to_be_visible()
    press(secretary, "Close the consultation")

    chair.goto("/decisions")
    expect(chair.get_by_role("heading", name="Urgent: to be ratified or not: 1")).to_be_visible()
    chair.goto(f"/papers/{urgent}")
    press(chair, "Record as ratified")
    chair.get_by_label("Minute reference").fill("2026/52")
    press(chair, "Record as ratified")
    expect(chair.get_by_text("You recorded it as ratified.")).to_be_visible()
    see(chair, "urgent-ratified")
    secretary.goto("/board")
    expect(secretary.get_by_text("not yet ratified")).to_have_count(0)


def test_what_changed_between_versions_is_shown_word_by_word(
    town: Town, new_person: NewPerson, see: See
) -> None:
    world = town.world
    made = world.responding(position="object")
    with world.as_("author") as desk:
        paper = matters.paper_case(desk, made).paper
        text = paper.draft.body.replace("Panels differ.", "Panels differ a great deal.")
        change = replace(paper.draft, body=text, recommendations=("Approve the wider route",))
        papers.save_draft(
            desk, made, papers.DraftChange(change, world.ids["lead"], paper.meeting_id)
        )
    with world.as_("author") as desk:
        papers.make_version(desk, made, note="Answers the Race Equality Network.")
    for size, name in (((1280, 900), "desk"), ((375, 800), "phone")):
        page = new_person(size)
        town.enter(page, "board_chair", f"/papers/{made}/compare")
        assert "a great deal" in " ".join(page.locator("ins").all_inner_texts())
        see(page, f"paper-compare-{name}")
    page.goto(f"/papers/{made}/versions/1")
    see(page, "paper-version-phone")
    page.goto(f"/papers/{made}/cover")
    see(page, "paper-cover-phone")
    page.goto(f"/papers/{made}")
    see(page, "paper-with-words-phone")
    page.goto("/decisions")
    expect(page.get_by_text("Nothing waits for you now.")).to_be_visible()
    see(page, "decisions-nothing-phone")
