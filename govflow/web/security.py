"""What every answer carries and every form must show, so that no single route can forget it."""

import secrets
from collections.abc import Callable
from typing import TypeVar, cast

from flask import Flask, Response, abort, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from govflow.config import Settings

View = TypeVar("View", bound=Callable[..., object])

LARGEST_REQUEST_BYTES = 30 * 1024 * 1024
LARGEST_TYPED_BYTES = 2 * 1024 * 1024
HSTS = "max-age=63072000; includeSubDomains"
POLICY = (
    "default-src 'self'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
    "font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: over https the form check compares the referrer's origin with our own.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)


def secure(app: Flask, settings: Settings) -> None:
    """Give the app its cookies, headers, form check and sign-in limit."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-govflow" if settings.behind_tls else "govflow",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.behind_tls,
        PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_TYPED_BYTES,
        # A form stays good as long as the sign-in: a long paper is not lost to a clock.
        WTF_CSRF_TIME_LIMIT=None,
        LOGIN_LIMIT=settings.login_limit,
        BEHIND_TLS=settings.behind_tls,
    )
    if settings.behind_tls:
        # Exactly one proxy in front: it names the visitor's address for the sign-in limit.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    CSRFProtect(app)
    limiter.init_app(app)
    app.before_request(refuse_unwritable)
    app.after_request(add_headers)
    app.context_processor(lambda: {"cspNonce": nonce()})


def refuse_unwritable() -> None:
    """400 for a NUL anywhere in what was sent: no person types one, and PostgreSQL stores none."""
    sent = [request.path]
    for values in (request.args, request.form):
        sent.extend(text for pair in values.items(multi=True) for text in pair)
    if any("\0" in text for text in sent):
        abort(400)


def limited_sign_in(view: View) -> View:
    """Mark the sign-in route: so many attempts from one address, and for one typed e-mail."""
    by_address = limiter.limit(_login_limit, methods=["POST"])
    by_email = limiter.limit(_login_limit, methods=["POST"], key_func=_typed_email)
    return cast(View, by_address(by_email(view)))


def nonce() -> str:
    """This request's nonce: the only scripts that run are those that name it."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    return str(g.csp_nonce)


def add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["BEHIND_TLS"]:
        response.headers["Strict-Transport-Security"] = HSTS
    if request.endpoint != "static":
        # A shared computer's back button must not show a paper after signing out.
        response.headers["Cache-Control"] = "no-store"
    return response


def _login_limit() -> str:
    return str(current_app.config["LOGIN_LIMIT"])


def _typed_email() -> str:
    return "email:" + request.form.get("email", "").strip().lower()
