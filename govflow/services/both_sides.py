"""Writes an act of one organisation into its own trail and, as a twin, into a partner's."""

from collections.abc import Callable
from dataclasses import replace

from govflow.domain.errors import NotFound
from govflow.domain.events import Event
from govflow.domain.paper import Paper
from govflow.domain.people import system_actor
from govflow.services.office import Desk
from govflow.store import people
from govflow.store.partners import leaf_of


def on_both_sides(
    desk: Desk, paper: Paper | None, other_id: str, event: Callable[..., Event]
) -> None:
    """The act in our trail, and in theirs its twin, which names ours by number and hash.

    The twin names our organisation, not our person: their name stays in our own trail.
    """
    names = {o.id: o.name for o in people.organisations(desk.work)}
    if other_id not in names:
        raise NotFound("There is no such organisation.")
    ours = names[desk.work.organisation_id]
    sides = {"by_organisation": ours, "with_organisation": names[other_id]}
    seq = desk.work.record(event(**sides), desk.actor, paper)
    twin = event(**sides, twin_seq=seq, twin_leaf=leaf_of(desk.work, seq))
    desk.work.record_beside(other_id, twin, replace(system_actor("partners"), name=ours))
