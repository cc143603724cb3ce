"""The secretary tries a longer window on last quarter's papers before asking for it."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import See, Town


def past(town: Town) -> None:
    """Papers of a quarter: some had room to spare, some had not."""
    world = town.world
    for title in ("A fairer route into senior posts", "Reasonable adjustments", "Night shifts"):
        world.issued(title=title)
    tight = world.issued(title="Parking for night staff")
    world.wait(7)
    world.issued(title="Shared parental leave")
    waived = world.scoped(title="A vaccine in a hurry")
    world.act("board_chair", waived, "waive_consultation", reason="The law leaves no time.")
    world.act("secretary", waived, "issue")
    world.consulting(title="Uniforms and faith")
    assert world.state(tight) == "issued"


def test_a_longer_window_is_tried(town: Town, page: Page, phone: Page, see: See) -> None:
    past(town)
    town.enter(page, "secretary", "/board")
    page.get_by_role("link", name="Try another window or deadline on past papers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Try a rule on past papers")
    see(page, "simulate-start")

    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("These are the values in force")).to_be_visible()

    window = page.get_by_label("Shortest consultation window (working days)", exact=True)
    expect(window).to_have_value("10")
    window.fill("80")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert")).to_contain_text("must be a whole number between 1 and 60")
    expect(window).to_have_value("80")
    see(page, "simulate-refused")

    window.fill("30")
    page.get_by_role("button", name="Try it").click()
    the_answer_is_read(town, page, phone, see)


def the_answer_is_read(town: Town, page: Page, phone: Page, see: See) -> None:
    """On a screen, on paper, for a period without papers, and on a phone by its address."""
    window = page.get_by_label("Shortest consultation window (working days)", exact=True)
    answer = (
        "With a shortest window of 30 working days, 1 of 5 papers would have missed its meeting."
    )
    expect(page.get_by_role("heading", name=answer)).to_be_visible()
    row = page.get_by_role("row", name="Shared parental leave")
    expect(row).to_contain_text("Board of Directors")
    expect(page.get_by_role("row", name="not consulted on")).to_contain_text("1")
    expect(page.get_by_role("row", name="still on the way")).to_contain_text("1")
    see(page, "simulate-answer")
    address = page.url
    page.emulate_media(media="print")
    expect(window).to_be_hidden()
    expect(row).to_be_visible()
    page.emulate_media(media="screen")

    page.get_by_label("Sent on or after").fill("1/1/2020")
    page.get_by_label("Sent on or before").fill("31/12/2020")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("No paper was sent to networks in this period.")).to_be_visible()
    see(page, "simulate-nothing")
    page.get_by_role("link", name="Try it on every paper").click()
    expect(page.get_by_role("heading", name=answer)).to_be_visible()

    page.get_by_role("link", name="Shared parental leave").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shared parental leave")

    town.enter(phone, "secretary", address.removeprefix(town.url))
    see(phone, "simulate-phone")


def test_the_policy_page_tells_who_can_try(town: Town, page: Page, see: See) -> None:
    town.enter(page, "administrator", "/admin/policy")
    told = "The company secretary can try a value on past papers before it is set."
    expect(page.get_by_text(told)).to_be_visible()
