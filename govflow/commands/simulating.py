"""`govflow workflows simulate`: past papers under a changed rule, as a table or as JSON."""

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

import click

from govflow.commands.shell import DAY, Said, Shell, operator
from govflow.domain.deadline import local_day
from govflow.domain.simulation import JUDGED, OUTCOME_TITLES, Outcome, Simulated
from govflow.house import House
from govflow.services import lookup, simulation
from govflow.services.office import Desk, Who
from govflow.services.organisations import all_organisations
from govflow.services.simulation import Report, Trial

LONGEST_TITLE = 40
HEADER = ("paper", "title", "sent", "shortest window ended", "with the rule", "due", "late by")


@click.command()
@click.argument("key")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    required=True,
    metavar="NAME=VALUE",
    help="A policy value to try, such as minimum_window=15; may be given again.",
)
@click.option("--organisation", "code", metavar="CODE", help="Needed where there are several.")
@click.option("--since", type=DAY, help="Only papers sent on or after this date.")
@click.option("--until", type=DAY, help="Only papers sent on or before this date.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for another program.")
@click.pass_obj
def simulate(
    shell: Shell,
    key: str,
    rules: tuple[str, ...],
    code: str | None,
    since: date | None,
    until: date | None,
    as_json: bool,
) -> None:
    """Which past papers would have missed their meeting under a changed rule. Changes nothing.

    Every paper is taken as it was: sent and ready on the days on which it was; only the rule
    is another.
    """
    checked = simulation.checked_rules(_pairs(rules))
    with shell.house() as house, _reading(house, code) as desk:
        report = simulation.run(desk, Trial(key, checked, since, until))
        zone = desk.organisation.zone
    if as_json:
        click.echo(json.dumps(as_dict(report, zone), ensure_ascii=False, indent=2))
        return
    for line in in_lines(report, zone):
        click.echo(line)


def _pairs(rules: Iterable[str]) -> Iterator[tuple[str, str]]:
    for each in rules:
        name, equals, value = each.partition("=")
        if not equals:
            raise Said(f"“{each}” gives no value; write it like --rule minimum_window=15.")
        yield name.strip(), value


def _reading(house: House, code: str | None) -> AbstractContextManager[Desk]:
    return house.office.reading(_organisation(house, code), house.clock())


def _organisation(house: House, code: str | None) -> Who:
    known = all_organisations(house.office, house.clock())
    if code is None and len(known) == 1:
        return operator(known[0].id)
    if code is None and known:
        there = ", ".join(each.code for each in known)
        raise Said(f"Say which organisation with --organisation CODE. Here are: {there}.")
    return operator(lookup.organisation(house.office, house.clock(), code or "at all").id)


def in_lines(report: Report, zone: str) -> Iterator[str]:
    """The answer, a table of the papers it touches, and totals that add up."""
    yield report.sentence()
    for outcome in (Outcome.MISSED, Outcome.GAINED, Outcome.LATE_ANYWAY):
        rows = report.having(outcome)
        if rows:
            other = "next meeting" if outcome is not Outcome.GAINED else "meeting in reach"
            yield ""
            yield f"{len(rows):,} {OUTCOME_TITLES[outcome]}:"
            yield from _table([(*HEADER, other), *(_row(row, zone) for row in rows)])
    yield ""
    yield totals(report)


def _row(found: Simulated, zone: str) -> tuple[str, ...]:
    paper, title = found.paper, found.paper.title
    later = found.next_meeting
    return (
        paper.reference,
        title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        _day(paper.sent_at, zone),
        _day(found.closes_then, zone),
        _day(found.closes_now, zone),
        _day(found.due_at, zone),
        late_in_words(found),
        f"{later.committee_name}, {_day(later.held_at, zone)}" if later else "none arranged",
    )


def late_in_words(found: Simulated) -> str:
    """By how much it would have been too late."""
    if found.outcome is Outcome.GAINED:
        return "in time"
    if found.late_by == 0:
        return "hours"
    return "1 working day" if found.late_by == 1 else f"{found.late_by} working days"


def _day(at: datetime | None, zone: str) -> str:
    return local_day(at, zone).isoformat() if at else "-"


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def totals(report: Report) -> str:
    """Every paper once."""
    said = [
        f"{count:,} {OUTCOME_TITLES[outcome]}" for outcome, count in report.counts.items() if count
    ]
    papers = "1 paper" if len(report.found) == 1 else f"{len(report.found):,} papers"
    return f"{papers} in all{': ' if said else '.'}{'; '.join(said)}{'.' if said else ''}"


def as_dict(report: Report, zone: str) -> dict[str, object]:
    """The whole report as plain values; dates are local days, `late_by` counts working days."""
    return {
        "workflow": report.workflow.key,
        "rules": dict(report.trial.rules),
        "since": report.trial.since.isoformat() if report.trial.since else None,
        "until": report.trial.until.isoformat() if report.trial.until else None,
        "sentence": report.sentence(),
        "papers": len(report.found),
        "judged": report.judged,
        "counts": {str(outcome): count for outcome, count in report.counts.items()},
        "found": [_found(each, zone) for each in report.found],
    }


def _found(each: Simulated, zone: str) -> dict[str, object]:
    paper, later = each.paper, each.next_meeting
    judged = each.outcome in JUDGED
    return {
        "id": paper.id,
        "reference": paper.reference,
        "title": paper.title,
        "outcome": str(each.outcome),
        "sent_on": _day(paper.sent_at, zone) if paper.sent_at else None,
        "meeting_on": _day(paper.meeting.held_at, zone) if paper.meeting else None,
        "window_given": paper.window_working_days or None,
        "closes_then": _day(each.closes_then, zone) if each.closes_then else None,
        "closes_now": _day(each.closes_now, zone) if each.closes_now else None,
        "due_on": _day(each.due_at, zone) if each.due_at else None,
        "late_by": each.late_by if judged else None,
        "next_meeting_on": _day(later.held_at, zone) if later else None,
        "why": each.why or None,
    }
