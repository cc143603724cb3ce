"""Plays what authors, leads, the secretary and the chair do with each paper, step by step."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial

from govflow.demo import builder_changes, builder_files, builder_networks
from govflow.demo.builder_days import OPENING, Cue
from govflow.demo.builder_people import SECRETARY
from govflow.demo.builder_stage import Stage
from govflow.demo.content import revised_body
from govflow.demo.paper_shapes import Assessment, Paper
from govflow.domain import document
from govflow.domain.calendar import said
from govflow.domain.document import Document, EqualityImpactAssessment
from govflow.services import papers, planning
from govflow.services.papers import DraftChange
from govflow.services.planning import Plan
from govflow.store import matters as stored

Step = Callable[[Stage, Paper, datetime], None]

CHAIR, EQUALITY_LEAD, DEPUTY = "eleanor", "kwabena", "dafydd"
DECISIONS = {"approved": "approve", "not_approved": "not_approve", "noted": "note_paper"}
AFTER_THE_ITEM = time(11, 30)

NOTHING_CLOSED = "Nothing is closed: every part of this can still change."
PLAIN_QUESTIONS = (
    "Whom does this touch that we have not thought of?",
    "What would make it work for the people your network speaks for?",
)


def story(stage: Stage, paper: Paper) -> Iterator[Cue]:
    """Everything that happened to one paper; within a day in the order given here."""
    steps = paper.timeline.steps()
    yield from (_cue(stage, paper, name, day) for name, day in steps if name in BEFORE_REPLIES)
    yield from builder_networks.heard(stage, paper)
    yield from builder_networks.replied(stage, paper)
    yield from _revision(stage, paper)
    yield from (_cue(stage, paper, name, day) for name, day in steps if name not in BEFORE_REPLIES)
    yield from builder_networks.marked(stage, paper)


def _cue(stage: Stage, paper: Paper, name: str, offset: int) -> Cue:
    at_a_meeting = name in {"decided", "deferred"}
    not_before = AFTER_THE_ITEM if at_a_meeting else OPENING
    return Cue(stage.days.on(offset), partial(STEPS[name], stage, paper), not_before)


def _revision(stage: Stage, paper: Paper) -> Iterator[Cue]:
    if paper.urgent is None and revised_body(paper) != paper.body:
        day = paper.timeline.responded
        offset = builder_networks.STILL_REPLYING if day is None else day
        yield Cue(stage.days.on(offset), partial(_revised, stage, paper))


def text_of(stage: Stage, paper: Paper, body: str) -> Document:
    """The paper as its author writes it."""
    presenter = stage.content.people[paper.presenter].name if paper.presenter else ""
    return Document(
        title=paper.title,
        kind=paper.kind,
        purposes=paper.purposes,
        recommendations=paper.recommendations,
        topics=paper.topics,
        presenter=presenter,
        previously_considered=tuple(
            document.Considered(body=c.body, on=said(stage.days.on(c.day)), outcome=c.outcome)
            for c in paper.previously_considered
        ),
        strategic_objective=paper.strategic_objective,
        baf_references=paper.baf_references,
        financial_implications=paper.financial_implications,
        legal_implications=paper.legal_implications,
        quality_implications=paper.quality_implications,
        part=paper.part,
        private_reason=paper.private_reason,
        disclosure=paper.disclosure,
        summary=paper.summary,
        body=body,
        options=tuple(document.Option(**o.model_dump()) for o in paper.options),
        not_open=paper.not_open or (NOTHING_CLOSED if paper.summary else ""),
        questions_to_networks=paper.ask_networks or (PLAIN_QUESTIONS if paper.summary else ()),
        money_pounds=paper.money_pounds,
        staff_affected=paper.staff_affected,
        eia=_assessment(paper.eia),
    )


def _assessment(eia: Assessment) -> EqualityImpactAssessment:
    return EqualityImpactAssessment(**eia.model_dump())


def _save(stage: Stage, paper: Paper, at: datetime, body: str) -> None:
    meeting = paper.deferred_from or paper.meeting
    change = DraftChange(
        text_of(stage, paper, body),
        stage.people[paper.executive_lead],
        stage.meetings[meeting] if meeting else None,
    )
    with stage.desk(paper.author, at) as desk:
        papers.save_draft(desk, stage.papers[paper.key], change)


def _started(stage: Stage, paper: Paper, at: datetime) -> None:
    with stage.desk(paper.author, at) as desk:
        made = papers.start_paper(desk, Document(title=paper.title, kind=paper.kind))
    stage.papers[paper.key] = made.id
    _save(stage, paper, at, paper.body)
    for file in builder_files.files_of(paper.key):
        with stage.desk(paper.author, at) as desk:
            papers.attach(desk, made.id, file)


def _submitted(stage: Stage, paper: Paper, at: datetime) -> None:
    with stage.desk(paper.author, at) as desk:
        papers.submit(desk, stage.papers[paper.key])


def _chosen(stage: Stage, paper: Paper, at: datetime) -> None:
    asking = paper.consultation
    if asking is None:
        raise LookupError(f"{paper.key} has no consultation to plan.")
    asked = [r.network for r in asking.requests]
    _choose(stage, paper, at, asked, asking.left_out, asking.window)


def _choose_to_waive(stage: Stage, paper: Paper, at: datetime) -> None:
    """The rules propose as ever; then a named person answers for asking nobody."""
    _choose(stage, paper, at, stage.content.proposed(paper.topics), {}, 10)


def _choose(
    stage: Stage, paper: Paper, at: datetime, asked: list[str], left: dict[str, str], window: int
) -> None:
    plan = Plan(
        frozenset(stage.networks[key] for key in asked),
        {stage.networks[key]: reason for key, reason in left.items()},
        window,
        stage.meetings[paper.deferred_from or paper.meeting or ""],
    )
    with stage.desk(SECRETARY, at) as desk:
        planning.choose_networks(desk, stage.papers[paper.key], plan)


def _sent(stage: Stage, paper: Paper, at: datetime) -> None:
    stage.act(SECRETARY, at, stage.papers[paper.key], "send_to_networks", {})
    builder_networks.note_requests(stage, paper, at)


def _urgent(stage: Stage, paper: Paper, at: datetime) -> None:
    urgency = _urgency(paper)
    stage.act(CHAIR, at, stage.papers[paper.key], "declare_urgent", {"reason": urgency["reason"]})
    with stage.office.reading(stage.who(CHAIR), at) as desk:
        known = set(stage.urgent.values())
        found = [line.id for line in stored.lines(desk.work) if line.workflow == "urgent_decision"]
    stage.urgent[paper.key] = next(each for each in found if each not in known)


def _urgency(paper: Paper) -> dict[str, str]:
    if paper.urgent is None:
        raise LookupError(f"{paper.key} has no words for its urgency.")
    return dict(paper.urgent.model_dump())


def _agreed(stage: Stage, paper: Paper, at: datetime) -> None:
    facts = {"reason": _urgency(paper)["agreed_reason"]}
    stage.act(EQUALITY_LEAD, at, stage.urgent[paper.key], "agree_urgency", facts)


def _taken(stage: Stage, paper: Paper, at: datetime) -> None:
    said_then = _urgency(paper)
    facts = {
        "reason": said_then["taken_reason"],
        "attestation": said_then["attestation"],
        "decision_text": said_then["decision_text"],
    }
    stage.act(CHAIR, at, stage.urgent[paper.key], "take_decision", facts)
    builder_networks.note_requests(stage, paper, at)


def _revised(stage: Stage, paper: Paper, at: datetime) -> None:
    """The text with every change promised in a reply, frozen when the replies are finished."""
    _save(stage, paper, at, revised_body(paper))
    if paper.timeline.responded is not None:
        with stage.desk(paper.author, at) as desk:
            papers.make_version(
                desk, stage.papers[paper.key], note="As changed after the networks' comments."
            )


def _responded(stage: Stage, paper: Paper, at: datetime) -> None:
    stage.act(paper.author, at, stage.papers[paper.key], "finish_responses", {})


def _deferred(stage: Stage, paper: Paper, at: datetime) -> None:
    matter = stage.papers[paper.key]
    stage.act(CHAIR, at, matter, "defer", {"reason": paper.deferred_reason})
    with stage.desk(SECRETARY, at) as desk:
        papers.choose_meeting(desk, matter, stage.meetings[paper.meeting or ""])


def _decided(stage: Stage, paper: Paper, at: datetime) -> None:
    decision = paper.decision
    if decision is None:
        raise LookupError(f"{paper.key} has no words for its decision.")
    facts = {
        "attestation": decision.attestation,
        "minute_reference": decision.minute_reference,
        "decision_text": decision.text,
    }
    stage.act(CHAIR, at, stage.papers[paper.key], DECISIONS[decision.outcome], facts)


def _acts(action: str, by: str, **fields: str) -> Step:
    """A step that is one action of the workflow; `fields` name what the paper says of it.

    `by` is somebody's key, or `author` or `executive_lead` of the paper.
    """

    def step(stage: Stage, paper: Paper, at: datetime) -> None:
        facts = {fact: str(getattr(paper, name)) for fact, name in fields.items()}
        who = str(getattr(paper, by, by))
        stage.act(who, at, stage.matter(paper), action, facts)

    return step


def _waived(stage: Stage, paper: Paper, at: datetime) -> None:
    _choose_to_waive(stage, paper, at)
    reason = paper.waiver.reason if paper.waiver else ""
    stage.act(CHAIR, at, stage.papers[paper.key], "waive_consultation", {"reason": reason})


BEFORE_REPLIES = frozenset(
    {
        *("started", "submitted", "returned", "resubmitted", "chosen", "waived", "sent"),
        *("urgent", "agreed", "taken"),
    }
)
STEPS: dict[str, Step] = {
    "started": _started,
    "submitted": _submitted,
    "returned": _acts("return_to_author", SECRETARY, reason="returned_reason"),
    "resubmitted": _submitted,
    "chosen": _chosen,
    "waived": _waived,
    "urgent": _urgent,
    "agreed": _agreed,
    "taken": _taken,
    "sent": _sent,
    "closed": _acts("close_consultation", DEPUTY),
    "withdrawn": _acts("withdraw", "author", reason="withdrawn_reason"),
    "responded": _responded,
    "responses_returned": _acts(
        "return_responses", "executive_lead", reason="responses_returned_reason"
    ),
    "accepted": _acts("accept_responses", "executive_lead"),
    "issued": builder_changes.judged_and_issued,
    "deferred": _deferred,
    "decided": _decided,
    "feedback": _acts("send_feedback", DEPUTY, feedback="feedback"),
}
