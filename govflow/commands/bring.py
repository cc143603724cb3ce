"""Bringing in files: the public register of organisations, and papers written elsewhere."""

from pathlib import Path

import click

from govflow.commands.shell import Group, Shell, read
from govflow.domain.document import Document
from govflow.intake import import_document
from govflow.services import lookup
from govflow.services.papers import start_paper
from govflow.services.register import import_organisations

FILE = click.Path(path_type=Path)


@click.group("import", cls=Group)
def bring() -> None:
    """Bring in a file."""


@bring.command()
@click.argument("file", type=FILE)
@click.pass_obj
def organisations(shell: Shell, file: Path) -> None:
    """Load a snapshot of the register of trusts, such as etr-2024-12.csv.

    Openings, closures and new names keep their dates; nothing is lost, and loading the same
    file again changes nothing.
    """
    data = read(file)
    with shell.house() as house:
        done = import_organisations(house.office, house.clock(), file.name, data)
    heading = f"{file.name}, as of {done.as_of:%-d %B %Y}: {done.rows} organisations."
    if done.again:
        click.echo(f"{heading} Loaded before; nothing was changed.")
    else:
        click.echo(f"{heading} {done.changes.sentence()}")


@bring.command()
@click.argument("file", type=FILE)
@click.option("--organisation", "code", required=True, help="The organisation's ODS code.")
@click.option("--author", required=True, help="The address the author signs in with.")
@click.pass_obj
def paper(shell: Shell, file: Path, code: str, author: str) -> None:
    """Start a draft from a Markdown (.md) or Word (.docx) file."""
    found = import_document(file.name, read(file))
    document = Document(
        title=found.title,
        body=found.body_markdown,
        purposes=tuple(found.purposes),
        topics=tuple(found.topics),
        recommendations=tuple(found.recommendations),
    )
    with shell.house() as house:
        now = house.clock()
        organisation = lookup.organisation(house.office, now, code)
        who = lookup.person(house.office, now, organisation, author)
        with house.office.writing(who, now) as desk:
            made = start_paper(desk, document, came_from=file.name)
        base_url = house.settings.base_url
    click.echo(f"{made.reference}, “{made.title}”, is a draft of {who.actor.name}'s.")
    click.echo(f"{base_url}/papers/{made.id}")
    for note in found.notes:
        click.echo(f"Note: {note}")
