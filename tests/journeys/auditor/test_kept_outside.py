"""A chair takes a receipt, an auditor keeps a checkpoint: both are checked with no server."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from govflow.domain.notes import VerifierKey
from govflow.offline import govflow_verify
from govflow.services import copy_mails, digests, signer, trail_watch
from govflow.services.signer import Signing
from govflow.signing import FileMemory
from tests.builders import World
from tests.journeys.conftest import NewPerson, See, Town
from tests.keys import OURS
from tests.tampering import tamper


def sign(town: Town, folder: Path) -> str:
    """Run the signer once; answers with its public key."""
    signing = Signing((OURS,), FileMemory(folder), "example.org")
    world = town.world
    signer.sign_all(world.office, lambda: world.now, signing)
    return str(VerifierKey(signing.origin(world.organisation_id), OURS.public))


def test_a_chair_takes_a_receipt_of_what_the_network_said(
    town: Town, phone: Page, page: Page, see: See, tmp_path: Path
) -> None:
    made = town.world.responding()
    address = f"/requests/{town.world.requests(made)['race']}"
    town.enter(phone, "race_chair", address)
    phone.get_by_role("link", name="Receipts: proof that your words are in the record").click()
    expect(phone.get_by_role("heading", name="Receipts for what your network said")).to_be_visible()
    expect(phone.get_by_text("no entry of this organisation's record").first).to_be_visible()
    see(phone, "chair-receipts-unsigned-phone")
    key = sign(town, tmp_path)
    phone.reload()
    with phone.expect_download() as caught:
        phone.get_by_role("button", name="Download the receipt of entry").first.click()
    caught.value.save_as(tmp_path / "receipt.tlog-proof")
    see(phone, "chair-receipts-phone")
    assert govflow_verify.main([str(tmp_path / "receipt.tlog-proof"), "--key", key]) == 0
    town.enter(page, "race_chair", f"{address}/receipts")
    see(page, "chair-receipts")


def test_an_auditor_keeps_a_checkpoint_and_compares_it_later(
    town: Town, page: Page, new_person: NewPerson, see: See, tmp_path: Path
) -> None:
    town.world.draft()
    town.enter(page, "auditor", "/audit/log")
    expect(page.get_by_text("No checkpoint has ever been signed")).to_be_visible()
    sign(town, tmp_path)
    page.reload()
    expect(page.get_by_text("None has been taken here")).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download the checkpoint").click()
    kept = Path(caught.value.path()).read_text(encoding="utf-8")
    town.world.approved()
    sign(town, tmp_path)
    page.reload()
    expect(page.get_by_text("to Anil Desai")).to_be_visible()
    page.get_by_label("Compare a checkpoint that you kept").fill(kept)
    page.get_by_role("button", name="Compare with today's log").click()
    expect(page.get_by_text("events are those of the kept checkpoint")).to_be_visible()
    expect(page.get_by_text("letter for letter, the checkpoint that was signed")).to_be_visible()
    see(page, "auditor-log-compared")
    with page.expect_download() as proof:
        page.get_by_role("link", name="download the proof").click()
    assert Path(proof.value.path()).read_text().startswith("govflow-consistency/1\nold ")
    page.get_by_label("Compare a checkpoint that you kept").fill("nonsense")
    page.get_by_role("button", name="Compare with today's log").click()
    expect(page.get_by_text("This is not a checkpoint that can be compared.")).to_be_visible()
    see(page, "auditor-log-compared-wrong")


def test_an_auditor_is_mailed_the_checkpoint_and_a_fault_is_shown(
    town: Town, page: Page, phone: Page, see: See, tmp_path: Path
) -> None:
    world = town.world
    world.approved()
    sign(town, tmp_path)
    watch(world)
    world.now += timedelta(days=8)
    town.enter(page, "auditor", "/audit")
    expect(page.get_by_role("heading", name="Findings about the record")).to_be_visible()
    page.get_by_role("link", name="Copies outside, and the daily check").click()
    expect(page.get_by_text("A copy of the record outside is overdue.")).to_be_visible()
    see(page, "auditor-copies-overdue")
    page.get_by_role("button", name="Mail them the checkpoint every day").click()
    expect(page.get_by_text("Choose an auditor who does not").first).to_be_visible()
    page.get_by_label("Name an auditor").select_option("Anil Desai")
    page.get_by_role("button", name="Mail them the checkpoint every day").click()
    expect(page.get_by_text("Anil Desai is mailed the signed checkpoint")).to_be_visible()
    mailed(world)
    watch(world)
    page.reload()
    expect(page.get_by_text("to Anil Desai (by mail)")).to_be_visible()
    expect(page.get_by_role("heading", name="Findings about the record")).to_have_count(0)
    see(page, "auditor-copies")
    page.goto("/audit/log")
    expect(page.get_by_text("Every one of").first).to_be_visible()
    see(page, "auditor-log-daily")
    tamper(world, "UPDATE matter SET state = 'draft'")
    world.now += timedelta(days=1)
    watch(world)
    town.enter(phone, "secretary", "/board")
    expect(phone.get_by_text("The record does not hold.")).to_be_visible()
    see(phone, "secretary-board-finding-phone")
    phone.get_by_role("link", name="Copies outside, and the daily check").click()
    expect(phone.get_by_text("Does not hold.").first).to_be_visible()
    see(phone, "secretary-copies-finding-phone")


def watch(world: World) -> None:
    """The daily check of the record runs."""
    trail_watch.run_due(world.office, world.organisation_id, lambda: world.now)


def mailed(world: World) -> None:
    """The day's mail is made and taken."""
    url = "https://govflow.example.org"
    copy_mails.sweep(world.office, world.organisation_id, world.now, base_url=url)
    digests.send(
        world.office, world.organisation_id, world.now, lambda _: None, sender="g@rqx.example"
    )
