"""What an auditor reads: every matter, the whole trail, a download, and the state of the log."""

from collections.abc import Iterable
from dataclasses import replace

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.events import EVENTS
from govflow.domain.exceptions import ANY, KINDS
from govflow.domain.people import Role
from govflow.services import audit, copies, findings
from govflow.services.audit import MattersWanted, Narrowing
from govflow.services.event_log import FORMS, Wanted, agree, prepared, traces, workflow_choices
from govflow.services.log_forms import WRITERS, own_map
from govflow.services.office import Desk
from govflow.services.trail_watch import standing_still
from govflow.web.acting import office, reading, who, writing
from govflow.web.pages import Link, audience, navigation_for, now, render
from govflow.web.query import Pager, answered_with, asked_days, asked_text, kept, page_number, wrong

blueprint = Blueprint("auditor", __name__)

MATTERS_ON_A_PAGE = 50
EVENTS_ON_A_PAGE = 50
LONGEST_CHECKPOINT = 4000
MATTER_CHOICES = ("search", "kind", "state", "network")
LOG_TYPES = {"xes": "application/xml", "csv": "text/csv"}
TRAIL_CHOICES = ("matter", "network", "person", "event", "exception", "from", "until", "order")

navigation_for(
    Role.AUDITOR,
    Link("Matters", "auditor.matters"),
    Link("Exceptions", "auditor.exceptions"),
    Link("Trail", "auditor.trail"),
    Link("Samples", "samples.listing"),
    Link("State of the log", "auditor.log"),
)


@blueprint.get("/audit")
@audience(Role.AUDITOR)
def matters() -> ResponseReturnValue:
    """Every matter with its state and the length of its trail."""
    wanted = MattersWanted(
        text=asked_text("search"),
        kind=asked_text("kind"),
        state=asked_text("state"),
        network_id=asked_text("network"),
    )
    number = page_number()
    with reading() as desk:
        found, total = audit.matters(
            desk, wanted, limit=MATTERS_ON_A_PAGE, offset=(number - 1) * MATTERS_ON_A_PAGE
        )
        shown = {
            "matters": found,
            "titles": audit.state_titles(desk),
            "networks": audit.network_choices(desk),
            "log": audit.log_state(desk),
            "findings": findings.all_of(desk),
        }
    pager = Pager(number, MATTERS_ON_A_PAGE, total, kept(MATTER_CHOICES))
    return render("auditor/matters.jinja", pager=pager, wanted=wanted, **shown)


@blueprint.get("/audit/trail")
@audience(Role.AUDITOR)
def trail() -> ResponseReturnValue:
    """The whole trail, or what was chosen of it."""
    return _trail("auditor/trail.jinja", None)


@blueprint.get("/audit/matters/<matter_id>")
@audience(Role.AUDITOR)
def matter(matter_id: str) -> ResponseReturnValue:
    """The trail of one matter."""
    return _trail("auditor/matter.jinja", matter_id)


def _trail(template: str, matter_id: str | None) -> ResponseReturnValue:
    number, newest = page_number(), asked_text("order") != "oldest"
    with reading() as desk:
        wanted = narrowing(desk, matter_id)
        entries, total = audit.read_trail(
            desk,
            wanted,
            newest_first=newest,
            limit=EVENTS_ON_A_PAGE,
            offset=(number - 1) * EVENTS_ON_A_PAGE,
        )
        name = audit.name_of(desk, matter_id) if matter_id else None
        if matter_id and name is None:
            raise NotFound("There is no such matter.")
        shown = {"choices": audit.choices(desk), "log": audit.log_state(desk)}
    keep = kept(TRAIL_CHOICES)
    pager = Pager(number, EVENTS_ON_A_PAGE, total, keep)
    page = render(
        template,
        entries=entries,
        pager=pager,
        newest=newest,
        keep=keep,
        matter_id=matter_id,
        name=name,
        **shown,
    )
    return answered_with(page)


@blueprint.get("/audit/exceptions")
@audience(Role.AUDITOR)
def exceptions() -> ResponseReturnValue:
    """What went off the ordinary path, counted by kind, each event with its place in the log."""
    number, newest = page_number(), asked_text("order") != "oldest"
    with reading() as desk:
        wanted = narrowing(desk, None, exceptions_only=True)
        entries, total = audit.read_trail(
            desk,
            wanted,
            newest_first=newest,
            limit=EVENTS_ON_A_PAGE,
            offset=(number - 1) * EVENTS_ON_A_PAGE,
        )
        counts = audit.by_exception(desk, replace(wanted, exception=""))
        shown = {"choices": audit.choices(desk), "log": audit.log_state(desk)}
    keep = kept(TRAIL_CHOICES)
    pager = Pager(number, EVENTS_ON_A_PAGE, total, keep)
    page = render(
        "auditor/exceptions.jinja",
        entries=entries,
        pager=pager,
        newest=newest,
        keep=keep,
        taken=dict(keep, exception=wanted.exception),
        kinds=KINDS,
        counts=counts,
        chosen=wanted.exception,
        **shown,
    )
    return answered_with(page)


@blueprint.get("/audit/trail.csv")
@audience(Role.AUDITOR)
def download() -> ResponseReturnValue:
    """The chosen events as CSV; that they were taken outside is itself an event."""
    if request.method == "HEAD":
        # Only asks what a download would be: nothing is taken outside, so nothing is recorded.
        return Response(mimetype="text/csv")
    with writing() as desk:
        wanted = narrowing(desk, asked_text("matter-id", 32) or None)
        if g.get("problems"):
            raise Invalid(g.problems)
        chosen = audit.export(desk, wanted)
    lines = audit.csv_lines(office(), who(), now(), chosen)
    return _attached(lines, "text/csv", f"trail-{now():%Y-%m-%d}.csv")


@blueprint.get("/audit/event-log")
@audience(Role.AUDITOR)
def event_log() -> ResponseReturnValue:
    """How to take the trail away as an event log, workflow by workflow."""
    with reading() as desk:
        return render("auditor/event_log.jinja", choices=workflow_choices(desk), forms=FORMS)


@blueprint.get("/audit/event-log/download")
@audience(Role.AUDITOR)
def event_log_download() -> ResponseReturnValue:
    """The openings and moves of the chosen workflow as XES or CSV; that they left is an event."""
    form, wanted = _log_form(), Wanted(asked_text("workflow"), names=asked_text("names") == "yes")
    if request.method == "HEAD":
        return Response(mimetype=LOG_TYPES[form])
    with writing() as desk:
        agreed = agree(desk, form, wanted)
    pieces = WRITERS[form](agreed, traces(office(), who(), agreed))
    return _attached(pieces, LOG_TYPES[form], f"event-log-{_named(wanted)}.{form}")


@blueprint.get("/audit/event-log/map")
@audience(Role.AUDITOR)
def event_log_map() -> ResponseReturnValue:
    """The map by which `govflow replay` reads such a log."""
    form, wanted = _log_form(), Wanted(asked_text("workflow"))
    with reading() as desk:
        text = own_map(prepared(desk, wanted), form)
    return _attached([text], "application/yaml", f"event-log-{_named(wanted)}.{form}.map.yaml")


def _log_form() -> str:
    form = asked_text("form")
    if form not in LOG_TYPES:
        raise Invalid({"form": "Choose XES or CSV."})
    return form


def _named(wanted: Wanted) -> str:
    return f"{wanted.workflow or 'every-workflow'}-{now():%Y-%m-%d}"


def _attached(pieces: Iterable[str], mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, mimetype=f"{mimetype}; charset=utf-8", headers=headers)


@blueprint.get("/audit/log")
@audience(Role.AUDITOR)
def log() -> ResponseReturnValue:
    """The state of the log; with ?check=yes every payload in it is read again."""
    kept = asked_text("kept", LONGEST_CHECKPOINT)
    compared, checked = _compare(kept), _checked()
    with reading() as desk:
        return render(
            "auditor/log.jinja",
            log=audit.log_state(desk),
            copies=copies.copies(desk),
            checked=checked,
            kept=kept,
            compared=compared,
            findings=findings.all_of(desk),
            checks=findings.checks(desk),
        )


def _checked() -> audit.LogCheck | None:
    """Every event read again, if that was asked for, as they stood at one moment."""
    if asked_text("check") != "yes":
        return None
    with standing_still(office()).reading(who(), now()) as desk:
        return audit.check_log(desk)


def _compare(kept: str) -> copies.Compared | None:
    """What a kept checkpoint says of today's log; that it holds is recorded."""
    if not kept:
        return None
    if request.method == "HEAD":
        with reading() as desk:
            return copies.compare(desk, kept)
    with writing() as desk:
        return copies.compare_and_note(desk, kept)


@blueprint.get("/audit/log/proof")
@audience(Role.AUDITOR)
def proof() -> ResponseReturnValue:
    """The proof that the newest checkpoint continues a kept one, to be checked outside."""
    with reading() as desk:
        size, text = copies.proof_from(desk, asked_text("kept", LONGEST_CHECKPOINT))
    return _attached([text], "text/plain", f"proof-to-{size}.txt")


@blueprint.get("/audit/log/checkpoint")
@audience(Role.AUDITOR)
def checkpoint() -> ResponseReturnValue:
    """The last signed checkpoint, to be kept outside; that it was taken is itself an event."""
    if request.method == "HEAD":
        return Response(mimetype="text/plain")
    with writing() as desk:
        taken = copies.take(desk)
    return _attached([taken.note], "text/plain", f"checkpoint-{taken.size}.txt")


def narrowing(desk: Desk, matter_id: str | None, *, exceptions_only: bool = False) -> Narrowing:
    """What the address asks for of the trail."""
    event, (from_at, until_at) = asked_text("event"), asked_days(desk.organisation.zone)
    return Narrowing(
        matter_id=matter_id or _referenced(desk),
        network=asked_text("network"),
        person=asked_text("person", 64),
        type=event if event in EVENTS else "",
        exception=_exception(exceptions_only),
        from_at=from_at,
        until_at=until_at,
    )


def _exception(always: bool) -> str:
    """The kind of exception that was chosen; any of them on the page that shows nothing else."""
    chosen = asked_text("exception")
    known = chosen if chosen == ANY or chosen in KINDS else ""
    return known or (ANY if always else "")


def _referenced(desk: Desk) -> str:
    """The id of the matter whose reference was typed."""
    reference = asked_text("matter", 32)
    if not reference:
        return ""
    found = audit.matter_by_reference(desk, reference)
    if found is None:
        wrong("matter", f"There is no matter with the reference “{reference}”")
        return "none"
    return found
