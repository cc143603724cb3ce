"""What an overseer reads: the commitment's status over many organisations, as at any date."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from govflow.domain.people import Role
from govflow.domain.review import STATUSES
from govflow.services import overseeing, review_page
from govflow.web.acting import reading
from govflow.web.pages import Link, audience, navigation_for, render
from govflow.web.query import Pager, answered_with, asked_day, asked_text, kept, page_number, wrong

blueprint = Blueprint("oversight", __name__)

ON_A_PAGE = 50
CHOICES = ("as-at", "search", "status")

navigation_for(Role.OVERSIGHT, Link("Every organisation", "oversight.reviews"))


@blueprint.get("/oversight/reviews")
@audience(Role.OVERSIGHT)
def reviews() -> ResponseReturnValue:
    """Each organisation's status, the counts with their whole, search and pages."""
    search, status = asked_text("search"), asked_text("status")
    with reading() as desk:
        as_at = asked_day("as-at", "the date") or desk.today
        if as_at > desk.today:
            wrong("as-at", "Choose today or an earlier date: nobody can know a later one")
            as_at = desk.today
        everything = overseeing.overview(desk, as_at)
        commitment = review_page.commitment(desk.organisation.zone)
        own, today = desk.organisation.code, desk.today
    found = everything.chosen(search, status if status in STATUSES else "")
    pager = Pager(page_number(), ON_A_PAGE, len(found), kept(CHOICES))
    page = render(
        "oversight/reviews.jinja",
        everything=everything,
        rows=found[pager.offset : pager.offset + ON_A_PAGE],
        pager=pager,
        as_at=as_at,
        today=today,
        own=own,
        search=search,
        status=status,
        statuses=list(STATUSES.items()),
        commitment=commitment,
    )
    return answered_with(page)
