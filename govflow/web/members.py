"""Pages of a network's officers for their members' voices: the link, the notes, the draft."""

import re
from typing import Any

import segno
from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue

from govflow.config import Settings
from govflow.domain.consultation import POSITIONS
from govflow.domain.errors import Invalid, Stale
from govflow.domain.members import LONGEST_QUESTION, SMALLEST_BATCH
from govflow.domain.people import Role
from govflow.services import consulting, members_voice
from govflow.services.members_voice import VoicePage
from govflow.web.acting import reading, seen_version, writing
from govflow.web.pages import audience, back_with_error_summary, done, render

blueprint = Blueprint("members", __name__)
PAGE = "members/officers.jinja"
QR_SCALE = 6
EARLY_SAID = {0: "When your window ends", 1: "1 day before your window ends"}


@blueprint.get("/requests/<request_id>/members")
@audience(Role.NETWORK_CHAIR)
def officers(request_id: str) -> ResponseReturnValue:
    """The link with its QR code, the notes that are shown, and the draft beside them."""
    with reading() as desk:
        due = request.method == "GET" and members_voice.to_close(desk, request_id)
    if due:
        with writing() as desk:
            members_voice.close(desk, request_id)
    return render(PAGE, **_context(request_id))


@blueprint.post("/requests/<request_id>/members/link")
@audience(Role.NETWORK_CHAIR)
def make_link(request_id: str) -> ResponseReturnValue:
    """Make the members' link, or another in its place."""
    typed = request.form.get("early_days", "0")
    try:
        with writing() as desk:
            members_voice.make_link(
                desk,
                request_id,
                secret=_settings().secret_key,
                question=request.form.get("question", ""),
                early_days=int(typed) if re.fullmatch(r"[0-9]{1,2}", typed) else -1,
            )
    except Invalid as invalid:
        return back_with_error_summary(PAGE, invalid, **_context(request_id))
    sentence = "The link is made. Give it to your members, or show them the code."
    return done(sentence, "members.officers", request_id=request_id)


@blueprint.post("/requests/<request_id>/members/link/close")
@audience(Role.NETWORK_CHAIR)
def close_link(request_id: str) -> ResponseReturnValue:
    """Stop taking notes; what came is shown when it would have been shown."""
    with writing() as desk:
        members_voice.close_link(desk, request_id)
    sentence = "The link no longer opens anything. What has come is kept until it may be shown."
    return done(sentence, "members.officers", request_id=request_id)


@blueprint.post("/requests/<request_id>/members/draft")
@audience(Role.NETWORK_CHAIR)
def save_draft(request_id: str) -> ResponseReturnValue:
    """Keep the draft of the network's statement, with a member's words added if asked for."""
    text, ref = request.form.get("statement", ""), request.form.get("quote", "")
    try:
        with writing() as desk:
            if ref:
                text = members_voice.with_quote(desk, request_id, text=text, ref=ref)
            members_voice.save_draft(desk, request_id, text=text, seen=seen_version() or 0)
    except Stale as stale:
        # Somebody else's draft is shown beside what was typed, which stays in the form.
        answer = back_with_error_summary(
            PAGE, Invalid({"statement": stale.sentences[0]}), **_context(request_id, stale=True)
        )
        return answer[0], 409
    except Invalid as invalid:
        return back_with_error_summary(PAGE, invalid, **_context(request_id))
    sentence = "The words are added to the draft." if ref else "The draft is saved."
    return done(sentence, "members.officers", request_id=request_id, _anchor="draft")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["govflow.house"].settings
    return settings


def _context(request_id: str, *, stale: bool = False) -> dict[str, Any]:
    with reading() as desk:
        page = members_voice.page(desk, request_id)
    link = _link(page)
    return {
        "page": page,
        "request_": page.asked.request,
        "paper": page.asked.case.paper,
        "link": link,
        "code": segno.make(link, error="m").svg_inline(scale=QR_SCALE) if link else "",
        "early": _early(page),
        "positions": POSITIONS,
        "longest": consulting.LONGEST_TEXT,
        "longest_question": LONGEST_QUESTION,
        "smallest_batch": SMALLEST_BATCH,
        "stale": stale,
    }


def _early(page: VoicePage) -> list[tuple[int, str, str]]:
    """When the link may close: each with its own moment."""
    return [
        (days, EARLY_SAID.get(days, f"{days} days before your window ends"), deadline.when())
        for days, deadline in page.moments
    ]


def _link(page: VoicePage) -> str:
    """The whole address, as a phone's camera wants it; empty when there is none to show."""
    settings = _settings()
    token = members_voice.link_token(page, settings.secret_key)
    return settings.base_url + url_for("members_door.note", token=token) if token else ""
