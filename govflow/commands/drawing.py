"""Draws a workflow, or the walk that breaks a promise of a file being written."""

import sys
from pathlib import Path

import click

from govflow.commands.shell import WRONG_EXIT
from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine import drawing
from govflow.engine.definition import load_folder
from govflow.engine.drawing import Broken
from govflow.engine.workflow import Workflow


@click.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(drawing.FORMATS), default="svg")
@click.option("--state", help="Mark this state as the present one.")
@click.option("--counter-example", "promise", help="Mark the walk that breaks this promise.")
def draw(name: str, form: str, state: str | None, promise: str | None) -> None:
    """Draw a workflow, named by its key (board_paper) or its file, to standard output.

    A file that breaks a promise is drawn with the walk that breaks the first one, its faults
    said beside it; the exit status is then 2, as it is for `check`.
    """
    found = _found(name)
    workflow = found.workflow if isinstance(found, Broken) else found
    if promise is not None:
        walk = drawing.walk_of(workflow, promise)
    else:
        walk = drawing.first_walk(workflow)
    if isinstance(found, Broken) and not walk:
        raise found.faults
    click.echo(drawing.draw(workflow, form, current=state, walk=walk), nl=False)
    if isinstance(found, Broken) and promise is None:
        click.echo(str(found.faults), err=True)
        sys.exit(WRONG_EXIT)


def _found(name: str) -> Workflow | Broken:
    file = Path(name)
    if file.suffix in {".yaml", ".yml"}:
        return drawing.opened(file, GUARDS)
    return load_folder(folder("workflows"), GUARDS).get(name)
