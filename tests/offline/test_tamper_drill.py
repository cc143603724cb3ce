"""Somebody with the database's password, or the key itself, changes the record: it comes out.

Each act is done past every guard of the database. Where the signer would still sign, the bundle
is checked against a checkpoint that was kept outside.
"""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from govflow.domain import notes
from govflow.domain.notes import Checkpoint
from govflow.domain.subtrees import Place, grow
from govflow.domain.trail import Frontier, leaf_hash
from govflow.signing import read_keys
from govflow.store import records, trail
from tests.builders import World
from tests.offline.conftest import Outside
from tests.tampering import past_the_guards, tamper

Capture = pytest.CaptureFixture[str]
OWN = "organisation_id = :own"
LAST = f"(SELECT max(seq) FROM event WHERE {OWN})"


@pytest.fixture
def kept(outside: Outside) -> Path:
    """A record with some life in it, signed, its checkpoint kept outside."""
    outside.world.approved(position="object")
    outside.sign()
    return outside.keep()


def other_payload(world: World, seq: int) -> bytes:
    """The event's payload telling of another day."""
    with world.looking("auditor") as desk:
        found: bytes | None = desk.work.session.scalar(
            sa.select(records.event.c.payload).where(
                records.event.c.organisation_id == world.organisation_id,
                records.event.c.seq == seq,
            )
        )
    assert found
    return found.replace(b'"at":"2026-03-0', b'"at":"2026-02-0')


def put_payload(world: World, seq: int, payload: bytes, *, rehash: bool) -> None:
    values: dict[str, object] = {"payload": payload}
    if rehash:
        values["leaf_hash"] = leaf_hash(payload).hex()
    with past_the_guards(world) as connection:
        connection.execute(
            records.event.update()
            .where(
                records.event.c.organisation_id == world.organisation_id,
                records.event.c.seq == seq,
            )
            .values(**values)
        )


def rebuild_tree(world: World) -> None:
    """Make head and subtrees fit the events that are there, as a careful forger would."""
    with world.looking("auditor") as desk:
        leaves = [
            leaf_hash(row.payload) for rows, _ in trail.stored_rows(desk.work) for row in rows
        ]
    frontier = Frontier()
    nodes: list[tuple[Place, bytes]] = []
    for leaf in leaves:
        grown = grow(frontier, leaf)
        frontier = grown.frontier
        nodes += grown.completed
    with past_the_guards(world) as connection:
        own = records.trail_node.c.organisation_id == world.organisation_id
        connection.execute(records.trail_node.delete().where(own))
        for (level, place), each in nodes:
            connection.execute(
                records.trail_node.insert().values(
                    organisation_id=world.organisation_id, level=level, place=place, hash=each
                )
            )
        connection.execute(
            records.trail_head.update()
            .where(records.trail_head.c.organisation_id == world.organisation_id)
            .values(size=frontier.size, root=frontier.root().hex(), frontier=frontier.to_hex())
        )


def update(world: World) -> None:
    put_payload(world, 20, other_payload(world, 20), rehash=True)


def delete(world: World) -> None:
    tamper(world, f"DELETE FROM event WHERE {OWN} AND seq = 20")


def truncate(world: World) -> None:
    tamper(world, f"DELETE FROM event WHERE {OWN} AND seq >= 30")


def swap(world: World) -> None:
    one, two = other_payload(world, 20), other_payload(world, 21)
    put_payload(world, 20, two, rehash=True)
    put_payload(world, 21, one, rehash=True)


def renumber(world: World) -> None:
    tamper(
        world,
        f"DELETE FROM event WHERE {OWN} AND seq = 20",
        f"UPDATE event SET seq = seq + 100000 WHERE {OWN} AND seq > 20",
        f"UPDATE event SET seq = seq - 100001 WHERE {OWN} AND seq > 100000",
    )


NO_BUNDLE = "The record takes no further entry"
# What is done; the first fault of the live check; what somebody outside is told.
ACTS: dict[str, tuple[Callable[[World], None], str, str]] = {
    "update": (
        update,
        "columns of event 20 differ from its payload: at",
        "The events do not give the signed root",
    ),
    "delete": (delete, "Event 21 stands at place 20", "Event 20 is missing"),
    "truncate": (truncate, "The head counts 49 events, but 30 are there", NO_BUNDLE),
    "swap": (swap, "columns of event 20 differ from its payload: seq", "Event 20 is missing"),
    "renumber": (renumber, "columns of event 20 differ from its payload: seq", NO_BUNDLE),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_changed_record_comes_out(
    outside: Outside, kept: Path, capsys: Capture, act: str
) -> None:
    done, live, told = ACTS[act]
    done(outside.world)
    checked = outside.run("trail", "verify")
    assert checked.exit_code == 1
    assert live in checked.stderr.splitlines()[0]
    path = outside.folder / "bundle.zip"
    made = outside.run("trail", "bundle", "--all", "--out", str(path))
    if told == NO_BUNDLE:
        assert (made.exit_code, path.exists()) == (2, False)
        assert told in made.stderr
        return
    code, said = outside.check(capsys, path, "--checkpoint", kept)
    assert code == 1
    assert told in said


def test_a_careful_forger_is_stopped_by_the_signer(
    outside: Outside, kept: Path, capsys: Capture
) -> None:
    update(outside.world)
    rebuild_tree(outside.world)
    outside.world.draft()
    signed = outside.sign()
    assert (signed.exit_code, "history was rewritten" in signed.stderr) == (1, True)
    assert "not the ones that were signed" in outside.run("trail", "verify").stderr


def test_a_history_signed_anew_with_the_real_key_comes_out_by_the_kept_checkpoint(
    outside: Outside, kept: Path, capsys: Capture
) -> None:
    update(outside.world)
    rebuild_tree(outside.world)
    tamper(outside.world, f"DELETE FROM checkpoint WHERE {OWN}")
    (outside.folder / "signer" / "memory.json").unlink()
    assert outside.sign().exit_code == 0
    bundle = outside.bundle()
    assert outside.check(capsys, bundle)[0] == 0
    code, said = outside.check(capsys, bundle, "--checkpoint", kept)
    assert code == 1
    assert "history was rewritten" in said


def test_an_edited_text_comes_out(outside: Outside, kept: Path, capsys: Capture) -> None:
    with past_the_guards(outside.world) as connection:
        connection.execute(
            records.sealed.update()
            .where(records.sealed.c.field == "text")
            .values(data=b"We are content.")
        )
    checked = outside.run("trail", "verify")
    assert (checked.exit_code, "is not the one committed to" in checked.stderr) == (1, True)
    code, said = outside.check(capsys, outside.bundle())
    assert code == 1
    assert "the text “text” is not the one recorded" in said


def test_an_edited_column_comes_out(outside: Outside, kept: Path) -> None:
    tamper(outside.world, f"UPDATE event SET type = 'draft_saved' WHERE {OWN} AND seq = 20")
    checked = outside.run("trail", "verify")
    assert checked.exit_code == 1
    assert "columns of event 20 differ from its payload: type" in checked.stderr


def test_an_edited_state_comes_out(outside: Outside, kept: Path, capsys: Capture) -> None:
    tamper(outside.world, f"UPDATE matter SET state = 'issued' WHERE {OWN}")
    checked = outside.run("trail", "verify")
    assert (checked.exit_code, "its events lead to “approved”" in checked.stderr) == (1, True)
    code, said = outside.check(capsys, outside.bundle())
    assert code == 1
    assert "is stored in “issued”, but its events lead to “approved”" in said


@pytest.mark.sqlite_only
def test_an_old_backup_put_back_comes_out(outside: Outside, capsys: Capture) -> None:
    world = outside.world
    world.draft()
    outside.sign()
    engine = world.office.store.engine
    file = Path(str(engine.url.database))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    backup = outside.folder / "backup.db"
    shutil.copyfile(file, backup)
    world.draft()
    outside.sign()
    kept = outside.keep()
    engine.dispose()
    for path in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        path.unlink(missing_ok=True)
    shutil.copyfile(backup, file)
    signed = outside.sign()
    assert (signed.exit_code, "older than what was signed" in signed.stderr) == (1, True)
    code, said = outside.check(capsys, outside.bundle(), "--checkpoint", kept)
    assert code == 1
    assert "events that were there are gone" in said


@contextmanager
def opened_up(path: Path) -> Iterator[dict[str, bytes]]:
    """The files of a bundle, put back changed, with the seal of a whole archive."""
    from govflow.services.bundle_file import SEAL_LENGTH, seal

    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    yield files
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.comment = bytes(SEAL_LENGTH)
    seal(path)


def test_an_illegal_history_comes_out_however_well_it_is_signed(
    outside: Outside, capsys: Capture
) -> None:
    """Whoever holds database and key writes a decision without the networks: replay finds it."""
    made = outside.world.submitted()
    outside.sign()
    path = outside.bundle("--all")
    (key,) = read_keys(outside.folder / "signer")
    with opened_up(path) as files:
        lines = files["events.jsonl"].splitlines()
        forged = lines[-1].replace(b'"to_state":"submitted"', b'"to_state":"approved"')
        assert forged != lines[-1]
        lines[-1] = forged
        frontier = Frontier()
        for line in lines:
            frontier = frontier.append(leaf_hash(line))
        files["events.jsonl"] = b"".join(line + b"\n" for line in lines)
        origin = files["checkpoint.txt"].decode().partition("\n")[0]
        head = Checkpoint(origin, frontier.size, frontier.root()).text()
        files["checkpoint.txt"] = notes.signed(head, origin, key.public, key.sign).encode()
        files["states.jsonl"] = files["states.jsonl"].replace(b'"submitted"', b'"approved"')
    code, said = outside.check(capsys, path)
    assert code == 1
    assert "“submit” does not lead from “draft” to “approved”" in said
    assert made
