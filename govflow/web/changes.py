"""Pages of a changed pack: it is judged, a network keeps its position, or somebody goes on."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import renewed, renewing, scoping
from govflow.services.dossier import dossier
from govflow.web.acting import reading, seen_version, writing
from govflow.web.pages import audience, back_with_error_summary, done, render

blueprint = Blueprint("changes", __name__)
JUDGED = {"yes": True, "no": False}


@blueprint.route("/papers/<matter_id>/change", methods=["GET", "POST"])
@audience(Role.SECRETARY)
def judge(matter_id: str) -> ResponseReturnValue:
    """Say whether a change of the pack is material, why, and for whom."""
    page = "secretary/change.jinja"
    try:
        return _judged(matter_id) if request.method == "POST" else render(page, **_found(matter_id))
    except Invalid as invalid:
        return back_with_error_summary(page, invalid, **_found(matter_id))


def _found(matter_id: str) -> dict[str, object]:
    with reading() as desk:
        return {"file": dossier(desk, matter_id), "found": renewing.pending(desk, matter_id)}


def _judged(matter_id: str) -> ResponseReturnValue:
    material = JUDGED.get(request.form.get("material", ""))
    if material is None:
        raise Invalid({"material": "Choose whether the change is material."})
    with writing() as desk:
        asked = renewing.judge(
            desk,
            matter_id,
            material=material,
            reason=request.form.get("reason", ""),
            networks=request.form.getlist("networks"),
            seen_version=seen_version(),
        )
    count = len(asked)
    told = {
        0: "Recorded as not material. The networks are told why.",
        1: f"The {asked[0].network_name} is asked again, with a full window." if asked else "",
    }.get(count, f"{count} networks are asked again, each with a full window.")
    return done(told, "papers.paper", matter_id=matter_id)


@blueprint.route("/papers/<matter_id>/requests/<request_id>/change-waiver", methods=["GET", "POST"])
@audience(Role.BOARD_CHAIR)
def waive(matter_id: str, request_id: str) -> ResponseReturnValue:
    """Go on without hearing a network again about a change, with a name and a reason."""
    page = "decisions/waive_change.jinja"
    try:
        if request.method == "POST":
            with writing() as desk:
                _, asked = scoping.request_of(desk, matter_id, request_id)
                renewed.waive(desk, request_id, reason=request.form.get("reason", ""))
            told = f"Your reason for not hearing the {asked.network_name} again is on the record."
            return done(told, "papers.paper", matter_id=matter_id)
    except Invalid as invalid:
        return back_with_error_summary(page, invalid, **_asked(matter_id, request_id))
    return render(page, **_asked(matter_id, request_id))


def _asked(matter_id: str, request_id: str) -> dict[str, object]:
    with reading() as desk:
        _, asked = scoping.request_of(desk, matter_id, request_id)
        refused = renewed.why_not_waived(asked)
        return {"file": dossier(desk, matter_id), "asked": asked, "refused": refused}


@blueprint.post("/requests/<request_id>/keep-position")
@audience(Role.NETWORK_CHAIR)
def keep(request_id: str) -> ResponseReturnValue:
    """Keep the network's position on a changed pack."""
    with writing() as desk:
        renewed.keep(desk, request_id)
    told = "Your network keeps its position. It is in the record for the changed paper."
    return done(told, "chair.request_page", request_id=request_id)
