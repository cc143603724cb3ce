"""What must hold between the demo's files for its story to be playable by the real rules."""

from collections.abc import Iterator
from itertools import pairwise

from govflow.demo.content import Content, unit_of
from govflow.demo.paper_shapes import Comment, Paper, Request
from govflow.demo.procedure_shapes import Procedure

PAPER_DEADLINE_DAYS = 8
CLEAR_DAYS = 5
MINIMUM = {"ordinary": 10, "policy": 10, "organisational_change": 20}


def faults(content: Content) -> list[str]:
    """Every contradiction, each as a sentence that names the place."""
    found = list(_world(content)) + list(_review(content))
    for procedure in content.procedures:
        found += [f"{procedure.key}: {fault}" for fault in _procedure(content, procedure)]
    for paper in content.papers:
        found += [f"{paper.key}: {fault}" for fault in _paper(content, paper)]
    return found


def _world(content: Content) -> Iterator[str]:
    world = content.world
    for network in world.networks:
        for key in (network.sponsor, *(o.person for o in network.officers)):
            if key not in content.people:
                yield f"{network.key}: nobody is called {key}."
    for meeting in world.meetings:
        if meeting.committee not in content.committees:
            yield f"{meeting.key}: there is no committee {meeting.committee}."


def _review(content: Content) -> Iterator[str]:
    review = content.review
    named = [review.owner, *(e.added_by for e in review.evidence)]
    named += [s.by for s in review.steps if s.by != "system"]
    yield from (f"review: nobody is called {key}." for key in named if key not in content.people)
    for item in review.evidence:
        if item.added_on < item.dated_on:
            yield f"review: evidence for criterion {item.criterion} is added before its own date."


def _procedure(content: Content, procedure: Procedure) -> Iterator[str]:
    named = [procedure.by, *procedure.people.values()]
    for step in procedure.steps:
        named += [step.by, *step.people.values()]
    own = {*content.people, "system:deadlines"}
    yield from (f"nobody is called {key}." for key in named if key not in own)
    days = [procedure.day, *(step.day for step in procedure.steps)]
    if days != sorted(days) or days[-1] > -1:
        yield "its steps are out of order, or lie on or after the demo's own day."


def _paper(content: Content, paper: Paper) -> Iterator[str]:
    people = [paper.author, paper.executive_lead, paper.presenter or paper.author]
    yield from (f"nobody is called {key}." for key in people if key not in content.people)
    meetings = [m for m in (paper.meeting, paper.deferred_from) if m]
    unknown = [m for m in meetings if m not in content.meetings]
    yield from (f"there is no meeting {key}." for key in unknown)
    if not unknown:
        yield from _timeline(content, paper)
    yield from _asking(content, paper)


def _timeline(content: Content, paper: Paper) -> Iterator[str]:
    steps = paper.timeline.steps()
    for (before, day), (after, later) in pairwise(steps):
        if later < day:
            yield f"{after} ({later}) comes before {before} ({day})."
    if steps[-1][1] > -1:
        yield "a step lies on or after the demo's own day."
    first = paper.deferred_from or paper.meeting
    if first:
        yield from _meeting(paper, content.meetings[first].day)


def _meeting(paper: Paper, held: int) -> Iterator[str]:
    at = paper.timeline
    asking = paper.consultation
    if asking and at.sent is not None and at.sent + asking.window > held - PAPER_DEADLINE_DAYS:
        yield "the window does not fit before the paper deadline."
    if at.issued is not None and at.issued > held - CLEAR_DAYS - 1:
        yield "it is issued under the clear days."
    if at.decided is not None and at.decided != held:
        yield "it is decided on a day without its meeting."


def _asking(content: Content, paper: Paper) -> Iterator[str]:
    asking = paper.consultation
    if asking is None:
        return
    if asking.window < MINIMUM[paper.kind]:
        yield "the window is shorter than policy."
    asked = {r.network for r in asking.requests}
    known = asked | set(asking.left_out)
    yield from (f"there is no network {key}." for key in known - set(content.networks))
    for key in set(content.proposed(paper.topics)) - known:
        yield f"{key} is proposed by the topics but neither asked nor left out."
    for request in asking.requests:
        yield from (f"{request.network}: {f}" for f in _request(content, paper, request))
    yield from _closing(paper)


def _request(content: Content, paper: Paper, request: Request) -> Iterator[str]:
    window = paper.consultation.window if paper.consultation else 0
    opened = paper.opened
    if opened is None:
        if request.acknowledged or request.position or request.comments:
            yield "it answers a paper that was not sent."
        return
    vacant = content.networks[request.network].officer_on(opened) is None
    if vacant != (request.delivery == "no_chair"):
        yield "the delivery does not fit whether an officer was in post."
    if (request.position is None) != (request.day is None):
        yield "a position needs its day, and a day its position."
    extended = request.extension
    last = window + (extended.working_days if extended and extended.granted else 0)
    yield from _days(content, request, opened, last)
    for comment in request.comments:
        yield from _comment(paper, comment, last)


def _days(content: Content, request: Request, opened: int, last: int) -> Iterator[str]:
    days = [c.day for c in request.comments] + [q.day for q in request.questions]
    days += [q.answer_day for q in request.questions if q.answer_day is not None]
    days += [d for d in (request.acknowledged, request.day) if d is not None]
    if any(opened + day > -1 for day in days):
        yield "something happens on or after the demo's own day."
    if any(content.networks[request.network].officer_on(opened + day) is None for day in days):
        yield "something is said when nobody is in post to say it."
    if request.day is not None and (request.day > last) != request.late:
        yield "`late` does not fit the day of the position."


def _comment(paper: Paper, comment: Comment, last: int) -> Iterator[str]:
    if (comment.day > last) != comment.late:
        yield f"`late` does not fit the comment of day {comment.day}."
    reply = comment.reply
    for quote in (comment.quote, reply.replaces if reply else ""):
        if quote and unit_of(paper.body, quote) is None:
            yield f"no paragraph has the words “{quote}”."
    if (
        comment.reply
        and comment.reply.outcome in {"accepted", "partly"}
        and not comment.reply.changed_paragraph
    ):
        yield f"a reply promises a change and makes none: {comment.text[:40]}"


def _closing(paper: Paper) -> Iterator[str]:
    asking, opened, closed = paper.consultation, paper.opened, paper.timeline.closed
    if asking is None or opened is None or closed is None:
        return
    for request in asking.requests:
        given = request.extension
        extra = given.working_days if given and given.granted else 0
        over = closed > opened + asking.window + extra
        answered = request.position is not None and opened + (request.day or 0) <= closed
        lifted = request.waived is not None and opened + request.waived.day <= closed
        if not (answered or lifted or (over and request.delivery == "sent")):
            yield f"it closes before {request.network} is heard."
