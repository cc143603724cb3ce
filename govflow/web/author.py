"""An author's papers, and how a new one begins; the editor, files and replies stand beside it."""

from flask import request, session
from flask.typing import ResponseReturnValue

from govflow.domain.document import KINDS
from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import author_desk, author_writing, offices
from govflow.web import author_draft, author_files, author_replies
from govflow.web.acting import reading, writing
from govflow.web.author_door import blueprint, writers
from govflow.web.author_draft import BROUGHT_IN
from govflow.web.author_form import line_of
from govflow.web.pages import audience, back_with_error_summary, done, render
from govflow.web.query import Pager, page_number

__all__ = ["PARTS", "blueprint"]

# Importing these gives the blueprint their pages.
PARTS = (author_draft, author_files, author_replies)
# The notes travel in the session's cookie, which holds four kilobytes.
MOST_NOTES, LONGEST_NOTE = 12, 140


@blueprint.get("/my-papers")
@audience(Role.AUTHOR, Role.EXECUTIVE_LEAD)
def papers() -> ResponseReturnValue:
    """The papers this person writes or leads, those that wait for them first."""
    asked = page_number()
    with reading() as desk:
        found = author_desk.my_papers(desk, page=asked)
        told = {"unread": offices.unread(desk), "today": desk.today}
    pager = Pager(asked, author_desk.ENDED_ON_A_PAGE, found.ended, {})
    return render("author/papers.jinja", mine=found, pager=pager, **told)


@blueprint.route("/papers/new", methods=["GET", "POST"])
@writers
def start() -> ResponseReturnValue:
    """Begin a paper by typing its title, or from a file written elsewhere."""
    if request.method == "GET":
        return render("author/start.jinja", kinds=KINDS)
    try:
        return _brought_in() if request.form.get("do") == "bring" else _started()
    except Invalid as invalid:
        return back_with_error_summary("author/start.jinja", invalid, kinds=KINDS)


def _started() -> ResponseReturnValue:
    title, kind = line_of(request.form.get("title", "")), request.form.get("kind", "")
    with writing() as desk:
        paper = author_writing.start(desk, title=title, kind=kind)
    sentence = f"Paper {paper.reference} is started. Write as much as you have, and save."
    return done(sentence, "author.edit", matter_id=paper.id)


def _brought_in() -> ResponseReturnValue:
    upload = request.files.get("document")
    if upload is None or not upload.filename:
        raise Invalid({"document": "Choose a Markdown (.md) or Word (.docx) file."})
    with writing() as desk:
        paper, notes = author_writing.bring_in(desk, upload.filename, upload.read())
    session[BROUGHT_IN] = [paper.id, *_short(notes)]
    sentence = f"Paper {paper.reference} is started from your file. Check the text below."
    return done(sentence, "author.edit", matter_id=paper.id)


def _short(notes: list[str]) -> list[str]:
    kept = [f"{n[:LONGEST_NOTE]}{'…' if len(n) > LONGEST_NOTE else ''}" for n in notes]
    more = len(kept) - MOST_NOTES
    return [*kept[:MOST_NOTES], *([f"{more} more such notes."] if more > 0 else [])]
