"""What somebody missed while reading: the trail's sentences since their page was drawn."""

from flask import current_app, request
from flask_login import current_user

from govflow.domain.errors import Invalid, NotFound, Refused
from govflow.services.procedures import readable
from govflow.services.timeline import Told, since_version
from govflow.web import acting


def what_changed() -> list[Told]:
    """Newest first; empty when the form named no version or the matter is not theirs to read."""
    args = request.view_args or {}
    matter_id = args.get("matter_id") or args.get("review_id")
    known = "govflow.house" in current_app.extensions and current_user.is_authenticated
    if not known or not matter_id:
        return []
    try:
        version = acting.seen_version()
        with acting.reading() as desk:
            readable(desk, matter_id)
            return since_version(desk, matter_id, version) if version is not None else []
    except (Refused, NotFound, Invalid):
        return []
