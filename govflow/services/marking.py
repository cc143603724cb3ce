"""A network's own mark upon a reply: nobody else says whether it answers the point."""

from govflow.domain.errors import NotYet
from govflow.domain.events import ReplyMarked
from govflow.services.consulting import asked
from govflow.services.office import Desk
from govflow.store import matters


def mark_reply(desk: Desk, comment_id: str, *, answers_point: bool) -> None:
    """The network, and nobody else, says whether a reply answers its point."""
    said = matters.comment(desk.work, comment_id)
    item = asked(desk, said.request_id)
    answer = next(c.reply for c in item.request.comments if c.id == comment_id)
    if answer is None:
        raise NotYet("This comment has no reply yet.")
    answer.answers_point, answer.marked_at = answers_point, desk.now
    event = ReplyMarked(
        network=item.network,
        request=item.request.id,
        comment=comment_id,
        answers_point=answers_point,
    )
    desk.work.record(event, desk.actor, item.case.paper)
