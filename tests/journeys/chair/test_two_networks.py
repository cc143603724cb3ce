"""Somebody who speaks for two networks, next to officers who share the work."""

import hashlib
from datetime import timedelta

from playwright.sync_api import Page, expect

from govflow.domain.people import system_actor
from govflow.intake import check_attachment
from govflow.services import consulting, networks, papers, planning
from govflow.services.office import Who
from govflow.services.planning import Plan
from tests.builders import World
from tests.journeys.conftest import See, Town

BYTES = b"%PDF-1.4 an invented annex\n%%EOF"


def appoint(world: World, network: str, name: str, post: str) -> None:
    test = Who(world.organisation_id, system_actor("test"))
    starts_on = world.now.date() - timedelta(days=30)
    with world.office.writing(test, world.now) as desk:
        network_id = world.network_ids[network]
        networks.appoint(desk, network_id, world.ids[name], post=post, starts_on=starts_on)


def test_a_deputy_sees_both_networks_and_never_who_spoke(town: Town, page: Page, see: See) -> None:
    world = town.world
    appoint(world, "women", "race_chair", "deputy")
    asked = world.requests(world.consulting("race", "women"))
    with world.as_("women_chair") as desk:
        consulting.comment(desk, asked["women"], text="Part-time panels count too.", anchor="p-2")
    town.enter(page, "race_chair")
    expect(page.get_by_text("Asked of the Women's Network")).to_be_visible()
    expect(page.get_by_text("Asked of the Race Equality Network")).to_be_visible()
    see(page, "chair-two-networks-desk")
    for path in ("/waiting", f"/requests/{asked['women']}", "/our-voice"):
        page.goto(path)
        assert "Wen Li" not in page.content()
    page.get_by_label("Network").select_option("Race Equality Network")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing has been said yet.")).to_be_visible()
    see(page, "chair-ledger-empty-desk")
    page.get_by_label("Network").select_option("Women's Network")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Part-time panels count too.")).to_be_visible()


def test_an_attachment_comes_as_it_was_sent(town: Town, page: Page, see: See) -> None:
    world = town.world
    made = world.draft()
    with world.as_("author") as desk:
        papers.attach(desk, made, check_attachment("annex.pdf", "application/pdf", BYTES))
    request = send(world, made)
    town.enter(page, "race_chair", f"/requests/{request}")
    see(page, "chair-attachment-desk")
    with page.expect_download() as started:
        page.get_by_role("link", name="annex.pdf").click()
    assert started.value.suggested_filename == "annex.pdf"
    sent = started.value.path().read_bytes()
    assert hashlib.sha256(sent).digest() == hashlib.sha256(BYTES).digest()


def test_another_networks_request_is_refused(town: Town, page: Page) -> None:
    request = town.world.requests(town.world.consulting("women"))["women"]
    town.enter(page, "race_chair", f"/requests/{request}")
    expect(page.get_by_text("Only an officer of the Women's Network may")).to_be_visible()
    page.goto("/requests/unknown")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()


def send(world: World, made: str) -> str:
    world.act("author", made, "submit")
    race = world.network_ids["race"]
    reasons = {i: "It does not concern them." for i in world.network_ids.values()}
    plan = Plan(frozenset({race}), reasons, 10, world.meeting_ids[1])
    with world.as_("secretary") as desk:
        planning.choose_networks(desk, made, plan)
    world.act("secretary", made, "send_to_networks")
    return world.requests(made)["race"]
