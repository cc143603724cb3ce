"""The register read by those it is for: filtered and taken away, judged by people, seen in part."""

import csv
import zipfile
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from govflow.services import consulting
from tests.builders import World
from tests.journeys.conftest import NewPerson, See, Town
from tests.services.urgent import urgent

PHONE = (375, 800)


def busy(world: World) -> dict[str, str]:
    """One paper for each thing that may have become of a network."""
    made = {"decided": world.approved(position="object", title="A fairer route into senior posts")}
    made["waived"] = world.scoped(title="Emergency rota for the flood")
    world.act(
        "board_chair", made["waived"], "waive_consultation", reason="The river rose overnight."
    )
    made["silent"] = world.consulting("race", "women", title="Lockers on the wards")
    world.now += timedelta(days=30)
    with world.as_("women_chair") as desk:
        request = world.requests(made["silent"])["women"]
        consulting.comment(desk, request, text="Sorry, this comes late.")
    made["urgent"] = urgent(world, "Extend the cleaning contract")
    made["plan"] = world.scoped(title="Still a plan of the secretary")
    return made


def test_the_secretary_filters_and_takes_the_register_away(
    town: Town, page: Page, see: See, tmp_path: Path
) -> None:
    busy(town.world)
    town.enter(page, "secretary")
    expect(page.get_by_role("link", name="Bypass debt: 1 urgent decision")).to_be_visible()
    page.get_by_role("link", name="Consulted or explained").click()
    expect(page.get_by_role("heading", name="Consulted or explained")).to_be_visible()
    see(page, "register")

    page.get_by_label("What became of it").select_option("No reply")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Rows 1 to 1 of 1")).to_be_visible()
    expect(page.locator(".govflow-group")).to_contain_text("Race Equality Network")
    see(page, "register-silent")
    with page.expect_download() as caught:
        page.get_by_role("link", name="as CSV").click()
    caught.value.save_as(tmp_path / "register.csv")
    with (tmp_path / "register.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = list(csv.DictReader(file))
    assert (row["Title"], row["What became of it"]) == ("Lockers on the wards", "No reply")
    with page.expect_download() as caught:
        page.get_by_role("link", name="as XLSX").click()
    caught.value.save_as(tmp_path / "register.xlsx")
    with zipfile.ZipFile(tmp_path / "register.xlsx") as book:
        assert "Lockers on the wards" in book.read("xl/sharedStrings.xml").decode()

    page.get_by_label("Networks chosen from").fill("never")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the first day as a real date")
    page.goto("/consulted/bypass")
    expect(page.get_by_text("Next: Disability Network")).to_be_visible()
    page.locator("summary").first.click()
    expect(page.get_by_text("The river rose overnight.")).to_be_visible()
    see(page, "bypass")


def test_an_auditor_opens_the_sheet_of_a_decided_and_of_a_waived_paper(
    town: Town, page: Page, see: See, tmp_path: Path
) -> None:
    made = busy(town.world)
    town.enter(page, "auditor", f"/papers/{made['decided']}")
    page.get_by_role("link", name="Gunning evidence sheet").click()
    expect(page.get_by_role("heading", name="1. Formative stage")).to_be_visible()
    expect(
        page.get_by_text("Recomputed just now from the stored text, it is the same.")
    ).to_be_visible()
    expect(page.get_by_text("Whether minds were open.")).to_be_visible()
    expect(page.get_by_text("The record does not show this", exact=True).first).to_be_visible()
    see(page, "evidence-decided")
    with page.expect_download() as caught:
        page.get_by_role("link", name="as plain text").click()
    caught.value.save_as(tmp_path / "sheet.txt")
    text = (tmp_path / "sheet.txt").read_text(encoding="utf-8")
    assert "4. CONSCIENTIOUS CONSIDERATION" in text

    page.goto(f"/consulted/{made['waived']}")
    answers = page.get_by_text("Bernard Achebe answers for this")
    expect(answers).to_have_count(4)
    see(page, "evidence-waived")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="as plain text")).to_be_hidden()


def test_a_network_chair_sees_only_own_rows_on_a_phone(
    town: Town, new_person: NewPerson, see: See
) -> None:
    made = busy(town.world)
    phone = new_person(PHONE)
    town.enter(phone, "women_chair", "/consulted")
    expect(phone.get_by_text("You see the rows of Women's Network.")).to_be_visible()
    rows = phone.locator(".govflow-group tbody tr")
    expect(rows).to_have_count(4)
    for number in range(4):
        expect(rows.nth(number)).to_contain_text("Women's Network")
    expect(phone.get_by_text("Still a plan of the secretary")).to_have_count(0)
    expect(phone.get_by_text("Late", exact=True)).to_be_visible()
    see(phone, "register-chair-phone")
    phone.goto(f"/consulted/{made['decided']}")
    expect(phone.get_by_text("Your roles do not include this page.")).to_be_visible()

    secretary = new_person(PHONE)
    town.enter(secretary, "secretary", f"/consulted/{made['decided']}")
    see(secretary, "evidence-phone")
    secretary.goto("/consulted/bypass")
    see(secretary, "bypass-phone")
