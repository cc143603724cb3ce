"""Making the database, and asking how it does."""

import sys

import click

from govflow.clock import system_clock
from govflow.commands.shell import ILL_EXIT, Shell, utc
from govflow.config import folder, from_environment
from govflow.house import House
from govflow.services import health as services
from govflow.services.organisations import all_organisations, open_organisation


@click.command()
@click.option(
    "--organisation",
    nargs=2,
    metavar="CODE NAME",
    help="Also open an organisation: its ODS code and its name.",
)
@click.pass_obj
def init(shell: Shell, organisation: tuple[str, str] | None) -> None:
    """Make the database, or bring it to the newest migration. Safe to run again."""
    settings = from_environment()
    shell.initialise(settings)
    with shell.house(settings) as house:
        click.echo("The database stands at the newest migration.")
        if organisation:
            click.echo(_opened(house, *organisation))
        elif not all_organisations(house.office, house.clock()):
            click.echo("Next: govflow init --organisation CODE NAME, then govflow people add")


def _opened(house: House, code: str, name: str) -> str:
    if any(each.code == code.upper() for each in all_organisations(house.office, house.clock())):
        return f"{code.upper()} is here already; nothing was changed."
    made = open_organisation(house.office, house.clock(), code=code, name=name)
    return f"{made.code}, {made.name}, is open, with an empty trail."


@click.command()
def health() -> None:
    """Say whether the house is well: database, migration, scheduled checks. Ill: exit code 1."""
    settings = from_environment()
    found = services.look_at(settings.database_url, folder("migrations"), system_clock())
    click.echo(f"database: {'reachable' if found.reachable else 'not reachable'}")
    click.echo(f"migration: {found.stands or 'none'} (needed: {found.needs})")
    for beat in found.beats:
        ended = utc(beat.finished_at) if beat.finished_at else "not yet"
        click.echo(f"{beat.job}: started {utc(beat.started_at)}, finished {ended}. {beat.outcome}")
    for problem in found.problems:
        click.echo(problem, err=True)
    if found.well:
        click.echo("All is well.")
    else:
        sys.exit(ILL_EXIT)
