"""Carries a form across signing in: typed as a session ended, it is sent by one more press."""

from dataclasses import dataclass

from flask import request

from govflow.web.doors import local_path
from govflow.web.typed import in_words

TO, FIELD = "carry_to", "carried-"
"""The names of hidden fields: where the form was going, and before each of its own names."""
LEFT_BEHIND = ("password", "token")


@dataclass(frozen=True)
class Carried:
    """A form on its way: the address it was sent to, and its fields in the order of the form."""

    to: str
    fields: list[tuple[str, str]]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """As hidden fields of the form for signing in."""
        return [(TO, self.to), *((FIELD + name, value) for name, value in self.fields)]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What a person typed, with labels, to be read before it is sent."""
        return in_words(self.fields)


def stopped() -> Carried | None:
    """The form that has just arrived too late; None when it had files, which nobody can hold."""
    if any(file.filename for file in request.files.values()):
        return None
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(part in name for part in LEFT_BEHIND)
    ]
    return Carried(request.path, fields)


def passed_on() -> Carried | None:
    """The form carried by the form for signing in; only ever one that came from our own pages."""
    to = local_path(request.form.get(TO))
    if to is None:
        return None
    fields = [
        (name.removeprefix(FIELD), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(FIELD)
    ]
    return Carried(to, fields)
