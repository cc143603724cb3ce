"""The company secretary's desk: the board of papers, choosing networks, keeping the clock."""

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid, NotYet
from govflow.domain.people import Role
from govflow.services import bypass, findings, offices, planning, replying, scoping
from govflow.services import papers as verbs
from govflow.services.board import Board, Filters, board
from govflow.services.dossier import dossier
from govflow.services.planning import Plan
from govflow.web import acting
from govflow.web.filters import local_date
from govflow.web.pages import Link, audience, back_with_error_summary, done, navigation_for, render

blueprint = Blueprint("secretary", __name__)
navigation_for(
    Role.SECRETARY,
    Link("Papers in motion", "secretary.board"),
    Link("Decisions", "decisions.waiting"),
)

MOST_PAGES = 100_000


@blueprint.get("/board", endpoint="board")
@audience(Role.SECRETARY)
def board_page() -> ResponseReturnValue:
    """Everything in motion by state, at risk first."""
    filters = _filters()
    with acting.reading() as desk:
        shown = board(desk, filters)
        told = {"debt": bypass.line(desk), "unread": offices.unread(desk), "today": desk.today}
        told["findings"] = findings.all_of(desk)
        return render("secretary/board.jinja", **told, **_around(shown, filters))


def _filters() -> Filters:
    asked = request.args
    page = asked.get("page", 1, type=int)
    return Filters(
        group=asked.get("group", "")[:130],
        committee_id=asked.get("committee", "")[:32],
        meeting_id=asked.get("meeting", "")[:32],
        text=asked.get("text", "").strip()[:200],
        at_risk=asked.get("at_risk") == "yes",
        page=min(max(page, 1), MOST_PAGES),
    )


def _around(shown: Board, filters: Filters) -> dict[str, object]:
    """What the page's links and choices need besides the board itself."""
    asked = {
        "group": filters.group or None,
        "committee": filters.committee_id or None,
        "meeting": filters.meeting_id or None,
        "text": filters.text or None,
        "at_risk": "yes" if filters.at_risk else None,
    }
    ahead = [(m.id, f"{m.committee_name}, {local_date(m.held_at)}") for m in shown.meetings]
    committees = [(c.id, c.name) for c in shown.committees]
    return {
        "board": shown,
        "filters": filters,
        "asked": asked,
        "committees": committees,
        "meetings": ahead,
    }


@blueprint.route("/papers/<matter_id>/networks", methods=["GET", "POST"])
@audience(Role.SECRETARY)
def networks(matter_id: str) -> ResponseReturnValue:
    """Which networks, how long, for which meeting."""
    if request.method == "GET":
        return _networks_page(matter_id)
    if "check" in request.form:
        g.typed = request.form
        return _networks_page(matter_id)
    try:
        with acting.writing() as desk:
            scoping.choose(
                desk,
                matter_id,
                _plan(),
                keep_meeting=request.form.get("keep_meeting") == "yes",
                seen_version=acting.seen_version(),
            )
    except Invalid as invalid:
        return _networks_back(matter_id, invalid)
    told = "You chose the networks. Nothing has been sent yet: send it from this page."
    return done(told, "papers.paper", matter_id=matter_id)


def _plan() -> Plan:
    prefix = "reason_"
    return Plan(
        asked=frozenset(request.form.getlist("networks")),
        reasons={n[len(prefix) :]: v for n, v in request.form.items() if n.startswith(prefix)},
        window_working_days=_window(),
        meeting_id=request.form.get("meeting_id", ""),
    )


def _window() -> int:
    typed = request.form.get("window_working_days", "").strip()
    if not typed.isdecimal() or len(typed) > 4:
        raise Invalid({"window_working_days": "Enter the window as a number of working days."})
    return int(typed)


def _networks_page(matter_id: str) -> str:
    with acting.reading() as desk:
        file = dossier(desk, matter_id)
        file.offered("choose_networks")
        page = scoping.scoping(desk, matter_id, _typed_window())
        return render("secretary/networks.jinja", file=file, page=page)


def _networks_back(matter_id: str, invalid: Invalid) -> ResponseReturnValue:
    with acting.reading() as desk:
        file = dossier(desk, matter_id)
        page = scoping.scoping(desk, matter_id, _typed_window())
        return back_with_error_summary("secretary/networks.jinja", invalid, file=file, page=page)


def _typed_window() -> int | None:
    try:
        return _window() if request.method == "POST" else None
    except Invalid:
        return None


@blueprint.route("/papers/<matter_id>/meeting", methods=["GET", "POST"])
@audience(Role.SECRETARY)
def meeting(matter_id: str) -> ResponseReturnValue:
    """Put the paper to another meeting."""
    try:
        if request.method == "POST":
            chosen = request.form.get("meeting_id", "")
            if not chosen:
                raise Invalid({"meeting_id": "Choose a meeting from the list."})
            with acting.writing() as desk:
                verbs.choose_meeting(desk, matter_id, chosen, seen_version=acting.seen_version())
            return done("You chose the meeting.", "papers.paper", matter_id=matter_id)
    except Invalid as invalid:
        with acting.reading() as desk:
            return back_with_error_summary(
                "secretary/meeting.jinja", invalid, file=dossier(desk, matter_id)
            )
    with acting.reading() as desk:
        return render("secretary/meeting.jinja", file=dossier(desk, matter_id))


@blueprint.route(
    "/papers/<matter_id>/requests/<request_id>/extensions/<extension_id>",
    methods=["GET", "POST"],
)
@audience(Role.SECRETARY)
def extension(matter_id: str, request_id: str, extension_id: str) -> ResponseReturnValue:
    """Grant or refuse a network's request for more time."""
    with acting.reading() as desk:
        asking = scoping.extension_asked(desk, matter_id, request_id, extension_id)
        if request.method == "GET":
            return render("secretary/extension.jinja", file=dossier(desk, matter_id), asking=asking)
    try:
        granted = _granted()
        with acting.writing() as desk:
            planning.answer_extension(
                desk,
                request_id,
                extension_id,
                granted=granted,
                answer=request.form.get("answer", "")[:20_000],
            )
    except Invalid as invalid:
        with acting.reading() as desk:
            return back_with_error_summary(
                "secretary/extension.jinja", invalid, file=dossier(desk, matter_id), asking=asking
            )
    told = "You granted more time." if granted else "You refused more time."
    return done(f"{told} The network has been told.", "papers.paper", matter_id=matter_id)


def _granted() -> bool:
    said = request.form.get("granted", "")
    if said not in {"yes", "no"}:
        raise Invalid({"granted": "Choose whether to grant the time."})
    return said == "yes"


@blueprint.route(
    "/papers/<matter_id>/requests/<request_id>/questions/<question_id>", methods=["GET", "POST"]
)
@audience(Role.SECRETARY)
def question(matter_id: str, request_id: str, question_id: str) -> ResponseReturnValue:
    """Answer a network's question in the author's stead."""
    with acting.reading() as desk:
        asking = scoping.question_asked(desk, matter_id, request_id, question_id)
        if asking.question and asking.question.answered_at:
            raise NotYet("This question has been answered already.")
        if request.method == "GET":
            return render("secretary/question.jinja", file=dossier(desk, matter_id), asking=asking)
    try:
        with acting.writing() as desk:
            answer = request.form.get("answer", "")[:20_000]
            replying.answer_question(desk, request_id, question_id, text=answer)
    except Invalid as invalid:
        with acting.reading() as desk:
            return back_with_error_summary(
                "secretary/question.jinja", invalid, file=dossier(desk, matter_id), asking=asking
            )
    return done("Your answer is with the network.", "papers.paper", matter_id=matter_id)


@blueprint.post("/papers/<matter_id>/requests/<request_id>/ask-again")
@audience(Role.SECRETARY)
def ask_again(matter_id: str, request_id: str) -> ResponseReturnValue:
    """Ask a network that nobody could answer for, now that somebody can."""
    with acting.writing() as desk:
        _, asked = scoping.request_of(desk, matter_id, request_id)
        planning.ask_again(desk, request_id)
    told = f"You asked the {asked.network_name} again, with a full window of its own."
    return done(told, "papers.paper", matter_id=matter_id)
