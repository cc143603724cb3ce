"""The command `govflow`: its entry point, and the one place below `app` that opens the house."""

import click

from govflow import app
from govflow.commands import (
    backups,
    bring,
    bundling,
    calendars,
    demo,
    erasures,
    install,
    people,
    replay,
    reports,
    serving,
    signing,
    trail,
    workflows,
)
from govflow.commands.shell import Group, Shell

SHELL = Shell(
    initialise=app.initialise,
    open_house=app.open_house,
    create_app=app.create_app,
    run_jobs=app.run_jobs,
    start_jobs_beside=app.start_jobs_beside,
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="govflow")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Board papers that cannot reach a decision until the staff networks have been heard.

    Settings are read from the environment, GOVFLOW_DATABASE_URL among them.
    """
    ctx.obj = SHELL


for command in (signing.key, bundling.bundle):
    trail.trail.add_command(command)

for command in (
    install.init,
    install.health,
    serving.serve,
    serving.jobs,
    signing.sign,
    demo.demo,
    workflows.workflows,
    replay.replay,
    people.people,
    bring.bring,
    calendars.calendar,
    reports.review,
    trail.trail,
    backups.backup,
    backups.restore,
    erasures.erasures,
):
    main.add_command(command)
