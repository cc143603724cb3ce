"""The Gunning evidence sheet of a paper: gathered from the record as stored, judged by nobody."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from govflow.domain.cases import PaperCase
from govflow.domain.deadline import local_day
from govflow.domain.errors import Invalid, WrongRole
from govflow.domain.events import EvidenceSheetExported
from govflow.domain.gunning import Record, Settling, Step, Test
from govflow.domain.gunning_after import considered
from govflow.domain.gunning_before import formative, informed
from govflow.domain.gunning_time import timely
from govflow.domain.paper import PaperVersion
from govflow.domain.people import ROLE_TITLES
from govflow.domain.policy import Policy, policy_on
from govflow.engine.workflow import Workflow
from govflow.services import consulted
from govflow.services.consulted import WIDE, Line, Wanted
from govflow.services.matters import least_window, paper_case, workflow_of
from govflow.services.office import Desk
from govflow.services.packs import pack_bytes
from govflow.store import gunning as stored
from govflow.store import meetings, trail
from govflow.store.gunning import Act

FORMS = {"text": "plain text", "json": "JSON"}
# The states of a paper that has been endorsed for the board, in every workflow of papers.
ENDORSED = frozenset({"ready", "issued"})
MOST_NETWORKS = 500
NOT_JUDGED = (
    "This sheet shows what is stored and what was compared. It does not say whether the law was "
    "kept: only people can judge that. What was never entered is not here."
)


@dataclass(frozen=True)
class Sheet:
    """Everything the sheet shows; `log_size` and `log_root` fix the trail it was drawn from."""

    case: PaperCase
    workflow: Workflow
    lines: tuple[Line, ...]
    tests: tuple[Test, ...]
    drawn_at: datetime
    log_size: int
    log_root: str

    @property
    def retrospective(self) -> bool:
        """Asked after an urgent decision."""
        return self.case.consultation is not None and self.case.consultation.retrospective


def sheet(desk: Desk, matter_id: str) -> Sheet:
    """The evidence of one paper; raises WrongRole and NotFound."""
    if not desk.actor.holds(*WIDE):
        raise WrongRole("Your roles do not include evidence sheets.")
    return drawn(desk, matter_id)


def drawn(desk: Desk, matter_id: str) -> Sheet:
    """The same for an evidence bundle, whoever makes it; raises NotFound."""
    case = paper_case(desk, matter_id)
    workflow = workflow_of(desk, case.paper)
    record = gathered(desk, case, workflow)
    lines, _ = consulted.page(desk, Wanted(matter_id=matter_id), limit=MOST_NETWORKS, offset=0)
    head = trail.head(desk.work)
    return Sheet(
        case=case,
        workflow=workflow,
        lines=tuple(lines),
        tests=(formative(record), informed(record), timely(record), considered(record)),
        drawn_at=desk.now,
        log_size=head.size,
        log_root=head.root,
    )


def gathered(desk: Desk, case: PaperCase, workflow: Workflow) -> Record:
    """All that the four tests look at."""
    acts = stored.acts(desk.work, case.paper.id)
    values = meetings.policy_values(desk.work)
    served, ratified = _served(case), _last_doing(acts, workflow, "record_ratification")
    decision = case.paper.decision
    from_at = ratified if case.paper.workflow == "urgent_decision" else None
    if from_at is None and decision and decision.outcome != "urgent":
        from_at = decision.decided_at

    def policy(at: datetime | None) -> Policy:
        return policy_on(values, local_day(at or desk.now, case.zone))

    opened = case.consultation.opened_at if case.consultation else None
    kind = served.document.kind if served else case.paper.draft.kind
    return Record(
        now=desk.now,
        zone=case.zone,
        calendar=case.calendar,
        paper=case.paper,
        round=case.consultation,
        served=served,
        hash_holds=_holds(served),
        settled=tuple(_settled(acts, workflow)),
        minimum_window=max(policy(opened).minimum_window_for(kind), least_window(workflow)),
        feedback_days=policy(from_at).feedback_days,
        feedback_from_at=from_at,
        cover_at=_last_doing(acts, workflow, "print_cover"),
        ratified_at=ratified,
        asked_again={a.facts["request"]: a.at for a in acts if a.action is None},
    )


def _served(case: PaperCase) -> PaperVersion | None:
    number = case.consultation.paper_version_number if case.consultation else None
    return case.paper.numbered(number) if number else None


def _holds(served: PaperVersion | None) -> bool | None:
    if served is None:
        return None
    return hashlib.sha256(pack_bytes(served)).hexdigest() == served.sha256


def _last_doing(acts: list[Act], workflow: Workflow, effect: str) -> datetime | None:
    """When an act with this effect was last taken."""
    return max((a.at for a in acts if effect in _effects(workflow, a)), default=None)


def _effects(workflow: Workflow, act: Act) -> tuple[str, ...]:
    action = workflow.actions.get(act.action or "")
    return tuple(action.does) if action else ()


def _settled(acts: list[Act], workflow: Workflow) -> Iterator[Step]:
    """Acts that froze the text for the board, endorsed or decided it; asking is none of these."""
    opened = False
    for act in acts:
        opened = opened or "invite_networks" in _effects(workflow, act)
        effects, target = _effects(workflow, act), workflow.states.get(act.to_state or "")
        freezes = "freeze_pack" in effects and "invite_networks" not in effects
        decides = "record_decision" in effects or bool(target and target.decision)
        told = (
            (Settling.FREEZE, freezes),
            (Settling.ENDORSEMENT, act.to_state in ENDORSED),
            (Settling.DECISION, decides),
        )
        how = tuple(settling for settling, so in told if so)
        if how:
            yield Step(act.at, _told(act), how, told_before=not opened)


def _told(act: Act) -> str:
    """The act by the role that allowed it; older events do not say which that was."""
    role = act.facts.get("acted_as", "")
    who = "a scheduled check" if role == "system" else f"the {ROLE_TITLES.get(role, role)}"
    return f"{who if role else 'somebody'} {act.facts['past']}"


def export(desk: Desk, matter_id: str, form: str) -> Sheet:
    """Record that the sheet is taken outside, and give it; raises WrongRole and others."""
    if form not in FORMS:
        raise Invalid({"form": "Choose plain text or JSON."})
    made = sheet(desk, matter_id)
    desk.work.record(EvidenceSheetExported(form=FORMS[form]), desk.actor, made.case.paper)
    return made


def as_data(made: Sheet) -> dict[str, Any]:
    """The sheet as plain values, for JSON."""
    paper = made.case.paper
    return {
        "sheet": "Gunning evidence",
        "paper": {
            "reference": paper.reference,
            "title": paper.title,
            "kind": made.workflow.title,
            "state": made.workflow.states[paper.state].title,
        },
        "retrospective": made.retrospective,
        "drawn_at": made.drawn_at.isoformat(),
        "trail": {"events": made.log_size, "root": made.log_root},
        "networks": [_network(line) for line in made.lines],
        "tests": [_test(test) for test in made.tests],
        "note": NOT_JUDGED,
    }


def _network(line: Line) -> dict[str, Any]:
    return {
        "network": line.row.network_name,
        "proposed_by_the_rule": line.row.proposed,
        "chosen_to_be_asked": line.row.asked,
        "outcome": line.heading,
        "position": line.position,
        "late": bool(line.row.late),
        "reason": line.reason,
        "by": line.by,
        "neither_consulted_nor_explained": line.missing,
    }


def _test(test: Test) -> dict[str, Any]:
    return {
        "test": test.title,
        "evidence": {each.name: list(each.said) for each in test.evidence},
        "checked": [
            {"what": check.asked, "found": check.title, "because": check.sentence}
            for check in test.checks
        ],
        "only_people_can_judge": test.judged_by_people,
    }


def as_text(made: Sheet) -> Iterator[str]:
    """The sheet as plain text, line by line."""
    paper = made.case.paper
    yield f"GUNNING EVIDENCE SHEET\n{paper.reference}  {paper.title}\n"
    yield f"{made.workflow.title}: {made.workflow.states[paper.state].title}\n"
    yield f"Drawn {made.drawn_at.isoformat()} from {made.log_size} events, root {made.log_root}\n"
    yield f"{NOT_JUDGED}\n\nNETWORKS IN SCOPE\n"
    for line in made.lines:
        told = [line.heading, line.position, "late" if line.row.late else "", line.reason, line.by]
        said = "; ".join(part for part in told if part)
        yield f"- {line.row.network_name or 'No network'}: {said} {line.missing}".rstrip() + "\n"
    for number, test in enumerate(made.tests, 1):
        yield from _test_as_text(number, test)


def _test_as_text(number: int, test: Test) -> Iterator[str]:
    yield f"\n{number}. {test.title.upper()}\n"
    yield "Evidence stored\n"
    for evidence in test.evidence:
        yield f"- {evidence.name}: {'; '.join(evidence.said)}\n"
    yield "Checked by the machine\n"
    for check in test.checks:
        yield f"- {check.asked}: {check.title}. {check.sentence}\n"
    yield f"Only people can judge\n- {test.judged_by_people}\n"
