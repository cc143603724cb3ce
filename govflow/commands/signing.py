"""The signer from the command line: `govflow sign`, and its public keys by `govflow trail key`."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import click

from govflow.commands.serving import log_to_stderr
from govflow.commands.shell import ILL_EXIT, Said, Shell, read
from govflow.config import Settings, from_environment
from govflow.domain.notes import BadNote
from govflow.house import House
from govflow.services import signer
from govflow.services.organisations import all_organisations
from govflow.services.signer import Inconsistent, Outcome, Signing
from govflow.signing import ENDING, BadKey, FileMemory, make_key, read_keys, verify

LOG = logging.getLogger("govflow.signer")
FILE = click.Path(path_type=Path)
LOOK_SECONDS = 5.0
HEARTBEAT = timedelta(minutes=1)
FIRST_KEY = "key-1"


@click.command()
@click.option("--once", is_flag=True, help="Sign what is there and end; exit 1 if refused.")
@click.option(
    "--begin-from",
    type=FILE,
    metavar="FILE",
    help="Take up signing from a checkpoint kept outside, after the memory was lost.",
)
@click.option("--beside", type=int, hidden=True, help="End when this process has ended.")
@click.pass_obj
def sign(shell: Shell, once: bool, begin_from: Path | None, beside: int | None) -> None:
    """Sign the head of every log that has grown, within seconds, until stopped.

    Runs as a process of its own, with its keys and its memory in a folder of its own.
    """
    log_to_stderr(quiet=beside is not None)
    settings = from_environment()
    with shell.house(settings) as house, expected(), alone(settings) as signing:
        if begin_from:
            kept = read(begin_from).decode("utf-8", "replace")
            size = signer.begin_from(house.office, house.clock, signing, kept, verify)
            click.echo(f"The signer goes on from {size:,} events.")
        if once:
            _once(house, signing)
        else:
            click.echo("The signer is running.")
            _for_ever(house, signing, beside)


@contextmanager
def expected() -> Iterator[None]:
    """Every failure that a signer can meet, as a sentence."""
    try:
        yield
    except (BadKey, BadNote, Inconsistent) as fault:
        raise Said(str(fault)) from None


@contextmanager
def alone(settings: Settings) -> Iterator[Signing]:
    """The signer of this folder, and nobody else's at the same time; raises BadKey."""
    settings.signer.mkdir(parents=True, exist_ok=True, mode=0o700)
    memory = FileMemory(settings.signer)
    with memory.alone():
        yield Signing(tuple(keys_of(settings)), memory, host_of(settings))


def keys_of(settings: Settings) -> list[signer.Key]:
    """The keys in the signer's folder; raises Said where there is none."""
    found = read_keys(settings.signer)
    if not found:
        raise Said(f"There is no key in {settings.signer}. Make one with: govflow trail key --new")
    return list(found)


def host_of(settings: Settings) -> str:
    """The host that origins name: where the pages are."""
    return urlsplit(settings.base_url).netloc


def _once(house: House, signing: Signing) -> None:
    outcomes = signer.sign_all(house.office, house.clock, signing)
    for each in outcomes:
        click.echo(_said(each), err=bool(each.refused))
    if not outcomes:
        click.echo("Every event is signed already.")
    if any(each.refused for each in outcomes):
        raise SystemExit(ILL_EXIT)


def _said(outcome: Outcome) -> str:
    if outcome.refused:
        return f"{outcome.code}: NOT SIGNED. {outcome.refused}"
    return f"{outcome.code}: signed over {outcome.size:,} events."


def _for_ever(house: House, signing: Signing, beside: int | None) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    beaten = house.clock() - HEARTBEAT
    while not stop.is_set() and (beside is None or os.getppid() == beside):
        if house.clock() - beaten >= HEARTBEAT or signer.waiting(house.office, house.clock):
            beaten = house.clock()
            for each in signer.sign_all(house.office, house.clock, signing):
                LOG.log(logging.ERROR if each.refused else logging.INFO, _said(each))
        stop.wait(LOOK_SECONDS)


@contextmanager
def signing_beside(settings: Settings) -> Iterator[None]:
    """A signer in a process of its own while this lasts, as the demo runs it."""
    if not list(settings.signer.glob(f"*{ENDING}")):
        make_key(settings.signer / f"{FIRST_KEY}{ENDING}")
    environment = {
        **os.environ,
        "GOVFLOW_INSTANCE": str(settings.instance),
        "GOVFLOW_DATABASE_URL": settings.database_url,
        "GOVFLOW_BASE_URL": settings.base_url,
        "GOVFLOW_SIGNER": str(settings.signer),
        "GOVFLOW_AS_AT": settings.as_at.isoformat() if settings.as_at else "",
    }
    command = [sys.executable, "-m", "govflow", "sign", "--beside", str(os.getpid())]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=20)


@click.command()
@click.option("--new", is_flag=True, help="Make a key first; with a second one, both sign.")
@click.pass_obj
def key(shell: Shell, new: bool) -> None:
    """Print the public keys that checkpoints are signed with, for whoever verifies them.

    Hand them over by another way than the bundles they will be used on.
    """
    settings = from_environment()
    with expected():
        if new:
            click.echo(f"Made {_new_key(settings)}. Keep it, and copy it nowhere.", err=True)
        keys = tuple(keys_of(settings))
    with shell.house(settings) as house:
        signing = Signing(keys, FileMemory(settings.signer), host_of(settings))
        for each in all_organisations(house.office, house.clock()):
            for public in signing.verifier_keys(each.id):
                click.echo(str(public))


def _new_key(settings: Settings) -> Path:
    taken = {path.stem for path in settings.signer.glob(f"*{ENDING}")}
    name = next(name for name in map("key-{}".format, count(1)) if name not in taken)
    make_key(settings.signer / f"{name}{ENDING}")
    return settings.signer / f"{name}{ENDING}"
