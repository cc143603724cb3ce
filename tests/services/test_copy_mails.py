"""The signed checkpoint leaves by mail every day, once, and a copy that is overdue is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from govflow import jobs
from govflow.config import Settings
from govflow.domain import notes
from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.house import House
from govflow.offline import govflow_verify
from govflow.services import copies, copy_mails, findings, mail_choices, signer
from govflow.services.signer import Signing
from govflow.signing import FileMemory, verify
from govflow.store import outbox
from govflow.store.records import notice
from tests.builders import World, make_office
from tests.inbox import Inbox, free_port, server
from tests.keys import OURS

AUDITOR = "Anil Desai"
EIGHT = datetime(2026, 3, 3, 8, tzinfo=UTC)


@pytest.fixture
def signing(tmp_path: Path) -> Signing:
    return Signing((OURS,), FileMemory(tmp_path), "example.org")


def sign(world: World, signing: Signing) -> None:
    signer.sign_log(world.office, lambda: world.now, signing, world.organisation_id)


def named(world: World) -> None:
    with world.as_("secretary") as desk:
        assert copy_mails.name(desk, world.ids["auditor"]) == AUDITOR


def sweep(world: World, office: object = None) -> dict[str, int]:
    return copy_mails.sweep(
        office or world.office,  # type: ignore[arg-type]
        world.organisation_id,
        world.now,
        base_url="https://govflow.example.org",
    )


def house_of(world: World, url: str, tmp_path: Path, port: int) -> House:
    settings = Settings(
        database_url=url,
        secret_key="k" * 40,
        smtp_url=f"smtp://127.0.0.1:{port}",
        base_url="https://govflow.example.org",
        instance=tmp_path,
    )
    return House(settings, world.office, lambda: world.now)


def attached(message: EmailMessage) -> tuple[str, bytes]:
    (part,) = message.iter_attachments()
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return str(part.get_filename()), data


def test_the_mail_carries_the_checkpoint_as_it_was_signed(
    world: World, signing: Signing, database_url: str, tmp_path: Path
) -> None:
    world.approved()
    named(world)
    sign(world, signing)
    world.now = EIGHT
    inbox, port = Inbox(), free_port()
    house = house_of(world, database_url, tmp_path, port)
    with server(inbox, port):
        jobs.run_all(house)
        jobs.mail_checkpoints(house, world.organisation_id, world.now)
        jobs.send_digests(house, world.organisation_id, world.now)
    mails = [m for m in inbox.taken if m["Subject"].startswith("govflow: checkpoint over")]
    assert [m["To"] for m in mails] == ["auditor@rqx.example"]
    name, data = attached(mails[0])
    keys = signing.verifier_keys(world.organisation_id)
    size = notes.Checkpoint.parse(notes.opened(data.decode(), keys, verify)).size
    assert name == f"checkpoint-RQX-{size}.txt"
    body = mails[0].get_body(("plain",))
    assert body is not None
    assert "Keep the file, unchanged, where nobody" in body.get_content()
    assert "List-Unsubscribe" in mails[0]
    kept = tmp_path / name
    kept.write_bytes(data)
    assert govflow_verify.main([str(kept), str(kept), "--key", str(keys[0])]) == 0
    with world.looking("auditor") as desk:
        last = copies.copies(desk).last
        assert last is not None
        assert (last.who, last.how, last.size) == (AUDITOR, "by mail", size)
        assert copies.compare(desk, data.decode()).holds


def test_one_mail_a_day_whoever_makes_it(world: World, signing: Signing, database_url: str) -> None:
    named(world)
    sign(world, signing)
    world.now = datetime(2026, 3, 3, 6, 59, tzinfo=UTC)
    assert sweep(world) == {}
    world.now = EIGHT
    offices = [make_office(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = [found for found in pool.map(lambda office: sweep(world, office), offices) if found]
    for office in offices:
        office.store.engine.dispose()
    assert made == [{"checkpoint mails made": 1}]
    world.now += timedelta(days=1)
    assert sweep(world) == {"checkpoint mails made": 1}


def test_nobody_is_written_to_who_turned_mails_off_or_is_no_auditor(
    world: World, signing: Signing
) -> None:
    named(world)
    sign(world, signing)
    world.now = EIGHT
    with world.as_("auditor") as desk:
        mail_choices.save(desk, wanted="no", hour="", at_once=[])
    assert sweep(world) == {}
    with world.looking("auditor") as desk:
        assert [reached for _, reached in copy_mails.page(desk)["keepers"]] == [False]  # type: ignore[attr-defined]


def test_who_names_and_who_ends_it(world: World) -> None:
    with pytest.raises(WrongRole), world.as_("author") as desk:
        copy_mails.name(desk, world.ids["auditor"])
    with pytest.raises(Invalid), world.as_("secretary") as desk:
        copy_mails.name(desk, world.ids["author"])
    named(world)
    with pytest.raises(Invalid), world.as_("auditor") as desk:
        copy_mails.name(desk, world.ids["auditor"])
    with world.as_("administrator") as desk:
        copy_mails.end(desk, world.ids["auditor"])
    with pytest.raises(NotFound), world.as_("administrator") as desk:
        copy_mails.end(desk, world.ids["auditor"])
    assert told(world) == ["The signed checkpoint is no longer mailed to you every day."]


def told(world: World) -> list[str]:
    with world.looking("auditor") as desk:
        rows = desk.work.session.execute(
            notice.select().where(
                notice.c.kind == "record", notice.c.person_id == world.ids["auditor"]
            )
        )
        return [row.sentence for row in rows]


def late(world: World) -> list[str]:
    with world.looking("auditor") as desk:
        found = findings.overdue(desk)
        return [found.sentence] if found else []


def test_an_overdue_copy_is_a_finding_and_told_once(world: World, signing: Signing) -> None:
    world.draft()
    assert late(world) == []
    world.now += timedelta(days=8)
    assert late(world)[0].startswith("A copy of the record outside is overdue. No copy was ever")
    for _ in range(3):
        sweep(world)
        world.now += timedelta(days=1)
    assert len(told(world)) == 1
    sign(world, signing)
    with world.as_("auditor") as desk:
        copies.take(desk)
    assert late(world) == []
    world.now += timedelta(days=30)
    assert late(world) == [], "nothing but the copy itself was recorded since"
    world.draft()
    assert late(world) == []
    world.now += timedelta(days=8)
    assert "The last copy outside covers" in late(world)[0]


def test_a_kept_checkpoint_brought_back_counts_once_a_day(world: World, signing: Signing) -> None:
    world.draft()
    sign(world, signing)
    with world.as_("auditor") as desk:
        note = copies.take(desk).note
    for _ in range(2):
        with world.as_("auditor") as desk:
            assert copies.compare_and_note(desk, note).holds
        with world.as_("auditor") as desk:
            other = copies.compare_and_note(desk, note[1:])
            assert (other.holds, other.published) == (True, False), "another origin, not ours"
    with world.looking("auditor") as desk:
        assert [copy.how for copy in copies.taken_outside(desk)] == [
            "kept, and compared here",
            "downloaded",
        ]
    with pytest.raises(WrongRole), world.as_("author") as desk:
        copies.compare_and_note(desk, note)


def test_a_mail_that_was_not_taken_is_no_copy_outside(
    world: World, signing: Signing, database_url: str, tmp_path: Path
) -> None:
    named(world)
    sign(world, signing)
    world.now = EIGHT
    inbox, port = Inbox(), free_port()
    inbox.refuse = "auditor@"
    house = house_of(world, database_url, tmp_path, port)
    with server(inbox, port):
        jobs.mail_checkpoints(house, world.organisation_id, world.now)
        jobs.send_digests(house, world.organisation_id, world.now)
    with world.looking("auditor") as desk:
        assert copies.copies(desk).last is None
        assert [m.fault[:15] for m in outbox.mails(desk.work, unsent=True)] == ["The mail server"]
