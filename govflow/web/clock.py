"""Pages of a stopped clock: the secretary delivers what it waits for, or sets it going."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import formats, pausing, scoping
from govflow.services.dossier import dossier
from govflow.web.acting import reading, writing
from govflow.web.pages import audience, back_with_error_summary, done, render

blueprint = Blueprint("clock", __name__)


@blueprint.route(
    "/papers/<matter_id>/requests/<request_id>/formats/<format_id>", methods=["GET", "POST"]
)
@audience(Role.SECRETARY)
def deliver(matter_id: str, request_id: str, format_id: str) -> ResponseReturnValue:
    """Say how a network gets its pack in another format, or why it cannot."""
    page = "secretary/format.jinja"
    try:
        if request.method == "POST":
            answer = request.form.get("answer", "")
            with writing() as desk:
                network = formats.deliver(desk, matter_id, request_id, format_id, answer=answer)
            return done(f"The {network} is told.", "papers.paper", matter_id=matter_id)
    except Invalid as invalid:
        return back_with_error_summary(page, invalid, **_wanted(matter_id, request_id, format_id))
    return render(page, **_wanted(matter_id, request_id, format_id))


def _wanted(matter_id: str, request_id: str, format_id: str) -> dict[str, object]:
    with reading() as desk:
        _, asked, found = formats.wanted(desk, matter_id, request_id, format_id)
        return {"file": dossier(desk, matter_id), "asked": asked, "wanted": found}


@blueprint.route("/papers/<matter_id>/requests/<request_id>/clock", methods=["GET", "POST"])
@audience(Role.SECRETARY)
def resume(matter_id: str, request_id: str) -> ResponseReturnValue:
    """Set a stopped clock going though something is still waited for."""
    page = "secretary/resume.jinja"
    try:
        if request.method == "POST":
            with writing() as desk:
                scoping.request_of(desk, matter_id, request_id)
                pausing.resume(desk, request_id, reason=request.form.get("reason", ""))
            sentence = "The clock runs again, with every working day it had."
            return done(sentence, "papers.paper", matter_id=matter_id)
    except Invalid as invalid:
        return back_with_error_summary(page, invalid, **_stopped(matter_id, request_id))
    return render(page, **_stopped(matter_id, request_id))


def _stopped(matter_id: str, request_id: str) -> dict[str, object]:
    with reading() as desk:
        _, asked = scoping.request_of(desk, matter_id, request_id)
        return {"file": dossier(desk, matter_id), "asked": asked}
