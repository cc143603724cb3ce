"""What a person typed, so that a form that is refused comes back as it was."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import g, request
from werkzeug.datastructures import MultiDict

from govflow.domain.errors import Invalid

DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
NEVER_SHOWN_AGAIN = ("password", "csrf_token", "version", "_id", "token", "anchor")


def problem(name: str) -> str:
    """What is wrong with a field, or nothing."""
    return str(g.get("problems", {}).get(name, ""))


def typed(name: str, otherwise: Any = "") -> Any:
    """What the person typed if the form came back, else the stored value."""
    form: MultiDict[str, str] | None = g.get("typed")
    # A page may hold several forms: a field of the others was not sent, and keeps what is stored.
    return otherwise if form is None else form.get(name, otherwise)


def typed_list(name: str, otherwise: Iterable[str] = ()) -> list[str]:
    """What the person ticked if the form came back, else the stored values."""
    form: MultiDict[str, str] | None = g.get("typed")
    return [str(value) for value in otherwise] if form is None else form.getlist(name)


def what_was_typed() -> list[tuple[str, str]]:
    """Every field of the refused form in its own words, so that nothing has to be typed again."""
    return in_words(request.form.items(multi=True))


def in_words(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields a person typed something into, with a label for each made of its name."""
    return [
        (name.replace("_", " ").replace("-", " ").strip().capitalize(), value)
        for name, value in fields
        if value.strip() and not any(part in name for part in NEVER_SHOWN_AGAIN)
    ]


def read_date(name: str, label: str = "the date") -> date | None:
    """A date field's value, as 2026-11-24, 24/11/2026 or 24 November 2026; None when empty."""
    text = " ".join(request.form.get(name, "").split())
    for style in DATE_FORMATS if text else ():
        try:
            return datetime.strptime(text, style).date()
        except ValueError:
            continue
    if text:
        raise Invalid({name: f"Enter {label} as a real date, such as 24 November 2026"})
    return None
