"""Versions of a workflow: the text that was promised, and moving running matters between them."""

import sys
from collections.abc import Iterable

import click

from govflow.clock import system_clock
from govflow.commands.shell import Said, Shell
from govflow.config import from_environment
from govflow.house import House
from govflow.services import lookup, migrating, versions
from govflow.services.health import missing_file
from govflow.services.migrating import Line, Planned, Wanted
from govflow.services.office import Who

VERSION = click.IntRange(1, 9999)
SOME_STAY = 1


@click.command()
@click.argument("key")
@click.option("--version", type=VERSION, required=True, help="Which version.")
def source(key: str, version: int) -> None:
    """Print a workflow file as it stood when matters were pinned to it.

    Works while the house refuses to open because the file was edited or removed.
    """
    url = from_environment().database_url
    missing = missing_file(url)
    if missing is not None:
        raise Said(f"There is no database at {missing}. Run: govflow init")
    click.echo(versions.kept_source(url, system_clock(), key, version).source, nl=False)


@click.command()
@click.argument("key")
@click.option("--from", "from_version", type=VERSION, required=True, help="The version they have.")
@click.option("--to", "to_version", type=VERSION, required=True, help="The version they get.")
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="OLD=NEW",
    help="Where a state that the new version lacks goes; may be given again.",
)
@click.option("--by", "email", required=True, metavar="EMAIL", help="Whose act this is.")
@click.option("--reason", required=True, help="Why; it stands in the record of every matter moved.")
@click.option("--organisation", "code", metavar="CODE", help="Else that of whoever acts.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.pass_obj
def migrate(
    shell: Shell,
    key: str,
    from_version: int,
    to_version: int,
    states: tuple[str, ...],
    email: str,
    reason: str,
    code: str | None,
    dry_run: bool,
) -> None:
    """Move running matters to another version, where every promise still holds for them.

    Matters that cannot move stay as they are and are listed with the reason; the exit code is
    then 1. An older version may be named too: it is judged in the same way.
    """
    wanted = Wanted(key, from_version, to_version, reason, _renamed(states))
    with shell.house() as house:
        planned = migrating.plan(house.office, _acting(house, code, email), house.clock(), wanted)
        _say(_heading(planned))
        now = house.clock()
        lines = (
            migrating.judged(house.office, planned, now)
            if dry_run
            else list(migrating.moved(house.office, planned, now))
        )
    _say(listing(lines))
    _say([summary(planned, lines, dry_run=dry_run)])
    if any(not line.moves for line in lines):
        sys.exit(SOME_STAY)


def _renamed(states: Iterable[str]) -> dict[str, str]:
    renamed: dict[str, str] = {}
    for each in states:
        before, equals, after = each.partition("=")
        if not (before and equals and after):
            raise Said(f"“{each}” does not name two states; write it like --state scoped=chosen.")
        if renamed.setdefault(before, after) != after:
            raise Said(
                f"The state '{before}' cannot become both '{renamed[before]}' and '{after}'."
            )
    return renamed


def _acting(house: House, code: str | None, email: str) -> Who:
    now = house.clock()
    if code is None:
        return lookup.anybody(house.office, now, email)
    return lookup.person(house.office, now, lookup.organisation(house.office, now, code), email)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _heading(planned: Planned) -> list[str]:
    old, new = planned.move.old, planned.move.new
    lines = [f"{new.title}, from version {old.version} to version {new.version}."]
    if planned.added:
        lines.append(f"New promises: {_named(planned.added)}.")
    if planned.given_up:
        lines.append(
            f"Promises of version {old.version} not made any more: {_named(planned.given_up)}."
        )
    return lines


def _named(promises: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in promises)


def listing(lines: Iterable[Line]) -> list[str]:
    """What becomes of each matter, the same words before and after."""
    every = list(lines)
    told: list[str] = []
    going = [line for line in every if line.moves]
    if going:
        told += ["", "These move:", *(f"  {_matter(line)}{_where(line)}" for line in going)]
    if len(going) < len(every):
        told += ["", "These stay:"]
    for line in every:
        if not line.moves:
            told += [f"  {_matter(line)}", *_why(line)]
    return told


def _matter(line: Line) -> str:
    title = f" {line.title}" if line.title else ""
    return f"{line.reference}{title} ({line.state_title})"


def _where(line: Line) -> str:
    return "" if line.to_title == line.state_title else f" → {line.to_title}"


def _why(line: Line) -> list[str]:
    if line.meanwhile:
        return ["    It moved or ended while this command ran."]
    told = []
    for hindrance in line.hindrances:
        told.append(f"    {hindrance.sentence}")
        told += [f"      {step}" for step in hindrance.example]
    return told


def summary(planned: Planned, lines: list[Line], *, dry_run: bool) -> str:
    """The totals in a sentence; they add up to the matters under the old version."""
    going = sum(line.moves for line in lines)
    staying, old = len(lines) - going, planned.move.old
    running = f"{len(lines):,} running {'matter' if len(lines) == 1 else 'matters'}"
    verb = "can move" if dry_run else "moved"
    ended = f"{planned.ended:,} ended under version {old.version} and stay there."
    nothing = " Nothing was changed." if dry_run else ""
    return f"\nOf {running}, {going:,} {verb} and {staying:,} cannot; {ended}{nothing}"
