"""Tells a load balancer or a monitor whether this house is well; open to anybody."""

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from govflow.config import folder
from govflow.services import health as services
from govflow.web.pages import now, public

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """200 when all is well, 503 with the problems as sentences when not."""
    found = services.look(
        current_app.extensions["govflow.house"].office.store, folder("migrations"), now()
    )
    return jsonify(found.as_dict()), 200 if found.well else 503
