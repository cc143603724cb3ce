"""Running govflow: the pages, and the scheduled checks in their own process."""

import logging

import click

from govflow.commands.server import serve as serve_pages
from govflow.commands.shell import Shell
from govflow.config import from_environment

PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, type=PORT, show_default=True)
@click.option("--workers", default=1, type=click.IntRange(1, 64), show_default=True)
@click.option("--threads", default=8, type=click.IntRange(1, 256), show_default=True)
@click.pass_obj
def serve(shell: Shell, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages. Run `govflow jobs` beside it for the scheduled checks."""
    settings = from_environment()
    with shell.house(settings):
        click.echo(f"govflow listens on http://{host}:{port}")
    # Each worker opens the house for itself: connections must not be shared over a fork.
    serve_pages(
        lambda: shell.create_app(settings), host=host, port=port, workers=workers, threads=threads
    )


@click.command()
@click.pass_obj
def jobs(shell: Shell) -> None:
    """Run the scheduled checks until stopped. Any number of these may run at once."""
    log_to_stderr()
    with shell.house() as house:
        click.echo("The scheduled checks are running.")
        shell.run_jobs(house)


def log_to_stderr(*, quiet: bool = False) -> None:
    """Each run in one line, or only what is wrong; the scheduler itself only its errors."""
    level = logging.WARNING if quiet else logging.INFO
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
