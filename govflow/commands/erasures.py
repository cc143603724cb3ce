"""`govflow erasures`: what was erased, and wiping the database's files once more."""

import click

from govflow.commands.shell import ILL_EXIT, Group, Shell, utc
from govflow.commands.trail import acting
from govflow.services import erasure, restriction


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


@erasures.command("restrictions")
@click.option("--organisation", "code", metavar="CODE", help="Needed where there are several.")
@click.pass_obj
def list_restrictions(shell: Shell, code: str | None) -> None:
    """What is restricted now, then every restriction and lifting; never the text."""
    with (
        shell.house() as house,
        house.office.reading(acting(house, code), house.clock()) as desk,
    ):
        standing, past = restriction.standing(desk), restriction.past(desk)
    for each in standing:
        click.echo(f"{each.seq:>6}  {each.field}  restricted since {utc(each.event.at)}")
    for entry in past:
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
