"""Where a person chooses when mails come and about what, and the link in a mail that stops them.

A mail program may press that link by itself (RFC 8058), so it needs no sign-in, no cookie and no
hidden key; only a POST turns anything off.
"""

from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from govflow.config import Settings
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.notices import EARLIEST, HOURS, KINDS, MailChoice, concerning
from govflow.services import mail_choices
from govflow.web.acting import office, reading, writing
from govflow.web.pages import (
    back_with_error_summary,
    done,
    held_roles,
    now,
    public,
    render,
    signed_in,
)
from govflow.web.security import limiter

blueprint = Blueprint("mails", __name__)
stopping = Blueprint("stopping", __name__)
PAGE = "login/mails.jinja"
LIMIT = "30 per minute"
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}


@blueprint.get("/account/mails")
@signed_in
def choices() -> ResponseReturnValue:
    """When mails come to me, and about what at once."""
    return render(PAGE, **_own())


@blueprint.post("/account/mails")
@signed_in
def choose() -> ResponseReturnValue:
    """Keep what I chose."""
    try:
        with writing() as desk:
            made = mail_choices.save(
                desk,
                wanted=request.form.get("wanted", ""),
                hour=request.form.get("hour", ""),
                at_once=request.form.getlist("at_once"),
            )
    except Invalid as invalid:
        return back_with_error_summary(PAGE, invalid, **_own())
    if not made.wanted:
        return done("No more mails come. What waits for you stands on your pages.", ".choices")
    return done("Saved: mails come as you chose.", ".choices")


def _own() -> dict[str, object]:
    with reading() as desk:
        choice = mail_choices.own(desk)
    kinds = concerning(held_roles(), choice.at_once)
    return {
        "choice": choice,
        "hours": [(str(hour), clock(hour)) for hour in HOURS],
        "earliest": clock(EARLIEST.hour),
        "kinds": [(name, kind.title) for name, kind in kinds.items()],
    }


def clock(hour: int) -> str:
    """An hour as it is said: 7am, midday, 4pm."""
    return "midday" if hour == 12 else f"{hour % 12 or 12}{'pm' if hour > 12 else 'am'}"


def said(choice: MailChoice) -> str:
    """How mails come, in a sentence."""
    if not choice.wanted:
        return "Off. What waits for you stands on your pages."
    early = f"One a day, from {clock(EARLIEST.hour)} on, as soon as something is new"
    day = early if choice.hour is None else f"One a day, at {clock(choice.hour)}"
    count = sum(name in KINDS for name in choice.at_once)
    kinds = "one kind of news" if count == 1 else f"{count} kinds of news"
    return f"{day}; {kinds} at once." if count else f"{day}."


@stopping.record_once
def stand_apart(state: BlueprintSetupState) -> None:
    """A mail program holds no session: the link's own seal is the key."""
    cast(Flask, state.app).extensions["csrf"].exempt(stopping)


@stopping.before_request
def know_nobody() -> None:
    """Draw bare pages: whoever is signed in on this machine is not asked after."""
    g.bare = True


@stopping.after_request
def leave_no_trace(response: Response) -> Response:
    """The page is not indexed, and tells no other site where it was."""
    response.headers.update(HEADERS)
    return response


@stopping.get("/mails/stop/<token>")
@public
def ask(token: str) -> ResponseReturnValue:
    """Say what the button does; looking turns nothing off."""
    found = mail_choices.looked(office(), now(), token, _settings().secret_key)
    return render("mails/stop.jinja", found=found, token=token)


@stopping.post("/mails/stop/<token>")
@public
@limiter.limit(LIMIT)
def stop(token: str) -> ResponseReturnValue:
    """Turn the mails off, for a person or for a mail program that pressed the link for them."""
    found = mail_choices.stop(office(), now(), token, _settings().secret_key)
    return render("mails/stop.jinja", found=found, token=token)


@stopping.errorhandler(NotFound)
def not_ours(error: NotFound) -> ResponseReturnValue:
    """One page for every link that is not right."""
    return render("mails/not_ours.jinja"), 404


def _settings() -> Settings:
    settings: Settings = current_app.extensions["govflow.house"].settings
    return settings
