"""Reading from the command line: where the reviews stand."""

import json
from datetime import date

import click

from govflow.commands.shell import DAY, Group, Shell
from govflow.domain.review import STATUSES
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
