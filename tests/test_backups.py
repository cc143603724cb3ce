"""A backup holds everything, says how old it is, and comes back whole or not at all."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from govflow.cli import main
from govflow.store import copying, pg_tools
from govflow.store.checkpoints import latest
from govflow.store.work import open_store
from tests.builders import World
from tests.tampering import tamper

Rows = dict[str, list[str]]


@dataclass
class Machine:
    """The machine that govflow runs on: its commands, against the live or a second database."""

    world: World
    folder: Path
    live: str
    second: str
    use: Callable[[str], None]

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, words)

    def backup(self, *words: str) -> Path:
        path = self.folder / "backup.zip"
        made = self.run("backup", "--out", str(path), *words)
        assert made.exit_code == 0, made.output
        return path

    def restore(self, path: Path, *words: str) -> Result:
        """Onto another machine's empty database."""
        self.use(self.second)
        return self.run("restore", str(path), *words)

    def keep(self) -> Path:
        with self.world.looking("auditor") as desk:
            signed = latest(desk.work)
        assert signed
        path = self.folder / "kept.txt"
        path.write_text(signed.note, encoding="utf-8")
        return path


@pytest.fixture
def machine(
    world: World,
    database_url: str,
    empty_database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Machine:
    monkeypatch.setenv("GOVFLOW_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("GOVFLOW_INSTANCE", str(tmp_path / "instance"))

    def use(url: str) -> None:
        monkeypatch.setenv("GOVFLOW_DATABASE_URL", url)

    use(database_url)
    made = Machine(world, tmp_path, database_url, empty_database_url, use)
    assert made.run("trail", "key", "--new").exit_code == 0
    world.approved()
    assert made.run("sign", "--once").exit_code == 0
    return made


def rows(url: str) -> Rows:
    """Every row of every table, in some order of its own."""
    store = open_store(url)
    try:
        with store.engine.connect() as connection:
            if copying.kind(url) == "postgresql":
                connection.execute(sa.text("SELECT set_config('govflow.organisation', '*', false)"))
            return {
                name: sorted(
                    str(tuple(row)) for row in connection.execute(sa.text(f"SELECT * FROM {name}"))
                )
                for name in sa.inspect(connection).get_table_names()
            }
    finally:
        store.engine.dispose()


def test_everything_comes_back_and_the_log_says_so(machine: Machine) -> None:
    before = rows(machine.live)
    told = machine.restore(machine.backup())
    assert told.exit_code == 0, told.output
    assert "every one holds" in told.output
    assert "those of the signer's memory" in told.output
    after = rows(machine.second)
    grown = {"event", "sealed", "trail_head", "trail_node", "heartbeat"}
    assert {name for name in before if before[name] != after[name]} <= grown
    assert set(before["event"]) < set(after["event"])
    (restored,) = set(after["event"]) - set(before["event"])
    assert "database_restored" in restored
    assert machine.run("trail", "verify").exit_code == 0
    assert machine.run("sign", "--once").exit_code == 0


def test_a_backup_is_of_one_moment_while_others_write(machine: Machine) -> None:
    enough = threading.Event()

    def write() -> None:
        while not enough.is_set():
            machine.world.draft()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        path = machine.backup()
    finally:
        enough.set()
        writer.join()
    told = machine.restore(path)
    assert told.exit_code == 0, told.output


def test_a_stale_backup_is_named_with_what_it_lacks(machine: Machine) -> None:
    path = machine.backup()
    size = head_size(machine.live)
    machine.world.draft()
    assert machine.run("sign", "--once").exit_code == 0
    lacks = head_size(machine.live) - size
    refused = machine.restore(path)
    assert refused.exit_code == 2
    assert f"STALE. It has {size} events, but {size + lacks} were signed" in refused.output
    assert "The last event in it is of" in refused.output
    assert nothing_at(machine.second)


def test_a_stale_backup_taken_all_the_same_is_recorded_and_never_signed(machine: Machine) -> None:
    path = machine.backup()
    size = head_size(machine.live)
    machine.world.draft()
    machine.run("sign", "--once")
    told = machine.restore(path, "--stale", "The disk of the newer ones is lost")
    assert told.exit_code == 0, told.output
    assert "STALE" in told.output
    restored = next(row for row in rows(machine.second)["event"] if "database_restored" in row)
    assert f'"lacks":{head_size(machine.live) - size}' in restored
    assert "NOT SIGNED" in machine.run("sign", "--once").output


def test_a_checkpoint_kept_outside_is_enough_to_tell(machine: Machine, tmp_path: Path) -> None:
    path = machine.backup()
    machine.world.draft()
    machine.run("sign", "--once")
    kept = machine.keep()
    key = machine.run("trail", "key").stdout.strip()
    (tmp_path / "instance" / "signer").rename(tmp_path / "elsewhere")
    again = ("--without-memory", "The signer's disk is lost")
    refused = machine.restore(path, "--against", str(kept), "--key", key, *again)
    assert refused.exit_code == 2
    assert "were signed, by kept.txt" in refused.output
    unknown = machine.run("restore", str(path), "--against", str(kept), *again)
    assert unknown.exit_code == 2
    assert "No key is known" in unknown.output
    forgetful = machine.run("restore", str(path))
    assert forgetful.exit_code == 2
    assert "It alone knows what was erased since" in forgetful.output
    alone = machine.run("restore", str(path), *again)
    assert alone.exit_code == 0, alone.output
    assert "No checkpoint kept outside was at hand" in alone.output


def test_a_rewritten_database_gives_no_good_backup(machine: Machine) -> None:
    tamper(machine.world, "UPDATE event SET type = 'draft_saved' WHERE seq = 3")
    told = machine.run("backup", "--out", str(machine.folder / "backup.zip"))
    assert told.exit_code == 1
    assert "It does not hold: The columns of event 3 differ" in told.output
    refused = machine.restore(machine.folder / "backup.zip")
    assert refused.exit_code == 2
    assert "It was not brought back." in refused.output


def test_a_damaged_file_is_refused_and_nothing_is_left(machine: Machine) -> None:
    path = machine.backup()
    whole = path.read_bytes()
    for place in (len(whole) // 4, len(whole) // 3, len(whole) // 2):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused = machine.restore(path)
        assert refused.exit_code == 2, refused.output
        assert nothing_at(machine.second)
    path.write_bytes(whole[:-1000])
    assert "not a whole backup" in machine.restore(path).output
    path.write_bytes(whole)
    assert machine.restore(path).exit_code == 0


def test_nothing_is_ever_written_over(machine: Machine) -> None:
    path = machine.backup()
    before = rows(machine.live)
    refused = machine.run("restore", str(path))
    assert refused.exit_code == 2
    assert "Nothing is ever written over" in refused.output
    assert rows(machine.live) == before


def test_a_backup_of_the_other_kind_is_refused(machine: Machine, tmp_path: Path) -> None:
    path = machine.backup()
    other = {
        "sqlite": "postgresql://nobody@/nowhere?host=/nowhere",
        "postgresql": f"sqlite:///{tmp_path}/new.db",
    }[copying.kind(machine.live)]
    machine.use(other)
    refused = machine.run("restore", str(path))
    assert refused.exit_code == 2
    assert "This is a backup of" in refused.output


def test_nobody_opens_a_database_that_is_being_restored(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told = machine.backup(), []

    def meanwhile(*_: object, **__: object) -> None:
        told.append(machine.run("trail", "verify"))
        raise RuntimeError("the power went")

    monkeypatch.setattr("govflow.services.backups.record", meanwhile)
    assert isinstance(machine.restore(path).exception, RuntimeError)
    assert told[0].exit_code == 2
    assert "being restored" in told[0].output or "There is no database at" in told[0].output
    assert nothing_at(machine.second)


@pytest.mark.postgresql_only
def test_a_missing_program_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pg_tools, "DEBIAN", machine.folder)
    monkeypatch.setenv("PATH", str(machine.folder))
    refused = machine.run("backup", "--out", str(machine.folder / "backup.zip"))
    assert refused.exit_code == 2
    assert "pg_dump is not on this machine" in refused.output


def test_the_password_is_in_no_command_line() -> None:
    words, environment = pg_tools.reached("postgresql+psycopg://me:s3cret@db.example:5433/gov")
    assert "s3cret" not in words
    assert environment["PGPASSWORD"] == "s3cret"
    assert "port=5433" in words


def head_size(url: str) -> int:
    return len(rows(url)["event"])


def nothing_at(url: str) -> bool:
    """Neither a database nor a half of one."""
    if copying.kind(url) == "postgresql":
        return copying.empty(url)
    path = copying.file_of(url)
    return not path.exists() and not list(path.parent.glob(f".{path.name}*"))
