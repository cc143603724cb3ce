"""A network asks for its pack in another format: recorded, and the secretary is told."""

from govflow.domain.errors import Invalid, NotYet
from govflow.domain.events import FormatAsked
from govflow.domain.people import Role
from govflow.services.consulting import asked, why_closed
from govflow.services.notices import tell_roles
from govflow.services.office import Desk

LONGEST = 200


def ask(desk: Desk, request_id: str, wanted: str) -> None:
    """Ask for another format as the network; raises Refused and Invalid."""
    item = asked(desk, request_id)
    if why := why_closed(desk, item):
        raise NotYet(why)
    said = " ".join(wanted.split())
    if not 1 <= len(said) <= LONGEST:
        raise Invalid({"format": f"Say which format, in at most {LONGEST} characters"})
    event = FormatAsked(network=item.network, request=item.request.id, format=said)
    seq = desk.work.record(event, desk.actor, item.case.paper)
    tell_roles(
        desk,
        (Role.SECRETARY,),
        key=f"format:{item.request.id}:{seq}",
        kind="format",
        sentence=f"The {item.network} asks for “{item.case.paper.title}” in another format.",
        path=f"/papers/{item.case.paper.id}#timeline",
        matter_id=item.case.paper.id,
    )
