"""A chair chooses when mails come and about what, gets exactly those, and stops them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from govflow import jobs
from govflow.house import House
from govflow.services import consulting, replying
from tests.inbox import Inbox, free_port, server
from tests.journeys.conftest import (
    DESK,
    PHONE,
    NewPerson,
    See,
    Town,
    check_accessibility,
    check_width,
    take_screenshot,
)
from tests.journeys.hands import press, told


def deliver(town: Town, port: int) -> None:
    """One round of the jobs over the real mail server."""

    house: House = town.app.extensions["govflow.house"]
    settings = replace(town.settings, smtp_url=f"smtp://127.0.0.1:{port}", base_url=town.url)
    served = replace(house, settings=settings)
    jobs.check_deadlines(served, town.world.organisation_id, town.world.now)
    jobs.send_digests(served, town.world.organisation_id, town.world.now)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def at(town: Town, day: int, hour: int) -> None:
    town.world.now = datetime(2026, 3, day, hour, tzinfo=UTC)


def answered(town: Town, request: str) -> None:
    """The chair asks, the author answers."""
    with town.world.as_("race_chair") as desk:
        question = consulting.ask_question(desk, request, text="Who sits on the panel?").id
    with town.world.as_("author") as desk:
        replying.answer_question(desk, request, question, text="Three people.")


def chosen(page: Page, town: Town, see: See) -> None:
    town.enter(page, "race_chair", "/account")
    page.get_by_role("link", name="Change mails").click()
    see(page, "chair-mails-first")
    page.get_by_label("When does the daily mail come?").select_option("4pm")
    page.get_by_label("A question of your network is answered").check()
    press(page, "Save")
    told(page, "Saved: mails come as you chose.")
    see(page, "chair-mails-chosen")


@dataclass
class Post:
    """The jobs' rounds over the real mail server, and what the chair gets in each."""

    town: Town
    inbox: Inbox
    port: int

    def round(self) -> list[EmailMessage]:
        deliver(self.town, self.port)
        found = [m for m in self.inbox.taken if m["To"] == "race_chair@rqx.example"]
        self.inbox.taken.clear()
        return found


def test_a_chair_chooses_their_mails_and_stops_them(
    town: Town, new_person: NewPerson, see: See, tmp_path: Path
) -> None:
    post, world = Post(town, Inbox(), free_port()), town.world
    chosen(new_person(DESK), town, see)
    with server(post.inbox, post.port):
        request = world.requests(world.consulting("race"))["race"]
        assert post.round() == []
        answered(town, request)
        [at_once] = post.round()
        assert at_once["Subject"] == "govflow: an answer to your network"
        at(town, 2, 16)
        [digest] = post.round()
        assert digest["Subject"] == (
            "govflow: your network is asked to reply, by 5pm on Monday 16 March 2026"
        )
        assert post.round() == []
        look(new_person, part(digest, "html"), "mail-digest", tmp_path)
        look(new_person, part(at_once, "html"), "mail-at-once", tmp_path)
        stopped(new_person(PHONE), str(digest["List-Unsubscribe"]).strip("<>"), see)
        answered(town, request)
        at(town, 12, 17)  # the day after the reminder's
        assert post.round() == []
    still_asked(town.enter(new_person(PHONE), "race_chair", "/waiting"), request, see)


def stopped(nobody: Page, link: str, see: See) -> None:
    """The link in the mail, by somebody who is not signed in."""
    nobody.goto(link)
    see(nobody, "mail-stop-phone")
    press(nobody, "Turn mails off")
    expect(nobody.get_by_role("heading", name="Mails are off")).to_be_visible()
    see(nobody, "mail-stopped-phone")


def still_asked(phone: Page, request: str, see: See) -> None:
    """The duty stands on the page, and so does how to turn mails on again."""
    expect(phone.locator(f"#request-{request}")).to_be_visible()
    expect(phone.get_by_text("No mails come to you")).to_be_visible()
    see(phone, "chair-mails-off-phone")
    phone.get_by_role("link", name="Turn mails on again").click()
    see(phone, "chair-mails-off-choices-phone")
    phone.get_by_label("Yes, one a day").check()
    press(phone, "Save")
    expect(phone.get_by_text("No mails come to you")).to_have_count(0)


def look(new_person: NewPerson, html: str, name: str, tmp_path: Path) -> None:
    """The formatted part as a mail program shows it: no table, no picture, no wider than it."""
    assert not any(f"<{tag}" in html for tag in ("table", "img", "script", "link", "iframe"))
    file = tmp_path / f"{name}.html"
    file.write_text(html, encoding="utf-8")
    for size, kind in ((DESK, "desk"), (PHONE, "phone")):
        page = new_person(size, base_url="file://")
        page.goto(file.as_uri())
        take_screenshot(page, f"{name}-{kind}")
        check_accessibility(page)
        check_width(page)
