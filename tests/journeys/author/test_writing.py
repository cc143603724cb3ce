"""An author starts a paper by typing or from a file, fills it in, attaches files and submits."""

import io
import zipfile

import pytest
from playwright.sync_api import Page, expect

from govflow.services import matters, papers
from govflow.services.papers import DraftChange
from tests.builders import complete_document
from tests.journeys.conftest import PHONE, NewPerson, See, Town
from tests.journeys.hands import fill_in, told

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def submit_too_soon(page: Page, see: See) -> None:
    """Each missing field is named and leads to its place; what was typed is saved."""
    page.get_by_label("Title").fill("A fairer route")
    page.get_by_role("button", name="Submit to the secretary").click()
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary.get_by_role("link")).to_have_count(17)
    expect(page.get_by_text("Your draft is saved, but it is not submitted.")).to_be_visible()
    see(page, "author-edit-missing")
    for link in summary.get_by_role("link").all():
        target = (link.get_attribute("href") or "")[1:]
        assert page.locator(f"[id='{target}']").count() == 1, target
    summary.get_by_role("link", name="Write the paper's text").click()
    expect(page.get_by_label("Text", exact=True)).to_be_focused()


def test_a_paper_is_written_and_submitted(town: Town, page: Page, see: See) -> None:
    town.enter(page, "author")
    expect(page.get_by_text("You have no papers yet.")).to_be_visible()
    see(page, "author-no-papers")
    page.get_by_role("button", name="Start a paper").click()
    see(page, "author-start")
    page.get_by_role("button", name="Start writing").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the paper's title")
    page.get_by_label("Title").fill("A fairer route into senior posts")
    page.get_by_role("button", name="Start writing").click()
    told(page, "is started. Write as much as you have, and save.")
    see(page, "author-edit-new")

    submit_too_soon(page, see)
    fill_in(page)
    preview = page.get_by_role("region", name="As readers will see it")
    expect(preview.get_by_role("heading", name="Why")).to_be_visible()
    expect(preview.locator("strong")).to_have_text("narrow")
    page.get_by_role("button", name="Save draft", exact=True).first.click()
    told(page, "Your draft is saved.")
    expect(page.get_by_label("Name of the option").nth(1)).to_have_value("Do nothing")
    see(page, "author-edit-full")

    page.get_by_role("button", name="Save draft and add or remove files").click()
    attach(page, "evidence.exe", b"MZ")
    expect(page.get_by_role("alert")).to_contain_text("Attach a file of one of these kinds")
    attach(page, "evidence.pdf", b"not a pdf")
    expect(page.get_by_role("alert")).to_contain_text("not what its name says")
    attach(page, "evidence.pdf", PDF)
    told(page, "evidence.pdf is attached.")
    see(page, "author-attachments")
    page.get_by_role("link", name="Go on writing").click()
    page.get_by_role("button", name="Submit to the secretary").click()
    told(page, "You submitted the paper to the secretary.")
    page.get_by_role("link", name="My papers").click()
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    expect(page.get_by_text("With the secretary")).to_be_visible()


def attach(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Attach it").click()


def test_a_document_is_brought_in(town: Town, page: Page, see: See) -> None:
    town.enter(page, "author", "/papers/new")
    bring(page, "paper.txt", b"Words.")
    expect(page.get_by_role("alert")).to_contain_text("Choose a Markdown (.md) or Word")
    see(page, "author-start-refused")
    bring(page, "bomb.docx", bomb())
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    head = "---\ntitle: Car parking\ntopics: Workforce, gardens\ncolour: red\n---\n"
    bring(page, "paper.md", f"{head}## Why\n\nSpaces are few.\n".encode())
    told(page, "is started from your file.")
    expect(page.get_by_label("Title")).to_have_value("Car parking")
    expect(page.get_by_label("Workforce", exact=True)).to_be_checked()
    expect(page.get_by_text("“gardens” is not a topic here and was left out.")).to_be_visible()
    expect(page.get_by_text("“colour” in the head of the file is not used.")).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value("## Why\n\nSpaces are few.")
    see(page, "author-brought-in")
    page.goto("/papers/new")
    bring(page, "shift-swaps.docx", word("Shift swaps", "Rotas are late."))
    told(page, "is started from your file.")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Shift swaps\n\nRotas are late.")


def bring(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("Word (.docx) or Markdown (.md) file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Bring it in").click()


WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def word(*paragraphs: str, padding: int = 0) -> bytes:
    """A small Word document."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", LINKS)
        archive.writestr(
            "word/document.xml", f"<w:document {WORDS}><w:body>{body}</w:body></w:document>"
        )
        if padding:
            archive.writestr("word/media/image1.bin", b"\0" * padding)
    return kept.getvalue()


def bomb() -> bytes:
    """A few kilobytes that would unpack to three hundred megabytes."""
    return word("Boom", padding=300 * 1024 * 1024)


def test_writing_needs_no_script(town: Town, new_person: NewPerson) -> None:
    page = new_person(PHONE, script=False)
    made = town.world.draft()
    town.enter(page, "author", f"/papers/{made}/edit")
    page.get_by_label("Recommendation 1").fill("Approve another route")
    page.get_by_role("button", name="Add another recommendation").click()
    expect(page.get_by_label("Recommendation 1")).to_have_value("Approve another route")
    page.get_by_label("Recommendation 2").fill("Review it in a year")
    page.get_by_role("button", name="Add another option").click()
    page.get_by_label("Name of the option").nth(2).fill("Wait a year")
    page.get_by_label("Text", exact=True).fill("A _new_ text.")
    page.get_by_role("button", name="Preview the text").click()
    expect(page.locator("#preview em")).to_have_text("new")
    page.get_by_label("When", exact=True).fill("next week")
    page.get_by_label("Which body").fill("People Committee")
    page.get_by_role("button", name="Save draft", exact=True).first.click()
    expect(page.get_by_role("link", name="Enter when it was considered as a real")).to_be_visible()
    page.get_by_label("When", exact=True).fill("3/2/2026")
    page.get_by_role("button", name="Save draft", exact=True).first.click()
    expect(page.get_by_text("Your draft is saved.")).to_be_visible()
    with town.world.looking("author") as desk:
        draft = matters.paper_case(desk, made).paper.draft
    assert draft.recommendations == ("Approve another route", "Review it in a year")
    assert [o.title for o in draft.options] == ["Change the route", "Do nothing", "Wait a year"]
    assert [c.on for c in draft.previously_considered] == ["3 February 2026"]
    assert draft.body == "A _new_ text."


def test_two_tabs_lose_nothing(town: Town, page: Page, see: See) -> None:
    world = town.world
    made = world.draft()
    town.enter(page, "author", f"/papers/{made}/edit")
    page.get_by_label("Title").fill("Typed in this tab")
    with world.as_("author") as desk:
        other = DraftChange(complete_document(title="Saved in another tab"), None, None)
        papers.save_draft(desk, made, other)
    page.get_by_role("button", name="Save draft", exact=True).first.click()
    expect(page.get_by_text("This paper moved while you were reading.")).to_be_visible()
    expect(page.get_by_text("Amara Osei saved the draft.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Typed in this tab")
    see(page, "author-stale")
    page.get_by_role("button", name="Save draft", exact=True).first.click()
    told(page, "Your draft is saved.")
    world.act("author", made, "withdraw", reason="Not now.")
    page.get_by_label("Title").fill("Too late")
    page.get_by_role("button", name="Save draft", exact=True).first.click()
    expect(page.get_by_text("Too late")).to_be_visible()


@pytest.mark.parametrize("path", ["/my-papers", "/papers/new", "/papers/{}/edit"])
def test_a_phone_shows_everything(town: Town, phone: Page, see: See, path: str) -> None:
    made = town.world.draft()
    town.enter(phone, "author", path.format(made))
    see(phone, f"author-phone-{path.strip('/').split('/')[-1]}")
