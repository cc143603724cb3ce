"""Replaying a log of what happened, against a workflow: no database, nothing half-written."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import click

from govflow.commands import replay_page
from govflow.commands.whole_files import Write, refuse_if_unwritable, write_all
from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_file, load_folder
from govflow.engine.replay.mapping import LogMap, load_map
from govflow.engine.replay.replaying import Asked
from govflow.engine.replay.replaying import replay as replay_log
from govflow.engine.replay.report import Report
from govflow.engine.replay.telling import told
from govflow.engine.vocabulary import ANY
from govflow.engine.workflow import Workflow
from govflow.services import calendars

FILE = click.Path(path_type=Path)
CASES, MALFORMED = "cases.jsonl", "malformed.jsonl"


@click.command()
@click.argument("log", type=FILE)
@click.option("--workflow", "name", required=True, metavar="KEY|FILE", help="The rules.")
@click.option("--map", "map_file", required=True, type=FILE, help="What the log's words mean.")
@click.option("--json", "json_file", type=FILE, help="Write every case's findings here.")
@click.option("--html", "html_file", type=FILE, help="Write a page with charts here.")
@click.option("--strict", is_flag=True, help="Refuse the first malformed event.")
def replay(
    log: Path,
    name: str,
    map_file: Path,
    json_file: Path | None,
    html_file: Path | None,
    strict: bool,
) -> None:
    """Ask what a workflow would have said of a log (.xes, .xes.gz, .csv, .csv.gz).

    The workflow is named by its key (board_paper) or is a file of its own, for somebody else's
    process. Deviations are findings: only bad input ends in an error, and then nothing is written.
    """
    workflow = _workflow(name)
    log_map = load_map(map_file, workflow, calendars=calendars.NAMES)
    for target in filter(None, (json_file, html_file)):
        refuse_if_unwritable(target, log, map_file, Path(name))
    with TemporaryDirectory(prefix="govflow-cases-") as name_of_scratch:
        scratch = Path(name_of_scratch)
        report = _replayed(log, workflow, log_map, scratch, strict=strict)
        writers: dict[Path, Write] = {}
        if json_file is not None:
            writers[json_file] = lambda out: _write_json(out, report, scratch)
        if html_file is not None:
            writers[html_file] = lambda out: out.write(replay_page.written(report, workflow))
        write_all(writers)
    for line in told(report, workflow):
        click.echo(line)


def _workflow(name: str) -> Workflow:
    """One of the house's by its key, or a file that may use any names of its own."""
    file = Path(name)
    if file.suffix in {".yaml", ".yml"}:
        return load_file(file, GUARDS, vocabulary=ANY)
    return load_folder(folder("workflows"), GUARDS).get(name)


def _replayed(
    log: Path, workflow: Workflow, log_map: LogMap, scratch: Path, *, strict: bool
) -> Report:
    calendar = calendars.working_days(log_map.calendar) if log_map.calendar else None
    with (
        (scratch / CASES).open("w", encoding="utf-8") as cases,
        (scratch / MALFORMED).open("w", encoding="utf-8") as malformed,
        _progress() as tell,
    ):
        asked = Asked(calendar, strict, cases, malformed, tell)
        return replay_log(log, workflow, log_map, asked)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A line that counts on a terminal, and nothing anywhere else."""

    def tell(cases: int, events: int) -> None:
        click.echo(f"\r{cases:,} cases, {events:,} events", err=True, nl=False)

    if not sys.stderr.isatty():
        yield lambda cases, events: None
        return
    try:
        yield tell
    finally:
        click.echo("\r\033[K", err=True, nl=False)


def _write_json(out: TextIO, report: Report, scratch: Path) -> None:
    """The report with every case and every malformed event, copied over line by line."""
    head = json.dumps(report.as_dict(), ensure_ascii=False, indent=2)
    out.write(f'{{\n"report": {head}')
    for key, name in (("cases", CASES), ("malformed", MALFORMED)):
        out.write(f',\n"{key}": [')
        with (scratch / name).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                out.write(f"{',' if number else ''}\n{line.rstrip()}")
        out.write("\n]")
    out.write("\n}\n")
