"""Where a comment on one version of a text stands in another: found again, or said to be lost.

What was pointed at is kept as a TextQuoteSelector of the W3C's Web Annotation Data Model
(https://www.w3.org/TR/annotation-model/#text-quote-selector): the words, and those around them.
A comment is never moved silently: it stands by the very same words, or the change is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from govflow.domain.ledger import Place
from govflow.domain.redline import aligned

CONTEXT = 64
"""How many characters before and after the chosen words are kept with them."""

# People type what is on their keyboard; a paper has what its author's programme made of it.
TYPED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-"})


class NotThere(ValueError):
    """The words are not in that paragraph, or the paragraph is not in that version."""


class NotPlain(ValueError):
    """The words stand more than once in the paragraph: nobody can say which were meant."""


@dataclass(frozen=True)
class Quotation:
    """The chosen words as the paper has them, with what stands directly before and after them.

    `paragraph` is the whole paragraph. `passage` is empty when all of it was meant.
    """

    paragraph: str
    passage: str
    prefix: str
    suffix: str


class Standing(StrEnum):
    """How a comment's place is found in another version."""

    WHOLE = "whole"
    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Landing:
    """Where a comment stands now: at `anchor`, which reads `now`; both empty where it is gone.

    `passage_stands` says whether the chosen words are still there, letter for letter.
    """

    standing: Standing
    anchor: str = ""
    now: str = ""
    passage_stands: bool = True


def quotation(places: Sequence[Place], anchor: str, passage: str = "") -> Quotation:
    """The words chosen in a paragraph, as they stand there; raises NotThere and NotPlain.

    Spaces, and quotation marks and dashes as a keyboard has them, are taken for the paper's own.
    """
    at = next((i for i, place in enumerate(places) if place.anchor == anchor), None)
    if at is None:
        raise NotThere("The paragraph is not in this version.")
    paragraph = places[at].text
    wanted = _flat(passage)
    if not wanted or wanted == _flat(paragraph):
        before = places[at - 1].text if at else ""
        after = places[at + 1].text if at + 1 < len(places) else ""
        return Quotation(paragraph, "", before[-CONTEXT:], after[:CONTEXT])
    start = _only_place(wanted, _flat(paragraph))
    end = start + len(wanted)
    flat = " ".join(normalize("NFC", paragraph).split())
    return Quotation(
        paragraph, flat[start:end], flat[max(0, start - CONTEXT) : start], flat[end:][:CONTEXT]
    )


def _only_place(wanted: str, paragraph: str) -> int:
    start = paragraph.find(wanted)
    if start < 0:
        raise NotThere("These words are not in the paragraph.")
    if paragraph.find(wanted, start + 1) >= 0:
        raise NotPlain("These words stand more than once in the paragraph.")
    return start


def _flat(text: str) -> str:
    """The text for finding: each letter where it was, so that places in it are places in both."""
    return " ".join(normalize("NFC", text).split()).translate(TYPED)


def landings(old: Sequence[Place], new: Sequence[Place]) -> dict[str, Landing]:
    """For each anchor of the old version, where it stands in the new one."""
    pairs = aligned([place.text for place in old], [place.text for place in new])
    opposite = {i: j for i, j in pairs if i is not None and j is not None}
    before, after = _where(old), _where(new)
    taken = {j for i, j in opposite.items() if old[i].text == new[j].text}
    found: dict[str, Landing] = {}
    for i, place in enumerate(old):
        j = opposite.get(i)
        if j is not None and j in taken and new[j].text == place.text:
            sure = _same_one(before[place.text], i, after[place.text], j)
            standing = Standing.SAME if sure else Standing.MOVED
            found[place.anchor] = Landing(standing, new[j].anchor, place.text)
            continue
        free = [k for k in after.get(place.text, ()) if k not in taken]
        if len(free) == 1:
            found[place.anchor] = Landing(Standing.MOVED, new[free[0]].anchor, place.text)
            taken.add(free[0])
        elif j is not None:
            found[place.anchor] = Landing(Standing.CHANGED, new[j].anchor, new[j].text, False)
        else:
            found[place.anchor] = Landing(Standing.GONE, passage_stands=False)
    return found


def _where(places: Sequence[Place]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        found.setdefault(place.text, []).append(number)
    return found


def _same_one(before: list[int], i: int, after: list[int], j: int) -> bool:
    """Of several paragraphs in the same words, whether it is plain which one was meant."""
    return len(before) == len(after) and before.index(i) == after.index(j)


def landed(landing: Landing, passage: str) -> Landing:
    """The landing of a comment on some words of a paragraph: are those words still there?"""
    if landing.standing is not Standing.CHANGED or not passage:
        return landing
    stands = _flat(passage) in _flat(landing.now)
    return Landing(landing.standing, landing.anchor, landing.now, stands)
