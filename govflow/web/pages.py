"""What every page shares: what it is drawn with, the menu, and how a form comes back.

Page authors import from here only; the parts live in doors.py and typed.py.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from jinja2 import BytecodeCache, ChainableUndefined, ChoiceLoader, PackageLoader
from jinja2.bccache import Bucket

from govflow.config import folder
from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.web import looking_back
from govflow.web.doors import (
    ANYONE_SIGNED_IN,
    admit,
    audience,
    held_roles,
    local_path,
    public,
    refuse_unmarked,
    signed_in,
)
from govflow.web.filters import FILTERS, LOCAL
from govflow.web.typed import problem, read_date, typed, typed_list, what_was_typed

__all__ = [
    "ANYONE_SIGNED_IN",
    "Link",
    "Surroundings",
    "audience",
    "back_with_error_summary",
    "configure",
    "done",
    "held_roles",
    "local_path",
    "navigation_for",
    "now",
    "public",
    "read_date",
    "refuse_unmarked",
    "render",
    "signed_in",
    "typed",
    "typed_list",
    "what_was_typed",
]


@dataclass(frozen=True)
class Surroundings:
    """What a page needs from outside the request: the time, and sentences for the top of it."""

    clock: Callable[[], datetime]
    banners: Callable[[], Iterable[str]] = tuple


@dataclass(frozen=True)
class Link:
    """One entry of a role's menu; a larger place stands further to the right."""

    text: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: int = 0


class Compiled(BytecodeCache):
    """Templates compiled once in a process, however many apps its tests make."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_compiled = Compiled()
_navigation: dict[str, tuple[Link, ...]] = {}


def configure(app: Flask, surroundings: Surroundings) -> None:
    """Make the app draw our pages and admit only whom each route names."""
    app.extensions["govflow.surroundings"] = surroundings
    configure_templates(app)
    app.before_request(admit)
    app.context_processor(_everywhere)


def configure_templates(app: Flask) -> None:
    """Our templates and the NHS macros, everything escaped.

    Flask escapes only by file name, and .jinja is not on its list; the NHS macros read options
    that are not there, so undefined must be chainable.
    """
    app.template_folder = str(folder("templates"))
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader(
        [*([own] if own else []), PackageLoader("nhsuk_frontend_jinja")]
    )
    # On the environment itself: jinja_options would be too late if anything had asked for it.
    environment = app.jinja_env
    environment.undefined, environment.autoescape = ChainableUndefined, True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.bytecode_cache = _compiled
    environment.filters.update(FILTERS)
    environment.globals.update(typed=typed, typed_list=typed_list, problem=problem)


def now() -> datetime:
    """One instant for the whole request, so that a page never disagrees with itself."""
    if "now" not in g:
        g.now = _surroundings().clock()
    return cast(datetime, g.now)


def render(template: str, **context: Any) -> str:
    """Draw a page."""
    return render_template(template, **context)


def done(sentence: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """After a verb: say what happened on the next page, and go there."""
    flash(sentence, "success")
    return redirect(url_for(endpoint, **values))


def back_with_error_summary(template: str, invalid: Invalid, **context: Any) -> tuple[str, int]:
    """The same form again, each problem named at the top and beside its field, text kept."""
    g.problems = invalid.problems
    g.typed = request.form
    return render(template, **context), 422


def navigation_for(role: str, *links: Link) -> None:
    """Add to a role's menu, or to everybody's; each audience's file calls this for its own."""
    _navigation[str(role)] = _navigation.get(str(role), ()) + links


def navigation() -> list[dict[str, Any]]:
    """The menu of the signed-in person: their roles' links, each once, the present one marked."""
    held = held_roles() | {ANYONE_SIGNED_IN}
    links = [link for role, links in _navigation.items() if role in held for link in links]
    links.sort(key=lambda link: link.place)
    unique = {link.endpoint + repr(link.values): link for link in links}.values()
    entries = [
        {"text": link.text, "href": url_for(link.endpoint, **link.values)}
        for link in unique
        if link.endpoint in current_app.view_functions
    ]
    here = max(
        (e["href"] for e in entries if _within(request.path, e["href"])), key=len, default=None
    )
    return [{**entry, "current": entry["href"] == here} for entry in entries]


def _within(path: str, href: str) -> bool:
    return path == href or path.startswith(href.rstrip("/") + "/")


def _href_of(endpoint: str) -> str | None:
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def _surroundings() -> Surroundings:
    return cast(Surroundings, current_app.extensions["govflow.surroundings"])


def _moment() -> dict[str, Any]:
    """For an auditor: which moment the page shows, and where another is chosen."""
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    if at := looking_back.chosen():
        zone = at.astimezone(LOCAL).tzname()
        return {"shown_at": at, "shown_at_zone": f"{zone}, {LOCAL.key}", "shown_at_here": here}
    offered = Role.AUDITOR in held_roles() and request.endpoint != "as_at.choose"
    return {"look_back_href": url_for("as_at.choose", next=here) if offered else ""}


def _everywhere() -> dict[str, Any]:
    """What the layout reads on every page; a bare page asks nothing of the database."""
    shared = {"problems": g.get("problems", {}), "assetPath": url_for("static", filename="img")}
    if g.get("bare") or not current_user.is_authenticated:
        return {**shared, "person": None, "navigation": [], "banners": [], "now": now()}
    return {
        **shared,
        "person": current_user,
        "navigation": navigation(),
        "banners": [] if looking_back.chosen() else list(_surroundings().banners()),
        **_moment(),
        "sign_out_href": url_for("login.sign_out"),
        "account_href": _href_of("login.account"),
        "catalogue_href": _href_of("catalogue.listing"),
        "now": now(),
    }
