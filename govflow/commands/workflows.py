"""Checking and drawing the workflow files, without a database."""

import sys
from pathlib import Path

import click

from govflow.commands import drawing, migrating, simulating
from govflow.commands.shell import Group
from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine import commands

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
def schema() -> None:
    """Print the JSON Schema that editors check workflow files with."""
    click.echo(commands.schema(), nl=False)


for command in (drawing.draw, migrating.migrate, migrating.source, simulating.simulate):
    workflows.add_command(command)
