"""An auditor takes the trail away as an event log and has it judged again, without our database."""

from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Page, expect

from govflow.cli import main
from tests.journeys.conftest import See, Town


def test_an_auditor_has_the_moves_judged_again(
    town: Town, page: Page, see: See, tmp_path: Path
) -> None:
    town.world.approved()
    town.world.responding()
    town.enter(page, "auditor", "/audit/trail")
    page.get_by_role("link", name="Take the moves of every matter as an event log").click()
    see(page, "auditor-event-log")
    page.get_by_label("Workflow", exact=True).select_option("Board paper")
    with page.expect_download() as log:
        page.get_by_role("button", name="Download").click()
    log.value.save_as(tmp_path / "log.xes")
    with page.expect_download() as own_map:
        page.get_by_role("link", name="for XES").click()
    own_map.value.save_as(tmp_path / "map.yaml")

    words = ["replay", str(tmp_path / "log.xes"), "--workflow", "board_paper"]
    html = tmp_path / "found.html"
    done = CliRunner().invoke(
        main, [*words, "--map", str(tmp_path / "map.yaml"), "--html", str(html)]
    )
    assert done.exit_code == 0, done.output
    assert "Nothing was found: no case left the rules" in html.read_text(encoding="utf-8")

    page.goto("/audit/trail")
    first = page.locator(".govflow-timeline__entry").first
    expect(first).to_contain_text("downloaded 14 events of the trail as an XES event log.")


def test_an_auditor_takes_it_on_a_phone(town: Town, phone: Page, see: See) -> None:
    town.world.submitted()
    town.enter(phone, "auditor", "/audit/event-log")
    see(phone, "auditor-event-log-phone")
