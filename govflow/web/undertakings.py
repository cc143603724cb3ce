"""Pages of promises made to networks: making one, noting progress, and the network's own check."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.domain.undertakings import STANDINGS, VERDICTS
from govflow.services import undertaking_pages, undertakings
from govflow.services.consulting import LONGEST_TEXT
from govflow.services.undertakings import ALL_NETWORKS, Form
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
from govflow.web.query import Pager, answered_with, asked_text, kept, page_number, wrong

blueprint = Blueprint("undertakings", __name__)

MAKING = (Role.AUTHOR, Role.EXECUTIVE_LEAD, Role.SECRETARY)
OWNING = (*MAKING, Role.MANAGER, Role.EQUALITY_LEAD, Role.BOARD_CHAIR)
READING = (*OWNING, Role.NETWORK_CHAIR, Role.AUDITOR)
for role in (*MAKING, Role.NETWORK_CHAIR, Role.MANAGER):
    navigation_for(role, Link("Promises", "undertakings.listing", place=12))

ON_A_PAGE = 25
NEW, ONE = "ledger/new_promise.jinja", "ledger/promise.jinja"


@blueprint.get("/promises")
@audience(*READING)
def listing() -> ResponseReturnValue:
    """The promises that concern this reader, those to be checked first."""
    number, standing = page_number(), asked_text("standing", 16)
    if standing and standing not in STANDINGS:
        wrong("standing", "Choose how it stands from the list")
        standing = ""
    offset = (number - 1) * ON_A_PAGE
    with reading() as desk:
        found, total = undertaking_pages.listing(desk, standing, limit=ON_A_PAGE, offset=offset)
    page = render(
        "ledger/promises.jinja",
        found=found,
        pager=Pager(number, ON_A_PAGE, total, kept(["standing"])),
        standing=standing,
        standings=STANDINGS,
    )
    return answered_with(page)


@blueprint.route("/papers/<matter_id>/promises/new", methods=["GET", "POST"])
@audience(*MAKING)
def new(matter_id: str) -> ResponseReturnValue:
    """Promise something in a reply to a comment, or to the networks with the decision."""
    if request.method == "GET":
        return render(NEW, **_making(matter_id, asked_text("comment", 32)))
    comment_id = request.form.get("comment_id", "")[:32]
    try:
        with writing() as desk:
            made = undertakings.make(desk, matter_id, _form(comment_id))
    except Invalid as invalid:
        return back_with_error_summary(NEW, invalid, **_making(matter_id, comment_id))
    if len(made) > 1:
        sentence = f"The promise is made to each of the {len(made)} networks that were asked."
        return done(sentence, "ledger.of_paper", matter_id=matter_id)
    sentence = f"The promise is made. The {made[0].network_name} says whether it was kept."
    return done(sentence, "undertakings.one", undertaking_id=made[0].id)


def _form(comment_id: str) -> Form:
    try:
        day = read_date("check_back_on")
    except Invalid:
        day = None  # the verb names the problem beside the others
    return Form(
        network_id=request.form.get("network_id", ""),
        text=request.form.get("text", ""),
        owner_id=request.form.get("owner_id", ""),
        check_back_on=day,
        comment_id=comment_id,
    )


def _making(matter_id: str, comment_id: str) -> dict[str, object]:
    with reading() as desk:
        case = undertaking_pages.promising(desk, matter_id)
        people = [(p.id, p.name) for p in undertaking_pages.owners(desk)]
    requests = case.consultation.requests if case.consultation else []
    said = [(r, c) for r in requests for c in r.comments if c.id == comment_id]
    asked = [(r.network_id, r.network_name) for r in requests if r.withdrawn_at is None]
    everybody = [(ALL_NETWORKS, "Every network that was asked")] if len(asked) > 1 else []
    return {
        "paper": case.paper,
        "said": said[0] if said else None,
        "owners": people,
        "networks": [*everybody, *asked],
        "longest": LONGEST_TEXT,
    }


@blueprint.get("/promises/<undertaking_id>")
@audience(*READING)
def one(undertaking_id: str) -> ResponseReturnValue:
    """One promise: what was promised, what management notes, what the network says."""
    return render(ONE, **_one(undertaking_id))


@blueprint.post("/promises/<undertaking_id>/check")
@audience(Role.NETWORK_CHAIR)
def check(undertaking_id: str) -> ResponseReturnValue:
    """The network says whether the promise was kept."""
    try:
        with writing() as desk:
            made = undertakings.check(
                desk,
                undertaking_id,
                verdict=request.form.get("verdict", ""),
                words=request.form.get("words", ""),
            )
    except Invalid as invalid:
        return back_with_error_summary(ONE, invalid, **_one(undertaking_id))
    sentence = f"Your network’s word is in the record: {VERDICTS[str(made.verdict)].lower()}."
    return done(sentence, "undertakings.one", undertaking_id=undertaking_id)


@blueprint.post("/promises/<undertaking_id>/notes")
@audience(*OWNING)
def note(undertaking_id: str) -> ResponseReturnValue:
    """Management says how far it has come; this marks nothing."""
    try:
        with writing() as desk:
            undertakings.note(desk, undertaking_id, text=request.form.get("text", ""))
    except Invalid as invalid:
        return back_with_error_summary(ONE, invalid, **_one(undertaking_id))
    sentence = "Your note is in the record. Only the network says whether the promise was kept."
    return done(sentence, "undertakings.one", undertaking_id=undertaking_id)


@blueprint.post("/promises/<undertaking_id>/owner")
@audience(Role.SECRETARY)
def owner(undertaking_id: str) -> ResponseReturnValue:
    """The secretary gives the promise to another owner."""
    try:
        with writing() as desk:
            owner_id = request.form.get("owner_id", "")
            made = undertakings.hand_over(desk, undertaking_id, owner_id=owner_id)
    except Invalid as invalid:
        return back_with_error_summary(ONE, invalid, **_one(undertaking_id))
    sentence = f"{made.owner_name} owns the promise now, and is told."
    return done(sentence, "undertakings.one", undertaking_id=undertaking_id)


def _one(undertaking_id: str) -> dict[str, object]:
    with reading() as desk:
        page = undertaking_pages.promise_page(desk, undertaking_id)
        people = undertaking_pages.owners(desk) if page.may_hand_over else []
    return {
        "page": page,
        "made": page.made,
        "paper": page.case.paper,
        "owners": [(p.id, p.name) for p in people if p.id != page.made.owner_id],
        "standings": STANDINGS,
        "verdicts": VERDICTS,
        "longest": LONGEST_TEXT,
    }
