"""Every way of saying no, answered in one place: the sentences, what to do next, the typed text."""

import logging
import secrets

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from govflow.domain.errors import Invalid, NotFound, Refused, Stale, WrongRole
from govflow.services.as_at import NotKept
from govflow.web.carrying import stopped
from govflow.web.doors import SignedOut, local_path
from govflow.web.pages import render
from govflow.web.staleness import what_changed
from govflow.web.typed import what_was_typed

log = logging.getLogger("govflow.web")

PLAIN = {
    400: ("This form could not be read", "Go back, reload the page and send it again."),
    403: ("You may not do this", "Ask the company secretary if you think you should be able to."),
    404: ("Page not found", "If you typed the address, check it. If you followed a link, go back."),
    405: ("This page cannot be used like that", "Go back and use the buttons on the page."),
    410: ("This has been removed", "Go back and choose something else."),
    413: ("That is too large", "Send fewer or smaller files: all of them together up to 30 MB."),
    429: ("Too many attempts", "Wait a minute, then try again."),
}


def answer_refusals(app: Flask) -> None:
    """Register every refusal once for the whole app."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(NotKept, not_kept)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(SignedOut, signed_out)
    app.register_error_handler(CSRFError, form_expired)
    # Also what nobody caught: Flask hands it over as a 500 after logging it.
    app.register_error_handler(HTTPException, plain)


def refused(error: Refused) -> ResponseReturnValue:
    """403 for the wrong role, else 409: still in the way, no such act, or somebody was faster."""
    page = render(
        "errors/refused.jinja",
        sentences=error.sentences,
        kind=type(error).__name__,
        stale=isinstance(error, Stale),
        changed=what_changed() if isinstance(error, Stale) else [],
        way_back=way_back(),
        what_was_typed=what_was_typed(),
    )
    return page, 403 if isinstance(error, WrongRole) else 409


def not_kept(error: NotKept) -> ResponseReturnValue:
    """What a page would show was not kept as it stood at the date that was asked for."""
    return render("errors/not_kept.jinja", sentences=error.sentences, way_back=None), 409


def invalid(error: Invalid) -> ResponseReturnValue:
    """When a route did not draw its own form again."""
    page = render(
        "errors/invalid.jinja",
        sentences=list(error.problems.values()),
        way_back=way_back(),
        what_was_typed=what_was_typed(),
    )
    return page, 422


def not_found(error: NotFound) -> ResponseReturnValue:
    """Another organisation's things are not found either, in the same words."""
    title, advice = PLAIN[404]
    return render("errors/plain.jinja", title=title, advice=advice, way_back=None), 404


def signed_out(error: SignedOut) -> ResponseReturnValue:
    """What was typed is shown, and carried across signing in."""
    carried, next_ = stopped(), way_back()
    typed = what_was_typed()
    page = render("errors/signed_out.jinja", what_was_typed=typed, carried=carried, next=next_)
    return page, 401


def form_expired(error: CSRFError) -> ResponseReturnValue:
    """The form's hidden key is missing or old: signed out elsewhere, or sent by another site."""
    typed = what_was_typed()
    return render("errors/expired.jinja", way_back=way_back(), what_was_typed=typed), 400


def plain(error: HTTPException) -> ResponseReturnValue:
    """Whatever the framework refuses, in our words."""
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    if code >= 500:
        return broken(error)
    title, advice = PLAIN.get(code, PLAIN[400])
    page = render("errors/plain.jinja", title=title, advice=advice, way_back=way_back())
    return page, code, _allowed(error)


def broken(error: Exception) -> ResponseReturnValue:
    """Our own mistake: logged under a reference that the page shows."""
    reference = secrets.token_hex(4)
    log.error("request failed, reference %s", reference, exc_info=_cause(error))
    g.bare = True
    return render("errors/broken.jinja", reference=reference, what_was_typed=_typed_or_none()), 500


def unreachable(error: Exception) -> ResponseReturnValue:
    """The database does not answer; the composition root says which errors mean that."""
    log.error("the database does not answer", exc_info=error)
    g.bare = True
    page = render("errors/unreachable.jinja", what_was_typed=_typed_or_none())
    return page, 503, {"Retry-After": "30"}


def way_back() -> str | None:
    """The page the person came from, if it is ours."""
    before = request.referrer or ""
    if not before.startswith(request.host_url):
        return None
    return local_path("/" + before[len(request.host_url) :])


def _cause(error: Exception) -> BaseException:
    return getattr(error, "original_exception", None) or error


def _allowed(error: HTTPException) -> dict[str, str]:
    methods = getattr(error, "valid_methods", None)
    return {"Allow": ", ".join(methods)} if methods else {}


def _typed_or_none() -> list[tuple[str, str]]:
    try:
        return what_was_typed()
    except HTTPException:
        # The form itself was what could not be read.
        return []
