"""The files of a paper: handed in, listed with what proves them, taken out again."""

from flask import request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.intake import ALLOWED, CleanFile, check_attachment
from govflow.services import author_writing, papers
from govflow.web.acting import reading, writing
from govflow.web.author_door import blueprint, writers
from govflow.web.pages import back_with_error_summary, done, render

PAGE = "author/attachments.jinja"


@blueprint.route("/papers/<matter_id>/attachments", methods=["GET", "POST"])
@writers
def attachments(matter_id: str) -> ResponseReturnValue:
    """The files of the working draft, and the form that takes one more."""
    if request.method == "GET":
        return render(PAGE, **_context(matter_id))
    try:
        file = _handed_in()
        with writing() as desk:
            papers.attach(desk, matter_id, file)
    except Invalid as invalid:
        return back_with_error_summary(PAGE, invalid, **_context(matter_id))
    return done(f"{file.name} is attached.", "author.attachments", matter_id=matter_id)


@blueprint.post("/papers/<matter_id>/attachments/<attachment_id>/remove")
@writers
def detach(matter_id: str, attachment_id: str) -> ResponseReturnValue:
    """Take a file out; versions already frozen keep it."""
    with writing() as desk:
        papers.detach(desk, matter_id, attachment_id)
    return done("The file is removed.", "author.attachments", matter_id=matter_id)


def _handed_in() -> CleanFile:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid({"file": "Choose a file to attach."})
    return check_attachment(upload.filename, upload.mimetype, upload.read(), named="file")


def _context(matter_id: str) -> dict[str, object]:
    with reading() as desk:
        page = author_writing.writing_page(desk, matter_id)
    return {
        "page": page,
        "paper": page.paper,
        "most": papers.MOST_ATTACHMENTS,
        "endings": sorted(ALLOWED),
        "accept": ",".join(f".{ending}" for ending in sorted(ALLOWED)),
    }
