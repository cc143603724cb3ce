"""What the page of one request shows: the pack in parts, margins, drafts, the form in its place."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import current_app, request, url_for

from govflow.domain.anchoring import Landing, Standing
from govflow.domain.consultation import OUTCOMES, POSITIONS, Comment
from govflow.domain.document import KINDS, PARTS
from govflow.domain.pauses import WAITED_FOR
from govflow.services import consulting
from govflow.services.anchored import places
from govflow.services.network_request import RequestPage
from govflow.web.chair_margins import with_margins
from govflow.web.filters import local_date
from govflow.web.long_papers import Part, part_of, parts

COMPARE = "papers.compare"
PLACE = re.compile(r"comment(-[0-9a-f]{32})?|said|position-title|questions|more-time")
WHOLE = "whole"
STANDS = frozenset({Standing.SAME, Standing.MOVED, Standing.CHANGED})


def place_to_go(wanted: str) -> str:
    """A place of the page that a mail's link may name: a fragment would be lost at sign-in."""
    return wanted if PLACE.fullmatch(wanted) else ""


def context(
    page: RequestPage, paragraph: str, *, whole: bool = False, door: str = "chair"
) -> dict[str, object]:
    """Everything the page of a request shows; `paragraph` is the one to be commented on, if any.

    A long paper is shown part by part, unless the whole of it is asked for. `door` is the
    blueprint that the page belongs to: a network's own organisation, or one that it is a guest of.
    """
    words = {place.anchor: place.text for place in places(page.asked.version)}
    chosen = paragraph if paragraph in words else ""
    found = parts(page.asked.version.document.body)
    shown = found if whole else _shown(found, chosen)
    drafts = {draft.anchor: draft for draft in page.drafts}
    return {
        "page": page,
        "request_": page.request,
        "paper": page.asked.case.paper,
        "version": page.asked.version,
        "document": page.asked.version.document,
        "door": door,
        "body": _body(page, shown, words, chosen, door),
        "parts_": found,
        "part": shown[0] if len(found) > len(shown) else None,
        "commented": _commented(page, found),
        "paragraph": chosen,
        "quote": words.get(chosen, ""),
        "words": words,
        "draft": drafts.get(chosen),
        "passage": request.args.get("passage", "")[: consulting.LONGEST_TEXT],
        "lost_paragraph": bool(paragraph and not chosen),
        "compare_href": _compare_href(page),
        "outcomes": OUTCOMES,
        "waited_for": WAITED_FOR,
        "positions": POSITIONS,
        "kinds": KINDS,
        "parts": PARTS,
        "longest": consulting.LONGEST_TEXT,
        "day_said": _day_said,
    }


def _shown(found: tuple[Part, ...], chosen: str) -> tuple[Part, ...]:
    """The part that is asked for, or all of them."""
    wanted = request.args.get("part", "")
    return found if wanted == WHOLE else (part_of(found, number=wanted, anchor=chosen),)


def _body(
    page: RequestPage, shown: tuple[Part, ...], words: dict[str, str], chosen: str, door: str
) -> object:
    link = None if page.why_closed else _comment_link(page.request.id, door)
    html = "".join(part.html for part in shown)
    return with_margins(html, words, _at(page.request.comments, page.stands), link, chosen)


def _at(comments: Iterable[Comment], stands: dict[str, Landing]) -> dict[str, list[Comment]]:
    """Comments by the anchor at which they stand in the version that is shown."""
    found: dict[str, list[Comment]] = {}
    for comment in comments:
        landing = stands[comment.id]
        if landing.standing in STANDS:
            found.setdefault(landing.anchor, []).append(comment)
    return found


def _commented(page: RequestPage, found: tuple[Part, ...]) -> dict[int, int]:
    """How many of the network's comments stand in each part, by its number."""
    at = _at(page.request.comments, page.stands)
    return {
        part.number: sum(len(said) for anchor, said in at.items() if anchor in part.anchors)
        for part in found
    }


def _comment_link(request_id: str, door: str) -> Callable[[str], str]:
    def link(anchor: str) -> str:
        return url_for(
            f"{door}.request_page", request_id=request_id, paragraph=anchor, _anchor="comment"
        )

    return link


def _day_said(day: str) -> str:
    """A day of the front sheet, which the author may have typed in words."""
    try:
        return local_date(date.fromisoformat(day))
    except ValueError:
        return day


def _compare_href(page: RequestPage) -> str:
    """Where the changes since the pack was sent are shown word by word."""
    if page.changed_since is None or COMPARE not in current_app.view_functions:
        return ""
    ends: dict[str, Any] = {"from": page.asked.version.number, "to": page.changed_since}
    return url_for(COMPARE, matter_id=page.asked.case.paper.id, **ends)
