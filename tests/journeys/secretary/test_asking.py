"""The secretary finds a paper, chooses its networks, sends it, keeps the clock and issues it."""

from playwright.sync_api import Page, expect

from govflow.services import consulting, networks
from govflow.store import people
from tests.journeys.conftest import NewPerson, See, Town


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_networks_are_chosen_and_the_paper_is_sent(town: Town, page: Page, see: See) -> None:
    world = town.world
    made = world.submitted(title="A fairer route into senior posts")
    town.enter(page, "secretary", "/board")
    see(page, "secretary-board")
    page.get_by_role("link", name="A fairer route into senior posts").click()
    see(page, "secretary-paper-submitted")
    press(page, "Choose the networks")
    see(page, "secretary-networks")

    # Too short, and somebody left out without a reason: both are said, and nothing is lost.
    page.get_by_label("Window in working days").fill("5")
    press(page, "Confirm the networks")
    expect(page.get_by_role("alert")).to_contain_text("the policy minimum is 10")
    page.get_by_label("Window in working days").fill("10")
    page.locator("input[name=networks]").first.uncheck()
    press(page, "Confirm the networks")
    expect(page.get_by_role("alert")).to_contain_text("Say why the Disability Network is left out")
    see(page, "secretary-networks-refused")
    page.get_by_label("Why is it left out?", exact=True).first.fill("They asked not to be.")

    # The next meeting is too early; the refusal names the first one that can take it.
    page.get_by_role("radio").first.check()
    page.get_by_label("Window in working days").fill("15")
    press(page, "Check another window")
    expect(page.get_by_text("A window of 15 working days sent today ends")).to_be_visible()
    press(page, "Confirm the networks")
    expect(page.get_by_role("alert")).to_contain_text("The next meeting that can take it is")
    see(page, "secretary-networks-too-late")
    page.get_by_role("radio").nth(1).check()
    press(page, "Confirm the networks")
    expect(page.get_by_text("Nothing has been sent yet", exact=False).first).to_be_visible()
    see(page, "secretary-paper-scoped")

    press(page, "Send to the networks")
    expect(page.get_by_text("You sent it to the staff networks.")).to_be_visible()
    see(page, "secretary-paper-consulting")
    assert world.state(made) == "consulting"
    assert set(world.requests(made)) == {"race", "women"}


def test_more_time_is_answered_and_the_round_is_closed(town: Town, page: Page, see: See) -> None:
    world = town.world
    made = world.consulting()
    race = world.requests(made)["race"]
    with world.as_("race_chair") as desk:
        consulting.ask_extension(desk, race, working_days=5, reason="Half of us are on nights.")
        consulting.ask_question(desk, race, text="Who chairs the panels?")
    town.enter(page, "secretary", f"/papers/{made}")
    expect(page.get_by_text("Still waiting for")).to_be_visible()  # closing is not yet possible
    page.get_by_role("link", name="request for more time").click()
    see(page, "secretary-extension")
    page.get_by_label("Grant it").check()
    press(page, "Answer the network")
    expect(page.get_by_role("alert")).to_contain_text("Give the reason for your answer")
    expect(page.get_by_label("Grant it")).to_be_checked()
    page.get_by_label("Why?").fill("Night shifts are a good reason.")
    press(page, "Answer the network")
    expect(page.get_by_text("You granted more time. The network has been told.")).to_be_visible()

    page.get_by_role("link", name="Answer this question").click()
    see(page, "secretary-question")
    page.get_by_label("Answer").fill("The executive lead does.")
    press(page, "Send the answer")
    expect(page.get_by_text("The executive lead does.")).to_be_visible()

    world.wait(30)
    town.enter(page, "secretary", f"/papers/{made}")
    press(page, "Close the consultation")
    expect(page.get_by_text("You closed the consultation.")).to_be_visible()
    assert world.state(made) == "responding"


def test_the_paper_is_issued_with_its_cover_sheet(town: Town, page: Page, see: See) -> None:
    made = town.world.ready(position="object")
    town.enter(page, "secretary", f"/papers/{made}")
    see(page, "secretary-paper-ready")
    press(page, "Issue in the board pack")
    expect(page.get_by_text("You issued it in the board pack.")).to_be_visible()
    page.get_by_role("link", name="Cover sheet").click()
    expect(page.get_by_role("heading", name="Unresolved objections")).to_be_visible()
    expect(page.get_by_text("Panels must change.")).to_be_visible()
    see(page, "secretary-cover")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Back to")).to_be_hidden()


def test_two_people_at_once_on_one_paper(town: Town, new_person: NewPerson, see: See) -> None:
    world = town.world
    made = world.submitted()
    first, second = new_person(), new_person()
    town.enter(first, "secretary", f"/papers/{made}/actions/return_to_author")
    town.enter(second, "secretary", f"/papers/{made}/actions/withdraw")
    first.get_by_label("What must the author change?").fill("Shorter, please.")
    press(first, "Return to the author")
    second.get_by_label("Why is the paper withdrawn?").fill("My carefully typed reason.")
    press(second, "Withdraw the paper")
    expect(second.get_by_role("heading", level=1)).to_have_text(
        "This paper moved while you were reading"
    )
    expect(second.get_by_text("Sian Pritchard returned it to the author.")).to_be_visible()
    expect(second.get_by_label("Reason")).to_have_value("My carefully typed reason.")
    see(second, "secretary-stale")
    assert world.state(made) == "draft"


def test_a_network_without_a_chair_is_asked_again_or_waived(
    town: Town, new_person: NewPerson, see: See
) -> None:
    world = town.world
    with world.looking("secretary") as desk:
        officer = people.network(desk.work, world.network_ids["women"]).officers[0].id
    with world.as_("administrator") as desk:
        networks.stand_down(
            desk, world.network_ids["women"], officer, ends_on=world.now.date().replace(day=1)
        )
    made = world.consulting()
    secretary, chair = new_person(), new_person()
    town.enter(secretary, "secretary", f"/papers/{made}")
    expect(secretary.get_by_text("No chair in post").first).to_be_visible()
    press(secretary, "Ask the Women's Network again")
    expect(secretary.get_by_text("has no officer in post: appoint one first")).to_be_visible()
    see(secretary, "secretary-ask-again-refused")

    town.enter(chair, "board_chair", "/decisions")
    see(chair, "decisions-unreached")
    chair.get_by_role("link", name="record why").click()
    press(chair, "Record my reason")
    expect(chair.get_by_role("alert")).to_contain_text("Give the reason")
    chair.get_by_label("Why is this network not consulted?").fill("Nobody is in post until May.")
    see(chair, "decisions-waive")
    press(chair, "Record my reason")
    expect(chair.get_by_text("Nobody is in post until May.").first).to_be_visible()
    see(chair, "decisions-waived")


def test_the_board_on_a_phone_without_scripts(town: Town, new_person: NewPerson, see: See) -> None:
    world = town.world
    late = world.draft(title="Overtime in the emergency department")
    world.consulting(title="Car parking at the northern sites")
    world.wait(44)
    phone = new_person((375, 800), script=False)
    town.enter(phone, "secretary", "/board")
    expect(phone.get_by_text("no longer fits").first).to_be_visible()
    phone.get_by_label("Title, reference or person").fill("overtime")
    press(phone, "Show")
    expect(phone.get_by_role("link", name="Overtime in the emergency department")).to_be_visible()
    expect(phone.get_by_text("Car parking")).to_have_count(0)
    phone.goto(f"/papers/{late}")
    phone.goto("/board?text=nothing+like+this")
    expect(phone.get_by_text("No paper matches what you asked for.")).to_be_visible()
    script = new_person((375, 800))
    town.enter(script, "secretary", "/board")
    see(script, "secretary-board-phone")
    script.goto(f"/papers/{late}")
    see(script, "secretary-paper-phone")
    script.goto(f"/papers/{late}/meeting")
    see(script, "secretary-meeting-phone")
