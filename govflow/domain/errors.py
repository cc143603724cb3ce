"""The ways the house says no, each in sentences a person can act on."""

from collections.abc import Iterable, Mapping


class Refused(Exception):
    """An act that may not happen now; `sentences` say why, most important first."""

    def __init__(self, sentences: Iterable[str] | str) -> None:
        self.sentences = (sentences,) if isinstance(sentences, str) else tuple(sentences)
        super().__init__(" ".join(self.sentences))


class WrongRole(Refused):
    """The person does not hold a role that may do this."""


class NotYet(Refused):
    """The act exists, but something still stands in its way."""


class NoSuchAction(Refused):
    """The matter's workflow has no such action in its present state."""


class Stale(Refused):
    """Somebody else changed the matter while this person was reading it."""


class Invalid(Exception):
    """Input that cannot be taken: each field's name with a sentence saying what is wrong."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


class NotFound(Exception):
    """No such thing in this organisation; another organisation's things are not found either."""
