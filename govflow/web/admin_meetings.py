"""Committees and their meetings, each with the day by which its papers must be in."""

from flask import request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.services import administration
from govflow.services import meetings as services
from govflow.web.acting import reading, writing
from govflow.web.admin_door import administrators, blueprint, clock, day, text
from govflow.web.pages import back_with_error_summary, done, read_date, render


@blueprint.get("/admin/meetings")
@administrators
def meetings() -> ResponseReturnValue:
    """Committees, meetings still to come, and those held."""
    return render("admin/meetings.jinja", **_shown())


def _shown() -> dict[str, object]:
    with reading() as desk:
        coming, held = administration.all_meetings(desk)
        return {
            "committees": administration.committees(desk),
            "coming": coming,
            "held": held,
            "policy": desk.policy,
        }


@blueprint.post("/admin/committees")
@administrators
def enter_committee() -> ResponseReturnValue:
    """Enter a committee, or the board itself."""
    try:
        with writing() as desk:
            made = services.enter_committee(
                desk, name=text("name"), is_board=text("is_board") == "yes"
            )
    except Invalid as invalid:
        return back_with_error_summary("admin/meetings.jinja", invalid, **_shown())
    return done(f"{made.name} is entered.", "admin.meetings")


@blueprint.route("/admin/meetings/new", methods=["GET", "POST"])
@administrators
def new_meeting() -> ResponseReturnValue:
    """Arrange a meeting; without a date the paper deadline follows policy."""
    if request.method == "GET":
        return render("admin/new_meeting.jinja", **_shown())
    try:
        with writing() as desk:
            made = services.arrange_meeting(
                desk,
                _committee(),
                held_on=day("held_on", "the day of the meeting"),
                starts=clock("starts"),
                paper_deadline_on=read_date("paper_deadline_on", "the paper deadline"),
                place=text("place"),
            )
    except Invalid as invalid:
        return back_with_error_summary("admin/new_meeting.jinja", invalid, **_shown())
    return done(f"A meeting of {made.committee_name} is arranged.", "admin.meetings")


def _committee() -> str:
    chosen = text("committee_id")
    if not chosen:
        raise Invalid({"committee_id": "Choose the committee."})
    return chosen


@blueprint.route("/admin/meetings/<meeting_id>", methods=["GET", "POST"])
@administrators
def meeting(meeting_id: str) -> ResponseReturnValue:
    """Move a meeting, or its paper deadline or place."""
    with reading() as desk:
        shown = {"meeting": administration.meeting(desk, meeting_id), "policy": desk.policy}
    if request.method == "GET":
        return render("admin/meeting.jinja", **shown)
    try:
        with writing() as desk:
            changed = services.change_meeting(
                desk,
                meeting_id,
                held_on=day("held_on", "the day of the meeting"),
                starts=clock("starts"),
                paper_deadline_on=read_date("paper_deadline_on", "the paper deadline"),
                place=text("place"),
            )
    except Invalid as invalid:
        return back_with_error_summary("admin/meeting.jinja", invalid, **shown)
    return done(f"The meeting of {changed.committee_name} is saved.", "admin.meetings")
