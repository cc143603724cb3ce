"""How a log is refused: a sentence with its file and place, and nothing taken for a result."""

from govflow.domain.errors import Invalid


class BadLog(Invalid):
    """A log that cannot be replayed; the sentence names the file and, where known, the line."""

    def __init__(self, file: str, sentence: str, line: int | None = None) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__({"log": printable(f"{place}: {sentence}")})


def printable(text: str) -> str:
    """Text from a log as a terminal may show it: nothing that moves a cursor or turns a line."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
