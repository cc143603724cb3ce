"""Every matter a person may see, of whatever kind, as lines that say whom each waits for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from govflow.domain.cases import OPENER, ProcedureCase, ReviewCase
from govflow.domain.deadline import Deadline
from govflow.domain.matter import Matter
from govflow.domain.people import Role
from govflow.domain.procedure import Procedure
from govflow.engine.vocabulary import SYSTEM
from govflow.engine.words import the
from govflow.engine.workflow import State, Workflow
from govflow.services.given import NAMED, person_facts
from govflow.services.listing import Item, Lister
from govflow.services.office import Desk
from govflow.services.waiting import path_to
from govflow.store import matter_lists, matters
from govflow.store.lines import lines

MOST = 500
WIDE = (Role.SECRETARY, Role.BOARD_CHAIR, Role.EQUALITY_LEAD, Role.AUDITOR)


@dataclass(frozen=True, kw_only=True)
class MatterLine:
    """One matter in a list; `mine` says that it waits for this reader."""

    id: str
    reference: str
    title: str
    workflow_key: str
    workflow_title: str
    state: str
    state_title: str
    waits_for_title: str
    deadline: Deadline | None
    mine: bool
    path: str


def acting_roles(workflow: Workflow) -> frozenset[str]:
    """The roles that act on such a matter or are waited for; whoever only may begin one is none."""
    waited = {state.waits_for for state in workflow.states.values() if state.waits_for}
    acting = {role for action in workflow.actions.values() for role in action.by}
    return frozenset((waited | acting) - {SYSTEM})


def waits_for_title(workflow: Workflow, state: State, matter: Matter) -> str:
    """Whom the matter waits for, with the name where the matter names one; empty at an end."""
    role = state.waits_for or ""
    if not role:
        return ""
    names = {
        "author": getattr(matter, "author_name", ""),
        "executive_lead": getattr(matter, "executive_lead_name", ""),
        OPENER: getattr(matter, "opened_by_name", ""),
    }
    name = matter.facts.get(f"{role}{NAMED}") or names.get(role, "")
    return f"{the(workflow.role_title(role))}{f', {name}' if name else ''}"


def listing(desk: Desk, *, waiting_only: bool = False, workflow: str = "") -> list[MatterLine]:
    """What this person may see, what waits for them first; ended matters come last."""
    found = [*_papers(desk, workflow), *_reviews(desk, workflow), *_procedures(desk, workflow)]
    wanted = [line for line in found if line.mine or not waiting_only]
    return sorted(wanted, key=lambda line: (not line.mine, not line.waits_for_title, line.path[:3]))


def _papers(desk: Desk, key: str) -> Iterator[MatterLine]:
    """Papers: all of them for those who oversee, else one's own and what one's network was asked.

    Papers past their end are found on the board and in the auditor's list, not here.
    """
    asked = matter_lists.asked_of(desk.work, desk.actor.id, desk.today)
    wanted = matter_lists.PapersWanted(
        places=_moving(desk, key),
        person_id="" if desk.actor.holds(*WIDE) else desk.actor.id,
        asked=asked,
    )
    ids = matter_lists.papers(desk.work, wanted, limit=MOST)
    lister = Lister(desk)
    for line in lines(desk.work, among=ids) if ids else ():
        yield _paper_line(desk, lister.item(line), asked)


def _moving(desk: Desk, key: str) -> list[tuple[str, str]]:
    """Every workflow and state in which a paper is still on its way."""
    return [
        (flow.key, state.name)
        for flow in desk.office.workflows.all()
        if flow.matter == "paper" and key in ("", flow.key)
        for state in flow.states.values()
        if not state.final
    ]


def _paper_line(desk: Desk, item: Item, asked: frozenset[str]) -> MatterLine:
    line, me = item.line, desk.actor
    workflow = desk.workflow(line.workflow, line.workflow_version)
    own = {"author": line.author_id, "executive_lead": line.executive_lead_id}
    role = item.state.waits_for or ""
    mine = me.id == own[role] if role in own else me.holds(role)
    return MatterLine(
        id=line.id,
        reference=line.reference,
        title=line.title,
        workflow_key=line.workflow,
        workflow_title=workflow.title,
        state=line.state,
        state_title=item.state.title,
        waits_for_title=item.waits_for,
        deadline=item.deadline,
        mine=line.id in asked if role == Role.NETWORK_CHAIR else mine,
        path=path_to("paper", line.id),
    )


def _reviews(desk: Desk, key: str) -> Iterator[MatterLine]:
    if not desk.actor.holds(*WIDE):
        return
    for review in matters.reviews(desk.work):
        if key in ("", review.workflow):
            yield _line(desk, ReviewCase(review=review, **shared(desk)))


def _procedures(desk: Desk, key: str) -> Iterator[MatterLine]:
    """The newest first, as many as a page can hold."""
    flows = {each.key: each for each in desk.office.workflows.all() if each.matter == "procedure"}
    open_to_me = {
        each.key
        for each in flows.values()
        if {*acting_roles(each), Role.AUDITOR} & (desk.actor.roles - person_facts(each))
    }
    named: frozenset[str] = frozenset().union(*map(person_facts, flows.values()))
    wanted = matter_lists.ProceduresWanted(
        workflow=key, all_of=frozenset(open_to_me), person_id=desk.actor.id, named_in=named
    )
    for procedure in matter_lists.procedures(desk.work, wanted, limit=MOST):
        yield _line(desk, procedure_case(desk, procedure))


def procedure_case(desk: Desk, procedure: Procedure) -> ProcedureCase:
    """The case of a procedure, without who did what."""
    flow = desk.workflow(procedure.workflow, procedure.workflow_version)
    return ProcedureCase(procedure=procedure, person_facts=person_facts(flow), **shared(desk))


def shared(desk: Desk) -> dict[str, Any]:
    """What every case of one desk has in common."""
    return {
        "zone": desk.organisation.zone,
        "policy": desk.policy,
        "calendar": desk.calendar,
    }


def _line(desk: Desk, case: ProcedureCase | ReviewCase) -> MatterLine:
    matter = case.matter
    workflow = desk.workflow(matter.workflow, matter.workflow_version)
    state = workflow.states[matter.state]
    return MatterLine(
        id=matter.id,
        reference=matter.reference,
        title=matter.title,
        workflow_key=workflow.key,
        workflow_title=workflow.title,
        state=state.name,
        state_title=state.title,
        waits_for_title=waits_for_title(workflow, state, matter),
        deadline=case.deadline(state.deadline),
        mine=state.waits_for in case.standing(desk.actor),
        path=path_to(matter.kind, matter.id),
    )
