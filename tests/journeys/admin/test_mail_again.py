"""An administrator has a mail sent once more for somebody who did not get it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from govflow.mail import postman
from govflow.services import digests
from tests.journeys.conftest import See, Town
from tests.journeys.hands import press, told


def test_a_mail_is_sent_once_more(town: Town, phone: Page, see: See, tmp_path: Path) -> None:
    world = town.world
    world.consulting("race")
    digests.make(world.office, world.organisation_id, world.now, base_url=town.url)
    with postman(f"folder:{tmp_path}/mail") as post:
        digests.send(world.office, world.organisation_id, world.now, post, sender="g@rqx.example")
    town.enter(phone, "administrator", "/admin/mails")
    phone.get_by_role("link", name="govflow: ").first.click()
    see(phone, "admin-mail-phone")
    press(phone, "Send it once more")
    told(phone, "The mail is made once more.")
    expect(phone.get_by_text("it is tried again by itself")).to_be_visible()
    see(phone, "admin-mail-again-phone")
