"""Which paragraphs that a network commented on read differently now, and who was not asked."""

from govflow.domain.consultation import Consultation, Request
from govflow.domain.pack_changes import Rewording, reworded
from govflow.domain.paper import Paper
from govflow.services import anchored


def reworded_for(paper: Paper, request: Request, old: str, new: str) -> list[Rewording]:
    """The paragraphs of this network's comments that differ between two texts of the paper."""
    said = [comment for comment in request.comments if comment.anchor]
    if old == new or not said:
        return []
    quotes = ((comment.id, comment.quote) for comment in said)
    was, now = (anchored.stand_in(paper, said, body) for body in (old, new))
    return reworded(quotes, was, now)


def unasked(paper: Paper, round_: Consultation | None) -> list[str]:
    """Networks whose paragraphs changed in the working copy after they were last told of any."""
    if round_ is None or round_.opened_at is None or round_.retrospective:
        return []
    told = paper.numbered(round_.told_of())
    if told is None or told.document.body == paper.draft.body:
        return []
    texts = told.document.body, paper.draft.body
    reached = [r for r in round_.requests if r.withdrawn_at is None]
    return [r.network_name for r in reached if reworded_for(paper, r, *texts)]
