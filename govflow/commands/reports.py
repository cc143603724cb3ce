"""Reading from the command line: where the reviews stand, and what a matter's trail says."""

import json
from datetime import date

import click

from govflow.commands.shell import DAY, Group, Shell, utc
from govflow.domain.review import STATUSES
from govflow.services import lookup
from govflow.services.register import review_status

AS_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON, for another program.")


@click.group(cls=Group)
def review() -> None:
    """The governance review of the December 2021 commitment."""


@review.command("status")
@click.option("--as-at", type=DAY, required=True, help="The date to judge at, like 2021-12-31.")
@AS_JSON
@click.pass_obj
def review_status_command(shell: Shell, as_at: date, as_json: bool) -> None:
    """One row for each English trust open on the date; without evidence: no evidence."""
    with shell.house() as house:
        rows = review_status(house.office, as_at)
    if as_json:
        click.echo(json.dumps([row.as_dict() for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row.code:<6} {row.judgement.title:<12} {row.name}")
    counts = {
        title: sum(r.judgement.status == key for r in rows) for key, title in STATUSES.items()
    }
    said = ", ".join(f"{count} {title.lower()}" for title, count in counts.items() if count)
    click.echo(f"{len(rows)} trusts as at {as_at:%-d %B %Y}: {said}.")


@click.group(cls=Group)
def trail() -> None:
    """The record of what happened."""


@trail.command("list")
@click.option("--matter", "matter_id", required=True, metavar="ID", help="The matter's id.")
@AS_JSON
@click.pass_obj
def list_trail(shell: Shell, matter_id: str, as_json: bool) -> None:
    """Every event of a matter, oldest first, as sentences a person would say."""
    with shell.house() as house:
        found = lookup.trail(house.office, house.clock(), matter_id)
    if as_json:
        click.echo(
            json.dumps([lookup.as_dict(entry) for entry in found], ensure_ascii=False, indent=2)
        )
        return
    for entry in found:
        click.echo(f"{entry.seq:>6}  {utc(entry.at)}  {entry.sentence()}")
