"""Every procedure through the same pages: what waits, beginning one, its page, an act on it."""

from dataclasses import dataclass

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.matter import Matter
from govflow.domain.people import Role
from govflow.engine import diagram
from govflow.services import forms, procedures
from govflow.services.matter_lines import MatterLine
from govflow.services.office import Desk
from govflow.services.waiting import path_to
from govflow.web.acting import reading, writing
from govflow.web.asks import confirmation, read_facts, take
from govflow.web.pages import (
    ANYONE_SIGNED_IN,
    Link,
    back_with_error_summary,
    done,
    navigation_for,
    render,
    signed_in,
)
from govflow.web.query import Pager, asked_text, kept, page_number

blueprint = Blueprint("matters", __name__)
# Anybody may be named in a procedure, so everybody finds it; it stands right behind their own
# pages, where a crowded menu still shows it.
navigation_for(ANYONE_SIGNED_IN, Link("Procedures", "matters.listing", place=2))

ON_A_PAGE = 30
WRITERS = (Role.AUTHOR, Role.SECRETARY)


@dataclass(frozen=True)
class Beginning:
    """One thing that this person may begin, as a card."""

    title: str
    help: str
    href: str


@blueprint.get("/matters")
@signed_in
def listing() -> ResponseReturnValue:
    """What waits for this person, what they may begin, and everything else they may see."""
    chosen = asked_text("procedure")
    with reading() as desk:
        lines = procedures.listing(desk, workflow=chosen)
        others = [line for line in lines if not line.mine]
        pager = Pager(page_number(), ON_A_PAGE, len(others), kept(["procedure"]))
        return render(
            "matters/listing.jinja",
            mine=sorted((line for line in lines if line.mine), key=_due),
            others=others[pager.offset : pager.offset + ON_A_PAGE],
            pager=pager,
            beginnings=_beginnings(desk),
            known=sorted({each.key: each.title for each in desk.office.workflows.all()}.items()),
            chosen=chosen,
        )


def _due(line: MatterLine) -> tuple[bool, float]:
    """What is due first stands first; what has no deadline stands last."""
    deadline = line.deadline
    return deadline is None, deadline.instant_at.timestamp() if deadline else 0.0


def _beginnings(desk: Desk) -> list[Beginning]:
    found = [
        Beginning(each.opens.title, each.opens.help or "", url_for("matters.start", key=each.key))
        for each in procedures.startable(desk)
        if each.opens
    ]
    if not desk.actor.holds(*WRITERS):
        return found
    words = "From a draft that only its author can change to a decision, by way of the networks."
    return [Beginning("Start a board paper", words, url_for("author.start")), *found]


@blueprint.route("/matters/start/<key>", methods=["GET", "POST"])
@signed_in
def start(key: str) -> ResponseReturnValue:
    """Begin a matter: the form that its workflow file asks for."""
    with reading() as desk:
        workflow = forms.opening_form(desk, key)
        opens = workflow.opens
        asks = opens.asks if opens else ()
        shown = {"workflow": workflow, "people": forms.people_asked(desk, asks)}
    if request.method == "GET":
        return render("matters/start.jinja", **shown)
    try:
        facts = read_facts(asks)
        with writing() as desk:
            made = procedures.open_matter(desk, key, facts)
            address = _after_beginning(desk, made)
    except Invalid as invalid:
        return back_with_error_summary("matters/start.jinja", invalid, **shown)
    return done(f"“{made.title}” is begun as {made.reference}.", address, matter_id=made.id)


def _after_beginning(desk: Desk, made: Matter) -> str:
    """A paper is written next by its author; anything else is looked at."""
    if made.kind != "paper":
        return "matters.matter"
    return "author.edit" if forms.may_write(desk, made.id) else "papers.paper"


@blueprint.get("/matters/<matter_id>")
@signed_in
def matter(matter_id: str) -> ResponseReturnValue:
    """One matter of any kind, as this reader may see it."""
    with reading() as desk:
        page = procedures.page(desk, matter_id)
    return render(
        "matters/matter.jinja",
        page=page,
        drawing=diagram.svg(page.workflow, page.matter.state, page.visited),
        drawing_in_words=diagram.described(page.workflow, page.matter.state),
        full_page=_full_page(page.matter),
        way_to=lambda offer: way_to(page.matter, offer.action),
        catalogue=_catalogue(page.matter),
    )


def way_to(matter: Matter, action: str) -> str:
    """Where an act on a matter is taken; some kinds of matter have pages of their own for it."""
    if matter.kind == "review":
        return url_for("reviews.action", review_id=matter.id, action=action)
    if action == "choose_networks":
        return url_for("secretary.networks", matter_id=matter.id)
    endpoint = "papers.action" if matter.kind == "paper" else "matters.action"
    return url_for(endpoint, matter_id=matter.id, action=action)


def _full_page(matter: Matter) -> str:
    """The page that a kind of matter has of its own, or nothing."""
    return path_to(matter.kind, matter.id) if matter.kind != "procedure" else ""


def _catalogue(matter: Matter) -> str:
    """The workflow's own page, in the version the matter is pinned to."""
    return url_for("catalogue.version", key=matter.workflow, version=matter.workflow_version)


@blueprint.route("/matters/<matter_id>/actions/<action>", methods=["GET", "POST"])
@signed_in
def action(matter_id: str, action: str) -> ResponseReturnValue:
    """The form of an act, made from its workflow; sending it takes the act."""
    if request.method == "GET":
        return _action_page(matter_id, action)
    with reading() as desk:
        asked = forms.action_of(desk, matter_id, action)
    try:
        take(matter_id, asked)
    except Invalid as invalid:
        with reading() as desk:
            form = forms.act_form(desk, matter_id, action)
        return back_with_error_summary("matters/action.jinja", invalid, form=form)
    return done(confirmation(asked), "matters.matter", matter_id=matter_id)


def _action_page(matter_id: str, name: str) -> ResponseReturnValue:
    with reading() as desk:
        form = forms.act_form(desk, matter_id, name)
    if form.matter.kind != "procedure":
        return redirect(way_to(form.matter, name))
    return render("matters/action.jinja", form=form)
