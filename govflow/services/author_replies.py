"""What the networks said on one paper, as its author answers it: grouped, counted, never named."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from govflow.domain.anchoring import Landing
from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Comment, Reply, Request
from govflow.domain.deadline import Deadline
from govflow.domain.errors import NotFound, NotYet, WrongRole
from govflow.domain.influence import CopiedReply, copied_replies
from govflow.domain.joint import Part, parts_of
from govflow.domain.pauses import Question
from govflow.domain.people import Role
from govflow.engine.machine import Offer
from govflow.engine.workflow import State
from govflow.services import anchored, papers, replying
from govflow.services.author_writing import sent_back
from govflow.services.matters import may_edit, offers, workflow_of
from govflow.services.office import Desk
from govflow.services.packs import attached
from govflow.store import joint, matters
from govflow.store.log import Entry

FINISH = "finish_responses"


@dataclass(frozen=True)
class Paragraph:
    """One place of the paper as it was served, and what a network said there."""

    anchor: str
    quote: str
    comments: list[Comment]


@dataclass(frozen=True)
class Voice:
    """One network's position, questions and comments, the latter in the paper's own order."""

    request: Request
    paragraphs: list[Paragraph]


@dataclass(frozen=True)
class RepliesPage:
    """Everything the page shows; `author` says whether this reader gives the replies.

    `since` says where each comment stands in the newest version, if the networks saw an older one.
    """

    case: PaperCase
    state: State
    voices: list[Voice]
    author: bool
    lead: bool
    may_reply: bool
    may_change: bool
    finish: Offer | None
    unfrozen: bool
    sent_back: Entry | None
    since: dict[str, Landing]
    joint_parts: dict[str, Part]

    @property
    def comments(self) -> list[Comment]:
        """Every comment, in the order of the page."""
        return [c for voice in self.voices for p in voice.paragraphs for c in p.comments]

    def leaf(self, first: int, size: int) -> list[Voice]:
        """The voices with only the comments from number `first` (of 0) on, `size` of them.

        Positions and questions stand where a network's first comment would.
        """
        found, before = [], 0
        for voice in self.voices:
            said = [(p, c) for p in voice.paragraphs for c in p.comments]
            mine = said[max(0, first - before) : max(0, first + size - before)]
            if mine or first <= before < first + size:
                found.append(Voice(voice.request, _regrouped(mine)))
            before += len(said)
        return found

    @property
    def unanswered(self) -> list[Comment]:
        """Those that have no reply."""
        return [comment for comment in self.comments if comment.reply is None]

    @property
    def copied(self) -> list[CopiedReply]:
        """Replies that stand in the same words under many comments; for whoever did not write."""
        return [] if self.author else copied_replies(self.comments)

    @property
    def questions(self) -> list[Question]:
        """Questions that have no answer."""
        asked = [q for voice in self.voices for q in voice.request.questions]
        return [question for question in asked if question.answered_at is None]

    @property
    def deadline(self) -> Deadline | None:
        """The deadline of the state the paper is in."""
        return self.case.deadline(self.state.deadline)

    @property
    def served(self) -> int:
        """The number of the version the networks were sent, or 0."""
        round_ = self.case.consultation
        return (round_.paper_version_number if round_ else None) or 0

    @property
    def newest(self) -> int:
        """The number of the newest version, or 0."""
        latest = self.case.paper.latest
        return latest.number if latest else 0


def replies_page(desk: Desk, matter_id: str) -> RepliesPage:
    """The paper's comments for its author, lead or secretary; raises NotFound and WrongRole."""
    case = papers.readable(desk, matter_id)
    paper, me = case.paper, desk.actor
    author, lead = paper.author_id == me.id, paper.executive_lead_id == me.id
    if not (author or lead or me.holds(Role.SECRETARY)):
        raise WrongRole("Only the author, the executive lead and the secretary answer comments.")
    state = workflow_of(desk, paper).states[case.state]
    requests = case.consultation.requests if case.consultation else []
    said = [comment for request in requests for comment in request.comments]
    latest = paper.latest
    newer = latest and any(comment.version_number < latest.number for comment in said)
    return RepliesPage(
        case=case,
        state=state,
        voices=[Voice(request, _paragraphs(request.comments)) for request in requests],
        author=author,
        lead=lead,
        may_reply=author and not state.final,
        may_change=may_edit(desk, case, me),
        finish=next((o for o in offers(desk, case) if o.action == FINISH), None),
        unfrozen=_unfrozen(case),
        sent_back=sent_back(desk, paper) if state.waits_for == Role.AUTHOR else None,
        since=anchored.stand(paper, said, latest) if latest and newer else {},
        joint_parts=parts_of(joint.sent_on(desk.work, paper.id)),
    )


def _paragraphs(comments: Iterable[Comment]) -> list[Paragraph]:
    """Comments on the whole paper first, then paragraph by paragraph as the paper reads."""
    ordered = sorted(comments, key=lambda c: (_place(c.anchor), c.quote))
    return [
        Paragraph(anchor, quote, list(found))
        for (anchor, quote), found in groupby(ordered, key=lambda c: (c.anchor, c.quote))
    ]


def _regrouped(said: list[tuple[Paragraph, Comment]]) -> list[Paragraph]:
    return [
        Paragraph(anchor, quote, [comment for _, comment in group])
        for (anchor, quote), group in groupby(
            said, key=lambda each: (each[0].anchor, each[0].quote)
        )
    ]


def _place(anchor: str) -> int:
    number = anchor.removeprefix("p-")
    return int(number) if number.isdigit() else 0


def _unfrozen(case: PaperCase) -> bool:
    """Whether the working copy or its files say something that no version says yet."""
    latest = case.paper.latest
    if latest is None:
        return False
    return latest.document != case.paper.draft or latest.attachments != attached(case.paper)


@dataclass(frozen=True)
class Answer:
    """What the author's form gives for one comment."""

    outcome: str
    reason: str
    changed_paragraph: str


def reply(desk: Desk, matter_id: str, comment_id: str, answer: Answer) -> Reply:
    """Reply to a comment on this paper; raises Refused and Invalid."""
    if matters.comment(desk.work, comment_id).matter_id != matter_id:
        raise NotFound("There is no such comment.")
    return replying.reply(
        desk,
        comment_id,
        outcome=answer.outcome,
        reason=answer.reason,
        changed_paragraph=answer.changed_paragraph,
    )


def answer_question(desk: Desk, matter_id: str, question_id: str, text: str) -> str:
    """Answer a question about this paper; gives the network's name. Raises Refused, Invalid."""
    page = replies_page(desk, matter_id)
    for voice in page.voices:
        if any(question.id == question_id for question in voice.request.questions):
            if not page.may_reply:
                raise NotYet("Questions can no longer be answered on this paper.")
            replying.answer_question(desk, voice.request.id, question_id, text=text)
            return voice.request.network_name
    raise NotFound("There is no such question.")
