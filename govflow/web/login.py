"""Signing in and out, and a person's own account."""

from typing import cast

from flask import Blueprint, Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from govflow.domain.errors import Invalid
from govflow.services import accounts, mail_choices
from govflow.web import carrying, mails
from govflow.web.acting import SignedInUser, office, reading, who
from govflow.web.pages import (
    back_with_error_summary,
    done,
    local_path,
    now,
    public,
    render,
    signed_in,
)
from govflow.web.security import limited_sign_in

blueprint = Blueprint("login", __name__)


def start(app: Flask) -> None:
    """Let Flask-Login find people by their session's token."""
    manager = LoginManager(app)
    manager.session_protection = None  # the token itself is the session; it ends in the database
    manager.user_loader(load)


def load(token: str) -> SignedInUser | None:
    """The person whose session this is, if it has not ended."""
    found = accounts.signed_in(office(), now(), token)
    return SignedInUser(token, found) if found else None


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@limited_sign_in
def sign_in() -> ResponseReturnValue:
    """Ask for an address and a password; the answer to a wrong one tells nothing."""
    if request.method == "GET":
        return render("login/sign_in.jinja")
    try:
        token = accounts.sign_in(
            office(),
            now(),
            email=request.form.get("email", ""),
            password=request.form.get("password", ""),
            hours=_hours(),
        )
    except Invalid as invalid:
        return back_with_error_summary("login/sign_in.jinja", invalid, carried=carrying.passed_on())
    session.clear()  # nothing of an earlier visitor's session is carried over
    login_user(load(token))
    session.permanent = True
    next_ = local_path(request.values.get("next")) or url_for("home.home")
    if carried := carrying.passed_on():
        return render("login/carry_on.jinja", carried=carried, next=next_)
    return redirect(next_)


def _hours() -> int:
    return cast(int, current_app.extensions["govflow.house"].settings.session_hours)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this session."""
    accounts.sign_out(office(), now(), current_user.id)
    logout_user()
    session.clear()
    return done("You have signed out.", "login.sign_in")


@blueprint.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """Who I am here, which roles I hold, and how to sign out everywhere."""
    with reading() as desk:
        choice = mail_choices.own(desk)
    return render("login/account.jinja", mails=mails.said(choice))


@blueprint.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of this person, this one too."""
    accounts.sign_out_everywhere(office(), who(), now())
    logout_user()
    session.clear()
    return done("You have signed out on every device.", "login.sign_in")
