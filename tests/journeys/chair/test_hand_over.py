"""A chair hands over in mid-consultation: a substitute first, then the successor with the sheet."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from govflow.services import consulting, members_voice, network_dates
from tests.builders import World
from tests.journeys.conftest import See, Town
from tests.journeys.hands import press, told


def in_the_middle(world: World) -> str:
    """The request of one paper: a comment, a question, more time asked for, and a draft."""
    request = world.requests(world.consulting())["race"]
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Panels stay as they were.")
        consulting.ask_question(desk, request, text="Who chairs the panels?")
        consulting.ask_extension(desk, request, working_days=3, reason="We meet late.")
    with world.as_("race_chair") as desk:
        members_voice.save_draft(desk, request, text="We want other panels.", seen=0)
        network_dates.enter_meeting(desk, world.network_ids["race"], date(2026, 3, 12))
    return request


@pytest.mark.parametrize("width", [1280, 375])
def test_a_chair_hands_over_in_mid_consultation(
    town: Town, page: Page, see: See, width: int
) -> None:
    world = town.world
    page.set_viewport_size({"width": width, "height": 900})
    at = "desk" if width > 375 else "phone"
    request = in_the_middle(world)

    town.enter(page, "race_chair")
    page.get_by_role("link", name="Name a substitute or hand over").click()
    see(page, f"offices-{at}")
    page.get_by_role("link", name="Name a substitute").first.click()
    page.get_by_label("Substitute", exact=True).select_option("Maryam Sesay")
    press(page, "Name the substitute")
    expect(page.get_by_role("alert")).to_contain_text("Enter the last day")
    see(page, f"substitute-refused-{at}")
    page.get_by_label("Last day").fill("3/3/2026")
    press(page, "Name the substitute")
    told(page, "Maryam Sesay stands in for Rashida Khan in that time and has been told.")
    page.get_by_role("link", name="hand over").first.click()
    page.get_by_label("Successor", exact=True).select_option("Wen Li")
    page.get_by_label("Successor’s first day").fill("4/3/2026")
    page.get_by_label("Note for the successor").fill("The sore point is who sits on the panels.")
    see(page, f"hand-over-{at}")
    press(page, "Hand over")
    told(page, "Wen Li follows as chair of the Race Equality Network from 4 March 2026")
    expect(page.get_by_text("Panels stay as they were.")).to_be_visible()
    sheet = page.url

    _until_then(town, page, see, at)
    world.wait(2)
    _from_then_on(town, page, see, at)
    for gone in ("race_chair", "manager"):
        town.enter(page, gone, f"/requests/{request}")
        expect(page.get_by_text("Panels stay as they were.")).to_have_count(0)
    town.enter(page, "race_chair", sheet.removeprefix(town.url))
    expect(page.get_by_text("open to those who are in it")).to_be_visible()


def _until_then(town: Town, page: Page, see: See, at: str) -> None:
    # The substitute answers for the network, as themselves for the chair.
    town.enter(page, "manager", "/waiting")
    expect(page.get_by_text("You stand in for Rashida Khan")).to_be_visible()
    see(page, f"substitute-waiting-{at}")
    page.get_by_role("link", name="A fairer route into senior posts").click()
    expect(page.get_by_role("heading", name="A fairer route into senior posts")).to_be_visible()

    # Before the first day the successor reads the note, and nothing of the network.
    town.enter(page, "women_chair", "/waiting")
    page.get_by_role("link", name="Read the hand-over sheet").click()
    expect(page.get_by_text("What is open is listed here from your first day")).to_be_visible()
    see(page, f"sheet-before-{at}")


def _from_then_on(town: Town, page: Page, see: See, at: str) -> None:
    town.enter(page, "women_chair", "/waiting")
    expect(page.get_by_text("Asked of the Race Equality Network")).to_be_visible()
    page.get_by_role("link", name="Read the hand-over sheet").click()
    for words in ("Reply by", "3 more working days", "Who chairs the panels?", "12 March 2026"):
        expect(page.get_by_text(words).first).to_be_visible()
    see(page, f"sheet-{at}")
    press(page, "I have read this sheet")
    told(page, "It is in the record that you have read this sheet.")
    page.get_by_role("link", name="go on with it").click()
    expect(page.get_by_text("We want other panels.")).to_be_visible()
