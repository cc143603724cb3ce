"""Who may open which page: every route says so, or the app does not start."""

from collections.abc import Callable
from typing import TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from govflow.domain.errors import WrongRole

View = TypeVar("View", bound=Callable[..., object])

MARK = "govflow_audience"
PUBLIC = "public"
ANYONE_SIGNED_IN = "anyone signed in"
SIGN_IN = "login.sign_in"


class SignedOut(Exception):
    """A form arrived after its sender was signed out; what was typed must not be lost."""


def public(view: View) -> View:
    """Anybody may open this route, signed in or not."""
    setattr(view, MARK, frozenset({PUBLIC}))
    return view


def signed_in(view: View) -> View:
    """Any signed-in person may open this route, whatever their role."""
    setattr(view, MARK, frozenset({ANYONE_SIGNED_IN}))
    return view


def audience(*roles: str) -> Callable[[View], View]:
    """Only people holding one of these roles may open this route."""

    def mark(view: View) -> View:
        setattr(view, MARK, frozenset(str(role) for role in roles))
        return view

    return mark


def marked(app: Flask, endpoint: str) -> frozenset[str]:
    """Whom a route is for; empty when nobody has said."""
    if endpoint == "static":
        return frozenset({PUBLIC})
    return cast("frozenset[str]", getattr(app.view_functions[endpoint], MARK, frozenset()))


def refuse_unmarked(app: Flask) -> None:
    """Stop at start when a route does not say whom it is for."""
    forgotten = sorted(name for name in app.view_functions if not marked(app, name))
    if forgotten:
        raise RuntimeError(f"These routes do not say whom they are for: {', '.join(forgotten)}.")


def admit() -> ResponseReturnValue | None:
    """Before each request: refuse, send to sign-in, or let through."""
    if request.endpoint is None:
        return None
    allowed = marked(current_app, request.endpoint)
    if PUBLIC in allowed:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if ANYONE_SIGNED_IN in allowed or allowed & held_roles():
        return None
    raise WrongRole("Your roles do not include this page.")


def held_roles() -> frozenset[str]:
    """The roles the signed-in person holds now; the user object's `roles`."""
    return frozenset(str(role) for role in getattr(current_user, "roles", ()))


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for(SIGN_IN, next=request.full_path.rstrip("?")))
    # A form was being sent: a redirect would throw away what was typed.
    raise SignedOut


def local_path(address: str | None) -> str | None:
    """The address if it stays on this site, else None; for `next` after signing in."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    unsafe = parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in address)
    return None if unsafe else address
