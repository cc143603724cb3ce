"""A network as the guest of a partner organisation: the pack it was sent and its own thread."""

from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.consultation import POSITIONS
from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import guests
from govflow.services.guests import Guest
from govflow.services.network_request import RequestPage
from govflow.web.acting import office, reading, who
from govflow.web.chair_request import context, place_to_go
from govflow.web.pages import audience, back_with_error_summary, done, render

blueprint = Blueprint("guest", __name__)
officers = audience(Role.NETWORK_CHAIR)
PAGE = "guest/request.jinja"
HERE = "guest.request_page"


@blueprint.get("/invitations/<request_id>")
@officers
def request_page(request_id: str) -> ResponseReturnValue:
    """The pack as it was sent, with everything the network may do about it."""
    if place := place_to_go(request.args.get("to", "")):
        return redirect(url_for(HERE, request_id=request_id, _anchor=place))
    with reading() as own:
        invited = guests.guest(own, request_id)
        if not invited.open:
            return render("guest/withdrawn.jinja", guest=invited)
        shown = guests.page if request.method == "GET" else guests.look
        page = shown(office(), who(), own, request_id)
    return render(PAGE, **_shown(invited, page, request.args.get("paragraph", "")))


@blueprint.get("/invitations/<request_id>/attachments/<sha256>")
@officers
def pack_file(request_id: str, sha256: str) -> ResponseReturnValue:
    """An attachment of the pack, byte for byte as it was sent, always as a download."""
    with reading() as own:
        file = guests.pack_file(office(), own, request_id, sha256)
    return send_file(
        BytesIO(file.data), mimetype=file.media_type, as_attachment=True, download_name=file.name
    )


@blueprint.post("/invitations/<request_id>/comments")
@officers
def comment(request_id: str) -> ResponseReturnValue:
    """Comment on the paper, or on one paragraph of it."""
    anchor = _typed("anchor")
    passage = _typed("passage") if anchor else ""
    try:
        made = _act(request_id, "comment", text=_typed("text"), anchor=anchor, passage=passage)
    except Invalid as invalid:
        return _again(request_id, invalid)
    late = " It is marked late, and will still be answered." if made.late else ""
    return _done(request_id, f"Your comment is in the record.{late}", anchor or "said")


@blueprint.post("/invitations/<request_id>/position")
@officers
def take_position(request_id: str) -> ResponseReturnValue:
    """Give the network's position as a body."""
    position = _typed("position")
    try:
        _act(request_id, "position", position=position, statement=_typed("statement"))
    except Invalid as invalid:
        return _again(request_id, invalid)
    said = POSITIONS[position].lower()
    return _done(request_id, f"Your network's position is in the record: {said}.")


@blueprint.post("/invitations/<request_id>/keep-position")
@officers
def keep(request_id: str) -> ResponseReturnValue:
    """Keep the network's position on a changed pack."""
    _act(request_id, "keep")
    told = "Your network keeps its position. It is in the record for the changed paper."
    return _done(request_id, told)


@blueprint.post("/invitations/<request_id>/questions")
@officers
def ask_question(request_id: str) -> ResponseReturnValue:
    """Ask the author something first."""
    try:
        stop = request.form.get("stop") == "yes"
        _act(request_id, "question", text=_typed("question"), stop=stop)
    except Invalid as invalid:
        return _again(request_id, invalid)
    return _done(request_id, "Your question has gone to the author.", "questions")


@blueprint.post("/invitations/<request_id>/extensions")
@officers
def ask_extension(request_id: str) -> ResponseReturnValue:
    """Ask the company secretary of the organisation that invited for more time."""
    typed = _typed("working_days").strip()
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    try:
        _act(request_id, "extension", working_days=days, reason=_typed("extension_reason"))
    except Invalid as invalid:
        return _again(request_id, invalid)
    told = "Your request for more time has gone to their company secretary."
    return _done(request_id, told, "more-time")


@blueprint.post("/invitations/<request_id>/formats")
@officers
def ask_format(request_id: str) -> ResponseReturnValue:
    """Ask for the pack in another format."""
    try:
        _act(request_id, "format", wanted=_typed("format"))
    except Invalid as invalid:
        return _again(request_id, invalid)
    told = "Their company secretary is told which format your network needs."
    return _done(request_id, told, "another-format")


@blueprint.post("/invitations/<request_id>/comments/<comment_id>/answers")
@officers
def answer(request_id: str, comment_id: str) -> ResponseReturnValue:
    """Answer what the author asked under one of the network's comments."""
    field = f"answer-{comment_id}"
    try:
        with reading() as own:
            guests.act(office(), who(), own, request_id, "answer", comment_id, text=_typed(field))
    except Invalid as invalid:
        return _again(request_id, Invalid({field: invalid.problems["answer"]}))
    told = "Your network's answer has gone to the author."
    return _done(request_id, told, f"comment-{comment_id}")


@blueprint.post("/invitations/<request_id>/comments/<comment_id>/mark")
@officers
def mark(request_id: str, comment_id: str) -> ResponseReturnValue:
    """Say whether a reply answers the network's point."""
    said = _typed("answers_point")
    if said not in {"yes", "no"}:
        raise Invalid({"answers_point": "Say whether the reply answers your network's point."})
    with reading() as own:
        guests.mark(office(), who(), own, request_id, comment_id, answers=said == "yes")
    sentence = "answers" if said == "yes" else "does not answer"
    told = f"Marked: the reply {sentence} your network's point."
    return _done(request_id, told, f"comment-{comment_id}")


def _typed(name: str) -> str:
    return request.form.get(name, "")


def _act(request_id: str, verb: str, **given: Any) -> Any:
    with reading() as own:
        return guests.act(office(), who(), own, request_id, verb, **given)


def _done(request_id: str, sentence: str, place: str = "") -> ResponseReturnValue:
    here = {"_anchor": place} if place else {}
    return done(sentence, HERE, request_id=request_id, **here)


def _shown(invited: Guest, page: RequestPage, paragraph: str) -> dict[str, object]:
    return {"guest": invited, **context(page, paragraph, door="guest")}


def _again(request_id: str, invalid: Invalid) -> ResponseReturnValue:
    """The whole page again with the problem named; what was typed is kept."""
    with reading() as own:
        invited = guests.guest(own, request_id)
        page = guests.look(office(), who(), own, request_id)
    return back_with_error_summary(PAGE, invalid, **_shown(invited, page, _typed("anchor")))
