"""The page behind a members' link: no account, no cookie, no script, nothing kept but the words.

What could tell who somebody is, or which link they hold, is taken out of the request before
anything that writes a log can see it.
"""

import hmac
import logging
import secrets
from collections.abc import Callable, Iterable
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, g, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import HTTPException, TooManyRequests

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.members import DESTROYED_AFTER_DAYS, LONGEST_NOTE, SMALLEST_BATCH, form_key
from govflow.services import members
from govflow.web.acting import office
from govflow.web.pages import back_with_error_summary, now, public, render
from govflow.web.security import limiter

log = logging.getLogger("govflow.web.members")
blueprint = Blueprint("members_door", __name__)

DOOR = "/m/"
VEIL = "link"  # what stands in the path in place of the token
TOKEN = "govflow.members_token"  # noqa: S105  # the name of a place, not a secret
# A whole hospital may share one address: enough for a ward round, too few for a machine.
LIMIT = "30 per minute; 300 per hour"
SEEN = ("HTTP_COOKIE", "HTTP_REFERER", "HTTP_USER_AGENT", "HTTP_AUTHORIZATION")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_veil = secrets.token_bytes(32)


class Blindfold:
    """Takes the token out of the path and the visitor's marks out of the request's headers."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if not path.startswith(DOOR):
            return self._app(environ, start_response)
        token, slash, rest = path[len(DOOR) :].partition("/")
        veiled = f"{DOOR}{VEIL}{slash}{rest}" if rest in {"", "sent"} else f"{DOOR}{VEIL}/nothing"
        for name in SEEN:
            environ.pop(name, None)
        environ[TOKEN] = token
        environ.update(PATH_INFO=veiled, QUERY_STRING="", RAW_URI=veiled, REQUEST_URI=veiled)

        def without_cookies(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [(name, value) for name, value in headers if name.lower() != "set-cookie"]
            return start_response(status, kept, *rest)

        return self._app(environ, without_cookies)


@blueprint.record_once
def stand_apart(state: BlueprintSetupState) -> None:
    """Put the blindfold on the app; the form has a key of its own, which needs no session."""
    app = cast(Flask, state.app)
    app.wsgi_app = Blindfold(app.wsgi_app)  # type: ignore[method-assign]
    app.extensions["csrf"].exempt(blueprint)


@blueprint.before_request
def know_nobody() -> None:
    """Draw bare pages: nothing of anybody's account."""
    g.bare = True


@blueprint.after_request
def leave_no_trace(response: Response) -> Response:
    """The page names no script, is not indexed, and tells no other site where it was."""
    response.headers.update(HEADERS)
    return response


def veiled_address() -> str:
    """The visitor's address under a key that lives and dies with this process."""
    return hmac.new(_veil, (get_remote_address() or "").encode(), "sha256").hexdigest()


@blueprint.get("/m/<token>")
@public
def note(token: str) -> ResponseReturnValue:
    """What is asked, what is promised and what cannot be, and one field."""
    return _page()


@blueprint.post("/m/<token>")
@public
@limiter.limit(LIMIT, key_func=veiled_address)
def leave_note(token: str) -> ResponseReturnValue:
    """Keep the words."""
    if not hmac.compare_digest(request.form.get("key", "").encode(), _form_key().encode()):
        return _again(Invalid({"note": "This form was not read whole: send it again."}))
    try:
        members.leave_note(office(), now(), _token(), request.form.get("note", ""))
    except Invalid as invalid:
        return _again(invalid)
    return redirect(url_for("members_door.sent", token=_token()), 303)


@blueprint.get("/m/<token>/sent")
@public
def sent(token: str) -> ResponseReturnValue:
    """The note is in; reloading sends nothing again."""
    asking = members.asking(office(), now(), _token())
    return render("members/sent.jinja", asking=asking, again=url_for(".note", token=_token()))


@blueprint.errorhandler(NotFound)
def not_open(error: NotFound) -> ResponseReturnValue:
    """One page for a link that never was, is closed, was replaced, or whose window is over."""
    return render("members/not_open.jinja"), 404


@blueprint.errorhandler(TooManyRequests)
def too_many(error: TooManyRequests) -> ResponseReturnValue:
    """What was typed is not lost."""
    sentence = "Many notes came from this place at once. Wait a minute, then send it again."
    try:
        page, _ = _again(Invalid({"note": sentence}))
    except NotFound as gone:
        return not_open(gone)
    return page, 429


@blueprint.errorhandler(Exception)
def failed(error: Exception) -> ResponseReturnValue:
    """Any other fault, logged by its kind alone: its own words could hold the note."""
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    if code >= 500:
        log.error("a page behind a members' link failed: %s", type(error).__name__)
    return render("members/failed.jinja", late=code >= 500), code


def _page() -> str:
    asking = members.asking(office(), now(), _token())
    return render("members/note.jinja", **_context(asking))


def _again(invalid: Invalid) -> tuple[str, int]:
    asking = members.asking(office(), now(), _token())
    return back_with_error_summary("members/note.jinja", invalid, **_context(asking))


def _context(asking: members.Asking) -> dict[str, Any]:
    return {
        "asking": asking,
        "key": _form_key(),
        "longest": LONGEST_NOTE,
        "batch": SMALLEST_BATCH,
        "days": DESTROYED_AFTER_DAYS,
    }


def _token() -> str:
    return str(request.environ.get(TOKEN, ""))


def _form_key() -> str:
    return form_key(str(current_app.config["SECRET_KEY"]), _token())
