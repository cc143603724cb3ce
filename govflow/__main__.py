"""Lets `python -m govflow` be the command `govflow`."""

from govflow.cli import main

main(prog_name="govflow")
