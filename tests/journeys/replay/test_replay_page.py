"""The page of a replay, opened from a file as its reader does: at a desk, on a phone, printed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from govflow.engine.replay.report import Report
from tests.journeys.conftest import DESK, PHONE, NewPerson, See
from tests.reports import clean_report, empty_report, full_report, page_of

pytestmark = pytest.mark.journey


def opened(new_person: NewPerson, place: Path, report: Report, size: tuple[int, int]) -> Page:
    file = place / "replay.html"
    file.write_text(page_of(report), encoding="utf-8")
    page = new_person(size, base_url="file://")
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize(("size", "where"), [(DESK, "desk"), (PHONE, "phone")])
def test_everything_found(
    new_person: NewPerson, tmp_path: Path, see: See, size: tuple[int, int], where: str
) -> None:
    page = opened(new_person, tmp_path, full_report(), size)
    see(page, f"replay-{where}")
    assert page.locator("h1").inner_text().startswith("What the rules of “Board paper” say of")
    bar = page.locator("svg.bar").first.bounding_box()
    assert bar is not None
    assert bar["width"] > 200
    page.get_by_role("link", name="Cases to look at").click()
    assert page.url.endswith("#cases")


@pytest.mark.parametrize("name", ["clean", "empty"])
def test_nothing_found(new_person: NewPerson, tmp_path: Path, see: See, name: str) -> None:
    report = {"clean": clean_report, "empty": empty_report}[name]()
    see(opened(new_person, tmp_path, report, PHONE), f"replay-{name}-phone")


def test_it_prints_without_cutting_anything_off(new_person: NewPerson, tmp_path: Path) -> None:
    page = opened(new_person, tmp_path, full_report(), (794, 1123))
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").is_visible()
    wide = page.evaluate(
        "() => [...document.querySelectorAll('.scrolls')]"
        ".filter(box => box.scrollWidth > document.documentElement.clientWidth).length"
    )
    assert wide == 0
