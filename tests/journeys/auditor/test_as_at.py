"""An auditor sees a page as it stood, cannot take it for today, and comes back by one press."""

from playwright.sync_api import Page, expect

from govflow.services import consulting
from tests.journeys.conftest import See, Town


def _past(town: Town) -> str:
    made = town.world.consulting()
    town.world.wait(3)
    request = town.world.requests(made)["race"]
    with town.world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Panels stay as they were.")
    return made


def _choose(page: Page) -> None:
    page.get_by_label("Date", exact=True).fill("02/03/2026")
    page.get_by_label("Time", exact=True).fill("09:00")
    page.get_by_role("button", name="Show every page as at then").click()


def test_an_auditor_looks_back_and_returns(town: Town, page: Page, see: See) -> None:
    made = _past(town)
    town.enter(page, "auditor", f"/papers/{made}")
    expect(page.get_by_text("Panels stay as they were.").first).to_be_visible()
    page.get_by_role("link", name="See it as at an earlier date").click()
    see(page, "as-at-choose")
    _choose(page)
    expect(page.get_by_text("Not today: as at")).to_be_visible()
    expect(page.get_by_text("Panels stay as they were.")).to_have_count(0)
    see(page, "as-at-paper")
    page.goto("/audit/log")
    expect(page.get_by_text("It is not shown as it is today instead")).to_be_visible()
    see(page, "as-at-cannot")
    page.goto(f"/papers/{made}")
    page.get_by_role("link", name="Back to now").click()
    expect(page.get_by_text("You see every page as it is now.")).to_be_visible()
    expect(page.get_by_text("Panels stay as they were.").first).to_be_visible()


def test_an_auditor_looks_back_on_a_phone(town: Town, phone: Page, see: See) -> None:
    made = _past(town)
    town.enter(phone, "auditor", f"/audit/as-at?next=/audit/matters/{made}")
    see(phone, "as-at-choose-phone")
    _choose(phone)
    expect(phone.get_by_text("Not today: as at")).to_be_visible()
    see(phone, "as-at-matter-phone")
