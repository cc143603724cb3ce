"""Killed at any moment, 200 times: nothing said to be done is lost, nothing is half done."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import sqlalchemy as sa

from govflow.domain import trail as tree
from govflow.domain.notes import Checkpoint
from govflow.services import signer
from govflow.services.log_check import check_log
from govflow.store import trail
from tests import crashing
from tests.builders import World
from tests.crashing import ACKNOWLEDGED, SIGNED, WORLD, Lines

ROUNDS = 200
SEED = 20_261_123


def prepared(world: World, folder: Path) -> None:
    """One request that lies with a network; what the forked processes need to know."""
    made = world.consulting("race")
    given = {
        "organisation": world.organisation_id,
        "now": world.now.isoformat(),
        "ids": {**world.ids, "asked": world.requests(made)["race"]},
        "meetings": world.meeting_ids,
    }
    (folder / WORLD).write_text(json.dumps(given), encoding="utf-8")


def killed(database_url: str, folder: Path) -> None:
    """All the rounds, in a program of their own."""
    words = [sys.executable, "-m", "tests.crashing", database_url, str(folder), str(ROUNDS)]
    ended = subprocess.run([*words, str(SEED)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_nothing_acknowledged_is_lost(world: World, database_url: str, tmp_path: Path) -> None:
    prepared(world, tmp_path)
    world.office.store.engine.dispose()
    killed(database_url, tmp_path)
    told = [line.split("\t") for line in Lines(tmp_path / ACKNOWLEDGED).all()]
    done = Counter(kind for kind, _ in told)
    assert min(done["comment"], done["draft"], done["submitted"]) > ROUNDS / 10, done
    _everything_is_there(world, told)
    with world.looking("auditor") as desk:
        found = check_log(desk)
    assert found.holds, found.sentence
    _one_history(world, tmp_path)


def _everything_is_there(world: World, told: list[list[str]]) -> None:
    with world.office.store.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT set_config('govflow.organisation', '*', true)"))
        comments = set(connection.scalars(sa.text("SELECT text FROM comment")))
        matters = connection.execute(sa.text("SELECT id, state FROM matter"))
        states = {row.id: row.state for row in matters}
    assert {text for kind, text in told if kind == "comment"} <= comments
    assert {made for kind, made in told if kind == "draft"} <= states.keys()
    assert {states[made] for kind, made in told if kind == "submitted"} == {"submitted"}


def _one_history(world: World, folder: Path) -> None:
    """Every head that was ever signed is a head of the log as it now stands."""
    signer.sign_log(
        world.office, lambda: world.now, crashing.signing(folder), world.organisation_id
    )
    with world.looking("auditor") as desk:
        leaves = trail.leaf_hashes(desk.work)
    texts = [json.loads(line) for line in Lines(folder / SIGNED).all()]
    heads = {(head.size, head.root) for head in map(Checkpoint.parse, texts)}
    assert len(heads) > ROUNDS / 10
    assert max(size for size, _ in heads) == len(leaves)
    for size, root in heads:
        assert tree.root_of(leaves[:size]) == root
