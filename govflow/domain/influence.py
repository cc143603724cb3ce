"""What a network's words led to: here, replies that repeat each other instead of answering."""

from collections.abc import Iterable
from dataclasses import dataclass

from govflow.domain.bypass import plain_words
from govflow.domain.consultation import Comment
from govflow.domain.gunning_after import MANY


@dataclass(frozen=True)
class CopiedReply:
    """One reason, as first written, and the comments that all got it."""

    reason: str
    comments: tuple[Comment, ...]


def copied_replies(comments: Iterable[Comment]) -> list[CopiedReply]:
    """Reasons alike but for case, marks and spaces, under as many comments as the evidence sheet
    asks somebody to look at; in the order in which they first appear."""
    same: dict[str, list[tuple[str, Comment]]] = {}
    for comment in comments:
        if comment.reply:
            reason = comment.reply.reason
            same.setdefault(plain_words(reason), []).append((reason, comment))
    return [
        CopiedReply(found[0][0], tuple(comment for _, comment in found))
        for found in same.values()
        if len(found) >= MANY
    ]
