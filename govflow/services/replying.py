"""What the author owes the networks: answered questions and a reasoned reply to each comment."""

from govflow.domain.consultation import OUTCOMES, Comment, Reply
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import CommentAnswered, QuestionAnswered
from govflow.domain.people import Role
from govflow.services import pausing
from govflow.services.consulting import LONGEST_TEXT
from govflow.services.matters import paper_case, workflow_of
from govflow.services.notices import tell_officers
from govflow.services.office import Desk, new_id
from govflow.store import matters

CHANGING = frozenset({"accepted", "partly"})


def reply(
    desk: Desk, comment_id: str, *, outcome: str, reason: str, changed_paragraph: str = ""
) -> Reply:
    """Reply to one comment; raises Invalid naming each missing part, and Refused."""
    comment = matters.comment(desk.work, comment_id)
    request = matters.request(desk.work, comment.request_id, with_words=False)
    case = paper_case(desk, request.matter_id, with_words=False)
    if case.paper.author_id != desk.actor.id:
        raise WrongRole("Only the paper's author may reply to comments.")
    state = workflow_of(desk, case.paper).states[case.state]
    if state.final:
        raise NotYet("This paper is closed: replies can no longer be given.")
    due = case.deadline(state.deadline)
    _check(outcome, reason, changed_paragraph)
    made = _set(desk, comment, outcome, reason.strip(), changed_paragraph.strip())
    event = CommentAnswered(
        request=request.id,
        comment=comment_id,
        asked_by=f"the {request.network_name}",
        outcome=outcome,
        outcome_title=OUTCOMES[outcome].lower(),
        late=due is not None and desk.now > due.instant_at,
        reason=made.reason,
        changed_paragraph=made.changed_paragraph,
    )
    seq = desk.work.record(event, desk.actor, case.paper)
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"reply:{comment_id}:{seq}",
        kind="reply",
        sentence=f"The author replied to your comment on “{case.paper.title}”.",
        path=f"/requests/{request.id}",
        matter_id=case.paper.id,
    )
    return made


def _check(outcome: str, reason: str, changed_paragraph: str) -> None:
    problems: dict[str, str] = {}
    if outcome not in OUTCOMES:
        problems["outcome"] = "Choose what became of the comment."
    if not reason.strip():
        problems["reason"] = "Give the reason for your reply."
    if outcome in CHANGING and not changed_paragraph.strip():
        problems["changed_paragraph"] = "Give the paragraph as it now reads."
    for name, text in (("reason", reason), ("changed_paragraph", changed_paragraph)):
        if len(text) > LONGEST_TEXT:
            problems[name] = f"The text must be {LONGEST_TEXT:,} characters or fewer."
    if problems:
        raise Invalid(problems)


def _set(desk: Desk, comment: Comment, outcome: str, reason: str, changed: str) -> Reply:
    if comment.reply is None:
        comment.reply = Reply(
            id=new_id(),
            organisation_id=comment.organisation_id,
            comment_id=comment.id,
            outcome=outcome,
            reason=reason,
            changed_paragraph=changed,
            replied_at=desk.now,
            replied_by_name=desk.actor.name,
        )
        return comment.reply
    # A new reply has not been judged by the network yet; the trail keeps the old one.
    made = comment.reply
    made.outcome, made.reason, made.changed_paragraph = outcome, reason, changed
    made.replied_at, made.replied_by_name = desk.now, desk.actor.name
    made.answers_point, made.marked_at = None, None
    return made


def answer_question(desk: Desk, request_id: str, question_id: str, *, text: str) -> None:
    """Answer a network's question; raises Refused and Invalid."""
    request = matters.request(desk.work, request_id)
    case = paper_case(desk, request.matter_id)
    if case.paper.author_id != desk.actor.id and not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the author or the company secretary may answer a question.")
    found = next((q for q in request.questions if q.id == question_id), None)
    if found is None:
        raise NotFound("There is no such question.")
    if found.answered_at is not None:
        raise NotYet("This question has been answered already.")
    if not text.strip():
        raise Invalid({"answer": "Write the answer."})
    if len(text) > LONGEST_TEXT:
        raise Invalid({"answer": f"The text must be {LONGEST_TEXT:,} characters or fewer."})
    found.answer, found.answered_at = text.strip(), desk.now
    found.answered_by_name = desk.actor.name
    event = QuestionAnswered(
        request=request.id, asked_by=f"the {request.network_name}", text=found.answer
    )
    desk.work.record(event, desk.actor, case.paper)
    pausing.answered(desk, case, request, question_id, "The question was answered.")
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"answer:{question_id}",
        kind="answer",
        sentence=f"Your question on “{case.paper.title}” has an answer.",
        path=f"/requests/{request.id}",
        matter_id=case.paper.id,
    )
