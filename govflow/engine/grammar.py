"""Turns pydantic's complaints about a workflow file into sentences at their places."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from govflow.engine.faults import Fault, nearest
from govflow.engine.language import (
    PROMISE_KINDS,
    PROMISE_PARTS,
    ActionPart,
    MustPassPart,
    OpensPart,
    StatePart,
    WorkflowPart,
)
from govflow.engine.phrases import AskPart, DeadlinePart
from govflow.engine.sheet import Key, Path_, Sheet

SECTION_PARTS: dict[Key, type[BaseModel]] = {"states": StatePart, "actions": ActionPart}

Sentence = Callable[[str, ErrorDetails], str]


def faults_of(sheet: Sheet, error: ValidationError) -> list[Fault]:
    """Every complaint as a fault with its place."""
    return [_fault(sheet, detail) for detail in error.errors(include_url=False)]


def bad_places(error: ValidationError) -> set[Path_]:
    """Where something did not validate: a section, a part of it, or a word of the part."""
    return {_place_path(detail["loc"])[:3] for detail in error.errors(include_url=False)}


def _fault(sheet: Sheet, detail: ErrorDetails) -> Fault:
    path = _place_path(detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        close = nearest(str(path[-1]), _words_of(_part(detail["loc"])))
        hint = f"; did you mean '{close}'?" if close else "."
        return sheet.fault(path, f"'{path[-1]}' is not a word of the language here{hint}", close)
    if kind == "missing":
        word = str(path[-1])
        return sheet.fault(path[:-1], f"{_subject(path[:-1])} must say '{word}'.")
    say = SENTENCES.get(kind, _unexpected)
    return sheet.fault(path, say(_subject(path), detail))


def _place_path(location: Path_) -> Path_:
    """The path in the file: pydantic's own markers for unions and keys taken out."""
    if location[-1:] == ("[key]",):
        location = location[:-1]
    if location[:1] == ("promises",) and len(location) > 2 and location[2] in PROMISE_KINDS:
        location = (*location[:2], *location[3:])
    if location[:1] == ("states",) and location[2:3] == ("deadline",):
        location = (*location[:3], *location[4:])
    return location


def _part(location: Path_) -> type[BaseModel]:
    """The model that was being filled where the complaint arose."""
    match location:
        case ("actions", _, "asks", _, _, *_) | ("opens", "asks", _, _, *_):
            return AskPart
        case ("states", _, "deadline", _, _, *_):
            return DeadlinePart
        case ("promises", _, kind, *_):
            return PROMISE_PARTS.get(str(kind), MustPassPart)
        case ("opens", _, *_):
            return OpensPart
        case (section, _, _, *_):
            return SECTION_PARTS.get(section, WorkflowPart)
    return WorkflowPart


def _words_of(part: type[BaseModel]) -> set[str]:
    aliases = {"source": "from", "start": "from"}
    return {aliases.get(word, word) for word in part.model_fields}


SECTION_NAMES: Mapping[Key, str] = {
    "states": "State",
    "actions": "Action",
    "promises": "Promise",
    "roles": "Role",
}


def _subject(path: Path_) -> str:
    """What the sentence speaks of: `State 'draft'`, `'title' of state 'draft'`, `The file`."""
    if not path:
        return "The file"
    if path[0] == "opens":
        return f"'{path[-1]}' of the opening form" if len(path) > 1 else "The opening form"
    if path[0] not in SECTION_NAMES or len(path) == 1:
        return f"'{path[-1]}'"
    name = path[1] + 1 if isinstance(path[1], int) else f"'{path[1]}'"
    owner = f"{SECTION_NAMES[path[0]]} {name}"
    if len(path) == 2:
        return owner
    word = next(str(key) for key in reversed(path) if isinstance(key, str))
    return f"'{word}' of {owner[0].lower()}{owner[1:]}"


def _context(detail: ErrorDetails, key: str) -> Any:
    return detail.get("ctx", {}).get(key, "")


def _unexpected(subject: str, detail: ErrorDetails) -> str:
    return f"{subject} cannot be read: {detail['msg']}."


def _must_be(what: str) -> Sentence:
    return lambda subject, detail: f"{subject} must be {what}."


SENTENCES: Mapping[str, Sentence] = {
    "string_type": _must_be("text"),
    "bool_type": _must_be("true or false"),
    "int_type": _must_be("a whole number"),
    "greater_than_equal": _must_be("1 or more"),
    "less_than_equal": lambda subject, detail: (
        f"{subject} must be {_context(detail, 'le')} or less."
    ),
    "deadline_form": _must_be("a deadline's name or a mapping (`working_days: 20`, `after: …`)"),
    "list_type": _must_be("a list"),
    "dict_type": _must_be("a mapping (`name: …`)"),
    "model_type": _must_be("a mapping (`word: value`)"),
    "string_too_short": lambda subject, _: f"{subject} is empty.",
    "string_too_long": lambda subject, detail: (
        f"{subject} is longer than {_context(detail, 'max_length')} characters."
    ),
    "string_pattern_mismatch": _must_be(
        "a name of small letters, digits and _ that starts with a letter"
    ),
    "too_short": lambda subject, detail: (
        f"{subject} must name at least {_context(detail, 'min_length')}."
    ),
    "literal_error": lambda subject, detail: f"{subject} must be {_context(detail, 'expected')}.",
    "value_error": lambda subject, detail: f"{subject}: {_context(detail, 'error')}.",
    "union_tag_not_found": _must_be(
        f"a mapping with a name and exactly one of {', '.join(PROMISE_KINDS)}"
    ),
}
