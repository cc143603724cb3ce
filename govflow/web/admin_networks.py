"""Networks: remit, sponsor, terms, protected time and officers; never their members."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.network import POST_TITLES, SIZE_BANDS
from govflow.services import administration
from govflow.services import networks as services
from govflow.services.networks import NetworkForm
from govflow.web.acting import reading, writing
from govflow.web.admin_door import administrators, blueprint, day, number, text
from govflow.web.pages import back_with_error_summary, done, read_date, render


@blueprint.get("/admin/networks")
@administrators
def networks() -> ResponseReturnValue:
    """Every network with its chair, sponsor and dates."""
    with reading() as desk:
        found = administration.networks(desk)
        remits = dict(administration.remits(desk))
        return render("admin/networks.jinja", networks=found, remits=remits, today=desk.today)


@blueprint.route("/admin/networks/new", methods=["GET", "POST"])
@administrators
def new_network() -> ResponseReturnValue:
    """Enter a network."""
    if request.method == "GET":
        return render("admin/new_network.jinja", **_choices())
    try:
        with writing() as desk:
            made = services.register_network(desk, _form())
    except Invalid as invalid:
        return back_with_error_summary("admin/new_network.jinja", invalid, **_choices())
    told = f"The {made.name} is entered. Appoint its officers."
    return done(told, "admin.network", network_id=made.id)


def _choices() -> dict[str, Any]:
    with reading() as desk:
        return {
            "remits": administration.remits(desk),
            "sponsors": administration.signing_in(desk),
            "bands": [(band, band.capitalize()) for band in SIZE_BANDS],
        }


def _form() -> NetworkForm:
    return NetworkForm(
        name=text("name"),
        remit=tuple(request.form.getlist("remit")),
        sponsor_id=text("sponsor_id") or None,
        protected_hours_per_month=number("protected_hours_per_month", "the protected hours"),
        terms_of_reference_on=read_date("terms_of_reference_on", "the date of the terms"),
        size_band=text("size_band"),
    )


@blueprint.get("/admin/networks/<network_id>")
@administrators
def network(network_id: str) -> ResponseReturnValue:
    """One network with its officers, past and present."""
    return render("admin/network.jinja", **_shown(network_id))


def _shown(network_id: str) -> dict[str, Any]:
    with reading() as desk:
        found = administration.network(desk, network_id)
        today = desk.today
    posts = [(post, title.capitalize()) for post, title in POST_TITLES.items()]
    return {"network": found, "posts": posts, "titles": POST_TITLES, "today": today, **_choices()}


@blueprint.route("/admin/networks/<network_id>/details", methods=["GET", "POST"])
@administrators
def change_network(network_id: str) -> ResponseReturnValue:
    """Change what is known of the network."""
    shown = _shown(network_id)
    if request.method == "GET":
        return render("admin/network_details.jinja", **shown)
    try:
        with writing() as desk:
            ended_on = read_date("ended_on", "the network's last day")
            services.change_network(desk, network_id, _form(), ended_on=ended_on)
    except Invalid as invalid:
        return back_with_error_summary("admin/network_details.jinja", invalid, **shown)
    return done("The network is saved.", "admin.network", network_id=network_id)


@blueprint.route("/admin/networks/<network_id>/officers", methods=["GET", "POST"])
@administrators
def appoint(network_id: str) -> ResponseReturnValue:
    """Appoint somebody to speak for the network."""
    shown = _shown(network_id)
    if request.method == "GET":
        return render("admin/appoint.jinja", **shown)
    try:
        if not text("person_id"):
            raise Invalid({"person_id": "Choose the person."})
        with writing() as desk:
            made = services.appoint(
                desk,
                network_id,
                text("person_id"),
                post=text("post"),
                starts_on=day("starts_on", "the first day of the term"),
                ends_on=read_date("ends_on", "the last day of the term"),
            )
    except Invalid as invalid:
        return back_with_error_summary("admin/appoint.jinja", invalid, **shown)
    told = f"{made.person_name} is appointed {POST_TITLES[made.post]}."
    return done(told, "admin.network", network_id=network_id)


@blueprint.route(
    "/admin/networks/<network_id>/officers/<officer_id>/stand-down", methods=["GET", "POST"]
)
@administrators
def stand_down(network_id: str, officer_id: str) -> ResponseReturnValue:
    """End a term on a date; what the network was asked stays with the network."""
    shown = _shown(network_id)
    officer = next((o for o in shown["network"].officers if o.id == officer_id), None)
    if officer is None:
        raise NotFound("This network has no such officer.")
    if request.method == "GET":
        return render("admin/stand_down.jinja", officer=officer, **shown)
    try:
        with writing() as desk:
            ends_on = day("ends_on", "the last day of the term")
            services.stand_down(desk, network_id, officer_id, ends_on=ends_on)
    except Invalid as invalid:
        return back_with_error_summary("admin/stand_down.jinja", invalid, officer=officer, **shown)
    return done("The term's last day is set.", "admin.network", network_id=network_id)
