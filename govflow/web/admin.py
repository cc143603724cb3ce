"""The administrator's first page, the mails and the scheduled checks; the rest stands beside it."""

from flask.typing import ResponseReturnValue

from govflow.services import administration, resending
from govflow.web import (
    admin_erasure,
    admin_meetings,
    admin_networks,
    admin_partners,
    admin_people,
    admin_policy,
    admin_restriction,
)
from govflow.web.acting import reading, writing
from govflow.web.admin_door import administrators, blueprint
from govflow.web.pages import done, render
from govflow.web.query import Pager, page_number

__all__ = ["PARTS", "blueprint"]

# Importing these gives the blueprint their pages.
PARTS = (
    admin_people,
    admin_networks,
    admin_partners,
    admin_meetings,
    admin_policy,
    admin_erasure,
    admin_restriction,
)
MAILS_ON_A_PAGE = 50


@blueprint.get("/admin")
@administrators
def overview() -> ResponseReturnValue:
    """What there is, and what somebody should look at."""
    with reading() as desk:
        return render("admin/overview.jinja", overview=administration.overview(desk))


@blueprint.get("/admin/mails")
@administrators
def mails() -> ResponseReturnValue:
    """What went out, to whom, how often it was tried, and what stood in the way."""
    asked = page_number()
    with reading() as desk:
        found, total, unsent = administration.mails(
            desk, limit=MAILS_ON_A_PAGE, offset=(asked - 1) * MAILS_ON_A_PAGE
        )
        names = administration.names_by_id(desk)
    pager = Pager(asked, MAILS_ON_A_PAGE, total, {})
    return render("admin/mails.jinja", mails=found, names=names, unsent=unsent, pager=pager)


@blueprint.get("/admin/mails/<mail_id>")
@administrators
def mail(mail_id: str) -> ResponseReturnValue:
    """One mail as it was written."""
    with reading() as desk:
        found = administration.mail(desk, mail_id)
        names = administration.names_by_id(desk)
        why_not = resending.why_not(desk, found)
    return render("admin/mail.jinja", mail=found, names=names, why_not=why_not)


@blueprint.post("/admin/mails/<mail_id>/again")
@administrators
def send_again(mail_id: str) -> ResponseReturnValue:
    """Have this mail made once more."""
    with writing() as desk:
        made = resending.resend(desk, mail_id)
    sentence = "The mail is made once more. It leaves with the next round of the scheduled checks."
    return done(sentence, "admin.mail", mail_id=made.id)


@blueprint.get("/admin/checks")
@administrators
def checks() -> ResponseReturnValue:
    """The last heartbeat of every scheduled check."""
    with reading() as desk:
        return render("admin/checks.jinja", beats=administration.beats(desk))
