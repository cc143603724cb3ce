"""The trail from the command line: a matter's events as sentences, all moves as an event log."""

import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from govflow.commands.shell import Group, Said, Shell, operator, utc
from govflow.house import House
from govflow.services import event_log, log_forms, lookup
from govflow.services.event_log import Agreed, Trace, Wanted
from govflow.services.office import Who
from govflow.services.organisations import all_organisations

STDOUT = "-"


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
@click.option("--format", "form", type=click.Choice(list(log_forms.WRITERS)), required=True)
@click.option("--organisation", "code", metavar="CODE", help="Needed where there are several.")
@click.option("--workflow", default="", metavar="KEY", help="Only the matters of this workflow.")
@click.option("--names", is_flag=True, help="With the names of those who acted, not only ids.")
@click.option(
    "--out",
    default=STDOUT,
    metavar="FILE",
    help="Where to write; standard output when not said, or -.",
)
@click.pass_obj
def export(shell: Shell, form: str, code: str | None, workflow: str, names: bool, out: str) -> None:
    """Take the moves of every matter outside as an event log that `govflow replay` reads.

    That it was taken is recorded in the trail. What networks said never leaves this way.
    """
    with shell.house() as house:
        who, wanted = _acting(house, code), Wanted(workflow, names)
        with _written(out) as stream:
            with house.office.writing(who, house.clock()) as desk:
                agreed = event_log.agree(desk, form, wanted)
            taken = _Counted(event_log.traces(house.office, who, agreed))
            for text in log_forms.WRITERS[form](agreed, taken):
                stream.write(text)
    click.echo(_summary(agreed, taken, form), err=True)


def _acting(house: House, code: str | None) -> Who:
    """The operator, acting for the organisation meant or for the only one there is."""
    known = all_organisations(house.office, house.clock())
    if code is None and len(known) == 1:
        return operator(known[0].id)
    if code is None and known:
        there = ", ".join(each.code for each in known)
        raise Said(f"Say which organisation with --organisation CODE. Here are: {there}.")
    return operator(lookup.organisation(house.office, house.clock(), code or "at all").id)


class _Counted:
    """Counts the cases on their way through, and those among them that never moved."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        self.traces = traces
        self.cases = self.unmoved = 0

    def __iter__(self) -> Iterator[Trace]:
        for trace in self.traces:
            self.cases += 1
            self.unmoved += not trace.acts
            yield trace


def _summary(agreed: Agreed, taken: _Counted, form: str) -> str:
    moves, matters = _several(agreed.events, "move"), _several(taken.cases, "matter")
    said = f"{moves} of {matters} of {agreed.organisation.code}"
    if not taken.unmoved:
        return f"{said}."
    where = "in the log without events" if form == "xes" else "not in the file"
    return f"{said}; not moved yet, and so {where}: {_several(taken.unmoved, 'matter')}."


def _several(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


@contextmanager
def _written(out: str) -> Iterator[TextIO]:
    """The stream to write to; a file appears only when it is whole."""
    if out == STDOUT:
        yield from _standard_output()
        return
    target = Path(out)
    if target.is_dir():
        raise Said(f"{target} is a folder; name the file to write.")
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as fault:
        raise Said(f"{target} cannot be written: {fault.strerror}.") from None
    half = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        half.replace(target)
    except OSError as fault:
        raise Said(f"{target} cannot be written: {fault.strerror}.") from None
    finally:
        half.unlink(missing_ok=True)


def _standard_output() -> Iterator[TextIO]:
    """Standard output as UTF-8 with our own line ends, whatever the terminal's own are."""
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield stream
    finally:
        stream.detach()
