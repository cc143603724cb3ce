"""An auditor takes an evidence bundle of a matter, a meeting, a period, a sample, or all."""

from collections.abc import Iterator

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import bundle_door
from govflow.services.bundle_door import Packed
from govflow.services.bundle_scope import FORMS, Wanted
from govflow.services.office import Desk
from govflow.web.acting import office, reading, who, writing
from govflow.web.pages import audience, now, render
from govflow.web.query import asked_days, asked_text, wrong

blueprint = Blueprint("bundles", __name__)
auditors = audience(Role.AUDITOR)
PIECE = 1 << 20


@blueprint.get("/audit/bundles")
@auditors
def choose() -> ResponseReturnValue:
    """What a bundle is, and one form for each thing it can hold."""
    return _page()


def _page() -> str:
    with reading() as desk:
        shown = bundle_door.offered(desk)
    asked = {name: asked_text(name) for name in ("matter", "meeting", "from", "until", "sample")}
    return render("auditor/bundles.jinja", offered=shown, asked=asked, form=_form())


@blueprint.get("/audit/bundles/download")
@auditors
def download() -> ResponseReturnValue:
    """The bundle as one file; that it was made is an event."""
    if request.method == "HEAD":
        return Response(mimetype="application/zip")
    try:
        with writing() as desk:
            agreed = bundle_door.agree(desk, _wanted(desk))
    except Invalid as invalid:
        for name, sentence in invalid.problems.items():
            wrong(name, sentence)
        return _page(), 422
    packed = Packed(office(), who(), now(), agreed)
    response = Response(_pieces(packed), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{_named(agreed.wanted)}"'
    response.content_length = packed.path.stat().st_size
    response.call_on_close(packed.close)
    return response


def _pieces(packed: Packed) -> Iterator[bytes]:
    with packed.path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _form() -> str:
    return asked_text("form") if asked_text("form") in FORMS else "full"


def _wanted(desk: Desk) -> Wanted:
    kind = asked_text("kind")
    from_at, until_at = asked_days(desk.organisation.zone) if kind == "period" else (None, None)
    return Wanted(
        kind,
        matter_id=bundle_door.matter_of(desk, asked_text("matter", 32)) if kind == "matter" else "",
        meeting_id=asked_text("meeting"),
        from_at=from_at,
        until_at=until_at,
        sample=asked_text("sample"),
        form=_form(),
    )


def _named(wanted: Wanted) -> str:
    of = wanted.sample or wanted.kind
    return f"evidence-{of}-{wanted.form}-{now():%Y-%m-%d}.zip"
