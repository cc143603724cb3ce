"""The networks' comments on one paper: replies, answers, and the new version they lead to."""

from flask import request
from flask.typing import ResponseReturnValue

from govflow.domain.consultation import OUTCOMES, POSITIONS, STATUS_TITLES
from govflow.domain.errors import Invalid
from govflow.services import author_replies, papers
from govflow.services.author_replies import Answer
from govflow.services.consulting import LONGEST_TEXT
from govflow.web.acting import reading, seen_version, writing
from govflow.web.author_door import answerers, blueprint, writers
from govflow.web.author_form import text_of
from govflow.web.pages import back_with_error_summary, done, render

PAGE = "author/comments.jinja"


@blueprint.get("/papers/<matter_id>/comments")
@answerers
def comments(matter_id: str) -> ResponseReturnValue:
    """Every network's words with their replies; whoever is not the author only reads."""
    return render(PAGE, **_context(matter_id))


@blueprint.post("/papers/<matter_id>/comments/<comment_id>")
@writers
def reply(matter_id: str, comment_id: str) -> ResponseReturnValue:
    """Reply to one comment."""
    answer = Answer(
        outcome=request.form.get(f"outcome-{comment_id}", ""),
        reason=text_of(request.form.get(f"reason-{comment_id}", "")),
        changed_paragraph=text_of(request.form.get(f"changed_paragraph-{comment_id}", "")),
    )
    try:
        with writing() as desk:
            author_replies.reply(desk, matter_id, comment_id, answer)
    except Invalid as invalid:
        return _again(matter_id, invalid, comment_id)
    sentence = f"Your reply is with the network: {OUTCOMES[answer.outcome].lower()}."
    return done(sentence, "author.comments", matter_id=matter_id)


@blueprint.post("/papers/<matter_id>/questions/<question_id>")
@writers
def answer_question(matter_id: str, question_id: str) -> ResponseReturnValue:
    """Answer what a network asked before it answers."""
    text = text_of(request.form.get(f"answer-{question_id}", ""))
    try:
        with writing() as desk:
            network = author_replies.answer_question(desk, matter_id, question_id, text)
    except Invalid as invalid:
        return _again(matter_id, invalid, question_id)
    return done(f"Your answer is with the {network}.", "author.comments", matter_id=matter_id)


@blueprint.post("/papers/<matter_id>/versions")
@writers
def make_version(matter_id: str) -> ResponseReturnValue:
    """Freeze the working copy as the newest version."""
    note = text_of(request.form.get("note", ""))
    try:
        with writing() as desk:
            made = papers.make_version(desk, matter_id, note=note, seen_version=seen_version())
    except Invalid as invalid:
        return _again(matter_id, invalid)
    sentence = f"Version {made.number} is made. The networks can see what changed."
    return done(sentence, "author.comments", matter_id=matter_id)


def _again(matter_id: str, invalid: Invalid, of: str = "") -> ResponseReturnValue:
    """The page with each problem beside the one form it belongs to."""
    problems = {f"{name}-{of}" if of else name: say for name, say in invalid.problems.items()}
    return back_with_error_summary(PAGE, Invalid(problems), **_context(matter_id))


def _context(matter_id: str) -> dict[str, object]:
    with reading() as desk:
        page = author_replies.replies_page(desk, matter_id)
    return {
        "page": page,
        "case": page.case,
        "paper": page.case.paper,
        "outcomes": OUTCOMES,
        "positions": POSITIONS,
        "statuses": STATUS_TITLES,
        "longest": LONGEST_TEXT,
        "longest_note": papers.LONGEST_NOTE,
    }
