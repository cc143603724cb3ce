"""The trail from the command line: a matter's events as sentences, all moves as an event log."""

import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import click

from govflow.commands.shell import ILL_EXIT, Group, Said, Shell, operator, utc
from govflow.commands.whole_files import Write, refuse_if_unwritable, write_all
from govflow.house import House
from govflow.services import event_log, log_forms, lookup
from govflow.services.event_log import Agreed, Trace, Wanted
from govflow.services.log_check import check_log
from govflow.services.office import Who
from govflow.services.organisations import all_organisations
from govflow.services.trail_watch import standing_still

FILE = click.Path(path_type=Path)
STDOUT = Path("-")


@click.group(cls=Group)
def trail() -> None:
    """The record of what happened."""


@trail.command("list")
@click.option("--matter", "matter_id", required=True, metavar="ID", help="The matter's id.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for another program.")
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


@trail.command()
@click.option("--organisation", "code", metavar="CODE", help="One of them; without it, each.")
@click.pass_obj
def verify(shell: Shell, code: str | None) -> None:
    """Check the live record: every hash, text, column and state, and what was signed.

    Exit code 1 when something does not hold. `govflow-verify` does this outside, from a bundle.
    """
    with shell.house() as house:
        known = all_organisations(house.office, house.clock())
        if code is not None:
            known = [lookup.organisation(house.office, house.clock(), code)]
        holds = [_verify(house, each.id, each.code) for each in known]
    if not all(holds):
        raise SystemExit(ILL_EXIT)


def _verify(house: House, organisation_id: str, code: str) -> bool:
    # One moment of the database, however many events are written while this one reads.
    still = standing_still(house.office)
    with still.reading(operator(organisation_id), house.clock()) as desk:
        checked = check_log(desk)
    click.echo(f"{code}: {checked.sentence}", err=not checked.holds)
    for fault in checked.faults[1:]:
        click.echo(f"  {fault}", err=True)
    return checked.holds


@trail.command()
@click.option("--format", "form", type=click.Choice(list(log_forms.WRITERS)), required=True)
@click.option("--organisation", "code", metavar="CODE", help="Needed where there are several.")
@click.option("--workflow", default="", metavar="KEY", help="Only the matters of this workflow.")
@click.option("--version", type=click.IntRange(1), default=None, help="Only this version of it.")
@click.option("--names", is_flag=True, help="With the names of those who acted, not only ids.")
@click.option("--out", type=FILE, default=STDOUT, help="Where to write; - is standard output.")
@click.option("--map", "map_file", type=FILE, help="Write the map for `govflow replay` here.")
@click.pass_obj
def export(
    shell: Shell,
    form: str,
    code: str | None,
    workflow: str,
    version: int | None,
    names: bool,
    out: Path,
    map_file: Path | None,
) -> None:
    """Take the moves of every matter outside as an event log that `govflow replay` reads.

    That it was taken is recorded in the trail. What networks said never leaves this way.
    """
    to_stdout = out == STDOUT
    if map_file == out:
        raise Said(f"{out} cannot hold both the log and its map; name two files.")
    for target in filter(None, (map_file, None if to_stdout else out)):
        refuse_if_unwritable(target)
    with shell.house() as house:
        who = acting(house, code)
        with house.office.writing(who, house.clock()) as desk:
            agreed = event_log.agree(desk, form, Wanted(workflow, version or 0, names))
        taken = _Counted(event_log.traces(house.office, who, agreed))
        pieces = log_forms.WRITERS[form](agreed, taken)
        writers: dict[Path, Write] = {} if to_stdout else {out: lambda file: _pour(pieces, file)}
        if map_file:
            own_map = log_forms.own_map(agreed, form)
            writers[map_file] = lambda file: file.write(own_map)
        if to_stdout:
            _pour_out(pieces)
        write_all(writers)
    click.echo(_summary(agreed, taken), err=True)


def acting(house: House, code: str | None) -> Who:
    """The operator, acting for the organisation meant or for the only one there is."""
    known = all_organisations(house.office, house.clock())
    if code is None and len(known) == 1:
        return operator(known[0].id)
    if code is None and known:
        there = ", ".join(each.code for each in known)
        raise Said(f"Say which organisation with --organisation CODE. Here are: {there}.")
    return operator(lookup.organisation(house.office, house.clock(), code or "at all").id)


class _Counted:
    """Counts the cases on their way through."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        self.traces = traces
        self.cases = 0

    def __iter__(self) -> Iterator[Trace]:
        for trace in self.traces:
            self.cases += 1
            yield trace


def _summary(agreed: Agreed, taken: _Counted) -> str:
    events, matters = _several(agreed.events, "event"), _several(taken.cases, "matter")
    return f"{events} of {matters} of {agreed.organisation.code}, as the trail has them."


def _several(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _pour(pieces: Iterable[str], stream: TextIO) -> None:
    for piece in pieces:
        stream.write(piece)


def _pour_out(pieces: Iterable[str]) -> None:
    """To standard output, as UTF-8 with our own line ends whatever the terminal's are."""
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        _pour(pieces, stream)
    finally:
        stream.detach()
