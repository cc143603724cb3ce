"""Signing in, out, and out everywhere."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.conftest import NewPerson, See, Town


def test_signing_out_everywhere_ends_the_other_device(
    town: Town, new_person: NewPerson, axe: Callable[[Page], None], screenshot: See
) -> None:
    desk, phone = new_person(), new_person((375, 800))
    desk.goto("/sign-in")
    axe(desk)
    town.enter(desk, "oversight", "/account")
    town.enter(phone, "oversight", "/account")
    axe(phone)
    screenshot(phone, "account")
    desk.get_by_role("button", name="Sign out everywhere").click()
    desk.get_by_text("You have signed out on every device.").wait_for()
    phone.goto("/account")
    assert "/sign-in" in phone.url


def test_a_wrong_password_tells_nothing(town: Town, page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("nobody@rqx.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("The e-mail address or the password is not right.").first.wait_for()
