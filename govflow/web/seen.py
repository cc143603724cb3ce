"""The record as seen: for an auditor, which bytes lay before whom, and those bytes."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from govflow.domain.people import Role
from govflow.services import seen
from govflow.web.acting import reading
from govflow.web.pages import audience, render

blueprint = Blueprint("seen", __name__)
auditors = audience(Role.AUDITOR)


@blueprint.get("/audit/matters/<matter_id>/seen")
@auditors
def readers(matter_id: str) -> ResponseReturnValue:
    """What each reader of the matter had before them."""
    with reading() as desk:
        return render("auditor/seen.jinja", found=seen.of_matter(desk, matter_id))


@blueprint.get("/audit/matters/<matter_id>/seen/<sha256>")
@auditors
def one(matter_id: str, sha256: str) -> ResponseReturnValue:
    """One version as it was served, with the hash of its bytes recomputed."""
    with reading() as desk:
        found, pack = seen.of_matter(desk, matter_id), seen.pack(desk, matter_id, sha256)
    sights = seen.by_whom(found, sha256)
    return render("auditor/seen_pack.jinja", found=found, pack=pack, sights=sights)
