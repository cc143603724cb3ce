"""The exceptions as a workbook: the same events as the page and its CSV."""

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import audit
from govflow.web.acting import office, who, writing
from govflow.web.auditor import narrowing
from govflow.web.pages import audience, now

blueprint = Blueprint("exceptions", __name__)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/audit/exceptions.xlsx")
@audience(Role.AUDITOR)
def workbook() -> ResponseReturnValue:
    """The chosen exceptions as an Excel file; that they were taken outside is an event."""
    if request.method == "HEAD":
        return Response(mimetype=WORKBOOK)
    with writing() as desk:
        wanted = narrowing(desk, None, exceptions_only=True)
        if g.get("problems"):
            raise Invalid(g.problems)
        chosen = audit.export(desk, wanted, form="XLSX")
    data = audit.workbook_of(office(), who(), now(), chosen)
    headers = {"Content-Disposition": f'attachment; filename="exceptions-{now():%Y-%m-%d}.xlsx"'}
    return Response(data, content_type=WORKBOOK, headers=headers)
