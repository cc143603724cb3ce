"""Pages of joint responses: several networks sign one text, and each may differ by paragraph."""

import re
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.consultation import OUTCOMES
from govflow.domain.errors import Invalid
from govflow.domain.joint import LONGEST_TEXT, LONGEST_WORDS, VIEWS
from govflow.domain.people import Role
from govflow.services import joint_answering, joint_pages, joint_sending, joint_writing
from govflow.services.joint_answering import Given
from govflow.web.acting import reading, writing
from govflow.web.author_form import text_of
from govflow.web.pages import audience, back_with_error_summary, done, render
from govflow.web.papers import READING

blueprint = Blueprint("joint", __name__)
LIST, OWN, SENT = "joint/list.jinja", "joint/own.jinja", "joint/sent.jinja"
NUMBER = re.compile(r"[0-9]{1,6}")
NOT_SEEN = -1
officers = audience(Role.NETWORK_CHAIR)


@blueprint.route("/requests/<request_id>/joint", methods=["GET", "POST"])
@officers
def listing(request_id: str) -> ResponseReturnValue:
    """The network's joint responses on one paper, and the form that begins one."""
    if request.method == "GET":
        return render(LIST, **_list(request_id))
    try:
        with writing() as desk:
            text, others = text_of(request.form.get("text", "")), request.form.getlist("others")
            made = joint_writing.start(desk, request_id, text=text, others=others)
            names = _names(voice.network_name for voice in made.voices)
    except Invalid as invalid:
        return back_with_error_summary(LIST, invalid, **_list(request_id))
    sentence = f"The joint response is begun, and the {names} asked to sign it."
    return done(sentence, "joint.own", request_id=request_id, joint_id=made.id)


def _names(networks: Any) -> str:
    names = list(networks)
    return f"{' and the '.join(names)} {'is' if len(names) == 1 else 'are'}"


def _list(request_id: str) -> dict[str, Any]:
    with reading() as desk:
        page = joint_pages.listing(desk, request_id)
    paper = page.asked.case.paper
    return {"page": page, "request_": page.asked.request, "paper": paper, "longest": LONGEST_TEXT}


@blueprint.get("/requests/<request_id>/joint/<joint_id>")
@officers
def own(request_id: str, joint_id: str) -> ResponseReturnValue:
    """One joint response, to a network that takes part in it."""
    return render(OWN, **_own(request_id, joint_id))


def _own(request_id: str, joint_id: str) -> dict[str, Any]:
    with reading() as desk:
        page = joint_pages.own(desk, request_id, joint_id)
    return {
        "page": page,
        "request_": page.asked.request,
        "paper": page.paper,
        "joint": page.joint,
        "views": VIEWS,
        "outcomes": OUTCOMES,
        "longest": LONGEST_TEXT,
        "longest_words": LONGEST_WORDS,
    }


def _again(request_id: str, joint_id: str, invalid: Invalid) -> ResponseReturnValue:
    return back_with_error_summary(OWN, invalid, **_own(request_id, joint_id))


def _edition() -> int:
    """The edition that the reader had before them."""
    typed = request.form.get("edition", "")
    return int(typed) if NUMBER.fullmatch(typed) else NOT_SEEN


@blueprint.post("/requests/<request_id>/joint/<joint_id>/text")
@officers
def rewrite(request_id: str, joint_id: str) -> ResponseReturnValue:
    """Change the text, or ask another network to sign it."""
    try:
        with writing() as desk:
            made = joint_writing.rewrite(
                desk,
                request_id,
                joint_id,
                text=text_of(request.form.get("text", "")),
                others=request.form.getlist("others"),
                edition=_edition(),
            )
    except Invalid as invalid:
        return _again(request_id, joint_id, invalid)
    sentence = f"The joint response is changed: this is edition {made.edition} of its text."
    return done(sentence, "joint.own", request_id=request_id, joint_id=joint_id)


@blueprint.post("/requests/<request_id>/joint/<joint_id>/answer")
@officers
def answer(request_id: str, joint_id: str) -> ResponseReturnValue:
    """Sign the text, differing where the network does, or do not sign it."""
    signs = request.form.get("signs", "")
    try:
        if signs not in {"yes", "no"}:
            raise Invalid({"signs": "Choose whether your network signs."})
        with writing() as desk:
            joint_answering.answer(
                desk,
                request_id,
                joint_id,
                signs=signs == "yes",
                views=_views(),
                edition=_edition(),
            )
    except Invalid as invalid:
        return _again(request_id, joint_id, invalid)
    sentence = "Your network has signed." if signs == "yes" else "Your network does not sign."
    return done(sentence, "joint.own", request_id=request_id, joint_id=joint_id)


def _views() -> dict[str, Given]:
    """What the form says of each paragraph, by the paragraph's id."""
    return {
        name.removeprefix("view-"): Given(
            value, text_of(request.form.get(f"words-{name.removeprefix('view-')}", ""))
        )
        for name, value in request.form.items()
        if name.startswith("view-")
    }


@blueprint.post("/requests/<request_id>/joint/<joint_id>/send")
@officers
def send(request_id: str, joint_id: str) -> ResponseReturnValue:
    """Put it before the author."""
    try:
        with writing() as desk:
            joint_sending.send(desk, request_id, joint_id, edition=_edition())
    except Invalid as invalid:
        return _again(request_id, joint_id, invalid)
    sentence = "The joint response is with the author, who must reply to each paragraph."
    return done(sentence, "joint.own", request_id=request_id, joint_id=joint_id)


@blueprint.post("/requests/<request_id>/joint/<joint_id>/give-up")
@officers
def give_up(request_id: str, joint_id: str) -> ResponseReturnValue:
    """Give it up: its words are removed."""
    with writing() as desk:
        joint_writing.withdraw(desk, request_id, joint_id)
    sentence = "The joint response is given up, and its words are removed."
    return done(sentence, "joint.listing", request_id=request_id)


@blueprint.post("/requests/<request_id>/joint/<joint_id>/mark")
@officers
def mark(request_id: str, joint_id: str) -> ResponseReturnValue:
    """A network that signed says whether a reply answers its point too."""
    yes, paragraph = request.form.get("answers_point") == "yes", request.form.get("paragraph", "")
    with writing() as desk:
        joint_answering.mark(desk, request_id, joint_id, paragraph, answers_point=yes)
    sentence = "Your network’s mark is in the record."
    return done(sentence, "joint.own", request_id=request_id, joint_id=joint_id)


@blueprint.get("/joint-responses/<joint_id>")
@audience(*READING)
def sent(joint_id: str) -> ResponseReturnValue:
    """A joint response that was sent, to whoever may read what the networks said."""
    with reading() as desk:
        page = joint_pages.sent(desk, joint_id)
    return render(SENT, page=page, paper=page.paper, joint=page.joint, outcomes=OUTCOMES)
