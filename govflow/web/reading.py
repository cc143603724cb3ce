"""Reading and commenting: drafts that save themselves, answers under a comment, a page to print."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import drafts, log_head, network_request, threads
from govflow.web.acting import reading, writing
from govflow.web.chair_request import context
from govflow.web.filters import clock_time
from govflow.web.pages import audience, back_with_error_summary, done, render

blueprint = Blueprint("reading", __name__)
PAGE = "chair/request.jinja"
SIZES = {"normal": "Print", "large": "Large print"}


@blueprint.post("/requests/<request_id>/drafts")
@audience(Role.NETWORK_CHAIR)
def save_draft(request_id: str) -> ResponseReturnValue:
    """Keep an unsent comment; a script asks for plain text, a person gets the page again."""
    anchor = request.form.get("anchor", "")
    quietly = request.headers.get("X-Requested-With") == "fetch"
    try:
        with writing() as desk:
            kept = drafts.save(
                desk,
                request_id,
                text=request.form.get("text", ""),
                anchor=anchor,
                passage=request.form.get("passage", ""),
            )
            saved = f"Draft saved at {clock_time(desk.now)}. Only you can see it."
    except Invalid as invalid:
        if quietly:
            return "\n".join(invalid.problems.values()), 422
        return _again(request_id, invalid, anchor)
    sentence = saved if kept else "There is nothing unsent to keep."
    if quietly:
        return sentence, {"Content-Type": "text/plain; charset=utf-8"}
    here = {"paragraph": anchor} if anchor else {}
    return done(sentence, "chair.request_page", request_id=request_id, _anchor="comment", **here)


@blueprint.post("/requests/<request_id>/comments/<comment_id>/answers")
@audience(Role.NETWORK_CHAIR)
def answer(request_id: str, comment_id: str) -> ResponseReturnValue:
    """Answer what the author asked under one of the network's comments."""
    field = f"answer-{comment_id}"
    try:
        with writing() as desk:
            threads.answer(desk, request_id, comment_id, text=request.form.get(field, ""))
    except Invalid as invalid:
        return _again(request_id, Invalid({field: invalid.problems["answer"]}))
    sentence = "Your network's answer has gone to the author."
    here = f"comment-{comment_id}"
    return done(sentence, "chair.request_page", request_id=request_id, _anchor=here)


@blueprint.get("/requests/<request_id>/print")
@audience(Role.NETWORK_CHAIR)
def to_print(request_id: str) -> ResponseReturnValue:
    """The whole pack with what the network said, for paper: as it is, or in large print."""
    size = request.args.get("size", "normal")
    with reading() as desk:
        page, record = network_request.request_page(desk, request_id), log_head.line(desk)
    return render(
        "chair/print.jinja",
        record=record,
        size=size if size in SIZES else "normal",
        sizes=SIZES,
        **context(page, "", whole=True),
    )


def _again(request_id: str, invalid: Invalid, anchor: str = "") -> ResponseReturnValue:
    """The whole page again with the problem named; what was typed is kept."""
    with reading() as desk:
        page = network_request.request_page(desk, request_id)
    return back_with_error_summary(PAGE, invalid, **context(page, anchor))
