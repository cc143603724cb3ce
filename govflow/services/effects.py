"""The named effects of workflow actions, run in the transaction of the move itself."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Consultation, NetworkChoice, Request
from govflow.domain.deadline import window_closes
from govflow.domain.errors import NotYet
from govflow.domain.paper import Decision, Waiver
from govflow.domain.scope_rules import About
from govflow.engine.machine import Move
from govflow.services.cover import cover_rows
from govflow.services.invitations import invitation
from govflow.services.notices import tell, tell_officers, tell_roles
from govflow.services.office import Desk, new_id
from govflow.services.openings import carry_over
from govflow.services.packs import freeze
from govflow.services.review_effects import record_adoption, record_embedding, record_owner
from govflow.services.scope import proposals, rule_version
from govflow.store.log import stamp

Facts = Mapping[str, Any]
Effect = Callable[[Desk, Any, Facts, Move], dict[str, Any]]


def _titles(desk: Desk, case: PaperCase, step: Move) -> tuple[str, str]:
    """The titles of the action and of the state it leads to."""
    workflow = desk.workflow(case.paper.workflow, case.paper.workflow_version)
    return workflow.actions[step.action].title, workflow.states[step.to_state].title


def freeze_pack(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Freeze exactly what is served from here on."""
    version = freeze(desk, case.paper, note=_titles(desk, case, step)[0])
    return {"paper_version": version.number, "sha256": version.sha256}


def invite_networks(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Open the consultation: one request, with its own clock, for each network chosen."""
    planned = _round(case)
    if case.paper.latest is None:
        raise NotYet("The pack has not been frozen.")
    closes = window_closes(desk.now, planned.window_working_days, case.calendar, case.zone)
    planned.opened_at, planned.closes_at = desk.now, closes
    planned.paper_version_number = case.paper.latest.number
    for choice in planned.asked():
        planned.requests.append(_request(desk, case, planned, choice, closes))
    desk.work.session.flush()
    for request in planned.requests:
        _tell_invited(desk, case, request)
    return {
        "networks": [r.network_name for r in planned.requests],
        "no_chair": [r.network_name for r in planned.requests if r.delivery == "no_chair"],
        "left_out": [c.network_name for c in planned.choices if c.proposed and not c.asked],
        "window_working_days": planned.window_working_days,
        "closes_at": stamp(closes),
        "rule": planned.rule_version,
    }


def _request(
    desk: Desk, case: PaperCase, planned: Consultation, choice: NetworkChoice, closes: datetime
) -> Request:
    network = case.networks[choice.network_id]
    return Request(
        id=choice.id,  # known before it is sent: the preview's link is the link that is sent
        organisation_id=planned.organisation_id,
        consultation_id=planned.id,
        matter_id=planned.matter_id,
        network_id=network.id,
        network_name=network.name,
        invited_at=desk.now,
        closes_at=closes,
        delivery="sent" if network.chair_in_post(desk.today) else "no_chair",
    )


def _tell_invited(desk: Desk, case: PaperCase, request: Request) -> None:
    told = invitation(desk, case, request.network_name, request.id, request.closes_at)
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"invited:{request.id}",
        kind="invited",
        sentence=told.sentence,
        path=told.path,
        matter_id=case.paper.id,
    )


def record_waiver(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """A named person answers for asking nobody."""
    case.paper.waivers.append(
        Waiver(
            id=new_id(),
            organisation_id=case.paper.organisation_id,
            matter_id=case.paper.id,
            network_id=None,
            network_name="",
            reason=str(facts["reason"]),
            approved_by_id=desk.actor.id,
            approved_by_name=desk.actor.name,
            approved_at=desk.now,
        )
    )
    asked = case.consultation.asked() if case.consultation else []
    return {"not_consulted": [c.network_name for c in asked]}


def close_consultation(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Close the round; silence is written down as no reply."""
    round_ = _round(case)
    round_.closed_at = desk.now
    return {"outcomes": {r.network_name: r.status(desk.now) for r in round_.requests}}


def _round(case: PaperCase) -> Consultation:
    if case.consultation is None:
        raise NotYet("Choose the networks first.")
    return case.consultation


def close_requests(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Withdraw what is still open, and say so to the networks."""
    round_ = case.consultation
    open_ = [r for r in round_.requests if r.waits(desk.now)] if round_ else []
    outcome = _titles(desk, case, step)[1].lower()
    for request in open_:
        request.withdrawn_at = desk.now
        tell_officers(
            desk,
            case.networks[request.network_id],
            key=f"withdrawn:{request.id}",
            kind="withdrawn",
            sentence=f"“{case.paper.title}” no longer waits for you: {outcome}.",
            path=f"/requests/{request.id}",
            matter_id=case.paper.id,
        )
    if round_ and round_.opened_at and not round_.closed_at:
        round_.closed_at = desk.now
    return {"withdrawn": [r.network_name for r in open_]}


def print_cover(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Put into the record what the cover sheet says about the networks."""
    rows = cover_rows(case, desk.now)
    return {
        "cover": {row.network: row.status for row in rows},
        "unresolved_objections": [row.network for row in rows if row.objection],
    }


def record_decision(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Keep the decision with its attestation and minute reference."""
    version = case.paper.latest
    if version is None:
        raise NotYet("The pack has not been frozen.")
    made = Decision(
        id=new_id(),
        organisation_id=case.paper.organisation_id,
        matter_id=case.paper.id,
        outcome="urgent" if step.to_state == "decided_urgently" else step.to_state,
        text=str(facts.get("decision_text") or facts.get("reason") or ""),
        attestation=_attested(desk, case, step),
        minute_reference=str(facts.get("minute_reference") or ""),
        decided_at=desk.now,
        decided_by_id=desk.actor.id,
        decided_by_name=desk.actor.name,
        paper_version_number=version.number,
    )
    case.paper.decision = made
    case.paper.decision_id = made.id
    return {"decision": made.id, "decided_on_version": version.number}


def _attested(desk: Desk, case: PaperCase, step: Move) -> str:
    """The sentence that was ticked, with the name of who ticked it."""
    workflow = desk.workflow(case.paper.workflow, case.paper.workflow_version)
    asked = {ask.fact: ask.label for ask in workflow.actions[step.action].asks}
    return f"{asked['attestation']} — {desk.actor.name}"


def send_feedback(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Tell every network asked what was decided and what its words changed."""
    decision = _decision(case)
    decision.feedback = str(facts["feedback"])
    decision.feedback_sent_at = desk.now
    requests = case.consultation.requests if case.consultation else []
    for request in requests:
        tell_officers(
            desk,
            case.networks[request.network_id],
            key=f"feedback:{request.id}",
            kind="feedback",
            sentence=f"What became of what you said on “{case.paper.title}”.",
            path=f"/requests/{request.id}",
            matter_id=case.paper.id,
        )
    return {"networks": [r.network_name for r in requests]}


def _decision(case: PaperCase) -> Decision:
    if case.paper.decision is None:
        raise NotYet("No decision has been taken yet.")
    return case.paper.decision


def open_urgent_matter(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Carry the paper over into the chair's action procedure."""
    made = carry_over(desk, case.paper, "urgent_decision", urgency_reason=str(facts["reason"]))
    tell_roles(
        desk,
        ("equality_lead",),
        key=f"urgent:{made.id}",
        kind="urgent",
        sentence=f"An urgent decision is proposed on “{made.title}”: do you agree it is urgent?",
        path=f"/papers/{made.id}",
        matter_id=made.id,
    )
    return {"urgent_matter": made.id, "urgent_reference": made.reference}


def open_ordinary_matter(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """Put a paper whose urgency was refused back at the start of the ordinary course."""
    made = carry_over(desk, case.paper, "board_paper")
    tell(
        desk,
        [made.author_id],
        key=f"ordinary:{made.id}",
        kind="ordinary",
        sentence=f"“{made.title}” is not urgent and takes the ordinary course: submit it again.",
        path=f"/papers/{made.id}",
        matter_id=made.id,
    )
    return {"ordinary_matter": made.id, "ordinary_reference": made.reference}


def open_retrospective_consultation(
    desk: Desk, case: PaperCase, facts: Facts, step: Move
) -> dict[str, Any]:
    """Ask after the fact; recorded as retrospective, never as formative."""
    planned = Consultation(
        id=new_id(),
        organisation_id=case.paper.organisation_id,
        matter_id=case.paper.id,
        kind="retrospective",
        window_working_days=case.minimum_window(),
        rule_version=rule_version(desk),
        planned_at=desk.now,
    )
    for proposal in proposals(desk, About.of(case.paper.draft)):
        planned.choices.append(
            NetworkChoice(
                id=new_id(),
                organisation_id=planned.organisation_id,
                consultation_id=planned.id,
                network_id=proposal.network_id,
                network_name=proposal.network_name,
                proposed=proposal.proposed,
                why=proposal.why,
                asked=proposal.proposed,
            )
        )
    desk.work.add(planned)
    case.consultation = planned
    return invite_networks(desk, case, facts, step)


def record_ratification(desk: Desk, case: PaperCase, facts: Facts, step: Move) -> dict[str, Any]:
    """The formal meeting's word on an urgent decision."""
    decision = _decision(case)
    decision.ratified = step.to_state == "ratified"
    decision.ratification_minute = str(facts["minute_reference"])
    return {"ratified": decision.ratified}


EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        freeze_pack,
        invite_networks,
        record_waiver,
        close_consultation,
        close_requests,
        print_cover,
        record_decision,
        send_feedback,
        open_urgent_matter,
        open_ordinary_matter,
        open_retrospective_consultation,
        record_ratification,
        record_owner,
        record_adoption,
        record_embedding,
    )
}
