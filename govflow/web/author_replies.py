"""The networks' comments on one paper: replies, answers, and the new version they lead to."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.consultation import OUTCOMES, POSITIONS, STATUS_TITLES
from govflow.domain.errors import Invalid
from govflow.services import author_replies, papers, threads
from govflow.services.author_replies import Answer, RepliesPage
from govflow.services.consulting import LONGEST_TEXT
from govflow.web.acting import reading, seen_version, writing
from govflow.web.author_door import answerers, blueprint, writers
from govflow.web.author_form import text_of
from govflow.web.pages import back_with_error_summary, done, render
from govflow.web.query import Pager, page_number

PAGE = "author/comments.jinja"
AT_ONCE = 20
MOST_LINKS = 20


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
    there = {"comment": comment_id, "_anchor": f"comment-{comment_id}"}
    return done(sentence, "author.comments", matter_id=matter_id, **there)


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


@blueprint.post("/papers/<matter_id>/comments/<comment_id>/questions")
@writers
def ask(matter_id: str, comment_id: str) -> ResponseReturnValue:
    """Ask the network what its comment means, before replying to it."""
    text = text_of(request.form.get(f"question-{comment_id}", ""))
    try:
        with writing() as desk:
            threads.ask(desk, matter_id, comment_id, text=text)
    except Invalid as invalid:
        return _again(matter_id, invalid, comment_id)
    sentence = "Your question is with the network."
    there = {"comment": comment_id, "_anchor": f"comment-{comment_id}"}
    return done(sentence, "author.comments", matter_id=matter_id, **there)


def _pager(ids: list[str]) -> Pager:
    """The leaf that was asked for, by its number or by a comment that stands on it."""
    wanted = request.args.get("comment", "")
    number = ids.index(wanted) // AT_ONCE + 1 if wanted in ids else page_number()
    return Pager(number, AT_ONCE, len(ids), {})


def _links(matter_id: str, page: RepliesPage, pager: Pager) -> dict[str, str]:
    """The address of each comment: on this leaf, or on the one where it stands."""
    leaf = page.comments[pager.offset : pager.offset + pager.size]
    here = {comment.id: f"#comment-{comment.id}" for comment in leaf}
    away = (comment for comment in page.comments if comment.id not in here)
    return {
        **here,
        **{
            comment.id: url_for(
                "author.comments",
                matter_id=matter_id,
                comment=comment.id,
                _anchor=f"comment-{comment.id}",
            )
            for comment in away
        },
    }


def _again(matter_id: str, invalid: Invalid, of: str = "") -> ResponseReturnValue:
    """The page with each problem beside the one form it belongs to."""
    problems = {f"{name}-{of}" if of else name: say for name, say in invalid.problems.items()}
    return back_with_error_summary(PAGE, Invalid(problems), **_context(matter_id))


def _context(matter_id: str) -> dict[str, object]:
    with reading() as desk:
        page = author_replies.replies_page(desk, matter_id)
    pager = _pager([comment.id for comment in page.comments])
    return {
        "page": page,
        "pager": pager,
        "voices": page.leaf(pager.offset, pager.size),
        "links": _links(matter_id, page, pager),
        "case": page.case,
        "paper": page.case.paper,
        "outcomes": OUTCOMES,
        "positions": POSITIONS,
        "statuses": STATUS_TITLES,
        "longest": LONGEST_TEXT,
        "most_links": MOST_LINKS,
        "longest_note": papers.LONGEST_NOTE,
    }
