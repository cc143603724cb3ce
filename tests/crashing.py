"""Writers and a signer that are killed at any moment, over and over, in processes of their own.

Run as a program it loads everything once and then forks for each round, so that a round costs what
the work costs and not what starting Python costs:

    python -m tests.crashing DATABASE_URL FOLDER ROUNDS SEED

What a writer was told is done it adds to `acknowledged` in the folder, and the signer adds each
text before it signs it to `signed`: a line is whole or not there, whoever is killed.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from govflow.services import consulting, signer
from govflow.services.signer import Signing
from govflow.signing import FileMemory
from tests.builders import World, make_office
from tests.keys import OURS

MOST = 4  # writes acknowledged in a round before the kill is due
LONGEST = 0.03  # seconds from then to the kill, soon more often than late: any place in a write
ACKNOWLEDGED, SIGNED, WORLD = "acknowledged", "signed", "world.json"


@dataclass(frozen=True)
class Lines:
    """A file to which whole lines are added."""

    path: Path

    def add(self, line: str) -> None:
        """One line, in one write."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, line.encode() + b"\n")
        os.close(handle)

    def all(self) -> list[str]:
        """Every line so far."""
        return self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []


@dataclass(frozen=True)
class Witnessed:
    """A key that tells what it is asked to sign before it signs."""

    lines: Lines

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return OURS.public

    def sign(self, message: bytes) -> bytes:
        """The signature, once the text is written down."""
        self.lines.add(json.dumps(message.decode()))
        return OURS.sign(message)


def signing(folder: Path) -> Signing:
    """The signer whose memory lies in this folder."""
    return Signing((Witnessed(Lines(folder / SIGNED)),), FileMemory(folder), "example.org")


def write(world: World, folder: Path, number: int) -> None:
    """One verb after another, without end."""
    lines, chance = Lines(folder / ACKNOWLEDGED), random.Random(number)
    while True:
        once(world, lines, f"{number}.{chance.random()}", paper=chance.random() < 0.4)


def once(world: World, lines: Lines, text: str, *, paper: bool) -> None:
    """A comment, or a paper that is begun and handed in."""
    if not paper:
        with world.as_("race_chair") as desk:
            consulting.comment(desk, world.ids["asked"], text=text)
        lines.add(f"comment\t{text}")
        return
    made = world.draft(title=text)
    lines.add(f"draft\t{made}")
    world.act("author", made, "submit")
    lines.add(f"submitted\t{made}")


def sign(world: World, folder: Path, _: int) -> None:
    """The signer without its pauses."""
    signs = signing(folder)
    while True:
        signer.sign_log(world.office, lambda: world.now, signs, world.organisation_id)


Work = Callable[[World, Path, int], None]


def fork(world: World, work: Work, folder: Path, number: int) -> int:
    """A process that does this work until it is killed; answers with its number."""
    child = os.fork()
    if child:
        return child
    try:
        work(world, folder, number)
    finally:
        os._exit(1)


def await_lines(path: Path, more: int) -> None:
    """Wait until the file has so many more lines."""
    begun = path.stat().st_size
    while path.read_bytes()[begun:].count(b"\n") < more:
        time.sleep(0.0002)


def main(database_url: str, folder: Path, rounds: int, seed: int) -> None:
    """Fork, wait, kill; raises AssertionError when somebody ended before being killed."""
    given = json.loads((folder / WORLD).read_text(encoding="utf-8"))
    now = datetime.fromisoformat(given["now"])
    world = World(make_office(database_url), given["organisation"], now, given["ids"])
    world.meeting_ids = given["meetings"]
    for paper in (True, False):
        once(world, Lines(folder / ACKNOWLEDGED), "before", paper=paper)
    world.office.store.engine.dispose()  # what is compiled stays; no connection crosses a fork
    chance = random.Random(seed)
    for number in range(rounds):
        children = [fork(world, work, folder, seed + number) for work in (write, write, sign)]
        await_lines(folder / ACKNOWLEDGED, chance.randrange(MOST))
        time.sleep(chance.random() ** 3 * LONGEST)
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            _, status = os.waitpid(child, 0)
            assert os.WIFSIGNALED(status), f"Round {number}: a process ended by itself."


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
