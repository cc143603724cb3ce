"""The catalogue of procedures: what each promises, how it goes, and its files to take away."""

from io import BytesIO

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from govflow.domain.errors import NotFound
from govflow.domain.people import Role
from govflow.services import catalogue
from govflow.web.acting import reading
from govflow.web.pages import Link, navigation_for, render, signed_in

blueprint = Blueprint("catalogue", __name__)
for _role in (Role.SECRETARY, Role.AUDITOR):
    # They are asked how the procedures work; everybody else finds the page from a matter.
    navigation_for(_role, Link("How procedures work", "catalogue.listing", place=6))

# Each form with the ending of its file and its media type.
FORMS = {
    "svg": ("svg", "image/svg+xml"),
    "bpmn": ("bpmn", "application/xml"),
    "mermaid": ("mmd", "text/plain"),
    "text": ("txt", "text/plain"),
    "yaml": ("yaml", "application/yaml"),
}


@blueprint.get("/workflows")
@signed_in
def listing() -> ResponseReturnValue:
    """Every procedure, with what it is for."""
    with reading() as desk:
        return render("catalogue/listing.jinja", lines=catalogue.listed_procedures(desk))


@blueprint.get("/workflows/<key>")
@signed_in
def newest(key: str) -> ResponseReturnValue:
    """The newest version of one procedure."""
    return _explained(key)


@blueprint.get("/workflows/<key>/<int:version>")
@signed_in
def version(key: str, version: int) -> ResponseReturnValue:
    """One version, such as the one that an older matter follows."""
    return _explained(key, version)


def _explained(key: str, version: int | None = None) -> ResponseReturnValue:
    with reading() as desk:
        found = catalogue.procedure(desk, key, version)
        return render("catalogue/procedure.jinja", procedure=found)


@blueprint.get("/workflows/<key>/<int:version>/download/<form>")
@signed_in
def download(key: str, version: int, form: str) -> ResponseReturnValue:
    """The file itself, or its drawing in some form."""
    if form not in FORMS:
        raise NotFound(f"There is no such form. Known: {', '.join(FORMS)}.")
    with reading() as desk:
        text = catalogue.exported(desk, key, version, form)
    ending, media_type = FORMS[form]
    return _download(text, f"{key}.v{version}.{ending}", media_type)


def _download(text: str, name: str, media_type: str) -> Response:
    data = BytesIO(text.encode())
    answer = send_file(data, media_type, as_attachment=True, download_name=name)
    # Were a browser to show it all the same, nothing in it may run or reach out.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
