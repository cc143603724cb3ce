"""An auditor finds every matter, reads its trail, takes a copy away and checks the log."""

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, See, Town


def test_an_auditor_reads_the_trail_of_a_paper(town: Town, page: Page, see: See) -> None:
    made = town.world.approved(position="object")
    town.enter(page, "auditor")
    expect(page.get_by_role("heading", name="Every matter")).to_be_visible()
    expect(page.get_by_text("recomputed just now from the stored hashes")).to_be_visible()
    see(page, "auditor-matters")

    page.goto(f"/audit/matters/{made}")
    expect(page.get_by_text("The Race Equality Network gave its position: object.")).to_be_visible()
    expect(page.get_by_text("Panels stay as they were.")).to_be_visible()
    expect(page.get_by_text("Version 1 as served").first).to_be_visible()
    expect(page.get_by_role("heading", name="What this record does not show")).to_be_visible()
    assert "Rashida" not in page.locator(".govflow-timeline").inner_text()
    see(page, "auditor-matter")

    page.get_by_label("What happened").select_option("Comment made")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Events 1 to 1 of 1.")).to_be_visible()
    page.get_by_label("Person").select_option("Rashida Khan")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No event fits what you chose.")).to_be_visible()
    see(page, "auditor-nothing-found")

    page.goto("/audit/exceptions")
    page.get_by_role("link", name="Gone to the board with an objection that stands").click()
    expect(page.get_by_text("Events 1 to 1 of 1.")).to_be_visible()
    see(page, "auditor-exceptions")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    see(page, "auditor-exceptions-phone")


def test_an_auditor_takes_a_copy_and_checks_the_log(
    town: Town, page: Page, see: See, tmp_path: Path
) -> None:
    town.world.responding()
    for _ in range(4):
        town.world.submitted()
    town.enter(page, "auditor", "/audit/trail")
    page.get_by_label("Network", exact=True).select_option("Race Equality Network")
    page.get_by_role("button", name="Show").click()
    see(page, "auditor-trail")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Download").click()
    caught.value.save_as(tmp_path / "trail.csv")
    with (tmp_path / "trail.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "The Race Equality Network commented on version 1." in {
        row["what_happened"] for row in rows
    }
    page.goto("/audit/trail")
    first = page.locator(".govflow-timeline__entry").first
    expect(first).to_contain_text(f"Anil Desai downloaded {len(rows)} events of the trail as CSV.")
    page.get_by_role("link", name="Show the oldest first").click()
    expect(page.get_by_text("Oldest first.")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()

    page.goto("/audit/log")
    page.get_by_role("button", name="Check every event now").click()
    expect(page.get_by_text("the root over all is the stored root")).to_be_visible()
    see(page, "auditor-log")


def test_an_auditor_reads_on_a_phone(town: Town, phone: Page, see: See) -> None:
    made = town.world.consulting()
    town.enter(phone, "auditor", "/audit")
    see(phone, "auditor-matters-phone")
    phone.goto("/audit/trail?from=never")
    expect(phone.get_by_role("alert")).to_contain_text("Enter the first day as a real date")
    see(phone, "auditor-trail-phone")
    phone.goto(f"/audit/matters/{made}")
    see(phone, "auditor-matter-phone")
    phone.goto("/audit/log?check=yes")
    see(phone, "auditor-log-phone")
