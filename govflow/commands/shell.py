"""What every command shares: a way into the house, and every expected failure as a sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask

from govflow.config import BadSetting, Settings, from_environment
from govflow.domain.errors import Invalid, NotFound, Refused
from govflow.domain.people import Actor
from govflow.engine.definition import WorkflowFaults
from govflow.engine.pins import EditedWorkflow
from govflow.house import House
from govflow.services.health import Unreachable, WrongSchema, missing_file, reaching
from govflow.services.office import Who

WRONG_EXIT = 2
ILL_EXIT = 1
OPERATOR = Actor(id="system:command-line", name="The command line", roles=frozenset({"system"}))


@dataclass(frozen=True)
class Shell:
    """The house's front doors, handed in by the composition root."""

    initialise: Callable[[Settings], None]
    open_house: Callable[[Settings], House]
    create_app: Callable[[Settings], Flask]
    run_jobs: Callable[[House], None]
    start_jobs_beside: Callable[[Flask], Callable[[], None]]

    @contextmanager
    def house(self, settings: Settings | None = None) -> Iterator[House]:
        """The opened house; a missing database is said, never silently made."""
        chosen = settings or from_environment()
        missing = missing_file(chosen.database_url)
        if missing is not None:
            raise Said(f"There is no database at {missing}. Run: govflow init")
        with reaching():
            opened = self.open_house(chosen)
            try:
                yield opened
            finally:
                opened.close()


class Said(click.ClickException):
    """A failure that was expected, as sentences on stderr; no traceback, no usage."""

    exit_code = WRONG_EXIT

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


def sentences(fault: Exception) -> str:
    """The fault's own sentences, one on each line."""
    if isinstance(fault, Invalid):
        return "\n".join(fault.problems.values())
    if isinstance(fault, Refused):
        return "\n".join(fault.sentences)
    return str(fault)


EXPECTED = (
    BadSetting,
    EditedWorkflow,
    Invalid,
    NotFound,
    Refused,
    Unreachable,
    WorkflowFaults,
    WrongSchema,
)


class Group(click.Group):
    """A group of commands whose expected failures end in a sentence and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with reaching():
                return super().invoke(ctx)
        except EXPECTED as fault:
            raise Said(sentences(fault)) from None


class Day(click.ParamType[date]):
    """A date, written 2021-12-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a date; write it like 2021-12-31.", param, ctx)


DAY = Day()


def read(path: Path) -> bytes:
    """A file's bytes, or the reason why not."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Said(f"{path} cannot be read: {fault.strerror}.") from None


def operator(organisation_id: str) -> Who:
    """Whoever may run commands on this machine, acting for an organisation."""
    return Who(organisation_id, OPERATOR)


def utc(at: datetime) -> str:
    """An instant as a list shows it."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
