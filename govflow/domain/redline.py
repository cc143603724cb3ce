"""What changed between two versions of a text, paragraph by paragraph and word by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
Segment = tuple[str, str]
"""A stretch of text: its old and its new wording, equal when nothing changed."""

WORDS = re.compile(r"\w+(?:['’]\w+)*\s*|[^\w\s]\s*|\s+")
# Between blank lines, and before each list item, heading and table row: they change one by one.
BREAKS = re.compile(r"\n(?=[ \t]*(?:\n|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|#|\|))")
# Two paragraphs sharing less than this read better as one removed and one added.
ALIKE = 0.4
# Bounds on work: beyond them a paragraph is shown whole, old then new, and nothing is lost.
MOST_PAIRS = 40_000
MOST_WORD_PAIRS = 8_000_000
MOST_WORD_PAIRS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Run:
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the comparison."""

    kind: Literal["same", "added", "removed", "changed"]
    runs: tuple[Run, ...]

    @property
    def old(self) -> str:
        """The paragraph as it was."""
        return "".join(run.text for run in self.runs if run.kind != "added")

    @property
    def new(self) -> str:
        """The paragraph as it is now."""
        return "".join(run.text for run in self.runs if run.kind != "removed")


@dataclass
class _Budget:
    """How many word pairs one comparison may still look at, so that no text can stall a page."""

    left: int = field(default=MOST_WORD_PAIRS)

    def takes(self, pairs: int) -> bool:
        if pairs > min(self.left, MOST_WORD_PAIRS_AT_ONCE):
            return False
        self.left -= pairs
        return True


def paragraphs_of(text: str) -> list[str]:
    """Paragraphs, list items, headings and table rows, without trailing space, in Unix lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = BREAKS.split("\n".join(line.rstrip() for line in lines))
    return [part.strip("\n") for part in parts if part.strip("\n")]


def compare(old: str, new: str) -> list[Paragraph]:
    """Every paragraph of both texts in reading order, each with its runs.

    Joining same and removed runs gives the old paragraphs, same and added the new ones.
    """
    budget = _Budget()
    pairs = _matched(paragraphs_of(old), paragraphs_of(new))
    return [_paragraph(before, after, budget) for before, after in pairs]


def aligned(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Which paragraph stands opposite which, in reading order, by their numbers from 0.

    None is opposite a paragraph that came or went.
    """
    i = j = -1
    found: list[tuple[int | None, int | None]] = []
    for before, after in _matched(old, new):
        i, j = i + (before is not None), j + (after is not None)
        found.append((None if before is None else i, None if after is None else j))
    return found


def changes_only(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Only the paragraphs a reader of the earlier version has not seen as they are."""
    return [each for each in paragraphs if each.kind != "same"]


def _paragraph(old: str | None, new: str | None, budget: _Budget) -> Paragraph:
    if old is None or new is None:
        kind: Literal["added", "removed"] = "added" if old is None else "removed"
        return Paragraph(kind, (Run(kind, old or new or ""),))
    if old == new:
        return Paragraph("same", (Run("same", old),))
    return Paragraph("changed", tuple(_runs(_segments(old, new, budget))))


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Paragraphs side by side: equal ones first, then the most alike between them."""
    # difflib's shortcut past common lines loses matches, so it is for long texts only.
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > MOST_PAIRS)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[i1:i2], new[j1:j2], strict=True)
        else:
            yield from _paired(old[i1:i2], new[j1:j2])


def _paired(old: list[str], new: list[str]) -> Iterator[tuple[str | None, str | None]]:
    i = j = 0
    for at_old, at_new in [*_best_pairs(old, new), (len(old), len(new))]:
        yield from ((gone, None) for gone in old[i:at_old])
        yield from ((None, come) for come in new[j:at_new])
        if at_old < len(old):
            yield old[at_old], new[at_new]
        i, j = at_old + 1, at_new + 1


def _best_pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """The pairing, in order, that keeps most words together."""
    if len(old) * len(new) > MOST_PAIRS:
        return []
    before, after = [_bag(text) for text in old], [_bag(text) for text in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = _worth(before[i], after[j]) + best[i + 1][j + 1]
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return list(_walk(best))


def _walk(best: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _bag(text: str) -> Counter[str]:
    return Counter(word.strip().casefold() for word in WORDS.findall(text))


def _worth(old: Counter[str], new: Counter[str]) -> float:
    share = 2 * (old & new).total() / ((old.total() + new.total()) or 1)
    return share if share >= ALIKE else 0.0


def _segments(old: str, new: str, budget: _Budget) -> list[Segment]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    keys = [word.strip() for word in before], [word.strip() for word in after]
    start = _common(*keys)
    end = _common(keys[0][start:][::-1], keys[1][start:][::-1])
    middle = slice(start, len(before) - end), slice(start, len(after) - end)
    found = [
        *_word_by_word(before[:start], after[:start]),
        *_differences(before[middle[0]], after[middle[1]], budget),
        *_word_by_word(before[len(before) - end :], after[len(after) - end :]),
    ]
    return _readable(found)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = zip(old, new, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _differences(old: list[str], new: list[str], budget: _Budget) -> Iterator[Segment]:
    if not budget.takes(len(old) * len(new)):
        yield "".join(old), "".join(new)
        return
    keys = [word.strip() for word in old], [word.strip() for word in new]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *keys).get_opcodes():
        if tag == "equal":
            yield from _word_by_word(old[i1:i2], new[j1:j2])
        else:
            yield "".join(old[i1:i2]), "".join(new[j1:j2])


def _word_by_word(old: list[str], new: list[str]) -> Iterator[Segment]:
    """Words that agree but for the space after them: only the space is a change."""
    for before, after in zip(old, new, strict=True):
        word = before.rstrip()
        yield word, word
        yield before[len(word) :], after[len(word) :]


def _readable(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours joined, and a lone comma or space between two changes taken into them."""
    joined: list[Segment] = []
    for old, new in segments:
        if joined and (joined[-1][0] == joined[-1][1]) == (old == new):
            joined[-1] = (joined[-1][0] + old, joined[-1][1] + new)
        elif old or new:
            joined.append((old, new))
    small = [
        0 < i < len(joined) - 1 and old == new and not re.search(r"\w", old)
        for i, (old, new) in enumerate(joined)
    ]
    return _absorbed(joined, small) if any(small) else joined


def _absorbed(segments: list[Segment], small: list[bool]) -> list[Segment]:
    found: list[Segment] = []
    for i, (old, new) in enumerate(segments):
        if found and (small[i] or small[i - 1]):
            found[-1] = (found[-1][0] + old, found[-1][1] + new)
        else:
            found.append((old, new))
    return found


def _runs(segments: Iterable[Segment]) -> Iterator[Run]:
    for old, new in segments:
        if old == new:
            yield Run("same", old)
            continue
        if old:
            yield Run("removed", old)
        if new:
            yield Run("added", new)
