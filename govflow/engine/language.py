"""The workflow language as pydantic models: what a file may say, and its JSON Schema."""

from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
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
PROMISE_KINDS = ("must_pass", "always_can_reach", "different_people")


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_need(value: Any) -> Any:
    """`guard` and `guard: {parameter: value}` both become one mapping."""
    if isinstance(value, str):
        return {"guard": value}
    if isinstance(value, dict) and len(value) == 1:
        [(guard, parameters)] = value.items()
        return {"guard": guard, "parameters": parameters}
    raise ValueError("a need is a guard's name, or `guard: {parameter: value}`")


_NAME_SCHEMA = {"type": "string", "pattern": NAME}
Names = Annotated[
    list[Name],
    BeforeValidator(_as_list),
    Field(min_length=1),
    WithJsonSchema(
        {"anyOf": [_NAME_SCHEMA, {"type": "array", "items": _NAME_SCHEMA, "minItems": 1}]}
    ),
]


class Part(BaseModel):
    """One part of a file: no unknown words, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class NeedPart(Part):
    guard: Name
    parameters: dict[str, Any] = {}  # types are the guard's own, checked against it


Need = Annotated[
    NeedPart,
    BeforeValidator(_as_need),
    WithJsonSchema(
        {
            "anyOf": [
                _NAME_SCHEMA,
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "propertyNames": {"pattern": NAME},
                    "additionalProperties": {
                        "type": "object",
                        "additionalProperties": {"type": ["string", "integer", "boolean"]},
                    },
                },
            ]
        }
    ),
]


class StatePart(Part):
    title: Title = Field(description="Reads on from 'This paper is …'.")
    help: Words | None = None
    waits_for: Name | None = Field(None, description="The role everyone is waiting for.")
    deadline: Name | None = Field(None, description="The named deadline that runs here.")
    why_no_deadline: Words | None = Field(None, description="Why no deadline runs here.")
    final: bool = Field(False, description="Nothing can happen after this.")
    decision: bool = Field(False, description="A decision has been taken here.")
    lasting: bool = Field(False, description="A resting state: an allowed end that may go on.")


class AskPart(Part):
    label: Words
    kind: Literal["text", "textarea", "choice", "checkbox", "date"]
    required: bool = True
    hint: Words | None = None
    choices: list[Words] = []


class ActionPart(Part):
    title: Title = Field(description="An imperative: 'Send to networks'.")
    past: Title | None = Field(
        default=None, description="What the record says: 'sent it to the networks'."
    )
    help: Words | None = None
    source: Names = Field(validation_alias=AliasChoices("from"))
    to: Name
    by: Names
    needs: list[Need] = []
    does: list[Name] = []
    asks: dict[Name, AskPart] = {}


class MustPassPart(Part):
    name: Title
    to_reach: Names
    must_pass: Names
    unless: Names | None = None


class AlwaysCanReachPart(Part):
    name: Title
    start: Names = Field(validation_alias=AliasChoices("from"))
    always_can_reach: Names


class DifferentPeoplePart(Part):
    name: Title
    different_people: Annotated[list[Name], Field(min_length=2)]


def _kind(value: Any) -> str | None:
    kinds = [kind for kind in PROMISE_KINDS if isinstance(value, dict) and kind in value]
    return kinds[0] if len(kinds) == 1 else None


PromisePart = Annotated[
    Annotated[MustPassPart, Tag("must_pass")]
    | Annotated[AlwaysCanReachPart, Tag("always_can_reach")]
    | Annotated[DifferentPeoplePart, Tag("different_people")],
    Discriminator(_kind),
]


class WorkflowPart(Part):
    """One workflow and version."""

    workflow: Name
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Title
    matter: Name
    initial: Name
    roles: Annotated[dict[Name, Title], Field(min_length=1)]
    states: Annotated[dict[Name, StatePart], Field(min_length=1)]
    actions: Annotated[dict[Name, ActionPart], Field(min_length=1)]
    promises: list[PromisePart] = []


def json_schema() -> dict[str, Any]:
    """The schema that editors use to complete and check workflow files."""
    schema = WorkflowPart.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "govflow workflow",
        **{key: value for key, value in schema.items() if key != "title"},
    }
