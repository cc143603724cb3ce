"""Where networks' meeting dates and local dates are entered, by officers and the secretary."""

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.services import network_dates
from govflow.web.acting import reading, writing
from govflow.web.pages import (
    Link,
    audience,
    back_with_error_summary,
    done,
    navigation_for,
    read_date,
    render,
)

blueprint = Blueprint("dates", __name__)
navigation_for(Role.SECRETARY, Link("Meeting dates", "dates.page", place=6))
navigation_for(Role.NETWORK_CHAIR, Link("When we meet", "dates.page", place=12))
keepers = audience(Role.SECRETARY, Role.NETWORK_CHAIR)
secretary = audience(Role.SECRETARY)


@blueprint.get("/meeting-dates")
@keepers
def page() -> ResponseReturnValue:
    """When networks meet, and which local dates are minded."""
    return _page()


def _page(invalid: Invalid | None = None) -> ResponseReturnValue:
    with reading() as desk:
        shown = network_dates.page(desk)
    context = {"page": shown, "kinds": list(network_dates.KINDS.items())}
    if invalid:
        return back_with_error_summary("dates/page.jinja", invalid, **context)
    return render("dates/page.jinja", **context)


@blueprint.post("/meeting-dates/networks/<network_id>")
@keepers
def enter(network_id: str) -> ResponseReturnValue:
    """Enter a day on which a network meets."""
    try:
        on = _day(f"meets_on_{network_id}", "the day of the meeting")
        with writing() as desk:
            network_dates.enter_meeting(desk, network_id, on)
    except Invalid as invalid:
        return _page(invalid)
    return done("The meeting date is entered.", ".page", _anchor=f"network-{network_id}")


@blueprint.post("/meeting-dates/<meeting_id>/remove")
@keepers
def remove(meeting_id: str) -> ResponseReturnValue:
    """Take out a meeting date."""
    with writing() as desk:
        network_dates.remove_meeting(desk, meeting_id)
    return done("The meeting date is taken out.", ".page")


@blueprint.post("/local-dates")
@secretary
def enter_local() -> ResponseReturnValue:
    """Enter local dates, such as a school holiday, with where they are published."""
    try:
        with writing() as desk:
            network_dates.enter_local(
                desk,
                kind=request.form.get("kind", ""),
                name=request.form.get("name", ""),
                starts_on=_day("starts_on", "the first day"),
                ends_on=read_date("ends_on", "the last day"),
                source=request.form.get("source", ""),
            )
    except Invalid as invalid:
        return _page(invalid)
    return done("The dates are entered. Every window shows them from now on.", ".page")


@blueprint.post("/local-dates/<date_id>/remove")
@secretary
def remove_local(date_id: str) -> ResponseReturnValue:
    """Take out local dates."""
    with writing() as desk:
        network_dates.remove_local(desk, date_id)
    return done("The dates are taken out.", ".page")


def _day(name: str, label: str) -> date:
    found = read_date(name, label)
    if found is None:
        raise Invalid({name: f"Enter {label}"})
    return found
