"""Pages of who holds an office: hand it over, name a substitute, read the hand-over sheet."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import ROLE_TITLES
from govflow.services import handing_over, handover_sheet, log_head, offices, substitutes
from govflow.services.handing_over import Successor
from govflow.services.office import Desk
from govflow.services.substitutes import Place
from govflow.web.acting import reading, writing
from govflow.web.pages import back_with_error_summary, done, read_date, render, signed_in

blueprint = Blueprint("offices", __name__)
Find = Callable[[Desk], Place]
HAND_OVER, SUBSTITUTE = "offices/hand_over.jinja", "offices/substitute.jinja"


@blueprint.get("/offices")
@signed_in
def mine() -> ResponseReturnValue:
    """The offices this person holds today, and what was handed to or by them."""
    with reading() as desk:
        page = offices.own(desk)
        today = desk.today
    return render("offices/mine.jinja", page=page, today=today, titles=ROLE_TITLES)


@blueprint.route("/offices/networks/<network_id>/<officer_id>/hand-over", methods=["GET", "POST"])
@signed_in
def hand_over_post(network_id: str, officer_id: str) -> ResponseReturnValue:
    """Give an officer's post to a successor."""
    return _hand_over(lambda desk: substitutes.post(desk, network_id, officer_id))


@blueprint.route("/offices/roles/<person_id>/<role_id>/hand-over", methods=["GET", "POST"])
@signed_in
def hand_over_role(person_id: str, role_id: str) -> ResponseReturnValue:
    """Give the company secretary's role to a successor."""
    return _hand_over(lambda desk: substitutes.role(desk, person_id, role_id))


def _hand_over(find: Find) -> ResponseReturnValue:
    shown = _shown(find)
    if request.method == "GET":
        return render(HAND_OVER, **shown)
    try:
        starts_on = _day("starts_on", "the successor's first day")
        with writing() as desk:
            made = handing_over.hand_over(desk, find(desk), _successor(starts_on))
    except Invalid as invalid:
        return back_with_error_summary(HAND_OVER, invalid, **shown)
    sentence = (
        f"{made.to_name} follows as {made.about} from {made.starts_on:%-d %B %Y} and has been told."
    )
    return done(sentence, "offices.sheet", hand_over_id=made.id)


def _successor(starts_on: date) -> Successor:
    return Successor(request.form.get("person_id", ""), starts_on, request.form.get("note", ""))


def _shown(find: Find) -> dict[str, Any]:
    with reading() as desk:
        place = find(desk)
        return {
            "place": place,
            "people": substitutes.candidates(desk, place),
            "today": desk.today,
            "tomorrow": desk.today + timedelta(days=1),
        }


def _day(name: str, label: str) -> date:
    found = read_date(name, label)
    if found is None:
        raise Invalid({name: f"Enter {label}."})
    return found


@blueprint.route("/offices/networks/<network_id>/<officer_id>/substitute", methods=["GET", "POST"])
@signed_in
def keep_post(network_id: str, officer_id: str) -> ResponseReturnValue:
    """Have somebody keep an officer's place for some days."""
    return _keep(lambda desk: substitutes.post(desk, network_id, officer_id))


@blueprint.route("/offices/roles/<person_id>/<role_id>/substitute", methods=["GET", "POST"])
@signed_in
def keep_role(person_id: str, role_id: str) -> ResponseReturnValue:
    """Have somebody keep the company secretary's place for some days."""
    return _keep(lambda desk: substitutes.role(desk, person_id, role_id))


def _keep(find: Find) -> ResponseReturnValue:
    shown = _shown(find)
    if request.method == "GET":
        return render(SUBSTITUTE, **shown)
    person_id = request.form.get("person_id", "")
    try:
        starts_on = _day("starts_on", "the first day")
        ends_on = read_date("ends_on", "the last day")
        with writing() as desk:
            made = substitutes.name(
                desk, find(desk), person_id, starts_on=starts_on, ends_on=ends_on
            )
    except Invalid as invalid:
        return back_with_error_summary(SUBSTITUTE, invalid, **shown)
    name = dict(shown["people"])[made.person_id]
    sentence = f"{name} stands in for {made.stands_for_name} in that time and has been told."
    return done(sentence, "offices.mine")


@blueprint.route("/offices/papers/<person_id>/hand-over", methods=["GET", "POST"])
@signed_in
def hand_over_papers(person_id: str) -> ResponseReturnValue:
    """Give an author's open papers and promises to another author."""
    with reading() as desk:
        page = handing_over.papers_page(desk, person_id)
    shown = {"page": page}
    if request.method == "GET":
        return render("offices/papers.jinja", **shown)
    try:
        with writing() as desk:
            made = handing_over.hand_over_papers(desk, person_id, _successor(desk.today))
    except Invalid as invalid:
        return back_with_error_summary("offices/papers.jinja", invalid, **shown)
    sentence = f"{made.to_name} is the author from now on and has been told."
    return done(sentence, "offices.mine")


@blueprint.get("/hand-overs/<hand_over_id>")
@signed_in
def sheet(hand_over_id: str) -> ResponseReturnValue:
    """The hand-over sheet; printed from the browser's menu."""
    with reading() as desk:
        page = handover_sheet.sheet(desk, hand_over_id)
        today, record = desk.today, log_head.line(desk)
    return render("offices/sheet.jinja", page=page, today=today, record=record)


@blueprint.post("/hand-overs/<hand_over_id>/read")
@signed_in
def confirm_read(hand_over_id: str) -> ResponseReturnValue:
    """The successor has read it."""
    with writing() as desk:
        handing_over.confirm_read(desk, hand_over_id)
    sentence = "It is in the record that you have read this sheet."
    return done(sentence, "offices.sheet", hand_over_id=hand_over_id)
