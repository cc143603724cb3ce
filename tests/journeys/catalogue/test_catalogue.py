"""From the list of procedures to what one promises, its drawing and files; by key and on paper."""

from pathlib import Path

from lxml import etree
from playwright.sync_api import Download, Page, expect
from SpiffWorkflow.bpmn.parser.BpmnParser import XSD_PATH

from govflow.config import folder
from tests.journeys.conftest import PHONE, NewPerson, See, Town, check_accessibility, check_width


def taken(page: Page, link: str) -> tuple[Download, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    return waiting.value, Path(waiting.value.path()).read_bytes()


def test_a_network_chair_learns_what_protects_them(
    town: Town, new_person: NewPerson, see: See
) -> None:
    chair = new_person(PHONE)
    town.enter(chair, "women_chair")
    chair.get_by_role("link", name="How procedures work, and what they promise").click()
    expect(chair.get_by_role("heading", level=1)).to_have_text("How procedures work")
    see(chair, "catalogue-listing-phone")
    chair.get_by_role("link", name="Board paper", exact=True).click()
    expect(chair.get_by_role("heading", level=2).first).to_have_text("What this procedure promises")
    promise = chair.get_by_role("listitem").filter(has_text="Consulted before decided")
    expect(promise).to_contain_text("Proven")
    apart = chair.get_by_role("listitem").filter(has_text="Nobody marks their own homework")
    expect(apart).to_contain_text("Enforced")
    card = chair.get_by_role("listitem").filter(
        has=chair.get_by_role("heading", name="Send to the networks")
    )
    expect(card).to_contain_text("by the company secretary.")
    expect(card).to_contain_text("The window ends before the chosen meeting's paper deadline.")
    row = chair.get_by_role("row").filter(has_text="With the staff networks")
    expect(row).to_contain_text("The network chair")
    expect(row).to_contain_text("When the last network's window closes.")
    see(chair, "catalogue-board-paper-phone")


def test_the_drawing_scrolls_by_key_and_is_told_in_words(town: Town, new_person: NewPerson) -> None:
    chair = new_person(PHONE)
    town.enter(chair, "women_chair", "/workflows/board_paper")
    figure = chair.get_by_role("region", name="The drawing of the steps")
    expect(figure.get_by_role("img", name="Board paper")).to_be_visible()
    figure.focus()
    chair.keyboard.press("ArrowRight")
    chair.wait_for_function("() => document.activeElement.scrollLeft > 0")
    chair.get_by_text("The drawing of the steps in words").first.click()
    told = chair.get_by_role("group").get_by_text("From 'With the staff networks'")
    expect(told).to_be_visible()


def test_the_files_can_be_taken_away(town: Town, new_person: NewPerson, see: See) -> None:
    auditor = new_person()
    town.enter(auditor, "auditor")
    auditor.get_by_role("button", name="More").click()
    auditor.get_by_role("link", name="How procedures work", exact=True).click()
    expect(auditor.get_by_role("heading", level=1)).to_have_text("How procedures work")
    see(auditor, "catalogue-listing")
    auditor.get_by_role("link", name="Board paper", exact=True).click()
    expect(auditor.get_by_role("heading", level=1)).to_contain_text("Board paper")
    see(auditor, "catalogue-board-paper")
    bpmn, document = taken(auditor, "For process modellers")
    assert bpmn.suggested_filename == "board_paper.v1.bpmn"
    etree.XMLSchema(etree.parse(XSD_PATH)).assertValid(etree.fromstring(document))
    yaml, source = taken(auditor, "The file as it is written")
    assert yaml.suggested_filename == "board_paper.v1.yaml"
    assert source == (folder("workflows") / "board_paper.v1.yaml").read_bytes()
    for name, start in (("drawing", b"<svg"), ("Mermaid", b"stateDiagram"), ("words", b"It")):
        assert taken(auditor, name)[1].startswith(start)


def test_it_prints_whole_without_what_only_a_screen_needs(
    town: Town, new_person: NewPerson, see: See
) -> None:
    secretary = new_person()
    town.enter(secretary, "secretary", "/workflows/recruitment_divergence/1")
    secretary.emulate_media(media="print")
    expect(secretary.get_by_text("version 1, printed on")).to_be_visible()
    expect(secretary.get_by_role("link", name="For process modellers")).to_be_hidden()
    expect(secretary.get_by_role("img", name="Divergence")).to_be_visible()
    secretary.set_viewport_size({"width": 720, "height": 1000})
    see(secretary, "catalogue-print")


def test_every_procedure_is_accessible_on_a_phone(town: Town, new_person: NewPerson) -> None:
    page = new_person(PHONE)
    town.enter(page, "auditor", "/workflows")
    links = page.locator("main h2 a").evaluate_all("all => all.map(one => one.pathname)")
    assert len(links) == 9
    for path in links:
        page.goto(f"{town.url}{path}")
        check_width(page)
        check_accessibility(page)
