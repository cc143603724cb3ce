"""`govflow calendar`: working days and clear days, as the product itself counts them."""

from datetime import date

import click

from govflow.clock import system_clock
from govflow.commands.shell import DAY, Group
from govflow.domain import calendar as days
from govflow.domain.calendar import WorkingDays
from govflow.services.calendars import ENGLAND_AND_WALES, running_out, working_days

DIVISIONS = {
    "england": ENGLAND_AND_WALES,
    "wales": ENGLAND_AND_WALES,
    "scotland": "scotland",
    "northern-ireland": "northern-ireland",
}
FURTHEST = 10_000  # working days: beyond any calendar there is
WHERE = click.option(
    "--calendar",
    "division",
    type=click.Choice(list(DIVISIONS)),
    default="england",
    show_default=True,
    help="Whose bank holidays are no working days.",
)


@click.group(cls=Group)
def calendar() -> None:
    """Working days and clear days; bank holidays come with the product, never from the network."""


@calendar.command("add-working-days")
@click.argument("day", type=DAY, metavar="DATE")
@click.argument("number", type=click.IntRange(-FURTHEST, FURTHEST), metavar="N")
@WHERE
def add_working_days(day: date, number: int, division: str) -> None:
    """The Nth working day after DATE (before it when N is negative: write -- in front)."""
    click.echo(days.add_working_days(day, number, _calendar(division)).isoformat())


@calendar.command("issue-by")
@click.argument("meeting", type=DAY, metavar="MEETING")
@click.option("--clear-days", "clear", type=click.IntRange(0, FURTHEST), required=True, metavar="N")
@WHERE
def issue_by(meeting: date, clear: int, division: str) -> None:
    """The last working day to issue papers that leaves N clear working days before MEETING.

    Clear days exclude the day of service and the day of the meeting.
    """
    click.echo(days.issue_by(meeting, clear, _calendar(division)).isoformat())


@calendar.command("clear-days")
@click.argument("issued", type=DAY, metavar="ISSUED")
@click.argument("meeting", type=DAY, metavar="MEETING")
@WHERE
def clear_days(issued: date, meeting: date, division: str) -> None:
    """How many clear working days lie between the day of issue and the day of the meeting."""
    click.echo(str(days.clear_days_between(issued, meeting, _calendar(division))))


@calendar.command()
@click.option("--as-at", type=DAY, default=None, metavar="DATE", help="Without it, today.")
@WHERE
def covers(as_at: date | None, division: str) -> None:
    """Which days the calendar knows, and whether it ends within twelve months."""
    known = _calendar(division)
    click.echo(f"{known.name}: {known.since_on.isoformat()} to {known.until_on.isoformat()}.")
    if soon := running_out(known, as_at or system_clock().date()):
        click.echo(soon)


def _calendar(division: str) -> WorkingDays:
    return working_days(DIVISIONS[division])
