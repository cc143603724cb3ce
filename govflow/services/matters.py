"""Moves matters: loads the case, asks the engine, runs the named effects, records one event."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from govflow.domain.cases import AnyCase, PaperCase, ProcedureCase, ReviewCase
from govflow.domain.errors import NotFound, Refused
from govflow.domain.events import ActionRefused, MatterMoved
from govflow.domain.matter import Matter
from govflow.domain.paper import Paper
from govflow.domain.people import Actor
from govflow.domain.procedure import Procedure
from govflow.domain.review import Review
from govflow.engine import machine
from govflow.engine.machine import Offer
from govflow.engine.workflow import Workflow
from govflow.services.effects import EFFECTS
from govflow.services.given import SEALED_ELSEWHERE, person_facts, taken, told_openly
from govflow.services.office import Desk, Office, Who
from govflow.services.rewording import unasked
from govflow.services.waiting import tell_waiting
from govflow.store import matters, meetings, people

Facts = Mapping[str, Any]
UNRECORDED = SEALED_ELSEWHERE | {"actor_id"}


def case_of(desk: Desk, matter_id: str) -> AnyCase:
    """The matter with all that its guards look at; raises NotFound."""
    found = matters.matter(desk.work, matter_id)
    if isinstance(found, Paper):
        return _paper_case(desk, found)
    if isinstance(found, Procedure):
        return ProcedureCase(procedure=found, **_shared(desk, found))
    if not isinstance(found, Review):
        raise NotFound("There is no such matter.")
    count = len(people.networks(desk.work))
    return ReviewCase(review=found, network_count=count, **_shared(desk, found))


def _shared(desk: Desk, matter: Matter) -> dict[str, Any]:
    """What the cases of every kind of matter have."""
    return {
        "zone": desk.organisation.zone,
        "policy": desk.policy,
        "calendar": desk.calendar,
        "did": matters.who_did(desk.work, matter.id),
        "person_facts": person_facts(workflow_of(desk, matter)),
    }


def paper_case(desk: Desk, matter_id: str, *, with_words: bool = True) -> PaperCase:
    """The case of a paper; raises NotFound.

    Without its words, what networks said is read only when somebody looks for it.
    """
    return _paper_case(desk, matters.paper(desk.work, matter_id), with_words=with_words)


def _paper_case(desk: Desk, paper: Paper, *, with_words: bool = True) -> PaperCase:
    round_ = matters.consultation_of(desk.work, paper.id, with_words=with_words)
    return PaperCase(
        paper=paper,
        consultation=round_,
        unasked=partial(unasked, paper, round_),
        meeting=meetings.meeting(desk.work, paper.meeting_id) if paper.meeting_id else None,
        networks={n.id: n for n in people.networks(desk.work, invited_too=True)},
        coming_meetings=meetings.meetings(desk.work, after=desk.now),
        least_window=least_window(workflow_of(desk, paper)),
        **_shared(desk, paper),
    )


def least_window(workflow: Workflow) -> int:
    """The shortest window, in working days, that the workflow itself asks for; 0 for none."""
    needs = [need for action in workflow.actions.values() for need in action.needs]
    asked = [n.parameters.get("working_days", 0) for n in needs if n.guard == "minimum_window"]
    return max(asked, default=0)


def workflow_of(desk: Desk, matter: Matter) -> Workflow:
    """The workflow version the matter is pinned to."""
    return desk.workflow(matter.workflow, matter.workflow_version)


def offers(desk: Desk, case: AnyCase) -> list[Offer]:
    """Every action this person may take here, each with what still stands in its way."""
    facts = {"actor_id": desk.actor.id}
    workflow = workflow_of(desk, case.matter)
    return machine.offers(workflow, case, case.standing(desk.actor), facts, desk.now)


def move(desk: Desk, case: AnyCase, action: str, facts: Facts) -> Matter:
    """Move the matter inside the caller's transaction; raises Refused with sentences."""
    matter, workflow = case.matter, workflow_of(desk, case.matter)
    given = {**facts, "actor_id": desk.actor.id}
    standing = case.standing(desk.actor)
    step = machine.fire(workflow, case, action, standing, given, desk.now)
    asked = workflow.actions[action].asks
    taken_up = taken(desk, asked, facts)
    matter.facts = {**matter.facts, **taken_up.kept}
    details = told_openly(asked, facts)
    for effect in step.effects:
        details.update(EFFECTS[effect](desk, case, facts, step))
    target = workflow.states[step.to_state]
    desk.work.move(matter, to=step.to_state, decided=matter.decided or target.decision)
    desk.work.record(
        MatterMoved(
            action=action,
            past=workflow.actions[action].past,
            from_state=step.from_state,
            to_state=step.to_state,
            to_title=target.title,
            acted_as=next(r for r in workflow.actions[action].by if r in standing),
            details=details,
            kept=taken_up.open,
            given=taken_up.said,
            reason=str(facts.get("reason") or ""),
            statement="\n".join(filter(None, (_attested(facts), *taken_up.sealed))),
        ),
        desk.actor,
        matter,
    )
    if isinstance(matter, Procedure) or desk.actor.is_system:
        tell_waiting(desk, matter, target)
    return matter


def _attested(facts: Facts) -> str:
    return str(facts.get("attestation") or facts.get("feedback") or "")


def act(
    office: Office,
    who: Who,
    now: datetime,
    matter_id: str,
    action: str,
    *,
    facts: Facts,
    seen_version: int | None = None,
) -> None:
    """Take an action in its own transaction; a refusal is recorded too, then raised again."""
    try:
        with office.writing(who, now) as desk:
            case = case_of(desk, matter_id)
            desk.work.expect(case.matter, seen_version)
            move(desk, case, action, facts)
    except Refused as refusal:
        record_refusal(office, who, now, matter_id, action, refusal)
        raise


def record_refusal(
    office: Office, who: Who, now: datetime, matter_id: str, action: str, refusal: Refused
) -> None:
    """Keep that somebody tried, and the sentences that stood in the way."""
    with office.writing(who, now) as desk:
        matter = matters.matter(desk.work, matter_id)
        known = workflow_of(desk, matter).actions.get(action)
        event = ActionRefused(
            action=action[:64],
            action_title=known.title if known else action[:64],
            state=matter.state,
            why=" ".join(refusal.sentences),
        )
        desk.work.record(event, desk.actor, matter)


def may_edit(desk: Desk, case: PaperCase, actor: Actor) -> bool:
    """The author may edit whenever the paper waits for the author, and while networks read it.

    They read what was frozen: a new version reaches them when the secretary has judged it.
    """
    state = workflow_of(desk, case.paper).states[case.state]
    read = state.waits_for == "network_chair" and not case.paper.decided
    return (state.waits_for == "author" or read) and "author" in case.standing(actor)
