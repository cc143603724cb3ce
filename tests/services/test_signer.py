"""The signer signs what continues what it signed, and nothing else."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from govflow.domain import notes
from govflow.domain.notes import BadNote, Checkpoint
from govflow.domain.trail import Frontier, root_of
from govflow.services import health, signer
from govflow.services.signer import Inconsistent, Outcome, Signing
from govflow.signing import BadKey, FileMemory, make_key, read_key, read_keys, verify
from govflow.store import checkpoints, trail
from tests.builders import World, make_world
from tests.keys import OTHER, OURS
from tests.tampering import tamper


@pytest.fixture
def signing(tmp_path: Path) -> Signing:
    return Signing((OURS,), FileMemory(tmp_path), "example.org")


def sign(world: World, signing: Signing) -> int:
    return signer.sign_log(world.office, lambda: world.now, signing, world.organisation_id)


def latest(world: World) -> checkpoints.Signed:
    with world.looking("auditor") as desk:
        found = checkpoints.latest(desk.work)
    assert found
    return found


def test_the_head_over_every_event_is_signed(world: World, signing: Signing) -> None:
    world.approved()
    size = sign(world, signing)
    with world.looking("auditor") as desk:
        leaves = trail.leaf_hashes(desk.work)
    keys = signing.verifier_keys(world.organisation_id)
    text = notes.opened(latest(world).note, keys, verify)
    origin = f"govflow/example.org/{world.organisation_id}"
    assert Checkpoint.parse(text) == Checkpoint(origin, len(leaves), root_of(leaves))
    assert (size, sign(world, signing)) == (len(leaves), 0)
    world.draft()
    assert sign(world, signing) > size


def test_two_keys_sign_while_they_are_changed(world: World, signing: Signing) -> None:
    both = Signing((OURS, OTHER), signing.memory, signing.host)
    sign(world, both)
    for key in both.verifier_keys(world.organisation_id):
        assert notes.opened(latest(world).note, [key], verify)


def test_every_organisation_has_a_log_and_a_checkpoint(world: World, signing: Signing) -> None:
    other = make_world(world.office, code="RZZ")
    assert signer.waiting(world.office, lambda: world.now)
    outcomes = signer.sign_all(world.office, lambda: world.now, signing)
    assert {each.code for each in outcomes} == {"RQX", "RZZ"}
    assert latest(other).note.startswith(f"govflow/example.org/{other.organisation_id}\n")
    assert not signer.waiting(world.office, lambda: world.now)
    assert signer.sign_all(world.office, lambda: world.now, signing) == []


REWRITES = {
    "the tail cut off": (
        "DELETE FROM event WHERE organisation_id = :own AND seq = "
        "(SELECT max(seq) FROM event WHERE organisation_id = :own)",
        "UPDATE trail_head SET size = size - 1 WHERE organisation_id = :own",
    ),
    "another root": (
        f"UPDATE trail_head SET root = '{'0' * 64}' WHERE organisation_id = :own",
    ),
    "an event less than the head counts": (
        "UPDATE trail_head SET size = size + 2 WHERE organisation_id = :own",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", REWRITES)
def test_a_log_that_does_not_continue_is_refused(world: World, signing: Signing, how: str) -> None:
    world.submitted()
    sign(world, signing)
    kept = latest(world)
    tamper(world, *REWRITES[how])
    (outcome,) = signer.sign_all(world.office, lambda: world.now, signing)
    assert outcome.refused
    assert outcome == Outcome("RQX", refused=outcome.refused)
    assert latest(world) == kept
    beats = {beat.job: beat.outcome for beat in health.beats(world.office, world.now)}
    assert beats["signer"].startswith("Failed: nothing was signed for RQX:")
    assert health.NOT_SIGNED in health.silent_jobs(world.office, world.now)


def test_a_new_event_that_was_altered_before_it_was_signed(world: World, signing: Signing) -> None:
    sign(world, signing)
    world.draft()
    tamper(
        world,
        "UPDATE event SET payload = (SELECT payload FROM event WHERE organisation_id = :own "
        "AND seq = 0) WHERE organisation_id = :own AND seq = "
        "(SELECT max(seq) FROM event WHERE organisation_id = :own)",
    )
    with pytest.raises(Inconsistent, match="history was rewritten"):
        sign(world, signing)


def test_killed_before_publishing_it_signs_the_same_head_again(
    world: World, signing: Signing
) -> None:
    world.draft()
    with world.looking("auditor") as desk:
        head = trail.head(desk.work)
    origin = signing.origin(world.organisation_id)
    with world.office.store.reading(world.organisation_id, world.now) as work:
        grown, _ = signer.continued(work, Frontier())
    signing.memory.keep(origin, grown, world.now)
    assert sign(world, signing) == head.size
    assert latest(world).root == head.root


def test_without_its_memory_it_refuses_until_told_where_to_begin(
    world: World, signing: Signing, tmp_path: Path
) -> None:
    world.draft()
    sign(world, signing)
    kept = latest(world).note
    world.draft()
    (tmp_path / "memory.json").unlink()
    with pytest.raises(Inconsistent, match="remembers nothing"):
        sign(world, signing)
    begun = signer.begin_from(world.office, lambda: world.now, signing, kept, verify)
    assert begun == Checkpoint.parse(kept.split("\n\n")[0] + "\n").size
    assert sign(world, signing) > begun


def test_it_does_not_begin_from_another_history(world: World, signing: Signing) -> None:
    world.draft()
    sign(world, signing)
    origin = signing.origin(world.organisation_id)
    forged = Checkpoint(origin, 3, bytes(32)).text()
    with pytest.raises(Inconsistent, match="not those of the checkpoint"):
        signer.begin_from(
            world.office,
            lambda: world.now,
            signing,
            notes.signed(forged, origin, OURS.public, OURS.sign),
            verify,
        )
    for wrong, why in (("nothing\n", "no log"), (forged, "signatures")):
        with pytest.raises(BadNote, match=why):
            signer.begin_from(world.office, lambda: world.now, signing, wrong, verify)


def test_what_was_signed_stays(world: World, signing: Signing) -> None:
    sign(world, signing)
    for sql in (
        "UPDATE checkpoint SET root = ''",
        "DELETE FROM checkpoint",
        "UPDATE trail_node SET place = place + 1000",
        "DELETE FROM trail_node",
        "INSERT INTO checkpoint SELECT organisation_id, size - 1, root, note, signed_at "
        "FROM checkpoint",
        "INSERT INTO checkpoint SELECT organisation_id, size, root, note, signed_at "
        "FROM checkpoint",
    ):
        with pytest.raises(DBAPIError), world.as_("system") as desk:
            desk.work.session.execute(sa.text(sql))


@pytest.mark.sqlite_only
def test_sqlite_refuses_to_replace_what_was_signed(world: World, signing: Signing) -> None:
    sign(world, signing)
    for table in ("checkpoint", "trail_node"):
        with pytest.raises(DBAPIError), world.as_("system") as desk:
            desk.work.session.execute(
                sa.text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
            )


@pytest.mark.postgresql_only
def test_postgresql_refuses_to_empty_what_was_signed(world: World) -> None:
    for table in ("checkpoint", "trail_node"):
        with pytest.raises(DBAPIError), world.as_("system") as desk:
            desk.work.session.execute(sa.text(f"TRUNCATE {table}"))


def test_a_key_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key-1.pem"
    made = make_key(path)
    assert [each.public for each in read_keys(path.parent)] == [made.public]
    with pytest.raises(BadKey, match="is there already"):
        make_key(path)
    path.chmod(0o640)
    with pytest.raises(BadKey, match="chmod 600"):
        read_key(path)
    path.chmod(0o600)
    path.write_text("nonsense")
    with pytest.raises(BadKey, match="no private key"):
        read_key(path)
    with pytest.raises(BadKey, match="cannot be read"):
        read_key(tmp_path / "none.pem")


def test_two_signers_never_share_a_memory(tmp_path: Path) -> None:
    memory = FileMemory(tmp_path)
    with memory.alone(), pytest.raises(BadKey, match="Another signer"), memory.alone():
        raise AssertionError


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"a": {"size": 3}}', '{"a": {"size": 1, "subtrees": ["0"]}}']
)
def test_a_damaged_memory_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "memory.json").write_text(text)
    with pytest.raises(BadKey, match="damaged"):
        FileMemory(tmp_path).recall("a")
