"""Finds the paragraph that an accepted comment changed, before and after, from the versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govflow.domain.matter import Owned
from govflow.domain.redline import Paragraph, Run

WAITING = "waiting"  # the outcome of a comment that has no reply yet
SENTENCES: dict[str, str] = {
    "changed": "The paragraph changed from version {first} to version {last}.",
    "added": "The paragraph is new since version {first}; it stands in version {last}.",
    "replaced": "The paragraph of version {first} is gone; the words of the reply "
    "stand in version {last}.",
    "removed": "The paragraph of version {first} is no longer in version {last}.",
    "unchanged": "The paragraph reads the same in version {first} and version {last}: "
    "it did not change.",
    "elsewhere": "The author’s words do not stand in version {last}, "
    "and the paragraph did not change.",
    "unknown": "The author’s words do not stand in version {last}.",
    "no_newer": "No version has been made since version {first}, so no change can be shown.",
}
SHOWN = frozenset({"changed", "added", "replaced", "removed"})


@dataclass(frozen=True)
class Place:
    """One paragraph of a version: its anchor, empty outside the body, and its words."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Claim:
    """What a reply says it changed: the paragraph commented on, and the wording it names."""

    anchor: str
    typed: str
    first: int
    last: int


@dataclass(frozen=True)
class Change:
    """What the versions show: a key of SENTENCES, the sentence, and the words as they changed.

    `differs` says that the paragraph changed, but not to the words that the author named.
    """

    kind: str
    sentence: str
    runs: tuple[Run, ...] = ()
    differs: bool = False

    @property
    def shown(self) -> bool:
        """Whether there is a before and an after to show."""
        return self.kind in SHOWN

    @property
    def before(self) -> str:
        """The paragraph as the network read it."""
        return "".join(run.text for run in self.runs if run.kind != "added")

    @property
    def after(self) -> str:
        """The paragraph as it reads now."""
        return "".join(run.text for run in self.runs if run.kind != "removed")


@dataclass(eq=False, kw_only=True)
class SharedComment(Owned):
    """A comment that its network lets others read; without a row it is not shared."""

    id: str
    organisation_id: str
    comment_id: str
    network_id: str


def change(claim: Claim, before: Sequence[Place], compared: Iterable[Paragraph]) -> Change:
    """What became of the paragraph that a reply names, or of the one that was commented on."""
    if claim.first >= claim.last:
        return _found("no_newer", claim)
    pairs = list(compared)
    named = next((p for p in pairs if p.kind != "removed" and _same(p.new, claim.typed)), None)
    about = _commented_on(claim.anchor, before, pairs)
    if named and about and (named.kind, about.kind) == ("added", "removed"):
        return _found("replaced", claim, about.runs + named.runs)
    for pair, differs in ((named, False), (about, True)):
        if pair is not None and pair.kind in SHOWN:
            return _found(pair.kind, claim, pair.runs, differs=differs)
    if named is not None:
        return _found("unchanged", claim)
    return _found("elsewhere" if about is not None else "unknown", claim)


def _found(kind: str, claim: Claim, runs: tuple[Run, ...] = (), *, differs: bool = False) -> Change:
    sentence = SENTENCES[kind].format(first=claim.first, last=claim.last)
    return Change(kind, sentence, runs, differs and kind != "removed")


def _commented_on(
    anchor: str, before: Sequence[Place], pairs: Iterable[Paragraph]
) -> Paragraph | None:
    """The pair whose old half is the paragraph with this anchor."""
    if not anchor:
        return None
    olds = (pair for pair in pairs if pair.kind != "added")
    return next(
        (pair for place, pair in zip(before, olds, strict=False) if place.anchor == anchor), None
    )


def _same(one: str, other: str) -> bool:
    """The same words, whatever marks of Markdown or spaces stand around them."""
    return bool(_words(one)) and _words(one) == _words(other)


def _words(text: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return " ".join(kept.split())
