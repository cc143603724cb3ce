"""The secretary invites a network of a partner organisation to one paper."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.consultation import POSITIONS, STATUS_TITLES
from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import inviting as services
from govflow.services.dossier import dossier
from govflow.services.inviting_page import invitation_to, inviting
from govflow.web.acting import office, reading, who
from govflow.web.pages import audience, back_with_error_summary, done, render

blueprint = Blueprint("inviting", __name__)
PAGE = "secretary/invite.jinja"
ENDING = "secretary/invitation_end.jinja"
WORDS = {"POSITIONS": POSITIONS, "STATUS_TITLES": STATUS_TITLES}


@blueprint.route("/papers/<matter_id>/invite", methods=["GET", "POST"])
@audience(Role.SECRETARY)
def invite(matter_id: str) -> ResponseReturnValue:
    """Which network of which partner, and why; who is invited already."""
    with reading() as desk:
        file = dossier(desk, matter_id)
        page = inviting(office(), who(), desk, matter_id)
        if request.method == "GET":
            return render(PAGE, file=file, page=page, **WORDS)
        key, reason = request.form.get("network", ""), request.form.get("reason", "")
        try:
            services.invite(office(), who(), desk, matter_id, key, reason)
        except Invalid as invalid:
            return back_with_error_summary(PAGE, invalid, file=file, page=page, **WORDS)
    name = next(o.network_name for o in page.offered if o.key == key)
    told = f"The {name} is invited, with a full window of its own. Both records say so."
    return done(told, "inviting.invite", matter_id=matter_id)


@blueprint.route("/papers/<matter_id>/invitations/<request_id>/withdraw", methods=["GET", "POST"])
@audience(Role.SECRETARY)
def withdraw(matter_id: str, request_id: str) -> ResponseReturnValue:
    """Withdraw one invitation, with a reason that both sides keep."""
    with reading() as desk:
        file = dossier(desk, matter_id)
        given = invitation_to(desk, matter_id, request_id)
        if request.method == "GET":
            return render(ENDING, file=file, given=given)
        try:
            reason = request.form.get("reason", "")
            services.withdraw(office(), who(), desk, request_id, reason)
        except Invalid as invalid:
            return back_with_error_summary(ENDING, invalid, file=file, given=given)
    told = f"The invitation of the {given.network_name} is withdrawn. What it said stays here."
    return done(told, "inviting.invite", matter_id=matter_id)
