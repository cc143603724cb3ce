"""`govflow erasures`: what was erased, and wiping the database's files once more."""

import click

from govflow.commands.shell import ILL_EXIT, Group, Shell, utc
from govflow.commands.trail import acting
from govflow.services import erasure


@click.group(cls=Group)
def erasures() -> None:
    """Personal text that was erased on a lawful ground."""


@erasures.command("list")
@click.option("--organisation", "code", metavar="CODE", help="Needed where there are several.")
@click.pass_obj
def list_erasures(shell: Shell, code: str | None) -> None:
    """Every erasure, the newest first; never the text."""
    with (
        shell.house() as house,
        house.office.reading(acting(house, code), house.clock()) as desk,
    ):
        found = erasure.erasures(desk)
    for entry in found:
        click.echo(f"{entry.seq:>6}  {utc(entry.at)}  {entry.sentence()}")


@erasures.command()
@click.pass_obj
def wipe(shell: Shell) -> None:
    """Have the database's files forget what was deleted in them. Safe to run again.

    Exit code 1 when somebody is in the way; nothing is lost by that.
    """
    with shell.house() as house:
        done = erasure.wiped(house.office, erasure.everywhere())
    click.echo("The files are wiped." if done else "Somebody is in the way: try again later.")
    if not done:
        raise SystemExit(ILL_EXIT)
