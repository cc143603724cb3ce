"""Where a person makes private calendar addresses, and where calendars fetch what waits."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from icalendar import Calendar, Event, vDatetime, vDuration

from govflow.config import Settings
from govflow.domain.deadline import Precision
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.feeds import Entry
from govflow.services import calendar_feed
from govflow.services.calendar_feed import Shown
from govflow.web.acting import office, reading, writing
from govflow.web.pages import back_with_error_summary, done, now, public, render, signed_in

blueprint = Blueprint("calendar_feed", __name__)
PAGE = "calendar/feeds.jinja"
REFRESH = timedelta(hours=1)


@blueprint.get("/account/calendar")
@signed_in
def feeds() -> ResponseReturnValue:
    """My calendar addresses."""
    return render(PAGE, address="", **_own())


@blueprint.post("/account/calendar")
@signed_in
def make() -> ResponseReturnValue:
    """Make one, and show its address this once."""
    try:
        with writing() as desk:
            token = calendar_feed.make(desk, name=request.form.get("name", ""))
    except Invalid as invalid:
        return back_with_error_summary(PAGE, invalid, address="", **_own())
    address = _settings().base_url + url_for("calendar_feed.feed", token=token)
    return render(PAGE, address=address, **_own())


@blueprint.post("/account/calendar/<feed_id>/end")
@signed_in
def end(feed_id: str) -> ResponseReturnValue:
    """End one at once."""
    with writing() as desk:
        calendar_feed.end(desk, feed_id)
    return done("The calendar address is ended: it opens nothing any more.", "calendar_feed.feeds")


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """What waits for one person, for the calendar on their machine; nobody signs in here."""
    try:
        shown = calendar_feed.opened(office(), token, now())
    except NotFound:
        return Response("There is no such calendar.\n", 404, mimetype="text/plain")
    answer = Response(calendar_of(shown), mimetype="text/calendar; charset=utf-8")
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.add_etag()
    return answer.make_conditional(request)


def calendar_of(shown: Shown) -> bytes:
    """The entries as RFC 5545, with the names of RFC 7986."""
    made = Calendar()
    made.add("prodid", "-//govflow//deadlines//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", f"govflow: {shown.organisation}")
    made.add("x-wr-calname", f"govflow: {shown.organisation}")
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    for entry in shown.entries:
        made.add_component(_event(entry, shown))
    return bytes(made.to_ical())


def _event(entry: Entry, shown: Shown) -> Event:
    base, deadline = _settings().base_url, entry.deadline
    made = Event()
    made.add("uid", f"{entry.uid}@{base.partition('//')[2]}")
    made["DTSTAMP"] = vDatetime(datetime.combine(shown.on, time(), UTC))
    whole_day = deadline.precision is not Precision.INSTANT
    at = deadline.on if whole_day else deadline.instant_at.astimezone(UTC).replace(microsecond=0)
    made.add("dtstart", at)
    made.add("summary", entry.summary)
    made.add("description", f"By {deadline.when()}.\n{base}{entry.path}")
    made.add("url", f"{base}{entry.path}")
    made.add("transp", "TRANSPARENT")
    made.add("class", "PRIVATE")
    return made


def _own() -> dict[str, object]:
    with reading() as desk:
        return {"feeds": calendar_feed.own(desk)}


def _settings() -> Settings:
    settings: Settings = current_app.extensions["govflow.house"].settings
    return settings
