"""The smaller phrases of the workflow language: names, needs, form fields and deadlines."""

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

NAME = r"^[a-z][a-z0-9_]*$"
Name = Annotated[str, StringConstraints(pattern=NAME, max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
LONGEST_TEXT = 20_000  # characters that any field may ask for
MOST = 9999  # of whatever a deadline counts, and of versions


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_NAME_SCHEMA = {"type": "string", "pattern": NAME}
Names = Annotated[
    list[Name],
    BeforeValidator(_as_list),
    Field(min_length=1),
    WithJsonSchema(
        {"anyOf": [_NAME_SCHEMA, {"type": "array", "items": _NAME_SCHEMA, "minItems": 1}]}
    ),
]
Pair = Annotated[list[Name], Field(min_length=2)]


class Part(BaseModel):
    """One part of a file: no unknown words, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class NeedPart(Part):
    """A guard by its name, with the parameters the file gives it."""

    guard: Name
    parameters: dict[str, Any] = {}  # types are the guard's own, checked against it


def _as_need(value: Any) -> Any:
    """`guard` and `guard: {parameter: value}` both become one mapping."""
    if isinstance(value, str):
        return {"guard": value}
    if isinstance(value, dict) and len(value) == 1:
        [(guard, parameters)] = value.items()
        return {"guard": guard, "parameters": parameters}
    raise ValueError("a need is a guard's name, or `guard: {parameter: value}`")


Need = Annotated[NeedPart, BeforeValidator(_as_need)]


class AskPart(Part):
    """One field of a form, naming the fact that it supplies."""

    label: Words = Field(description="The question, or the name of the field.")
    kind: Literal["text", "textarea", "choice", "checkbox", "date", "person", "reference"]
    required: bool = Field(True, description="Whether the act is refused without it.")
    hint: Words | None = Field(None, description="Help under the label.")
    choices: list[Words] = Field([], description="The answers to choose from.")
    keep: bool = Field(False, description="Whether the fact is kept with the matter.")
    holding: list[Name] = Field([], description="Only people with one of these roles are offered.")
    max_length: Annotated[int, Field(ge=1, le=LONGEST_TEXT)] | None = Field(
        None, description="The most characters it may hold."
    )


Asks = dict[Name, AskPart]
Amount = Annotated[int, Field(ge=1, le=MOST)]
UNITS = ("working_days", "days", "months", "clear_days", "policy")


class DeadlinePart(Part):
    """So long after or before a moment; or `on` a day."""

    working_days: Amount | None = None
    days: Amount | None = None
    months: Amount | None = None
    clear_days: Amount | None = None
    policy: Name | None = Field(None, description="The policy value that says how long.")
    after: Name | None = None
    before: Name | None = None
    on: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = Field(
        None, description="A date such as 2021-12-31, or a kept date fact."
    )

    def said(self) -> tuple[list[str], list[str]]:
        """Which units and which directions the file gives."""
        units = [unit for unit in UNITS if getattr(self, unit) is not None]
        return units, [way for way in ("after", "before") if getattr(self, way) is not None]


def _deadline_form(value: Any) -> str | None:
    if isinstance(value, dict | DeadlinePart):
        return "rule"
    return "name" if isinstance(value, str) else None


DeadlineForm = Annotated[
    Annotated[Name, Tag("name")] | Annotated[DeadlinePart, Tag("rule")],
    Discriminator(
        _deadline_form,
        custom_error_type="deadline_form",
        custom_error_message="a deadline is a name or a mapping",
    ),
]
