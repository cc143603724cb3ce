"""Does what a workflow lets a scheduled check do, as soon as nothing stands in its way.

Only actions whose file lists `system` are taken, through the same door as everybody's, and each
leaves the same event under the name of the check. A file that lists no such action is never moved.
"""

from collections.abc import Iterator
from datetime import datetime

from govflow.domain.errors import Refused
from govflow.domain.people import system_actor
from govflow.engine import machine
from govflow.engine.vocabulary import SYSTEM
from govflow.engine.workflow import Action, Workflow
from govflow.services.deadlines import JOB
from govflow.services.matters import act, case_of, workflow_of
from govflow.services.office import Desk, Office, Who
from govflow.store import matter_lists


def advance(office: Office, organisation_id: str, now: datetime) -> int:
    """Move every matter that a check may move now; how many were moved. Safe to run twice."""
    who = Who(organisation_id, system_actor(JOB))
    with office.reading(who, now) as desk:
        found = list(ripe(desk))
    return sum(_moved(office, who, now, matter_id, action) for matter_id, action in found)


def ripe(desk: Desk) -> Iterator[tuple[str, str]]:
    """Matters and the action that the check may take on each now."""
    for matter_id in matter_lists.standing_in(desk.work, sorted(_places(desk))):
        case = case_of(desk, matter_id)
        workflow = workflow_of(desk, case.matter)
        facts = {"actor_id": desk.actor.id}
        for offer in machine.offers(workflow, case, {SYSTEM}, facts, desk.now):
            if offer.open and not _asks(workflow.actions[offer.action]):
                yield matter_id, offer.action
                break


def _places(desk: Desk) -> set[tuple[str, int, str]]:
    """Each workflow, version and state from which a check may move a matter."""
    return {
        (flow.key, flow.version, state)
        for flow in desk.office.workflows.all()
        for action in _by_system(flow)
        for state in action.sources
    }


def _by_system(workflow: Workflow) -> list[Action]:
    return [action for action in workflow.actions.values() if SYSTEM in action.by]


def _asks(action: Action) -> bool:
    """A check fills in no form."""
    return any(ask.required for ask in action.asks)


def _moved(office: Office, who: Who, now: datetime, matter_id: str, action: str) -> bool:
    """Somebody may have been faster: then there is nothing left to do."""
    try:
        act(office, who, now, matter_id, action, facts={})
    except Refused:
        return False
    return True
