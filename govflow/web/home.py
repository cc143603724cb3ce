"""The first page after signing in: each role lands on what waits for it."""

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.people import Role
from govflow.services import procedures
from govflow.web.acting import reading
from govflow.web.pages import held_roles, render, signed_in

blueprint = Blueprint("home", __name__)

LANDINGS: tuple[tuple[str, str], ...] = (
    (Role.SECRETARY, "secretary.board"),
    (Role.NETWORK_CHAIR, "chair.waiting"),
    (Role.BOARD_CHAIR, "decisions.waiting"),
    (Role.EQUALITY_LEAD, "decisions.waiting"),
    (Role.AUTHOR, "author.papers"),
    (Role.EXECUTIVE_LEAD, "author.papers"),
    (Role.AUDITOR, "auditor.matters"),
    (Role.ADMINISTRATOR, "admin.overview"),
    (Role.OVERSIGHT, "oversight.reviews"),
    (Role.MANAGER, "matters.listing"),
)


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Go to the page where most of this person's work is; without a role, say so."""
    held = held_roles()
    for role, endpoint in LANDINGS:
        if role in held and endpoint in current_app.view_functions:
            return redirect(url_for(endpoint))
    return _without_a_role()


def _without_a_role() -> ResponseReturnValue:
    """A procedure may name somebody who holds no role; it is all that they have to do here."""
    with reading() as desk:
        named = procedures.listing(desk)
    return redirect(url_for("matters.listing")) if named else render("login/no_role.jinja")
