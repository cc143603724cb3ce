"""The frame itself in a browser, before any page of the product stands in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.frame_app import frame_app
from tests.journeys.conftest import DESK, PHONE, NewPerson, See
from tests.serving import serving

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def frame_url() -> Iterator[str]:
    app = frame_app(login_limit="1000 per minute")
    app.config["WTF_CSRF_ENABLED"] = False
    with serving(app) as url:
        yield url


def signed_in(person: NewPerson, url: str, size: tuple[int, int], *, script: bool = True) -> Page:
    page = person(size, script=script, base_url=url)
    page.request.post("/become/author")
    page.goto("/write")
    return page


@pytest.mark.parametrize(("size", "name"), [(DESK, "desk"), (PHONE, "phone")])
def test_a_form_and_its_problems_can_be_seen_by_everybody(
    frame_url: str, new_person: NewPerson, see: See, size: tuple[int, int], name: str
) -> None:
    page = signed_in(new_person, frame_url, size)
    see(page, f"frame-form-{name}")
    page.get_by_label("Reason").fill("Two\n  lines")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("alert").inner_text().startswith("There is a problem")
    assert page.get_by_label("Reason").input_value() == "Two\n  lines"
    see(page, f"frame-form-back-{name}")


def test_the_scripts_run_under_the_content_policy(frame_url: str, new_person: NewPerson) -> None:
    page = signed_in(new_person, frame_url, DESK)
    page.get_by_label("Reason").fill("x" * 180)
    page.get_by_text("You have 20 characters remaining").last.wait_for(state="attached")


def test_a_form_works_without_scripts(frame_url: str, new_person: NewPerson) -> None:
    page = signed_in(new_person, frame_url, PHONE, script=False)
    page.get_by_label("Reason").fill("No script")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_label("Reason").input_value() == "No script"


def test_the_keyboard_reaches_the_content_first(frame_url: str, new_person: NewPerson) -> None:
    page = signed_in(new_person, frame_url, DESK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#maincontent")


@pytest.mark.parametrize("path", ["/nowhere", "/secretary-only", "/sign-in"])
def test_a_refusal_can_be_seen_by_everybody(
    frame_url: str, new_person: NewPerson, see: See, path: str
) -> None:
    page = signed_in(new_person, frame_url, PHONE)
    page.goto(path)
    see(page, "frame-refusal" + path.replace("/", "-"))
