"""An administrator's pages for erasing personal text on a lawful ground."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.erasure import GROUNDS
from govflow.domain.errors import Invalid
from govflow.services import erasure
from govflow.services.erasure import LONGEST_REASON, Wanted
from govflow.web.acting import office, reading, who
from govflow.web.admin_door import administrators, blueprint
from govflow.web.pages import back_with_error_summary, done, now, render
from govflow.web.query import answered_with, asked_text, wrong

PAGE = "admin/erase.jinja"
FIELDS = {
    "actor": "Who acted",
    "answer": "The answer",
    "passage": "The words it is about",
    "person_name": "A person’s name",
    "reason": "The reason",
    "statement": "The statement",
    "text": "The text",
}


@blueprint.get("/admin/erasures")
@administrators
def erasures() -> ResponseReturnValue:
    """What was erased, what was handed out before, and which event to look at."""
    number = asked_text("event", 12).replace(",", "")
    if number.isascii() and number.isdigit():
        return redirect(url_for("admin.erase_page", seq=int(number)))
    if number:
        wrong("event", "Give the number of the event, such as 1204.")
    with reading() as desk:
        past, outside = erasure.erasures(desk), erasure.handed_out(desk)
    page = render("admin/erasures.jinja", past=past, outside=outside)
    return answered_with(page)


@blueprint.get("/admin/erasures/<int:seq>")
@administrators
def erase_page(seq: int) -> ResponseReturnValue:
    """One event: what of it can be erased, and where else the same words stand."""
    return render(PAGE, **_context(seq))


@blueprint.post("/admin/erasures/<int:seq>")
@administrators
def erase(seq: int) -> ResponseReturnValue:
    """Erase, and say whether the files could be wiped at once."""
    wanted = Wanted(
        seq=seq,
        fields=tuple(request.form.getlist("fields")),
        ground=request.form.get("ground", ""),
        reason=request.form.get("reason", ""),
    )
    try:
        wiped = erasure.erase(office(), who(), now(), wanted)
    except Invalid as invalid:
        return back_with_error_summary(PAGE, invalid, **_context(seq))
    sentence = "The text is erased, with every copy named on the page before."
    if not wiped:
        sentence += " The database’s files could not be wiped now: run govflow erasures wipe."
    return done(sentence, "admin.erasures")


def _context(seq: int) -> dict[str, object]:
    with reading() as desk:
        found = erasure.subject(desk, seq)
    choices = [(item.field, called(item.field)) for item in found.items if item.there]
    return {
        "found": found,
        "choices": choices,
        "called": called,
        "grounds": list(GROUNDS.items()),
        "longest": LONGEST_REASON,
    }


def called(field: str) -> str:
    """A text of an event as people call it."""
    return FIELDS.get(field, field.replace("_", " ").capitalize())
