"""An auditor draws a sample, tests every matter of it, and files the sheet as evidence."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.auditor.test_kept_outside import sign
from tests.journeys.conftest import See, Town


def test_an_auditor_draws_tests_and_files(town: Town, page: Page, see: See, tmp_path: Path) -> None:
    town.world.approved()
    town.world.scoped(title="Parental leave")
    town.world.draft(title="Car parking")
    town.enter(page, "auditor", "/audit")
    page.get_by_role("link", name="Samples").click()
    expect(page.get_by_text("No sample has been drawn yet.")).to_be_visible()
    see(page, "auditor-samples-none")
    page.get_by_role("button", name="Draw a sample").click()
    expect(page.get_by_text("No checkpoint has been signed yet")).to_be_visible()
    see(page, "auditor-population-unsigned")
    sign(town, tmp_path)
    page.reload()
    expect(page.get_by_text("Every count agrees with the log")).to_be_visible()
    see(page, "auditor-population")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text("Enter how many matters to draw").first).to_be_visible()
    page.get_by_label("How many matters").fill("2")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text("Give a seed of letters").first).to_be_visible()
    expect(page.get_by_label("How many matters")).to_have_value("2")
    see(page, "auditor-population-wrong")
    page.get_by_label("Seed").fill("2026-03-02 7 12 19")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text("S-1 is drawn.")).to_be_visible()
    expect(page.get_by_text("population and sample are the same")).to_be_visible()
    see(page, "auditor-sample-drawn")
    walk_the_sheet(page, see)
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert "Told a month late." in Path(taken.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="20").first.click()
    expect(page.get_by_text("The sheet was filed and takes no further test.")).to_be_visible()
    see(page, "auditor-sample-matter-filed")
    page.goto("/audit/samples")
    expect(page.get_by_text("2 matters with an exception")).to_be_visible()
    see(page, "auditor-samples")


def walk_the_sheet(page: Page, see: See) -> None:
    """Fill in both lines of the sheet and file it."""
    page.get_by_role("link", name="Test 20").click()
    fill_in(page, 1, see)
    fill_in(page, 2, None)
    expect(page.get_by_text("Every matter is tested: file the sheet.")).to_be_visible()
    page.get_by_role("button", name="File the sheet as evidence").click()
    expect(page.get_by_text("Say in a sentence or two").first).to_be_visible()
    page.get_by_label("What you conclude").fill("Both were told late; nothing else was found.")
    page.get_by_role("button", name="File the sheet as evidence").click()
    expect(page.get_by_text("The test sheet of S-1 is filed")).to_be_visible()
    expect(page.get_by_text("Reckoned again just now, it is the same.")).to_be_visible()
    see(page, "auditor-sample-filed")


def fill_in(page: Page, place: int, see: See | None) -> None:
    """Fill in and record one line of the sheet."""
    expect(page.get_by_text(f"Matter {place} of 2")).to_be_visible()
    page.get_by_role("button", name="Record the test").click()
    expect(page.get_by_text("Choose an answer").first).to_be_visible()
    for group in page.get_by_role("group").all():
        group.get_by_label("Evidence seen").check()
    told = page.get_by_role("group", name="The networks were told")
    told.get_by_label("Exception").check()
    page.get_by_role("button", name="Record the test").click()
    expect(page.get_by_text("Say in the note what the exception is").first).to_be_visible()
    if see:
        see(page, "auditor-sample-matter-wrong")
    page.get_by_label("Note").fill("Told a month late.")
    page.get_by_role("button", name="Record the test").click()


def test_a_sample_on_a_phone(town: Town, phone: Page, see: See, tmp_path: Path) -> None:
    town.world.scoped(title="Parental leave")
    sign(town, tmp_path)
    town.enter(phone, "auditor", "/audit/samples/population")
    see(phone, "auditor-population-phone")
    phone.get_by_label("How many matters").fill("1")
    phone.get_by_label("Seed").fill("x")
    phone.get_by_role("button", name="Draw the sample").click()
    see(phone, "auditor-sample-phone")
    phone.get_by_role("link", name="Test 20").click()
    see(phone, "auditor-sample-matter-phone")
