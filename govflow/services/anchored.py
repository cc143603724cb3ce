"""Where comments on earlier versions of a paper stand in a later one; worked out once a pair."""

from collections.abc import Iterable
from functools import lru_cache

from govflow.domain.anchoring import (
    Landing,
    NotPlain,
    NotThere,
    Quotation,
    Standing,
    landed,
    landings,
    quotation,
)
from govflow.domain.consultation import Comment
from govflow.domain.errors import Invalid
from govflow.domain.ledger import Place
from govflow.domain.paper import Paper, PaperVersion
from govflow.text import anchors

NO_PARAGRAPH = "Choose a paragraph of the paper, or comment on the whole paper."
NO_WORDS = "These words are not in the paragraph: copy them from it, or leave this empty."
WORDS_TWICE = "These words stand more than once in the paragraph: copy more of those around them."
KEPT = 64  # pairs of versions in memory: frozen texts, so that nothing in it ever goes stale
WHOLE = Landing(Standing.WHOLE)


def places(version: PaperVersion) -> list[Place]:
    """The paragraphs of a version's text, in reading order."""
    return list(_places(version.document.body))


def chosen(version: PaperVersion, anchor: str, passage: str) -> Quotation:
    """What a comment is on: some words of a paragraph, all of it, or no paragraph; else Invalid."""
    if not anchor:
        return Quotation("", "", "", "")
    try:
        return quotation(places(version), anchor, passage)
    except NotPlain as fault:
        raise Invalid({"passage": WORDS_TWICE}) from fault
    except NotThere as fault:
        there = any(place.anchor == anchor for place in places(version))
        problem = {"passage": NO_WORDS} if there else {"anchor": NO_PARAGRAPH}
        raise Invalid(problem) from fault


def stand(paper: Paper, comments: Iterable[Comment], target: PaperVersion) -> dict[str, Landing]:
    """For each comment's id, where it stands in the target version of its paper."""
    return stand_in(paper, comments, target.document.body)


def stand_in(paper: Paper, comments: Iterable[Comment], body: str) -> dict[str, Landing]:
    """For each comment's id, where it stands in this text of its paper, frozen or not."""
    return {comment.id: _landing(paper, comment, body) for comment in comments}


def _landing(paper: Paper, comment: Comment, body: str) -> Landing:
    if not comment.anchor:
        return WHOLE
    version = paper.numbered(comment.version_number)
    if version is None:
        return Landing(Standing.GONE, passage_stands=False)
    found = _landings(version.document.body, body).get(comment.anchor)
    return landed(found, comment.passage) if found else WHOLE


@lru_cache(maxsize=KEPT)
def _places(body: str) -> tuple[Place, ...]:
    return tuple(Place(anchor.id, anchor.text) for anchor in anchors(body))


@lru_cache(maxsize=KEPT)
def _landings(old: str, new: str) -> dict[str, Landing]:
    return landings(_places(old), _places(new))
