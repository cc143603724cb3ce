"""What waits for those who decide: the board chair and the board-level equality lead."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import planning, scoping
from govflow.services.deciding import decisions
from govflow.services.dossier import dossier
from govflow.web import acting
from govflow.web.pages import Link, audience, back_with_error_summary, done, navigation_for, render

blueprint = Blueprint("decisions", __name__)
for role in (Role.BOARD_CHAIR, Role.EQUALITY_LEAD):
    navigation_for(role, Link("Decisions", "decisions.waiting"))


@blueprint.get("/decisions")
@audience(Role.BOARD_CHAIR, Role.EQUALITY_LEAD, Role.SECRETARY)
def waiting() -> ResponseReturnValue:
    """Papers on their way to a decision, with what the networks said in brief."""
    with acting.reading() as desk:
        return render("decisions/waiting.jinja", page=decisions(desk))


@blueprint.route("/papers/<matter_id>/requests/<request_id>/waiver", methods=["GET", "POST"])
@audience(Role.BOARD_CHAIR)
def waive(matter_id: str, request_id: str) -> ResponseReturnValue:
    """Record, with a name and a reason, why one network is not consulted."""
    with acting.reading() as desk:
        _, asked = scoping.request_of(desk, matter_id, request_id)
        if request.method == "GET":
            return render("decisions/waive.jinja", file=dossier(desk, matter_id), asked=asked)
    try:
        with acting.writing() as desk:
            reason = request.form.get("reason", "")[:20_000]
            planning.waive_network(desk, request_id, reason=reason)
    except Invalid as invalid:
        with acting.reading() as desk:
            return back_with_error_summary(
                "decisions/waive.jinja", invalid, file=dossier(desk, matter_id), asked=asked
            )
    told = f"Your reason for not consulting the {asked.network_name} is on the cover sheet."
    return done(told, "papers.paper", matter_id=matter_id)
