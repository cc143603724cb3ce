"""The secretary sees exactly what each network will receive, and sends that."""

from typing import cast

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from govflow.domain.people import Role
from govflow.house import House
from govflow.services.dossier import dossier
from govflow.services.load import ASSUMED
from govflow.services.preview import preview
from govflow.web.acting import reading
from govflow.web.pages import audience, render

blueprint = Blueprint("preview", __name__)


@blueprint.get("/papers/<matter_id>/networks/preview")
@audience(Role.SECRETARY)
def page(matter_id: str) -> ResponseReturnValue:
    """The pack that would be frozen now, and each network's notice, mail, deadline and load."""
    house = cast(House, current_app.extensions["govflow.house"])
    with reading() as desk:
        file = dossier(desk, matter_id)
        shown = preview(desk, matter_id, house.settings.base_url)
        sending = next((o for o in file.offers if o.action == "send_to_networks"), None)
        return render(
            "secretary/preview.jinja", file=file, page=shown, sending=sending, assumed=ASSUMED
        )
