"""What is said under one comment: the author asks, the network answers as a body."""

from govflow.domain.consultation import Comment, Turn
from govflow.domain.errors import NotFound, NotYet, WrongRole
from govflow.domain.events import CommentExplained, CommentQueried
from govflow.services.consulting import open_item, said_words, tell_author
from govflow.services.matters import paper_case, workflow_of
from govflow.services.notices import tell_officers
from govflow.services.office import Desk, new_id
from govflow.store import matters

MOST_TURNS = 40


def ask(desk: Desk, matter_id: str, comment_id: str, *, text: str) -> Turn:
    """The author asks the network about its comment; raises NotFound, WrongRole, NotYet, Invalid.

    It starts no clock and does not stand for a reply.
    """
    comment = matters.comment(desk.work, comment_id)
    if comment.matter_id != matter_id:
        raise NotFound("There is no such comment.")
    case = paper_case(desk, matter_id, with_words=False)
    if case.paper.author_id != desk.actor.id:
        raise WrongRole("Only the author asks about a comment.")
    if workflow_of(desk, case.paper).states[case.state].final:
        raise NotYet("This paper is closed: nothing more can be asked about it.")
    turn = _turn(desk, comment, said_words(text, "question", "Write your question."))
    turn.said_by_name = desk.actor.name
    request = matters.request(desk.work, comment.request_id, with_words=False)
    event = CommentQueried(
        request=request.id,
        comment=comment.id,
        about_network=request.network_name,
        text=turn.text,
    )
    desk.work.record(event, desk.actor, case.paper)
    tell_officers(
        desk,
        case.networks[request.network_id],
        key=f"thread:{turn.id}",
        kind="thread",
        sentence=f"The author asks about your comment on “{case.paper.title}”.",
        path=f"/requests/{request.id}?to=comment-{comment.id}",
        matter_id=case.paper.id,
    )
    return turn


def answer(desk: Desk, request_id: str, comment_id: str, *, text: str) -> Turn:
    """The network answers what the author asked under its comment.

    Raises NotFound, WrongRole, NotYet and Invalid.
    """
    item = open_item(desk, request_id)
    comment = matters.comment(desk.work, comment_id)
    if comment.request_id != item.request.id:
        raise NotFound("There is no such comment.")
    if not comment.turns:
        raise NotYet("The author has asked nothing about this comment.")
    turn = _turn(desk, comment, said_words(text, "answer", "Write your network's answer."))
    turn.by_network = True
    event = CommentExplained(
        network=item.network, request=item.request.id, comment=comment.id, text=turn.text
    )
    desk.work.record(event, desk.actor, item.case.paper)
    tell_author(
        desk,
        item,
        "explained",
        turn.id,
        f"The {item.network} answered your question about a comment",
    )
    return turn


def _turn(desk: Desk, comment: Comment, said: str) -> Turn:
    if len(comment.turns) >= MOST_TURNS:
        raise NotYet(
            f"{MOST_TURNS} messages stand under this comment. Meet, or write in the reply."
        )
    turn = Turn(
        id=new_id(),
        organisation_id=comment.organisation_id,
        comment_id=comment.id,
        by_network=False,
        text=said,
        said_at=desk.now,
    )
    comment.turns.append(turn)
    return turn
