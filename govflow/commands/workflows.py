"""Checking and drawing the workflow files, without a database."""

import sys
from pathlib import Path

import click

from govflow.commands import migrating, simulating
from govflow.commands.shell import Group
from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine import commands
from govflow.engine.definition import load_file, load_folder

PLACE = click.argument("place", type=click.Path(path_type=Path), required=False)


@click.group(cls=Group)
def workflows() -> None:
    """The procedures that matters move through."""


@workflows.command()
@PLACE
def check(place: Path | None) -> None:
    """Check a workflow file or folder and prove its promises; govflow's own when none is named."""
    lines, sound = commands.check(place or folder("workflows"), GUARDS)
    for line in lines:
        click.echo(line, err=not sound)
    if not sound:
        sys.exit(2)


@workflows.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(commands.FORMATS), default="svg")
@click.option("--state", help="Mark this state as the present one.")
def draw(name: str, form: str, state: str | None) -> None:
    """Draw a workflow, named by its key (board_paper) or its file, to standard output."""
    file = Path(name)
    if file.suffix in {".yaml", ".yml"}:
        workflow = load_file(file, GUARDS)
    else:
        workflow = load_folder(folder("workflows"), GUARDS).get(name)
    click.echo(commands.draw(workflow, form, current=state), nl=False)


@workflows.command()
def schema() -> None:
    """Print the JSON Schema that editors check workflow files with."""
    click.echo(commands.schema(), nl=False)


for command in (migrating.migrate, migrating.source, simulating.simulate):
    workflows.add_command(command)
