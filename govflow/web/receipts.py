"""Where a network takes its receipts: proof, to be kept elsewhere, that it is in the record."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from govflow.domain.people import Role
from govflow.services import receipts
from govflow.web.acting import reading
from govflow.web.pages import audience, render

blueprint = Blueprint("receipts", __name__)


@blueprint.get("/requests/<request_id>/receipts")
@audience(Role.NETWORK_CHAIR)
def listing(request_id: str) -> ResponseReturnValue:
    """What the network did on this request, each with its receipt."""
    with reading() as desk:
        return render("chair/receipts.jinja", shown=receipts.shown(desk, request_id))


@blueprint.get("/requests/<request_id>/receipts/<int:seq>")
@audience(Role.NETWORK_CHAIR)
def download(request_id: str, seq: int) -> ResponseReturnValue:
    """One receipt, in the public format tlog-proof."""
    with reading() as desk:
        text = receipts.receipt(desk, request_id, seq).text()
    name = f"receipt-{seq}.tlog-proof"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/plain; charset=utf-8", headers=headers)
