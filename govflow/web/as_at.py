"""The page on which an auditor chooses the date and time as at which every page is shown."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.people import Role
from govflow.web.acting import reading
from govflow.web.looking_back import KEY, chosen
from govflow.web.pages import audience, local_path, now, render
from govflow.web.query import answered_with, asked_day, asked_text, wrong

blueprint = Blueprint("as_at", __name__)

LAST_OF_DAY = time(23, 59, 59, 999999)


@blueprint.get("/audit/as-at")
@audience(Role.AUDITOR)
def choose() -> ResponseReturnValue:
    """Ask for the date and time; with a right one, go back to the page as it stood then."""
    with reading() as desk:
        zone = desk.organisation.zone
    next_ = local_path(asked_text("next", 400)) or url_for("auditor.matters")
    at = _asked(zone)
    if at is not None:
        session[KEY] = at.isoformat()
        return redirect(next_)
    page = render("auditor/as_at.jinja", next=next_, zone=zone, chosen=chosen())
    return answered_with(page)


@blueprint.get("/audit/as-at/end")
@audience(Role.AUDITOR)
def end() -> ResponseReturnValue:
    """Back to the present, on the same page."""
    session.pop(KEY, None)
    flash("You see every page as it is now.", "success")
    return redirect(local_path(asked_text("next", 400)) or url_for("auditor.matters"))


def _asked(zone: str) -> datetime | None:
    """The instant that was typed, UTC; without a time, the end of that day. None when wrong."""
    day, clock = asked_day("date", "the date"), _clock()
    if day is None or clock is None:
        return None
    at = datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
    if at > now() and clock == LAST_OF_DAY and day == now().astimezone(ZoneInfo(zone)).date():
        return now()
    if at > now():
        wrong("date", "Choose a date and time that have passed: nothing has happened there yet")
        return None
    return at


def _clock() -> time | None:
    text = asked_text("time", 8)
    if not text:
        return LAST_OF_DAY
    try:
        return datetime.strptime(text.replace(".", ":"), "%H:%M").time()
    except ValueError:
        wrong("time", "Enter the time as hours and minutes, such as 14:30")
        return None
