"""Tells the people a matter now waits for, and finds who they are."""

from govflow.domain.cases import OPENER
from govflow.domain.matter import Matter
from govflow.domain.paper import Paper
from govflow.domain.people import Role
from govflow.domain.procedure import Procedure
from govflow.engine.workflow import State
from govflow.services.notices import tell
from govflow.services.office import Desk
from govflow.store import people

PATHS = {"paper": "papers", "review": "reviews", "procedure": "matters"}


def path_to(kind: str, matter_id: str) -> str:
    """The address of a matter's own page."""
    return f"/{PATHS[kind]}/{matter_id}"


def waited_for(matter: Matter, role: str) -> str | None:
    """The one person whom the matter names in this role; None where it is a role's work."""
    named: dict[str, str | None] = {}
    if isinstance(matter, Procedure):
        named = {OPENER: matter.opened_by_id}
    if isinstance(matter, Paper):
        named = {Role.AUTHOR: matter.author_id, Role.EXECUTIVE_LEAD: matter.executive_lead_id}
    kept: str | None = matter.facts.get(role)
    return kept or named.get(role)


def tell_waiting(desk: Desk, matter: Matter, state: State) -> None:
    """Say once to those it waits for, except whoever brought it there, that it is their turn.

    Networks are told by the effect that asks them, with the request they are to answer.
    """
    role = state.waits_for
    if role is None or role == Role.NETWORK_CHAIR:
        return
    one = waited_for(matter, role)
    ids = [one] if one else [p.id for p in people.people_with(desk.work, [role], desk.today)]
    tell(
        desk,
        [each for each in ids if each != desk.actor.id],
        key=f"waits:{matter.id}:{matter.version}",
        kind="waits",
        sentence=f"“{matter.title}” waits for you: {state.title}.",
        path=path_to(matter.kind, matter.id),
        matter_id=matter.id,
    )
