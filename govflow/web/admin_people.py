"""People: adding them, what they may do between two dates, and stopping their sign-in."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.people import ROLE_TITLES, Role
from govflow.services import administration
from govflow.services import people as services
from govflow.services.accounts import SHORTEST_PASSWORD
from govflow.web.acting import reading, writing
from govflow.web.admin_door import administrators, blueprint, day, text
from govflow.web.pages import back_with_error_summary, done, read_date, render
from govflow.web.query import asked_text

# Officers are appointed on their network's page, so that a post and its term are kept together.
ROLES = [(role, ROLE_TITLES[role].capitalize()) for role in Role if role != Role.NETWORK_CHAIR]


@blueprint.get("/admin/people")
@administrators
def people() -> ResponseReturnValue:
    """Everybody who can sign in or could, with what they are today."""
    search = asked_text("search")
    with reading() as desk:
        everybody = administration.everybody(desk)
    wanted = search.casefold()
    found = [
        line
        for line in everybody
        if wanted in f"{line.person.name} {line.person.email} {line.person.job_title}".casefold()
    ]
    return render("admin/people.jinja", people=found, everybody=len(everybody), search=search)


@blueprint.route("/admin/people/new", methods=["GET", "POST"])
@administrators
def new_person() -> ResponseReturnValue:
    """Add a person with a first password."""
    shown = {"shortest": SHORTEST_PASSWORD}
    if request.method == "GET":
        return render("admin/new_person.jinja", **shown)
    try:
        with writing() as desk:
            made = services.add_person(
                desk,
                name=text("name"),
                email=text("email"),
                job_title=text("job_title"),
                password=text("password") or None,
            )
    except Invalid as invalid:
        return back_with_error_summary("admin/new_person.jinja", invalid, **shown)
    told = f"{made.name} is added. Give them a role, or appoint them on a network."
    return done(told, "admin.person", person_id=made.id)


@blueprint.get("/admin/people/<person_id>")
@administrators
def person(person_id: str) -> ResponseReturnValue:
    """One person: details, roles and posts."""
    return render("admin/person.jinja", **_shown(person_id))


def _shown(person_id: str) -> dict[str, Any]:
    with reading() as desk:
        page = administration.person_page(desk, person_id)
        return {
            "page": page,
            "one": page.person,
            "roles": ROLES,
            "titles": ROLE_TITLES,
            "today": desk.today,
            "shortest": SHORTEST_PASSWORD,
        }


@blueprint.route("/admin/people/<person_id>/details", methods=["GET", "POST"])
@administrators
def change_person(person_id: str) -> ResponseReturnValue:
    """Correct details, or stop or allow the sign-in."""
    shown = _shown(person_id)
    if request.method == "GET":
        return render("admin/person_details.jinja", **shown)
    try:
        with writing() as desk:
            changed = services.change_person(
                desk,
                person_id,
                name=text("name"),
                email=text("email"),
                job_title=text("job_title"),
                active=text("active") == "yes",
            )
    except Invalid as invalid:
        return back_with_error_summary("admin/person_details.jinja", invalid, **shown)
    may = "may sign in" if changed.active else "may no longer sign in, and is signed out everywhere"
    return done(f"Saved. {changed.name} {may}.", "admin.person", person_id=person_id)


@blueprint.route("/admin/people/<person_id>/password", methods=["GET", "POST"])
@administrators
def set_password(person_id: str) -> ResponseReturnValue:
    """Set a new password, which signs the person out everywhere."""
    shown = _shown(person_id)
    if request.method == "GET":
        return render("admin/person_password.jinja", **shown)
    try:
        with writing() as desk:
            services.set_password(desk, person_id, text("password"))
    except Invalid as invalid:
        return back_with_error_summary("admin/person_password.jinja", invalid, **shown)
    told = "The password is set, and the person is signed out everywhere."
    return done(told, "admin.person", person_id=person_id)


@blueprint.route("/admin/people/<person_id>/roles", methods=["GET", "POST"])
@administrators
def give_role(person_id: str) -> ResponseReturnValue:
    """Give a role from one date to another."""
    shown = _shown(person_id)
    if request.method == "GET":
        return render("admin/person_role.jinja", **shown)
    try:
        with writing() as desk:
            given = services.give_role(
                desk,
                person_id,
                text("role"),
                starts_on=day("starts_on", "the first day of the role"),
                ends_on=read_date("ends_on", "the last day of the role"),
            )
    except Invalid as invalid:
        return back_with_error_summary("admin/person_role.jinja", invalid, **shown)
    told = f"The role of {ROLE_TITLES[given.role]} is given."
    return done(told, "admin.person", person_id=person_id)


@blueprint.route("/admin/people/<person_id>/roles/<role_id>/end", methods=["GET", "POST"])
@administrators
def end_role(person_id: str, role_id: str) -> ResponseReturnValue:
    """End a role on a date; it stays in the record."""
    shown = _shown(person_id)
    held = next((r for r in shown["one"].roles if r.id == role_id), None)
    if held is None:
        raise NotFound("This person holds no such role.")
    if request.method == "GET":
        return render("admin/person_role_end.jinja", held=held, **shown)
    try:
        with writing() as desk:
            ends_on = day("ends_on", "the last day of the role")
            services.end_role(desk, person_id, role_id, ends_on=ends_on)
    except Invalid as invalid:
        return back_with_error_summary("admin/person_role_end.jinja", invalid, held=held, **shown)
    return done("The role's last day is set.", "admin.person", person_id=person_id)
