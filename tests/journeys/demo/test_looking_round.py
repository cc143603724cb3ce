"""Looking round the demo as each role: every page of the menu, on a desk and on a phone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from govflow.app import create_app
from govflow.config import Settings
from govflow.demo.builder import DemoSignIn
from tests.demo.built import SUNDAY, demo_on
from tests.journeys.conftest import PHONE, NewPerson, See
from tests.serving import serving

ROLES = {
    "author": "/my-papers",
    "executive lead": "/my-papers",
    "company secretary": "/board",
    "network chair": "/waiting",
    "board chair": "/decisions",
    "board-level equality lead": "/decisions",
    "auditor": "/audit",
    "administrator": "/admin",
    "oversight reader": "/oversight/reviews",
}


@dataclass(frozen=True)
class Trust:
    """The demo being served at its own day."""

    url: str
    signs: dict[str, DemoSignIn]

    def enter(self, page: Page, role: str, path: str = "/") -> Page:
        """Sign in as the person printed for a role and go to a page."""
        sign = self.signs[role]
        page.goto(f"{self.url}/sign-in?next={path}")
        page.get_by_label("E-mail address").fill(sign.email)
        page.get_by_label("Password", exact=True).fill(sign.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page


@pytest.fixture(scope="module")
def trust(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trust]:
    """On SQLite, as `make demo` serves it; the other journeys see both databases."""
    url, signs = demo_on("sqlite", request)
    place: Path = tmp_path_factory.mktemp("demo")
    settings = Settings(
        database_url=url,
        secret_key="k" * 40,
        smtp_url=f"folder:{place}/mail",
        login_limit="1000 per minute",
        instance=place,
    )
    app = create_app(settings, clock=lambda: SUNDAY)
    with serving(app) as address:
        yield Trust(address, {sign.role: sign for sign in signs})
    app.extensions["govflow.house"].office.store.engine.dispose()


def menu(page: Page) -> list[str]:
    """The addresses of the menu, in order."""
    links = page.locator("header nav a").evaluate_all("all => all.map(one => one.pathname)")
    return list(dict.fromkeys(str(link) for link in links))


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_menu(trust: Trust, new_person: NewPerson, see: See, role: str) -> None:
    page = trust.enter(new_person(base_url=trust.url), role)
    assert ROLES[role] in page.url
    name = role.replace(" ", "-")
    for address in menu(page):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        see(page, f"demo-{name}{address.replace('/', '-')}")
    phone = trust.enter(new_person(PHONE, base_url=trust.url), role)
    see(phone, f"demo-{name}-phone")


def test_the_chair_reads_an_objection_before_deciding(
    trust: Trust, new_person: NewPerson, see: See
) -> None:
    page = trust.enter(new_person(base_url=trust.url), "board chair")
    expect(page.get_by_text("Unresolved objection")).to_be_visible()
    page.get_by_role("link", name="Seven-day working in therapies", exact=True).click()
    see(page, "demo-board-chair-paper")
    page.get_by_role("link", name=re.compile("Cover sheet|cover sheet")).first.click()
    expect(page.get_by_text("for a mother with a disabled son")).to_be_visible()
    see(page, "demo-board-chair-cover")
