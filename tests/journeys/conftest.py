"""A real browser on a real server: what a person sees, on a desk and on a phone."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from govflow.config import Settings
from govflow.services.office import Office
from tests.builders import PASSWORD, START, World
from tests.serving import serving

HERE = Path(__file__).resolve().parent
AXE = HERE.parent / "vendor" / "axe-core" / "axe.min.js"
SCREENSHOTS = HERE / "screenshots"
DESK = (1280, 900)
PHONE = (375, 800)
PATIENCE_MILLISECONDS = 10_000
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

See = Callable[[Page, str], None]
NewPerson = Callable[..., Page]


@dataclass(frozen=True)
class Served:
    """The running product: where it is, and what it stands on."""

    url: str
    app: Flask
    settings: Settings


@pytest.fixture
def served(database_url: str, tmp_path: Path) -> Iterator[Served]:
    """The whole product on each kind of database; builders put people and papers into it."""
    from govflow.app import create_app

    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        smtp_url=f"folder:{tmp_path}/mail",
        login_limit="1000 per minute",
        instance=tmp_path,
    )
    app = create_app(settings)
    with serving(app) as url:
        yield Served(url, app, settings)
    app.extensions["govflow.house"].office.store.engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run; each person gets a context of their own in it."""
    names = (os.environ.get("GOVFLOW_CHROMIUM", ""), "chromium", "chromium-browser")
    found = next(filter(None, (shutil.which(name) for name in names if name)), None)
    if found is None:
        pytest.fail("Install Chromium for the browser journeys: bash scripts/chromium.sh")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def new_person(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[NewPerson]:
    """new_person() is a page with its own sign-in, so that two people can act at once.

    Afterwards nothing may have gone wrong in it: no script error, no rule of the content policy
    broken, no request to another machine.
    """
    opened: list[tuple[BrowserContext, list[str]]] = []
    given = next((n for n in ("town", "served") if n in request.fixturenames), None)
    url = request.getfixturevalue(given).url if given else None

    def new(
        size: tuple[int, int] = DESK, *, script: bool = True, base_url: str | None = None
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=base_url or url,
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        wrong: list[str] = []
        opened.append((context, wrong))
        page = context.new_page()
        watch(page, base_url or url or "", wrong)
        return page

    yield new
    for context, _ in opened:
        context.close()
    found = [sentence for _, wrong in opened for sentence in wrong]
    assert not found, "The browser complained:\n" + "\n".join(found)


@pytest.fixture
def page(new_person: NewPerson) -> Page:
    """A person at a desk."""
    return new_person(DESK)


@pytest.fixture
def phone(new_person: NewPerson) -> Page:
    """A person on a phone 375 pixels wide."""
    return new_person(PHONE)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """axe(page) fails with each accessibility finding in words."""
    return check_accessibility


@pytest.fixture
def screenshot() -> See:
    """screenshot(page, name) keeps a picture to be looked at."""
    return take_screenshot


@pytest.fixture
def see() -> See:
    """see(page, name): accessible, nothing wider than the screen, and a picture kept."""

    def look(page: Page, name: str) -> None:
        take_screenshot(page, name)
        check_accessibility(page)
        check_width(page)

    return look


def watch(page: Page, base_url: str, wrong: list[str]) -> None:
    def said(message: ConsoleMessage) -> None:
        # A refused request (403, 404, 409, 422) is the product's answer, not a fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            wrong.append(message.text)

    def asked(address: str) -> None:
        if not address.startswith((base_url, "data:", "blob:", "about:")):
            wrong.append(f"It asked another machine: {address}")

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked(request.url))


def check_accessibility(page: Page) -> None:
    # A click returns when the answer begins to arrive; half a page has no landmarks yet.
    page.wait_for_load_state("load")
    # By evaluate: the content policy rightly refuses a script tag that it does not know.
    page.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    said = [_finding(finding) for finding in found]
    assert not said, f"axe found on {page.url}:\n" + "\n".join(said)


def _finding(finding: dict[str, Any]) -> str:
    nodes = "\n".join(
        f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in finding["nodes"][:3]
    )
    return f"- {finding['impact']}: {finding['help']} ({finding['id']})\n{nodes}"


def check_width(page: Page) -> None:
    wide = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} is {wide} pixels wider than the screen."


def take_screenshot(page: Page, name: str) -> None:
    # Half a second each: wanted when somebody tries a journey, not when everything is tried.
    if "PYTEST_XDIST_WORKER" in os.environ and "GOVFLOW_PICTURES" not in os.environ:
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


@dataclass(frozen=True)
class Town(Served):
    """The running product with an invented trust in it; its clock is the world's own `now`."""

    world: World

    def enter(self, page: Page, name: str, path: str = "/") -> Page:
        """Sign somebody of the world in and go to a page.

        The form is sent without being drawn: test_signing_in draws it, and two hundred other
        journeys need not wait for it.
        """
        sender, door = page.context.request, f"{self.url}/sign-in"
        key = re.search(r'name="csrf_token" value="([^"]+)"', sender.get(door).text())
        typed = {
            "csrf_token": key.group(1) if key else "",
            "email": f"{name}@rqx.example",
            "password": PASSWORD,
        }
        answer = sender.post(door, form=typed, max_redirects=0)
        assert answer.status == 302, answer.text()
        page.goto(f"{self.url}{path}")
        return page


@pytest.fixture
def town(database_url: str, peopled: Callable[[Office], World], tmp_path: Path) -> Iterator[Town]:
    """A served app over a small trust; moving `town.world.now` moves every page's time."""
    from govflow.app import create_app

    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        smtp_url=f"folder:{tmp_path}/mail",
        login_limit="1000 per minute",
        instance=tmp_path,
    )
    worlds: list[World] = []
    app = create_app(settings, clock=lambda: worlds[0].now if worlds else START)
    world = peopled(app.extensions["govflow.house"].office)
    worlds.append(world)
    with serving(app) as url:
        yield Town(url, app, settings, world)
    world.office.store.engine.dispose()
