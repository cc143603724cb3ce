"""Puts roles where names of people stand, in words that go to readers outside the house.

Only names that the house knows can be found, and a part of a name that is also a common word
stays where it stands alone: `left` names those, for a person to read beforehand.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

HONORIFICS = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Cllr)\.?"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORTEST_PART = 3  # letters: shorter parts of names are too often words
# Names that are words of governance English, which would be taken out of innocent sentences.
ORDINARY = frozenset(
    """
    April August Autumn Baker Bank Banks Bell Best Bill Bishop Black Blue Brown Butler Care Case
    Chair Chance Chase Church Close Cook Cross Dale Day Dean Deputy Early East English Faith
    Field Ford Forest Frank Gold Good Grace Grant Gray Great Green Grey Guy Hall Head Hill
    Holiday Home Hope House Joy June King Knight Lane Law Little Long Love Major Mark Mason May
    More North Nurse Page Park Person Pool Porter Post Power Price Prior Race Read Rich Rights
    Robin Rose Rush Self Sharp Short Small South Speed Spring Star Still Stone Street Strong
    Summer Temple Trust Underwood Wall Ward Waters Weeks West White Will Winter Wise Wood Worth
    Young
    """.split()  # noqa: SIM905  # a list of so many words is read in lines, not in quotation marks
)
SOMEBODY, AN_ADDRESS = "a colleague", "an e-mail address"


@dataclass(frozen=True)
class Names:
    """Every name the house knows, each with the role that stands in its place."""

    roles: Mapping[str, str]

    def neutral(self, text: str) -> str:
        """The text with each known name, in full, after a title or in part, replaced by a role."""
        text, folded = ADDRESS.sub(AN_ADDRESS, text), text.casefold()
        for name in self._longest_first:
            last = name.split()[-1]
            if last.casefold() in folded:
                text = _whole(name).sub(self.roles[name], text)
                text = _titled(last).sub(self.roles[name], text)
        return WORD.sub(self._alone, text)

    def _alone(self, found: re.Match[str]) -> str:
        word = found.group()
        bare = _bare(word)
        role = self._parts.get(bare) if bare not in ORDINARY else None
        return role + word.removeprefix(bare) if role else word

    def left(self, text: str) -> list[str]:
        """Words of a text that may still name somebody; to be read by a person before sharing."""
        return sorted({_bare(word) for word in WORD.findall(text)} & self._parts.keys())

    @cached_property
    def _longest_first(self) -> list[str]:
        return sorted(self.roles, key=lambda name: (-len(name), name))

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Each part of a name with its role; one that several people share means any of them."""
        found: dict[str, str] = {}
        for name, role in self.roles.items():
            for part in WORD.findall(name):
                if len(part) >= SHORTEST_PART and part[0].isupper():
                    found[part] = role if found.get(part, role) == role else SOMEBODY
        return found


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
