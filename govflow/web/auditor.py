"""What an auditor reads: every matter, the whole trail, a download, and the state of the log."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.events import EVENTS
from govflow.domain.people import Role
from govflow.services import audit
from govflow.services.audit import MattersWanted, Narrowing
from govflow.services.office import Desk
from govflow.web.acting import office, reading, who, writing
from govflow.web.pages import Link, audience, navigation_for, now, render
from govflow.web.query import Pager, answered_with, asked_day, asked_text, kept, page_number, wrong

blueprint = Blueprint("auditor", __name__)

MATTERS_ON_A_PAGE = 50
EVENTS_ON_A_PAGE = 50
MATTER_CHOICES = ("search", "kind", "state", "network")
TRAIL_CHOICES = ("matter", "network", "person", "event", "from", "until", "order")

navigation_for(
    Role.AUDITOR,
    Link("Matters", "auditor.matters"),
    Link("Trail", "auditor.trail"),
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
        wanted = _narrowing(desk, matter_id)
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


@blueprint.get("/audit/trail.csv")
@audience(Role.AUDITOR)
def download() -> ResponseReturnValue:
    """The chosen events as CSV; that they were taken outside is itself an event."""
    if request.method == "HEAD":
        # Only asks what a download would be: nothing is taken outside, so nothing is recorded.
        return Response(mimetype="text/csv")
    with writing() as desk:
        wanted = _narrowing(desk, asked_text("matter-id", 32) or None)
        if g.get("problems"):
            raise Invalid(g.problems)
        chosen = audit.export(desk, wanted)
    lines = audit.csv_lines(office(), who(), now(), chosen)
    name = f"trail-{now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines, mimetype="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/audit/log")
@audience(Role.AUDITOR)
def log() -> ResponseReturnValue:
    """The state of the log; with ?check=yes every payload in it is read again."""
    with reading() as desk:
        checked = audit.check_log(desk) if asked_text("check") == "yes" else None
        return render("auditor/log.jinja", log=audit.log_state(desk), checked=checked)


def _narrowing(desk: Desk, matter_id: str | None) -> Narrowing:
    zone = desk.organisation.zone
    first, last = asked_day("from", "the first day"), asked_day("until", "the last day")
    if first and last and last < first:
        wrong("until", "The last day must be on or after the first day")
    event = asked_text("event")
    return Narrowing(
        matter_id=matter_id or _referenced(desk),
        network=asked_text("network"),
        person=asked_text("person", 64),
        type=event if event in EVENTS else "",
        from_at=_midnight(first, zone),
        until_at=_midnight(last + timedelta(days=1), zone) if last else None,
    )


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


def _midnight(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) if day else None
