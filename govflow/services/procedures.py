"""Matters begun from a form: what this person may start, open and see, of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from govflow.domain.cases import OPENER, AnyCase, PaperCase, ProcedureCase, ReviewCase
from govflow.domain.deadline import Deadline
from govflow.domain.errors import NotFound, WrongRole
from govflow.domain.events import MatterOpened
from govflow.domain.matter import Matter
from govflow.domain.people import Role
from govflow.domain.procedure import Procedure
from govflow.engine import prover
from govflow.engine.machine import Offer
from govflow.engine.prover import Proof
from govflow.engine.words import listed, lowered, the
from govflow.engine.workflow import Ask, State, Workflow
from govflow.services.given import Given, eligible, facts_said, taken
from govflow.services.matter_lines import (
    MatterLine,
    acting_roles,
    listing,
    waits_for_title,
)
from govflow.services.matters import case_of, offers, workflow_of
from govflow.services.office import Desk, new_id
from govflow.services.openings import new_paper
from govflow.services.papers import may_read
from govflow.services.timeline import Told, path_of, timeline
from govflow.services.waiting import path_to, tell_waiting
from govflow.store import matters, people

__all__ = [
    "MatterLine",
    "MatterPage",
    "listing",
    "open_matter",
    "page",
    "people_for",
    "readable",
    "startable",
]
READS_REVIEWS = (
    Role.SECRETARY,
    Role.BOARD_CHAIR,
    Role.EQUALITY_LEAD,
    Role.AUDITOR,
    Role.NETWORK_CHAIR,
    Role.OVERSIGHT,
)


@dataclass(frozen=True, kw_only=True)
class MatterPage:
    """One matter as this reader may see it; `continues` is the path and reference of another."""

    matter: Matter
    workflow: Workflow
    state: State
    deadline: Deadline | None
    waits_for: str
    offers: list[Offer]
    facts: list[tuple[str, str]]
    timeline: list[Told]
    visited: tuple[str, ...]
    proofs: list[Proof]
    continues: tuple[str, str] | None
    is_paper: bool


def startable(desk: Desk) -> list[Workflow]:
    """The newest version of each workflow that this person may begin from its form."""
    newest = {each.key: each for each in desk.office.workflows.all()}
    return [each for each in newest.values() if each.opens and desk.actor.holds(*each.opens.by)]


def people_for(desk: Desk, ask: Ask) -> list[tuple[str, str]]:
    """Whom a person's field offers, as id and "Name, job title"."""
    return [(p.id, ", ".join(filter(None, (p.name, p.job_title)))) for p in eligible(desk, ask)]


def open_matter(desk: Desk, key: str, facts: Mapping[str, Any]) -> Matter:
    """Begin a matter from its workflow's form; raises NotFound, WrongRole, Invalid by fact."""
    workflow = desk.workflow(key)
    opens = workflow.opens
    if opens is None:
        raise NotFound(f"“{workflow.title}” is not begun from a form.")
    if not desk.actor.holds(*opens.by):
        who = listed([the(workflow.role_title(role)) for role in opens.by], "or")
        raise WrongRole(f"Only {who} may {lowered(opens.title)}.")
    given = taken(desk, opens.asks, facts, keep_all=True)
    title = str(given.facts.get(opens.titled) or workflow.title)
    made = _made(desk, workflow, given, title)
    made.facts = dict(given.kept)
    desk.work.add(made)
    desk.work.record(
        MatterOpened(
            workflow=workflow.key,
            workflow_title=workflow.title,
            reference=made.reference,
            kept=given.open,
            given=given.said,
            title=title,
            statement="\n".join(given.sealed),
        ),
        desk.actor,
        made,
    )
    tell_waiting(desk, made, workflow.states[made.state])
    return made


def _made(desk: Desk, workflow: Workflow, given: Given, title: str) -> Matter:
    if workflow.matter == "paper":
        author_id = given.kept.get("author") or desk.actor.id
        author = people.person(desk.work, author_id)
        return new_paper(desk, workflow, author_id=author.id, author_name=author.name, title=title)
    return Procedure(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        kind="procedure",
        workflow=workflow.key,
        workflow_version=workflow.version,
        workflow_hash=workflow.content_hash,
        state=workflow.initial,
        state_since_at=desk.now,
        version=1,
        reference=matters.next_reference(desk.work, desk.today.year),
        title=title,
        created_at=desk.now,
        opened_by_id=desk.actor.id,
        opened_by_name=desk.actor.name,
    )


def readable(desk: Desk, matter_id: str) -> AnyCase:
    """The matter's case; raises NotFound, or WrongRole when it is not this person's to read."""
    case = case_of(desk, matter_id)
    if not _may_read(desk, case):
        raise WrongRole("This matter is not open to you.")
    return case


def _may_read(desk: Desk, case: AnyCase) -> bool:
    """A procedure is read by whoever acts on it or is waited for, its opener, and auditors."""
    match case:
        case PaperCase():
            return may_read(desk, case)
        case ReviewCase():
            return desk.actor.holds(*READS_REVIEWS)
        case ProcedureCase():
            wanted = {*acting_roles(workflow_of(desk, case.matter)), OPENER, Role.AUDITOR}
            return bool(wanted & case.standing(desk.actor))


def page(desk: Desk, matter_id: str) -> MatterPage:
    """Everything about one matter that this reader may see; raises NotFound and WrongRole."""
    case = readable(desk, matter_id)
    matter, workflow = case.matter, workflow_of(desk, case.matter)
    state = workflow.states[case.state]
    return MatterPage(
        matter=matter,
        workflow=workflow,
        state=state,
        deadline=case.deadline(state.deadline),
        waits_for=waits_for_title(workflow, state, matter),
        offers=offers(desk, case),
        facts=facts_said(workflow, matter.facts),
        timeline=_told(desk, case),
        visited=path_of(desk, matter.id) or (matter.state,),
        proofs=prover.prove(workflow),
        continues=_continues(desk, matter),
        is_paper=isinstance(case, PaperCase),
    )


def _told(desk: Desk, case: AnyCase) -> list[Told]:
    """A network's officer reads a paper's trail without what other networks said."""
    if isinstance(case, PaperCase) and not may_read(desk, case, as_officer=False):
        own = frozenset(r.network_name for r in case.asked_networks(desk.actor, desk.today))
        return timeline(desk, case.matter.id, networks=own)
    return timeline(desk, case.matter.id)


def _continues(desk: Desk, matter: Matter) -> tuple[str, str] | None:
    if matter.continues_matter_id is None:
        return None
    earlier = matters.matter(desk.work, matter.continues_matter_id)
    return path_to(earlier.kind, earlier.id), earlier.reference
