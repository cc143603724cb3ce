"""Puts roles where names of people stand, in words that go to readers outside the house.

Only names that the house knows can be found: what is left is for a person to read beforehand,
so `left` names the words that are part of somebody's name and still stand there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

HONORIFICS = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Cllr)\.?"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORTEST_PART = 3  # letters: shorter parts of names are too often words
SOMEBODY, AN_ADDRESS = "a colleague", "an e-mail address"


@dataclass(frozen=True)
class Names:
    """Every name the house knows, each with the role that stands in its place."""

    roles: Mapping[str, str]

    def neutral(self, text: str) -> str:
        """The text with each known name, in full or after a title, replaced by a role."""
        text, folded = ADDRESS.sub(AN_ADDRESS, text), text.casefold()
        for name in self._longest_first:
            last = name.split()[-1]
            if last.casefold() in folded:
                text = _whole(name).sub(self.roles[name], text)
                text = _titled(last).sub(self.roles[name], text)
        return text

    def left(self, text: str) -> list[str]:
        """Words of a text that may still name somebody; to be read by a person before sharing."""
        return sorted({_bare(word) for word in WORD.findall(text)} & self._parts)

    @cached_property
    def _longest_first(self) -> list[str]:
        return sorted(self.roles, key=lambda name: (-len(name), name))

    @cached_property
    def _parts(self) -> frozenset[str]:
        parts = (part for name in self.roles for part in WORD.findall(name))
        return frozenset(part for part in parts if len(part) >= SHORTEST_PART)


@lru_cache(maxsize=4096)
def _whole(name: str) -> re.Pattern[str]:
    """The name in any case and with any spaces, with a title before it or none."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w)(?:{HONORIFICS}\s+)?{words}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _titled(last: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){HONORIFICS}\s+{re.escape(last)}(?!\w)")


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def names(known: Iterable[tuple[str, str]]) -> Names:
    """Names with their roles; the first role given for a name is the one that stands for it."""
    roles: dict[str, str] = {}
    for name, role in known:
        if name.strip():
            roles.setdefault(" ".join(name.split()), role or SOMEBODY)
    return Names(roles)
