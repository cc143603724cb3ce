"""An administrator's pages for keeping a text but using it no more, and for using it again."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.restriction import GROUNDS
from govflow.services import erasure, restriction
from govflow.services.erasure import LONGEST_REASON
from govflow.services.restriction import Wanted
from govflow.web.acting import office, reading, who
from govflow.web.admin_door import administrators, blueprint
from govflow.web.admin_erasure import called
from govflow.web.pages import back_with_error_summary, done, now, render
from govflow.web.query import answered_with, asked_text, wrong

PAGE, LIFT = "admin/restrict.jinja", "admin/lift.jinja"


@blueprint.get("/admin/restrictions")
@administrators
def restrictions() -> ResponseReturnValue:
    """What is restricted now, what was before, and which event to look at."""
    number = asked_text("event", 12).replace(",", "")
    if number.isascii() and number.isdigit():
        return redirect(url_for("admin.restrict_page", seq=int(number)))
    if number:
        wrong("event", "Give the number of the event, such as 1204.")
    with reading() as desk:
        standing, past = restriction.standing(desk), restriction.past(desk)
    page = render("admin/restrictions.jinja", standing=standing, past=past, called=called)
    return answered_with(page)


@blueprint.get("/admin/restrictions/<int:seq>")
@administrators
def restrict_page(seq: int) -> ResponseReturnValue:
    """One event: what of it can be restricted, and where else the same words stand."""
    return render(PAGE, **_context(seq))


@blueprint.post("/admin/restrictions/<int:seq>")
@administrators
def restrict(seq: int) -> ResponseReturnValue:
    """Put a text away."""
    typed = request.form
    wanted = Wanted(seq, typed.get("field", ""), typed.get("ground", ""), typed.get("reason", ""))
    try:
        restriction.restrict(office(), who(), now(), wanted)
    except Invalid as invalid:
        return back_with_error_summary(PAGE, invalid, **_context(seq))
    sentence = "The text is restricted: it is kept, and nobody reads or uses it."
    return done(sentence, "admin.restrictions")


def _context(seq: int) -> dict[str, object]:
    with reading() as desk:
        found = erasure.subject(desk, seq)
    free = [item for item in found.items if item.there and not item.restricted]
    return {
        "found": found,
        "choices": [(item.field, called(item.field)) for item in free],
        "called": called,
        "grounds": list(GROUNDS.items()),
        "longest": LONGEST_REASON,
    }


@blueprint.get("/admin/restrictions/<int:seq>/<name>")
@administrators
def lift_page(seq: int, name: str) -> ResponseReturnValue:
    """A restriction that stands, and what must be so before it ends."""
    return render(LIFT, **_standing(seq, name))


@blueprint.post("/admin/restrictions/<int:seq>/<name>")
@administrators
def lift(seq: int, name: str) -> ResponseReturnValue:
    """Use a restricted text again."""
    told, reason = request.form.get("told", ""), request.form.get("reason", "")
    try:
        restriction.lift(office(), who(), now(), (seq, name), told=told, reason=reason)
    except Invalid as invalid:
        return back_with_error_summary(LIFT, invalid, **_standing(seq, name))
    return done("The text is in use again, wherever it stood.", "admin.restrictions")


def _standing(seq: int, name: str) -> dict[str, object]:
    if not name.replace("_", "").isalpha():
        raise NotFound("No restriction of this text stands.")
    with reading() as desk:
        found = restriction.one(desk, (seq, name))
    return {"found": found, "called": called, "longest": LONGEST_REASON}
