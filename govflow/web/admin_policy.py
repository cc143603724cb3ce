"""Policy values: the shortest windows, clear days and times to answer, each from a date on."""

from flask import request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.policy import BOUNDS
from govflow.services import administration, meetings
from govflow.web.acting import reading, writing
from govflow.web.admin_door import administrators, blueprint, day, number
from govflow.web.pages import back_with_error_summary, done, render


@blueprint.get("/admin/policy")
@administrators
def policy() -> ResponseReturnValue:
    """Every value that holds today, since when, and what held before."""
    with reading() as desk:
        lines = administration.policy_lines(desk)
        return render("admin/policy.jinja", lines=lines, today=desk.today)


@blueprint.route("/admin/policy/<name>", methods=["GET", "POST"])
@administrators
def policy_value(name: str) -> ResponseReturnValue:
    """Set one value from a date on."""
    with reading() as desk:
        shown = {
            "line": administration.policy_line(desk, name),
            "bounds": BOUNDS.get(name),
            "today": desk.today,
        }
    if request.method == "GET":
        return render("admin/policy_value.jinja", **shown)
    try:
        with writing() as desk:
            value = number("value", "the value")
            starts_on = day("starts_on", "the first day on which it holds")
            meetings.set_policy(desk, name, value, starts_on=starts_on)
    except Invalid as invalid:
        return back_with_error_summary("admin/policy_value.jinja", invalid, **shown)
    return done("The value is set. What was set before stays in the record.", "admin.policy")
