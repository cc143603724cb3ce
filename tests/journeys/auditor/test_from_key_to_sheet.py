"""An auditor with nothing but the address and the key draws, takes, verifies, reads, and files."""

import subprocess
import sys
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.auditor.test_kept_outside import sign
from tests.journeys.conftest import PHONE, NewPerson, See, Town


def test_from_the_key_to_the_filed_sheet(
    town: Town, page: Page, new_person: NewPerson, see: See, tmp_path: Path
) -> None:
    made = town.world.approved(position="object")
    town.world.scoped(title="Parental leave")
    key = sign(town, tmp_path)
    town.enter(page, "auditor", "/audit/samples")
    page.get_by_role("button", name="Draw a sample").click()
    page.get_by_label("How many matters").fill("2")
    page.get_by_label("Seed").fill("said beforehand")
    page.get_by_role("button", name="Draw the sample").click()
    with page.expect_download() as caught:
        page.get_by_role("link", name="the bundle of this sample").click()
    caught.value.save_as(tmp_path / "sample.zip")

    said = verified(tmp_path, key)
    assert "The seed “said beforehand” draws these 2 of 2 matters." in said
    reading = new_person(base_url=tmp_path.as_uri())
    read_offline(reading, see, tmp_path / "sample", made, "")
    read_offline(
        new_person(PHONE, base_url=tmp_path.as_uri()), see, tmp_path / "sample", made, "-phone"
    )

    page.get_by_role("link", name="Test 20").click()
    for place in (1, 2):
        expect(page.get_by_text(f"Matter {place} of 2")).to_be_visible()
        for group in page.get_by_role("group").all():
            group.get_by_label("Evidence seen").check()
        page.get_by_role("button", name="Record the test").click()
    page.get_by_label("What you conclude").fill("Verified outside; nothing was found.")
    page.get_by_role("button", name="File the sheet as evidence").click()
    expect(page.get_by_text("The test sheet of S-1 is filed")).to_be_visible()


def verified(folder: Path, key: str) -> str:
    """What the bundle's own verifier says, with no package of ours to be seen."""
    with zipfile.ZipFile(folder / "sample.zip") as archive:
        archive.extractall(folder / "sample")
    program = folder / "sample" / "govflow_verify.py"
    command = [sys.executable, "-I", str(program), str(folder / "sample.zip"), "--key", key]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def read_offline(reader: Page, see: See, folder: Path, matter_id: str, on: str) -> None:
    """The pages of the bundle in a browser, from the disk."""
    reader.goto((folder / "index.html").as_uri())
    see(reader, f"bundle-index{on}")
    reader.goto((folder / "matters" / f"{matter_id}.html").as_uri())
    expect(reader.get_by_role("heading", name="Decision")).to_be_visible()
    see(reader, f"bundle-matter{on}")
    reader.get_by_role("link", name="Version 1").first.click()
    expect(reader.get_by_role("heading", name="Front sheet")).to_be_visible()
    see(reader, f"bundle-version{on}")


def test_bundles_are_asked_for_on_a_page(
    town: Town, page: Page, phone: Page, see: See, tmp_path: Path
) -> None:
    town.world.approved()
    town.enter(page, "auditor", "/audit/bundles")
    expect(page.get_by_text("No checkpoint has been signed yet")).to_be_visible()
    sign(town, tmp_path)
    page.reload()
    see(page, "auditor-bundles")
    page.get_by_role("button", name="Download the matter's bundle").click()
    expect(page.get_by_text("Enter the reference of a matter").first).to_be_visible()
    see(page, "auditor-bundles-wrong")
    for name in ("the meeting's bundle", "the whole record"):
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"Download {name}").click()
        with zipfile.ZipFile(caught.value.path()) as archive:
            assert "index.html" in archive.namelist()
    town.enter(phone, "auditor", "/audit/bundles")
    see(phone, "auditor-bundles-phone")


def test_the_record_as_each_reader_saw_it(town: Town, page: Page, phone: Page, see: See) -> None:
    made = town.world.approved()
    town.enter(page, "auditor", f"/audit/matters/{made}")
    page.get_by_role("link", name="as each reader saw it").click()
    expect(page.get_by_role("heading", name="Race Equality Network").first).to_be_visible()
    see(page, "auditor-seen")
    page.get_by_role("link", name="Version 1 as served").first.click()
    expect(page.get_by_text("The same bytes")).to_be_visible()
    see(page, "auditor-seen-pack")
    town.enter(phone, "auditor", f"/audit/matters/{made}/seen")
    see(phone, "auditor-seen-phone")
    phone.get_by_role("link", name="Version 1 as served").first.click()
    see(phone, "auditor-seen-pack-phone")
