"""Adding people from the command line: the first administrator cannot be added in a browser."""

import sys
from datetime import date

import click

from govflow.commands.shell import DAY, Group, Said, Shell, operator
from govflow.domain.deadline import local_day
from govflow.domain.people import ROLE_TITLES, Role
from govflow.services import lookup
from govflow.services.people import add_person, give_role

# A network chair is an officer of a network, appointed there.
GIVEN_HERE = [role.value for role in Role if role is not Role.NETWORK_CHAIR]


@click.group(cls=Group)
def people() -> None:
    """The people who may sign in."""


@people.command()
@click.option("--organisation", "code", required=True, help="The organisation's ODS code.")
@click.option("--name", required=True)
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--job-title", default="")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(GIVEN_HERE),
    help="May be given several times.",
)  # fmt: skip
@click.option("--from", "starts_on", type=DAY, help="First day of the roles; today if not given.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def add(
    shell: Shell,
    *,
    code: str,
    name: str,
    email: str,
    job_title: str,
    roles: tuple[str, ...],
    starts_on: date | None,
    password_stdin: bool,
) -> None:
    """Add a person with roles; asks for the password, twice."""
    with shell.house() as house:
        now = house.clock()
        organisation = lookup.organisation(house.office, now, code)
        password = _password(from_stdin=password_stdin)
        with house.office.writing(operator(organisation.id), now) as desk:
            made = add_person(desk, name=name, email=email, job_title=job_title, password=password)
            for role in dict.fromkeys(roles):
                day = starts_on or local_day(now, organisation.zone)
                give_role(desk, made.id, role, starts_on=day)
    titles = ", ".join(ROLE_TITLES[role] for role in dict.fromkeys(roles))
    click.echo(f"{made.name} may sign in to {organisation.code} as {made.email} ({titles}).")


def _password(*, from_stdin: bool) -> str:
    if not from_stdin:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    password = sys.stdin.readline().rstrip("\n")
    if not password:
        raise Said("Standard input held no password.")
    return password
