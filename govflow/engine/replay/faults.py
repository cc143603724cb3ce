"""How a log is refused: a sentence with its file and place, and nothing taken for a result."""

from govflow.domain.errors import Invalid


class BadLog(Invalid):
    """A log that cannot be replayed; the sentence names the file and, where known, the line."""

    def __init__(self, file: str, sentence: str, line: int | None = None) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__({"log": f"{place}: {sentence}"})
