"""Copies of the record that are outside: who is mailed one every day, which there are, findings."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import copies as taken
from govflow.services import copy_mails, findings
from govflow.services.office import Desk
from govflow.web.acting import reading, writing
from govflow.web.pages import audience, back_with_error_summary, done, render

blueprint = Blueprint("outside", __name__)
PAGE = "auditor/copies.jinja"
keepers_of_the_record = audience(Role.AUDITOR, Role.SECRETARY, Role.ADMINISTRATOR)


@blueprint.get("/audit/copies")
@keepers_of_the_record
def copies() -> ResponseReturnValue:
    """Findings, who is mailed the checkpoint, the last copies outside, and the daily check."""
    return render(PAGE, **_shown())


@blueprint.post("/audit/copies")
@keepers_of_the_record
def name() -> ResponseReturnValue:
    """Have an auditor mailed the checkpoint every day."""
    try:
        with writing() as desk:
            who = copy_mails.name(desk, request.form.get("person_id", ""))
    except Invalid as invalid:
        return back_with_error_summary(PAGE, invalid, **_shown())
    return done(f"{who} is mailed the signed checkpoint every day from now on.", ".copies")


@blueprint.post("/audit/copies/<person_id>/end")
@keepers_of_the_record
def end(person_id: str) -> ResponseReturnValue:
    """End the daily mail to somebody; they are told."""
    with writing() as desk:
        who = copy_mails.end(desk, person_id)
    return done(f"{who} is no longer mailed the checkpoint. This is recorded.", ".copies")


def _shown() -> dict[str, object]:
    with reading() as desk:
        return _page(desk)


def _page(desk: Desk) -> dict[str, object]:
    return copy_mails.page(desk) | {
        "findings": findings.all_of(desk),
        "state": taken.copies(desk),
        "taken": taken.taken_outside(desk),
        "checks": findings.checks(desk),
    }
