"""Small turns of English shared by refusals, proofs and diagrams, so that all speak alike."""

from collections.abc import Sequence


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def lowered(title: str) -> str:
    """A title as it stands inside a sentence; an abbreviation keeps its capitals."""
    if len(title) > 1 and not title[1].isupper() and title[0].isupper():
        return title[0].lower() + title[1:]
    return title


def the(title: str) -> str:
    """A role inside a sentence: `the author`; `whoever asked` needs no article."""
    said = lowered(title)
    return said if said.startswith(("whoever", "anybody")) else f"the {said}"


def raised(sentence: str) -> str:
    """The words as they begin a sentence or stand in a cell of their own."""
    return sentence[:1].upper() + sentence[1:]


def quoted(words: Sequence[str], last: str = "or") -> str:
    """`'a'`, `'a' or 'b'`."""
    return listed([f"'{word}'" for word in words], last)
