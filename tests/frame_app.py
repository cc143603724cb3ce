"""A few routes in the real frame, for the frame's own tests by client and by browser."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user

from govflow.config import Settings
from govflow.domain.errors import Invalid, NoSuchAction, NotFound, NotYet, Stale
from govflow.web import pages, refusals, security

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
FORM = """
{% extends "layout.jinja" %}
{% from "macros/fields.jinja" import form, text_input, textarea, select, radios, checkboxes, checkbox, date, file_upload, button, password %}
{% block title %}Write{% endblock %}
{% block content %}
<h1>Write</h1>
{% call form("/write", files=true, version=3) %}
{{ text_input("name", "Name <b>", value=stored) }}
{{ textarea("reason", "Reason", maximum=200, hint="Why <i>") }}
{{ select("part", "Part", [("public", "Public"), ("private", "Private")], empty="Choose") }}
{{ radios("position", "Position", [("support", "Support", "We agree"), ("object", "Object")]) }}
{{ checkboxes("topic", "Topics", [("pay", "Pay"), ("leave", "Leave")], values=["pay"]) }}
{{ checkbox("agree", "I agree") }}
{{ date("due_on", "Due", value=day) }}
{{ file_upload("files", "Files", multiple=true) }}
{{ password("password", "Password") }}
{{ button("Send", name="act", value="send") }}
{% endcall %}
{% endblock %}
"""  # noqa: E501 - an import list is one line in Jinja

SIGN_IN = """
{% extends "layout.jinja" %}
{% from "macros/fields.jinja" import form, text_input %}
{% block title %}Sign in{% endblock %}
{% block content %}
<h1>Sign in</h1>
{% call form() %}{{ text_input("email", "E-mail") }}{% endcall %}
{% endblock %}
"""


class Visitor(UserMixin):
    """A signed-in person as the pages see one: an id, a name and the roles held now."""

    def __init__(self, role: str) -> None:
        self.id, self.name, self.roles = role, "Asha Okafor", frozenset({role})


parts = Blueprint("parts", __name__)
login = Blueprint("login", __name__)


@login.route("/sign-in", methods=["GET", "POST"])
@pages.public
@security.limited_sign_in
def sign_in() -> str:
    template = current_app.jinja_env.from_string(SIGN_IN)
    return pages.render(template)  # type: ignore[arg-type] # a page made here


@login.post("/sign-out")
@pages.signed_in
def sign_out() -> str:
    return "out"


@login.post("/become/<role>")
@pages.public
def become(role: str) -> str:
    login_user(Visitor(role))
    return "in"


@parts.get("/secretary-only")
@pages.audience("secretary")
def secretary_only() -> str:
    return pages.render("errors/plain.jinja", title="Board of papers", advice="Choose a paper.")


@parts.route("/write", methods=["GET", "POST"])
@pages.audience("author")
def write() -> ResponseReturnValue:
    template = current_app.jinja_env.from_string(FORM)
    context: dict[str, Any] = {"stored": "kept", "day": date(2026, 11, 24)}
    if request.method == "GET":
        return pages.render(template, **context)  # type: ignore[arg-type] # a page made here
    wrong = Invalid({"reason": "Enter a reason", "due_on": "Enter a real date"})
    return pages.back_with_error_summary(template, wrong, **context)  # type: ignore[arg-type]


@parts.post("/refuse/<kind>")
@pages.signed_in
def refuse(kind: str) -> ResponseReturnValue:
    refusals_by_kind: dict[str, Exception] = {
        "not-yet": NotYet(["Choose the networks to ask.", "Enter a reason."]),
        "no-such-action": NoSuchAction("This paper is already issued."),
        "stale": Stale("The secretary returned it to draft."),
        "invalid": Invalid({"reason": "Enter a reason"}),
        "not-found": NotFound(),
        "broken": RuntimeError("secret detail"),
        "unreachable": ConnectionError("host=db password=hunter2"),
    }
    raise refusals_by_kind[kind]


def frame_app(**settings: Any) -> Flask:
    """An app of a few routes that stands in the real frame."""
    app = Flask("govflow.web")
    told = Settings(database_url="sqlite://", secret_key="k" * 40, **settings)
    security.secure(app, told)
    manager = LoginManager(app)
    manager.user_loader(Visitor)
    pages.navigation_for("author", pages.Link("Your papers", "parts.write"))
    banners = ("Shown as at 15 November 2021.",)
    pages.configure(app, pages.Surroundings(clock=lambda: NOW, banners=lambda: banners))
    refusals.answer_refusals(app)
    app.register_error_handler(ConnectionError, refusals.unreachable)
    app.register_blueprint(parts)
    app.register_blueprint(login)
    pages.refuse_unmarked(app)
    return app
