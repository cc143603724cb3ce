"""The editor of a paper: the whole front sheet, the text with its preview, saving, submitting."""

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from govflow import text
from govflow.domain.document import (
    BOUNDS,
    CHARACTERISTICS,
    KINDS,
    LONGEST_ASSESSMENT,
    PARTS,
    PURPOSES,
    ROW_BOUNDS,
)
from govflow.domain.errors import Invalid, Refused, Stale
from govflow.services import author_writing
from govflow.services import papers as papers_service
from govflow.services.author_writing import WritingPage
from govflow.services.openings import kind_of
from govflow.web.acting import reading, seen_version, writing
from govflow.web.author_door import blueprint, writers
from govflow.web.author_form import DraftForm, form_of, form_typed, in_page_order, text_of
from govflow.web.pages import done, render
from govflow.web.staleness import what_changed

BROUGHT_IN = "brought_in"
PREVIEW_LEVEL = 3
MORE = "more-"
# What each button other than “Save draft” goes on to, once the draft is saved.
GOES_ON = {"files": ("author.attachments", "file"), "version": ("author.comments", "version")}


@blueprint.route("/papers/<matter_id>/edit", methods=["GET", "POST"])
@writers
def edit(matter_id: str) -> ResponseReturnValue:
    """The whole paper as one form; nothing typed is ever lost."""
    if request.method == "GET":
        with reading() as desk:
            page = author_writing.writing_page(desk, matter_id)
        return _drawn(page, form_of(page.paper), notes=_notes(matter_id))
    form, do = form_typed(request.form), request.form.get("do", "save")
    if do == "preview" or do.startswith(MORE):
        form.more = do.removeprefix(MORE)
        return _again(matter_id, form)
    return _saved(matter_id, form, do)


@blueprint.post("/papers/<matter_id>/preview")
@writers
def preview(matter_id: str) -> ResponseReturnValue:
    """The text as readers will see it; nothing is kept."""
    body = text_of(request.form.get("body", ""))
    if len(body) > BOUNDS["body"]:
        return f"The text must be {BOUNDS['body']:,} characters or fewer.", 422
    return text.render(body, PREVIEW_LEVEL)


def _saved(matter_id: str, form: DraftForm, do: str) -> ResponseReturnValue:
    try:
        with writing() as desk:
            saved = author_writing.save(desk, matter_id, form.change(), seen_version=seen_version())
    except Invalid as invalid:
        return _again(matter_id, form, invalid), 422
    except Stale as stale:
        return _overtaken(matter_id, form, stale)
    if do == "submit":
        return _submitted(matter_id, saved.version)
    if do in GOES_ON:
        endpoint, part = GOES_ON[do]
        return redirect(url_for(endpoint, matter_id=matter_id, _anchor=part))
    return done("Your draft is saved.", "author.edit", matter_id=matter_id)


def _submitted(matter_id: str, version: int) -> ResponseReturnValue:
    """The draft is saved already: a gap in it stops the submission, and loses nothing."""
    try:
        with writing() as desk:
            papers_service.submit(desk, matter_id, seen_version=version)
    except Invalid as invalid:
        g.problems = invalid.problems
        with reading() as desk:
            page = author_writing.writing_page(desk, matter_id)
        return _drawn(page, form_of(page.paper), saved=True), 422
    return done("You submitted the paper to the secretary.", "papers.paper", matter_id=matter_id)


def _again(matter_id: str, form: DraftForm, invalid: Invalid | None = None) -> str:
    g.problems = invalid.problems if invalid else {}
    with reading() as desk:
        page = author_writing.writing_page(desk, matter_id)
    return _drawn(page, form, unsaved=True)


def _overtaken(matter_id: str, form: DraftForm, stale: Stale) -> ResponseReturnValue:
    """The typed text with what happened meanwhile; saving it again is the author's choice."""
    try:
        with reading() as desk:
            page = author_writing.writing_page(desk, matter_id)
    except Refused:
        # The paper has left the author's hands: the refusal shows what was typed.
        raise stale from None
    changed = what_changed()
    form.version = str(page.paper.version)
    return _drawn(page, form, stale=stale.sentences, changed=changed, unsaved=True), 409


def _drawn(page: WritingPage, form: DraftForm, **more: object) -> str:
    g.problems = in_page_order(g.get("problems", {}))
    return render(
        "author/edit.jinja",
        page=page,
        paper=page.paper,
        form=form,
        purposes=PURPOSES,
        kinds=KINDS,
        settled_kind=kind_of(page.paper.workflow, ""),
        parts=PARTS,
        characteristics=CHARACTERISTICS,
        bounds=BOUNDS,
        row_bounds=ROW_BOUNDS,
        longest_assessment=LONGEST_ASSESSMENT,
        **more,
    )


def _notes(matter_id: str) -> list[str]:
    """What the file brought in left behind, told once."""
    kept = session.get(BROUGHT_IN)
    if not kept or kept[0] != matter_id:
        return []
    session.pop(BROUGHT_IN)
    return list(kept[1:])
