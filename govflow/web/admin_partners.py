"""Partner organisations: proposed by one side, agreed by the other, ended by either."""

from flask import request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid, NotFound, NotYet
from govflow.domain.partners import AGREED, PROPOSED
from govflow.services import partners as services
from govflow.services.partners import Partner
from govflow.web.acting import office, reading, who
from govflow.web.admin_door import administrators, blueprint, text
from govflow.web.pages import back_with_error_summary, done, now, render

LISTING = "admin/partners.jinja"
ENDING = "admin/partner_end.jinja"


@blueprint.route("/admin/partners", methods=["GET", "POST"])
@administrators
def partners() -> ResponseReturnValue:
    """Every agreement with another organisation, and the form to propose one."""
    if request.method == "GET":
        return render(LISTING, partners=_all())
    try:
        services.propose(office(), who(), now(), text("code"))
    except Invalid as invalid:
        return back_with_error_summary(LISTING, invalid, partners=_all())
    return done("The agreement is proposed. It waits for their answer.", "admin.partners")


@blueprint.post("/admin/partners/<partnership_id>/agree")
@administrators
def agree_partner(partnership_id: str) -> ResponseReturnValue:
    """Agree to what the other organisation proposed."""
    services.agree(office(), who(), now(), partnership_id)
    name = _one(partnership_id).organisation.name
    return done(f"{name} and your organisation are partners from now on.", "admin.partners")


@blueprint.route("/admin/partners/<partnership_id>/end", methods=["GET", "POST"])
@administrators
def end_partner(partnership_id: str) -> ResponseReturnValue:
    """Decline, take back or end an agreement, with a reason that both sides keep."""
    partner = _one(partnership_id)
    if partner.partnership.standing not in {PROPOSED, AGREED}:
        raise NotYet(f"This agreement is already {partner.partnership.standing}.")
    if request.method == "GET":
        return render(ENDING, partner=partner)
    try:
        services.end(office(), who(), now(), partnership_id, text("reason"))
    except Invalid as invalid:
        return back_with_error_summary(ENDING, invalid, partner=partner)
    name = partner.organisation.name
    return done(f"The agreement with {name} is over. Both records say so.", "admin.partners")


def _all() -> list[Partner]:
    with reading() as desk:
        return services.partners(desk)


def _one(partnership_id: str) -> Partner:
    found = next((p for p in _all() if p.partnership.id == partnership_id), None)
    if found is None:
        raise NotFound("There is no such agreement.")
    return found
