"""Turns pydantic's complaints about a map file into sentences at their places."""

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from govflow.engine.faults import Fault, nearest
from govflow.engine.sheet import Path_, Sheet

SENTENCES = {
    "string_type": "must be text; put a number in quotation marks",
    "list_type": "must be a list",
    "dict_type": "must be a mapping (`word: meaning`)",
    "model_type": "must be a mapping (`word: value`)",
    "string_too_short": "is empty",
    "string_too_long": "is longer than 300 characters",
    "too_short": "must name at least one",
}


def faults_of(sheet: Sheet, error: ValidationError, root: type[BaseModel]) -> list[Fault]:
    """Every complaint as a fault with its place and, for a typo, the nearest word."""
    return [_fault(sheet, detail, root) for detail in error.errors(include_url=False)]


def _fault(sheet: Sheet, detail: ErrorDetails, root: type[BaseModel]) -> Fault:
    path = detail["loc"]
    if path[-1:] == ("[key]",):
        path = path[:-1]
    if detail["type"] == "extra_forbidden":
        close = nearest(str(path[-1]), _words(root, path[:-1]))
        hint = f"; did you mean '{close}'?" if close else "."
        return sheet.fault(path, f"'{path[-1]}' is not a word of a map here{hint}", close)
    if detail["type"] == "missing":
        return sheet.fault(path[:-1], f"The map must say '{path[-1]}'.")
    if detail["type"] == "literal_error":
        wanted = detail.get("ctx", {}).get("expected", "")
        return sheet.fault(path, f"{_subject(path)} must be {wanted}.")
    said = SENTENCES.get(detail["type"], f"cannot be read: {detail['msg']}")
    return sheet.fault(path, f"{_subject(path)} {said}.")


def _words(root: type[BaseModel], path: Path_) -> set[str]:
    part = root
    for key in path:
        kind = part.model_fields[str(key)].annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            part = kind
    return set(part.model_fields)


def _subject(path: Path_) -> str:
    if len(path) > 1 and isinstance(path[-1], int):
        return f"Item {path[-1] + 1} of '{path[-2]}'"
    return f"'{path[-1]}'" if path else "The map"
