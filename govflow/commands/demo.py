"""`govflow demo`: an invented trust in a database of its own, served with its checks beside it."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from govflow import config
from govflow.clock import system_clock
from govflow.commands.server import refuse_taken
from govflow.commands.server import serve as serve_pages
from govflow.commands.serving import PORT, log_to_stderr
from govflow.commands.shell import DAY, Shell
from govflow.commands.signing import signing_beside
from govflow.config import Settings
from govflow.signing import MEMORY

# Built for the present day, the story stays fresh this long; as at a date, for ever.
FRESH_DAYS = 7
HOST = "127.0.0.1"


@click.command()
@click.option("--as-at", type=DAY, help="Show every page as at this date, like 2021-11-15.")
@click.option("--port", default=8000, type=PORT, show_default=True)
@click.option("--fresh", is_flag=True, help="Build the invented trust again.")
@click.pass_obj
def demo(shell: Shell, as_at: date | None, port: int, fresh: bool) -> None:
    """Serve an invented trust on this machine: a year of papers, people for each role."""
    refuse_taken(HOST, port)
    log_to_stderr(quiet=True)
    settings = demo_settings(os.environ, as_at, port)
    known = None if fresh else standing(settings)
    if known is None:
        click.echo("Building the invented trust. This takes a little while, once.")
        known = build(shell, settings)
    for line in greeting(settings, known):
        click.echo(line)
    with signing_beside(settings):
        serve_pages(
            lambda: shell.create_app(settings),
            host=HOST,
            port=port,
            quiet=True,
            beside=shell.start_jobs_beside,
        )


def demo_settings(environ: Mapping[str, str], as_at: date | None, port: int) -> Settings:
    """Settings of a place apart: the demo never touches the database of a real installation."""
    place = Path(environ.get("GOVFLOW_INSTANCE") or "instance") / "demo"
    return config.from_environment(
        {
            "GOVFLOW_INSTANCE": str(place),
            "GOVFLOW_BASE_URL": f"http://{HOST}:{port}",
            "GOVFLOW_AS_AT": as_at.isoformat() if as_at else "",
        }
    )


def standing(settings: Settings) -> dict[str, Any] | None:
    """What was noted when the demo was built, if that still serves."""
    note = _note(settings)
    if not note.exists() or not _file(settings).exists():
        return None
    try:
        known: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        age = system_clock().date() - date.fromisoformat(known["built_on"])
    except (ValueError, KeyError, TypeError):
        return None
    stale = settings.as_at is None and not 0 <= age.days < FRESH_DAYS
    same = known.get("as_at") == _said(settings.as_at) and known.get("made_of") == made_of()
    return known if same and not stale else None


def build(shell: Shell, settings: Settings) -> dict[str, Any]:
    """Build the trust in a file beside, and put it in place when it is whole."""
    from govflow.demo import builder  # only here: its year of papers is a lot to read

    place, draft = _file(settings), settings.instance / "building.db"
    for old in (*_with_sidecars(draft), *_with_sidecars(place), _note(settings)):
        old.unlink(missing_ok=True)
    (settings.signer / MEMORY).unlink(missing_ok=True)  # it remembers a log that is gone
    apart = replace(settings, database_url=f"sqlite:///{draft}")
    shell.initialise(apart)
    with shell.house(apart) as house:
        signs = builder.build(house.office, house.clock(), base_url=settings.base_url)
    os.replace(draft, place)
    known = {
        "as_at": _said(settings.as_at),
        "built_on": system_clock().date().isoformat(),
        "made_of": made_of(),
        "sign_ins": [sign._asdict() for sign in signs],
    }
    _note(settings).write_text(json.dumps(known, ensure_ascii=False, indent=2), encoding="utf-8")
    return known


def made_of() -> str:
    """A hash of what the demo is built from: with other content, rules or tables it is rebuilt."""
    package = Path(config.__file__).resolve().parent
    places = [package / "demo", config.folder("workflows"), config.folder("migrations")]
    digest = hashlib.sha256()
    for path in sorted(p for place in places for p in place.rglob("*") if p.is_file()):
        if path.suffix in {".py", ".yaml", ".md"}:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def greeting(settings: Settings, known: Mapping[str, Any]) -> Iterator[str]:
    """The address and one sign-in per role."""
    yield ""
    yield f"govflow demo: {settings.base_url}"
    if settings.as_at:
        yield f"Every page is shown as at {settings.as_at:%-d %B %Y}."
    yield from sign_in_lines(known["sign_ins"])
    yield f"Mails land in {settings.smtp_url.removeprefix('folder:')}. Stop with Ctrl-C."


def sign_in_lines(signs: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """One line for each role: whom to sign in as, and with what."""
    for sign in signs:
        yield f"  {sign['role']:<27} {sign['email']:<42} password: {sign['password']}"


def _file(settings: Settings) -> Path:
    return settings.instance / "govflow.db"


def _note(settings: Settings) -> Path:
    return settings.instance / "demo.json"


def _with_sidecars(path: Path) -> list[Path]:
    return [path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")]


def _said(day: date | None) -> str | None:
    return day.isoformat() if day else None
