"""*You said, we did* on the screen and as PDF, what a network shares, and links to share it by."""

from flask import Blueprint, Response, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.people import Role
from govflow.services import said_and_done, sharing
from govflow.services.ledger import MARKS, WIDE
from govflow.services.said_and_done import Page
from govflow.services.said_and_done_print import as_pdf, decided, opening
from govflow.services.sharing import DAYS, Sharing
from govflow.web.acting import office, reading, writing
from govflow.web.pages import audience, done, held_roles, now, public, render
from govflow.web.security import limiter

blueprint = Blueprint("sharing", __name__)

OF_NETWORKS = (*WIDE, Role.NETWORK_CHAIR)
OF_PAPERS = (*OF_NETWORKS, Role.AUTHOR, Role.EXECUTIVE_LEAD)
SHARERS = (Role.NETWORK_CHAIR, Role.SECRETARY)
READS = "60 per minute"  # from one address: nobody needs more, and guessing secrets gets nowhere
SAME_FOR_ALL = {"opening": opening, "decided": decided}


@blueprint.get("/you-said-we-did/<network_id>")
@audience(*OF_NETWORKS)
def network(network_id: str) -> ResponseReturnValue:
    """A network's page, as it is shared."""
    with reading() as desk:
        page = said_and_done.of_network(desk, network_id)
    pdf = url_for("sharing.network_pdf", network_id=network_id)
    share = url_for("sharing.network_links", network_id=network_id) if _may_share() else ""
    return render("ledger/said_and_done.jinja", page=page, pdf=pdf, share=share, **SAME_FOR_ALL)


@blueprint.get("/you-said-we-did/<network_id>/pdf")
@audience(*OF_NETWORKS)
def network_pdf(network_id: str) -> ResponseReturnValue:
    """The same page as PDF."""
    with reading() as desk:
        page = said_and_done.of_network(desk, network_id)
    return _pdf(page)


@blueprint.get("/papers/<matter_id>/you-said-we-did")
@audience(*OF_PAPERS)
def paper(matter_id: str) -> ResponseReturnValue:
    """A paper's page, as it is shared."""
    with reading() as desk:
        page = said_and_done.of_paper(desk, matter_id)
    pdf = url_for("sharing.paper_pdf", matter_id=matter_id)
    share = url_for("sharing.paper_links", matter_id=matter_id) if _may_share() else ""
    return render("ledger/said_and_done.jinja", page=page, pdf=pdf, share=share, **SAME_FOR_ALL)


@blueprint.get("/papers/<matter_id>/you-said-we-did/pdf")
@audience(*OF_PAPERS)
def paper_pdf(matter_id: str) -> ResponseReturnValue:
    """The same page as PDF."""
    with reading() as desk:
        page = said_and_done.of_paper(desk, matter_id)
    return _pdf(page)


def _may_share() -> bool:
    return bool(held_roles() & {str(role) for role in SHARERS})


def _pdf(page: Page) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="you-said-we-did.pdf"'}
    return Response(as_pdf(page), mimetype="application/pdf", headers=headers)


@blueprint.get("/ledger/networks/<network_id>/shared")
@audience(Role.NETWORK_CHAIR)
def choice(network_id: str) -> ResponseReturnValue:
    """The network's comments, each with whether it is shared."""
    with reading() as desk:
        found = sharing.choice(desk, network_id)
    return render("ledger/choice.jinja", found=found, marks=MARKS)


@blueprint.post("/ledger/networks/<network_id>/shared")
@audience(Role.NETWORK_CHAIR)
def choose(network_id: str) -> ResponseReturnValue:
    """From now on exactly what is ticked is shared."""
    with writing() as desk:
        count = sharing.choose(desk, network_id, request.form.getlist("comments"))
    said = {0: "Nothing is shared now.", 1: "One comment is shared."}
    sentence = said.get(count, f"{count} comments are shared.")
    return done(sentence, "sharing.network_links", network_id=network_id)


@blueprint.get("/ledger/networks/<network_id>/links")
@audience(*SHARERS)
def network_links(network_id: str) -> ResponseReturnValue:
    """The preview of a network's page, and the links that open it."""
    with reading() as desk:
        found = sharing.of_network(desk, network_id)
    return _links(found, network_id=network_id)


@blueprint.post("/ledger/networks/<network_id>/links")
@audience(*SHARERS)
def make_network_link(network_id: str) -> ResponseReturnValue:
    """A new link, shown this once."""
    with writing() as desk:
        _, secret = sharing.make_link(desk, network_id=network_id, days=_days())
    with reading() as desk:
        found = sharing.of_network(desk, network_id)
    return _links(found, secret, network_id=network_id)


@blueprint.get("/papers/<matter_id>/links")
@audience(*SHARERS)
def paper_links(matter_id: str) -> ResponseReturnValue:
    """The preview of a paper's page, and the links that open it."""
    with reading() as desk:
        found = sharing.of_paper(desk, matter_id)
    return _links(found, matter_id=matter_id)


@blueprint.post("/papers/<matter_id>/links")
@audience(*SHARERS)
def make_paper_link(matter_id: str) -> ResponseReturnValue:
    """A new link, shown this once."""
    with writing() as desk:
        _, secret = sharing.make_link(desk, matter_id=matter_id, days=_days())
    with reading() as desk:
        found = sharing.of_paper(desk, matter_id)
    return _links(found, secret, matter_id=matter_id)


def _days() -> int:
    typed = request.form.get("days", "")
    return int(typed) if typed in {str(days) for days in DAYS} else 0


def _links(
    found: Sharing, secret: str = "", *, network_id: str = "", matter_id: str = ""
) -> ResponseReturnValue:
    """Not after a redirect: the secret is kept nowhere, so it must be shown in this answer."""
    base = current_app.extensions["govflow.house"].settings.base_url
    return render(
        "ledger/links.jinja",
        found=found,
        page=found.page,
        address=f"{base}{url_for('sharing.shared', secret=secret)}" if secret else "",
        days=list(DAYS.items()),
        network_id=network_id,
        matter_id=matter_id,
        **SAME_FOR_ALL,
    )


@blueprint.post("/ledger/links/<link_id>/end")
@audience(*SHARERS)
def end(link_id: str) -> ResponseReturnValue:
    """End a link at once."""
    with writing() as desk:
        link = sharing.end_link(desk, link_id)
    sentence = "The link is ended: it opens nothing any more."
    if link.network_id:
        return done(sentence, "sharing.network_links", network_id=link.network_id)
    return done(sentence, "sharing.paper_links", matter_id=link.matter_id)


@blueprint.get("/shared/<secret>")
@public
@limiter.limit(READS)
def shared(secret: str) -> ResponseReturnValue:
    """What a link opens, for whoever holds it: read only, without names, not to be indexed."""
    page = sharing.opened(office(), secret, now())
    g.bare = True  # no menu and no name in it, whoever opens the link
    pdf = url_for("sharing.shared_pdf", secret=secret)
    answer = Response(render("ledger/shared.jinja", page=page, pdf=pdf, **SAME_FOR_ALL))
    return _private(answer)


@blueprint.get("/shared/<secret>/pdf")
@public
@limiter.limit(READS)
def shared_pdf(secret: str) -> ResponseReturnValue:
    """The same page as PDF."""
    return _private(_pdf(sharing.opened(office(), secret, now())))


def _private(answer: Response) -> Response:
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
