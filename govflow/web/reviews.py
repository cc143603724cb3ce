"""The governance review: where it stands, as at any date, and what its people may do with it."""

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.people import Role
from govflow.domain.review import CRITERIA
from govflow.engine.machine import Offer
from govflow.engine.workflow import Action
from govflow.services import forms, review_page, reviews
from govflow.services.review_page import ReviewPage
from govflow.web.acting import reading, writing
from govflow.web.asks import confirmation, take
from govflow.web.pages import (
    Link,
    audience,
    back_with_error_summary,
    done,
    navigation_for,
    read_date,
    render,
)
from govflow.web.query import answered_with, asked_day, asked_text, wrong

blueprint = Blueprint("reviews", __name__)

READERS = (
    Role.SECRETARY,
    Role.BOARD_CHAIR,
    Role.EQUALITY_LEAD,
    Role.AUDITOR,
    Role.NETWORK_CHAIR,
    Role.OVERSIGHT,
)
for _role in READERS:
    # The role's own pages come first; this one stands behind them.
    navigation_for(_role, Link("Governance review", "reviews.listing", place=1))


@blueprint.get("/reviews")
@audience(*READERS)
def listing() -> ResponseReturnValue:
    """The commitment, and the organisation's review of it."""
    with reading() as desk:
        return render(
            "reviews/listing.jinja",
            reviews=review_page.listed(desk),
            nothing=reviews.status(None, desk.today),
            commitment=review_page.commitment(desk.organisation.zone),
        )


@blueprint.post("/reviews")
@audience(Role.SECRETARY)
def start() -> ResponseReturnValue:
    """Open the review as a matter."""
    with writing() as desk:
        made = reviews.open_review(desk)
    return done("The governance review is open.", "reviews.review", review_id=made.id)


@blueprint.get("/reviews/<review_id>")
@audience(*READERS)
def review(review_id: str) -> ResponseReturnValue:
    """One review, as at today or any earlier date."""
    with reading() as desk:
        as_at = _as_at(desk.today)
        page = review_page.page(desk, review_id, as_at)
        drawn = render(
            "reviews/review.jinja",
            page=page,
            as_at=as_at,
            today=desk.today,
            commitment=review_page.commitment(desk.organisation.zone),
            may_keep=desk.actor.holds(Role.SECRETARY),
        )
    return answered_with(drawn)


def _as_at(today: date) -> date:
    asked = asked_day("as-at", "the date")
    if asked and asked > today:
        wrong("as-at", "Choose today or an earlier date: nobody can know a later one")
        return today
    return asked or today


@blueprint.route("/reviews/<review_id>/actions/<action>", methods=["GET", "POST"])
@audience(Role.SECRETARY, Role.BOARD_CHAIR)
def action(review_id: str, action: str) -> ResponseReturnValue:
    """One action of the workflow: its form, and taking it."""
    with reading() as desk:
        page = review_page.page(desk, review_id, desk.today)
        known = review_page.action_of(desk, page.review, action)
        people = forms.people_asked(desk, known.asks)
    shown = {"page": page, "action": known, "offer": _offered(page, known), "people": people}
    if request.method == "GET":
        return render("reviews/action.jinja", **shown)
    try:
        take(review_id, known)
    except Invalid as invalid:
        return back_with_error_summary("reviews/action.jinja", invalid, **shown)
    return done(confirmation(known), "reviews.review", review_id=review_id)


def _offered(page: ReviewPage, action: Action) -> Offer | None:
    return next((offer for offer in page.offers if offer.action == action.name), None)


@blueprint.route("/reviews/<review_id>/evidence", methods=["GET", "POST"])
@audience(Role.SECRETARY)
def evidence(review_id: str) -> ResponseReturnValue:
    """Record dated evidence for a criterion."""
    with reading() as desk:
        page = review_page.page(desk, review_id, desk.today)
    shown = {"page": page, "criterion": asked_text("criterion", 2)}
    if request.method == "GET":
        return render("reviews/evidence.jinja", **shown)
    number = request.form.get("criterion", "")
    try:
        with writing() as desk:
            reviews.add_evidence(
                desk,
                review_id,
                criterion=int(number) if number in map(str, CRITERIA) else 0,
                text=request.form.get("text", ""),
                source=request.form.get("source", ""),
                dated_on=_dated(),
            )
    except Invalid as invalid:
        return back_with_error_summary("reviews/evidence.jinja", invalid, **shown)
    told = f"The evidence for criterion {number} is in the record."
    return done(told, "reviews.review", review_id=review_id)


def _dated() -> date:
    day = read_date("dated_on", "the date of the evidence")
    if day is None:
        raise Invalid({"dated_on": "Enter the date that the evidence itself bears."})
    return day


@blueprint.route("/reviews/<review_id>/evidence/<evidence_id>/withdraw", methods=["GET", "POST"])
@audience(Role.SECRETARY)
def withdraw(review_id: str, evidence_id: str) -> ResponseReturnValue:
    """Withdraw a piece of evidence, with the reason."""
    with reading() as desk:
        page = review_page.page(desk, review_id, desk.today)
    found = next((e for e in page.review.evidence if e.id == evidence_id), None)
    if found is None:
        raise NotFound("There is no such evidence.")
    shown = {"page": page, "evidence": found}
    if request.method == "GET":
        return render("reviews/withdraw.jinja", **shown)
    try:
        with writing() as desk:
            reviews.withdraw_evidence(
                desk, review_id, evidence_id, reason=request.form.get("reason", "")
            )
    except Invalid as invalid:
        return back_with_error_summary("reviews/withdraw.jinja", invalid, **shown)
    return done("The evidence is withdrawn from today on.", "reviews.review", review_id=review_id)


@blueprint.route("/reviews/<review_id>/verdict", methods=["GET", "POST"])
@audience(Role.NETWORK_CHAIR)
def verdict(review_id: str) -> ResponseReturnValue:
    """A network gives its own verdict, as a body."""
    with reading() as desk:
        page = review_page.page(desk, review_id, desk.today)
    if request.method == "GET":
        return render("reviews/verdict.jinja", page=page)
    try:
        with writing() as desk:
            reviews.give_verdict(
                desk,
                review_id,
                network_id=request.form.get("network_id", ""),
                text=request.form.get("verdict", ""),
            )
    except Invalid as invalid:
        return back_with_error_summary("reviews/verdict.jinja", invalid, page=page)
    return done("Your network's verdict is in the record.", "reviews.review", review_id=review_id)
