"""Plays what the networks say of each paper, what the author answers, and the networks' marks."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from govflow.demo.builder_days import Cue
from govflow.demo.builder_stage import Stage
from govflow.demo.content import normal
from govflow.demo.paper_shapes import Comment, Extension, Paper, Question, Request
from govflow.domain.consultation import Request as Asked
from govflow.domain.errors import NotYet
from govflow.services import consulting, marking, planning, replying
from govflow.text import anchors

SECRETARY, CHAIR = "dafydd", "eleanor"
# A paper whose author is still answering: replies came two days ago, marks yesterday.
STILL_REPLYING, STILL_MARKING = -2, -1
RETROSPECTIVE_REPLIES_AFTER = 3


def note_requests(stage: Stage, paper: Paper, at: datetime) -> None:
    """Remember which request went to which network."""
    keys = {made: key for key, made in stage.networks.items()}
    round_ = stage.case(stage.matter(paper), at).consultation
    for request in round_.requests if round_ else ():
        stage.requests[paper.key, keys[request.network_id]] = request.id


def heard(stage: Stage, paper: Paper) -> Iterator[Cue]:
    """Everything the networks asked and said, and what came back before the window closed."""
    opened = paper.opened
    if paper.consultation is None or opened is None:
        return
    for request in paper.consultation.requests:
        for day, act in _of_request(paper, request):
            offset = opened + day
            yield Cue(stage.days.on(offset), partial(act, stage, offset))


def _of_request(paper: Paper, request: Request) -> Iterator[tuple[int, partial[None]]]:
    if request.acknowledged is not None:
        yield request.acknowledged, partial(_acknowledged, paper, request)
    for number, question in enumerate(request.questions):
        yield question.day, partial(_asked, paper, request, question)
        if question.answer_day is not None:
            yield question.answer_day, partial(_told, paper, request, number, question)
    if request.extension is not None:
        yield from _extension(paper, request, request.extension)
    for number, comment in enumerate(request.comments):
        yield comment.day, partial(_commented, paper, request, number, comment)
    if request.day is not None:
        yield request.day, partial(_positioned, paper, request)
    if request.waived is not None:
        yield request.waived.day, partial(_close_refused, paper, request)
        yield request.waived.day, partial(_waived, paper, request)


def _extension(
    paper: Paper, request: Request, extension: Extension
) -> Iterator[tuple[int, partial[None]]]:
    yield extension.day, partial(_more_time, paper, request, extension)
    if extension.answer_day is not None:
        yield extension.answer_day, partial(_time_answered, paper, request, extension)


# Each act below: the paper and request it is about, then the stage, the offset and the instant.


def _acknowledged(paper: Paper, request: Request, stage: Stage, offset: int, at: datetime) -> None:
    with stage.desk(stage.speaker(request.network, offset), at) as desk:
        consulting.acknowledge(desk, stage.requests[paper.key, request.network])


def _asked(
    paper: Paper, request: Request, question: Question, stage: Stage, offset: int, at: datetime
) -> None:
    with stage.desk(stage.speaker(request.network, offset), at) as desk:
        consulting.ask_question(
            desk, stage.requests[paper.key, request.network], text=question.text
        )


def _told(
    paper: Paper,
    request: Request,
    number: int,
    question: Question,
    stage: Stage,
    offset: int,
    at: datetime,
) -> None:
    held = _request_of(stage, paper, request, at)
    questions = sorted(held.questions, key=lambda q: q.asked_at)
    with stage.desk(paper.author, at) as desk:
        replying.answer_question(desk, held.id, questions[number].id, text=question.answer)


def _request_of(stage: Stage, paper: Paper, request: Request, at: datetime) -> Asked:
    round_ = stage.case(stage.matter(paper), at).consultation
    wanted = stage.requests[paper.key, request.network]
    return next(r for r in (round_.requests if round_ else ()) if r.id == wanted)


def _more_time(
    paper: Paper, request: Request, extension: Extension, stage: Stage, offset: int, at: datetime
) -> None:
    with stage.desk(stage.speaker(request.network, offset), at) as desk:
        consulting.ask_extension(
            desk,
            stage.requests[paper.key, request.network],
            working_days=extension.working_days,
            reason=extension.reason,
        )


def _time_answered(
    paper: Paper, request: Request, extension: Extension, stage: Stage, offset: int, at: datetime
) -> None:
    held = _request_of(stage, paper, request, at)
    open_ones = [e.id for e in held.extensions if e.granted is None]
    with stage.desk(SECRETARY, at) as desk:
        planning.answer_extension(
            desk,
            held.id,
            open_ones[0],
            granted=bool(extension.granted),
            answer=extension.answer,
        )


def _commented(
    paper: Paper,
    request: Request,
    number: int,
    comment: Comment,
    stage: Stage,
    offset: int,
    at: datetime,
) -> None:
    with stage.desk(stage.speaker(request.network, offset), at) as desk:
        made = consulting.comment(
            desk,
            stage.requests[paper.key, request.network],
            text=comment.text,
            anchor=anchor_of(paper.body, comment.quote),
            passage=comment.quote.replace("*", ""),
        )
    stage.comments[paper.key, request.network, number] = made.id


def anchor_of(body: str, quote: str) -> str:
    """The paragraph that holds the quoted words as they are rendered; "" for a general comment."""
    if not quote:
        return ""
    wanted = normal(quote.replace("*", ""))
    return next(a.id for a in anchors(body) if wanted in normal(a.text))


def _positioned(paper: Paper, request: Request, stage: Stage, offset: int, at: datetime) -> None:
    with stage.desk(stage.speaker(request.network, offset), at) as desk:
        consulting.take_position(
            desk,
            stage.requests[paper.key, request.network],
            position=request.position or "",
            statement=request.statement,
        )


def _close_refused(paper: Paper, request: Request, stage: Stage, offset: int, at: datetime) -> None:
    """Somebody tries to close without a network that nobody could ask; the trail keeps it."""
    try:
        stage.act(SECRETARY, at, stage.matter(paper), "close_consultation", {})
    except NotYet:
        return
    raise AssertionError(f"{paper.key} could be closed without {request.network}.")


def _waived(paper: Paper, request: Request, stage: Stage, offset: int, at: datetime) -> None:
    reason = request.waived.reason if request.waived else ""
    with stage.desk(CHAIR, at) as desk:
        planning.waive_network(desk, stage.requests[paper.key, request.network], reason=reason)


Said = tuple[Request, int, Comment]


def _answered(paper: Paper) -> Iterator[Said]:
    """Every comment that has a reply, with its request and number."""
    for request in paper.consultation.requests if paper.consultation else ():
        for number, comment in enumerate(request.comments):
            if comment.reply is not None:
                yield request, number, comment


def reply_offset(paper: Paper, comment: Comment) -> int:
    """When the author replies: with the other replies, or after a late comment came in."""
    if paper.timeline.responded is not None:
        return paper.timeline.responded
    if paper.urgent is None:
        return STILL_REPLYING
    closed, said = paper.timeline.closed or 0, (paper.opened or 0) + comment.day
    return max(closed + RETROSPECTIVE_REPLIES_AFTER, said + 1)


def replied(stage: Stage, paper: Paper) -> Iterator[Cue]:
    """The author's replies."""
    for request, number, comment in _answered(paper):
        on = stage.days.on(reply_offset(paper, comment))
        yield Cue(on, partial(_replied, stage, paper, request, number, comment))


def _replied(
    stage: Stage, paper: Paper, request: Request, number: int, comment: Comment, at: datetime
) -> None:
    reply = comment.reply
    if reply is None:
        return
    with stage.desk(paper.author, at) as desk:
        replying.reply(
            desk,
            stage.comments[paper.key, request.network, number],
            outcome=reply.outcome,
            reason=reply.reason,
            changed_paragraph=reply.changed_paragraph,
        )


def marked(stage: Stage, paper: Paper) -> Iterator[Cue]:
    """The networks' own marks, the day after the reply."""
    for request, number, comment in _answered(paper):
        if comment.reply and comment.reply.answers_point is not None:
            offset = min(reply_offset(paper, comment) + 1, STILL_MARKING)
            on = stage.days.on(offset)
            yield Cue(on, partial(_marked, stage, paper, request, number, comment, offset))


def _marked(
    stage: Stage,
    paper: Paper,
    request: Request,
    number: int,
    comment: Comment,
    offset: int,
    at: datetime,
) -> None:
    answers = bool(comment.reply and comment.reply.answers_point)
    with stage.desk(stage.speaker(request.network, offset), at) as desk:
        marking.mark_reply(
            desk, stage.comments[paper.key, request.network, number], answers_point=answers
        )
