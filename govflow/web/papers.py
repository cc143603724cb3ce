"""One paper as its readers see it, and the acts that its workflow offers them."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, current_app, request, send_file, url_for
from flask.typing import ResponseReturnValue

from govflow import text
from govflow.domain.consultation import OUTCOMES, POSITIONS, STATUS_TITLES
from govflow.domain.errors import Invalid, NotFound, NotYet
from govflow.domain.paper import PaperVersion
from govflow.domain.people import Role
from govflow.engine.machine import Offer
from govflow.engine.workflow import Action
from govflow.services import dossier as dossiers
from govflow.services import forms, log_head, papers
from govflow.services.comparing import compared
from govflow.services.cover import cover_rows
from govflow.services.dossier import Dossier, dossier
from govflow.services.joint_pages import sent_on
from govflow.services.matters import paper_case, workflow_of
from govflow.services.packs import pack_bytes
from govflow.web import acting
from govflow.web.asks import confirmation, take
from govflow.web.pages import audience, back_with_error_summary, done, render

blueprint = Blueprint("papers", __name__)

ACTING = (
    Role.AUTHOR,
    Role.EXECUTIVE_LEAD,
    Role.SECRETARY,
    Role.BOARD_CHAIR,
    Role.EQUALITY_LEAD,
)
READING = (*ACTING, Role.NETWORK_CHAIR, Role.AUDITOR)


@blueprint.app_template_filter("rendered")
def rendered(markdown: str, top: int = 3) -> str:
    """Safe HTML of a paper's Markdown, its headings under the page's own."""
    return text.render(markdown, top)


@blueprint.get("/papers/<matter_id>")
@audience(*READING)
def paper(matter_id: str) -> ResponseReturnValue:
    """Everything about one paper that this reader may see."""
    with acting.reading() as desk:
        return render(
            "papers/paper.jinja",
            file=(file := dossier(desk, matter_id)),
            joints=sent_on(desk, file),
            STATUS_TITLES=STATUS_TITLES,
            POSITIONS=POSITIONS,
            OUTCOMES=OUTCOMES,
        )


@blueprint.route("/papers/<matter_id>/actions/<action>", methods=["GET", "POST"])
@audience(*ACTING)
def action(matter_id: str, action: str) -> ResponseReturnValue:
    """The form of an act, made from its workflow; sending it takes the act."""
    if request.method == "GET":
        return _action_page(matter_id, action)
    asked = _asked(matter_id, action)
    try:
        if action == "submit":
            _submit(matter_id)
        else:
            take(matter_id, asked)
    except Invalid as invalid:
        return _sent_back(matter_id, action, invalid)
    return done(confirmation(asked), "papers.paper", matter_id=matter_id)


def _asked(matter_id: str, name: str) -> Action:
    with acting.reading() as desk:
        found = workflow_of(desk, paper_case(desk, matter_id).paper).actions.get(name)
    if found is None:
        raise NotFound("There is no such action.")
    return found


def _submit(matter_id: str) -> None:
    with acting.writing() as desk:
        papers.submit(desk, matter_id, seen_version=acting.seen_version())


def _action_page(matter_id: str, name: str) -> ResponseReturnValue:
    with acting.reading() as desk:
        file = dossier(desk, matter_id)
        offer = file.offered(name)
        return render("papers/action.jinja", **_form(file, offer))


def _sent_back(matter_id: str, name: str, invalid: Invalid) -> ResponseReturnValue:
    with acting.reading() as desk:
        file = dossier(desk, matter_id)
        offer = file.offered(name)
        if name == "submit":
            page = render("papers/not_complete.jinja", file=file, gaps=_linked(file, invalid))
            return page, 422
        return back_with_error_summary("papers/action.jinja", invalid, **_form(file, offer))


def _form(file: Dossier, offer: Offer) -> dict[str, Any]:
    act = file.asked_by(offer)
    people = forms.people_asked(file.desk, act.asks)
    return {"file": file, "offer": offer, "action": act, "people": people}


def _linked(file: Dossier, invalid: Invalid) -> list[tuple[str, str]]:
    """Each missing field as a sentence with the address where it can be filled in."""
    known = "author.edit" in current_app.view_functions
    edit = url_for("author.edit", matter_id=file.paper.id) if known else ""
    return [(sentence, f"{edit}#{field}") for field, sentence in invalid.problems.items()]


@blueprint.get("/papers/<matter_id>/versions/<int:number>")
@audience(*READING)
def version(matter_id: str, number: int) -> ResponseReturnValue:
    """A version exactly as it was served."""
    with acting.reading() as desk:
        file = dossier(desk, matter_id)
        return render("papers/version.jinja", file=file, version=_numbered(file, number))


@blueprint.get("/papers/<matter_id>/versions/<int:number>/pack")
@audience(*READING)
def pack(matter_id: str, number: int) -> ResponseReturnValue:
    """The bytes that the version's hash covers, so that anybody can check it."""
    with acting.reading() as desk:
        file = dossier(desk, matter_id)
        found = _numbered(file, number)
        name = f"{file.paper.reference.replace('/', '-')}-version-{number}.json"
        return _download(pack_bytes(found), name, "application/json")


def _numbered(file: Dossier, number: int) -> PaperVersion:
    found = file.paper.numbered(number)
    if found is None:
        raise NotFound("This paper has no such version.")
    return found


@blueprint.get("/papers/<matter_id>/compare")
@audience(*READING)
def compare(matter_id: str) -> ResponseReturnValue:
    """Two versions word by word: as the networks saw it against the newest, unless asked."""
    with acting.reading() as desk:
        file = dossier(desk, matter_id)
        latest = file.paper.latest
        if latest is None or len(file.paper.versions) < 2:
            return render("papers/compare.jinja", file=file, changes=None)
        new = request.args.get("to", latest.number, type=int)
        old = request.args.get("from", _earlier(file, new), type=int)
        return render("papers/compare.jinja", file=file, changes=compared(file.paper, old, new))


def _earlier(file: Dossier, new: int) -> int:
    round_ = file.case.consultation
    served = round_.paper_version_number if round_ else None
    return served if served and served < new else max(1, new - 1)


@blueprint.get("/papers/<matter_id>/cover")
@audience(*READING)
def cover(matter_id: str) -> ResponseReturnValue:
    """The cover sheet: printed from the record, editable by nobody."""
    with acting.reading() as desk:
        file = dossier(desk, matter_id)
        round_ = file.case.consultation
        if not file.sees_all and not (round_ and round_.closed_at):
            raise NotYet("Networks see the cover sheet once the consultation is closed.")
        rows = cover_rows(file.case, desk.now)
        joints = sent_on(desk, file)
        record = log_head.line(desk)
        return render("papers/cover.jinja", file=file, rows=rows, joints=joints, record=record)


@blueprint.get("/papers/<matter_id>/attachments/<sha256>")
@audience(*READING)
def attachment(matter_id: str, sha256: str) -> ResponseReturnValue:
    """A file of this paper, saved and never opened in the page."""
    with acting.reading() as desk:
        file = dossiers.attachment(desk, matter_id, sha256)
    return _download(file.data, file.name, file.media_type)


def _download(data: bytes, name: str, media_type: str) -> Response:
    answer = send_file(BytesIO(data), media_type, as_attachment=True, download_name=name)
    # Were a browser to show it all the same, nothing in it may run or reach out.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
