"""Pages of a network's officers: what waits, one request with its pack, and the network's voice."""

from io import BytesIO

from flask import Blueprint, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.consultation import OUTCOMES, POSITIONS
from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import (
    consulting,
    formats,
    guests,
    joint_pages,
    marking,
    network_desk,
    network_request,
    offices,
)
from govflow.web.acting import office, reading, writing
from govflow.web.chair_request import context, place_to_go
from govflow.web.pages import Link, audience, back_with_error_summary, done, navigation_for, render
from govflow.web.query import Pager, kept, page_number

blueprint = Blueprint("chair", __name__)
LEDGER_PAGE = 20
PAGE = "chair/request.jinja"

navigation_for(
    Role.NETWORK_CHAIR,
    Link("Waiting for you", "chair.waiting"),
    Link("Our voice", "chair.ledger", place=10),
)


@blueprint.get("/waiting")
@audience(Role.NETWORK_CHAIR)
def waiting() -> ResponseReturnValue:
    """What waits for this officer, and what was answered before."""
    with reading() as desk:
        page = network_desk.waiting(desk)
        to_sign = joint_pages.to_sign(desk, page.networks)
        invited = guests.invited(office(), desk)
        unread = offices.unread(desk)
        today = desk.today
    return render(
        "chair/waiting.jinja",
        page=page,
        to_sign=to_sign,
        invited=invited,
        unread=unread,
        today=today,
    )


@blueprint.get("/our-voice")
@audience(Role.NETWORK_CHAIR)
def ledger() -> ResponseReturnValue:
    """Everything the network ever said and what became of it."""
    chosen = request.args.get("network", "")
    with reading() as desk:
        total = network_desk.count_spoken(desk, chosen)
        pager = Pager(page_number(), LEDGER_PAGE, total, kept(["network"]))
        voice = network_desk.ledger(desk, chosen, limit=pager.size, offset=pager.offset)
    return render(
        "chair/ledger.jinja",
        voice=voice,
        pager=pager,
        chosen=chosen,
        outcomes=OUTCOMES,
        positions=POSITIONS,
    )


@blueprint.get("/requests/<request_id>")
@audience(Role.NETWORK_CHAIR)
def request_page(request_id: str) -> ResponseReturnValue:
    """The pack as it was sent, with everything the network may do about it."""
    if place := place_to_go(request.args.get("to", "")):
        return redirect(url_for("chair.request_page", request_id=request_id, _anchor=place))
    with reading() as desk:
        page = network_request.request_page(desk, request_id)
    if request.method == "GET" and network_request.to_acknowledge(page):
        with writing() as desk:
            consulting.acknowledge(desk, request_id)
        with reading() as desk:
            page = network_request.request_page(desk, request_id)
    return render(PAGE, **context(page, request.args.get("paragraph", "")))


@blueprint.get("/requests/<request_id>/attachments/<sha256>")
@audience(Role.NETWORK_CHAIR)
def pack_file(request_id: str, sha256: str) -> ResponseReturnValue:
    """An attachment of the pack, byte for byte as it was sent, always as a download."""
    with reading() as desk:
        file = network_request.pack_file(desk, request_id, sha256)
    return send_file(
        BytesIO(file.data), mimetype=file.media_type, as_attachment=True, download_name=file.name
    )


@blueprint.post("/requests/<request_id>/comments")
@audience(Role.NETWORK_CHAIR)
def comment(request_id: str) -> ResponseReturnValue:
    """Comment on the paper, or on one paragraph of it."""
    anchor = request.form.get("anchor", "")
    try:
        with writing() as desk:
            said = request.form.get("text", "")
            passage = request.form.get("passage", "")
            made = consulting.comment(
                desk, request_id, text=said, anchor=anchor, passage=passage if anchor else ""
            )
    except Invalid as invalid:
        return _again(request_id, invalid)
    late = " It is marked late, and will still be answered." if made.late else ""
    sentence = f"Your comment is in the record.{late}"
    return done(sentence, "chair.request_page", request_id=request_id, _anchor=anchor or "said")


@blueprint.post("/requests/<request_id>/position")
@audience(Role.NETWORK_CHAIR)
def take_position(request_id: str) -> ResponseReturnValue:
    """Give the network's position as a body."""
    position = request.form.get("position", "")
    try:
        with writing() as desk:
            statement = request.form.get("statement", "")
            consulting.take_position(desk, request_id, position=position, statement=statement)
    except Invalid as invalid:
        return _again(request_id, invalid)
    sentence = f"Your network's position is in the record: {POSITIONS[position].lower()}."
    return done(sentence, "chair.request_page", request_id=request_id)


@blueprint.post("/requests/<request_id>/questions")
@audience(Role.NETWORK_CHAIR)
def ask_question(request_id: str) -> ResponseReturnValue:
    """Ask the author something first."""
    try:
        with writing() as desk:
            stop = request.form.get("stop") == "yes"
            text = request.form.get("question", "")
            consulting.ask_question(desk, request_id, text=text, stop=stop)
    except Invalid as invalid:
        return _again(request_id, invalid)
    sentence = "Your question has gone to the author."
    if stop:
        sentence += " Your clock is stopped until it is answered."
    return done(sentence, "chair.request_page", request_id=request_id, _anchor="questions")


@blueprint.post("/requests/<request_id>/formats")
@audience(Role.NETWORK_CHAIR)
def ask_format(request_id: str) -> ResponseReturnValue:
    """Ask for the pack in another format."""
    try:
        with writing() as desk:
            formats.ask(desk, request_id, request.form.get("format", ""))
    except Invalid as invalid:
        return _again(request_id, invalid)
    sentence = "The company secretary is told which format your network needs."
    return done(sentence, "chair.request_page", request_id=request_id, _anchor="another-format")


@blueprint.post("/requests/<request_id>/extensions")
@audience(Role.NETWORK_CHAIR)
def ask_extension(request_id: str) -> ResponseReturnValue:
    """Ask the company secretary for more time."""
    typed = request.form.get("working_days", "").strip()
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
    try:
        with writing() as desk:
            reason = request.form.get("extension_reason", "")
            consulting.ask_extension(desk, request_id, working_days=days, reason=reason)
    except Invalid as invalid:
        return _again(request_id, invalid)
    sentence = "Your request for more time has gone to the company secretary."
    return done(sentence, "chair.request_page", request_id=request_id, _anchor="more-time")


@blueprint.post("/requests/<request_id>/comments/<comment_id>/mark")
@audience(Role.NETWORK_CHAIR)
def mark(request_id: str, comment_id: str) -> ResponseReturnValue:
    """Say whether a reply answers the network's point."""
    answer = request.form.get("answers_point", "")
    if answer not in {"yes", "no"}:
        raise Invalid({"answers_point": "Say whether the reply answers your network's point."})
    with writing() as desk:
        marking.mark_reply(desk, comment_id, answers_point=answer == "yes")
    sentence = (
        "Marked: the reply answers your network's point."
        if answer == "yes"
        else "Marked: the reply does not answer your network's point."
    )
    here = f"comment-{comment_id}"
    return done(sentence, "chair.request_page", request_id=request_id, _anchor=here)


def _again(request_id: str, invalid: Invalid) -> ResponseReturnValue:
    """The whole page again with the problem named; what was typed is kept."""
    with reading() as desk:
        page = network_request.request_page(desk, request_id)
    return back_with_error_summary(PAGE, invalid, **context(page, request.form.get("anchor", "")))
