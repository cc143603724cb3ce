"""The workflow language as pydantic models: what a file may say."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, Discriminator, Field, Tag

from govflow.engine.phrases import (
    MOST,
    Asks,
    DeadlineForm,
    Name,
    Names,
    Need,
    Pair,
    Part,
    Title,
    Words,
)


class OpensPart(Part):
    """Who may begin such a matter from the pages that serve every workflow, and with which form."""

    title: Title = Field(description="An imperative, on the button: 'Ask for a divergence'.")
    help: Words | None = None
    by: Names = Field(description="The roles of the organisation that may begin one.")
    asks: Asks = Field({}, description="The form; every fact asked here is kept.")
    titled: Name | None = Field(
        None, description="The field whose text becomes the matter's title; `title` if left out."
    )


class StatePart(Part):
    """A place where a matter rests."""

    title: Title = Field(description="Reads on from 'This paper is …'.")
    help: Words | None = None
    waits_for: Name | None = Field(None, description="The role everyone is waiting for.")
    deadline: DeadlineForm | None = Field(None, description="The deadline that runs here.")
    why_no_deadline: Words | None = Field(None, description="Why no deadline runs here.")
    final: bool = Field(False, description="Nothing can happen after this.")
    decision: bool = Field(False, description="A decision has been taken here.")
    lasting: bool = Field(False, description="A resting state: an allowed end that may go on.")


class ActionPart(Part):
    """An act that moves a matter."""

    title: Title = Field(description="An imperative: 'Send to networks'.")
    past: Title | None = Field(
        default=None, description="What the record says: 'sent it to the networks'."
    )
    help: Words | None = None
    source: Names = Field(validation_alias=AliasChoices("from"))
    to: Name
    by: Names
    needs: list[Need] = Field([], description="Guards, in the order of their sentences.")
    does: list[Name] = Field([], description="Effects, run in the same transaction.")
    asks: Asks = Field({}, description="The fields of the form.")


class MustPassPart(Part):
    """No way to these states avoids these acts, in order."""

    name: Title
    to_reach: Names
    must_pass: Names
    unless: Names | None = None


class AlwaysCanReachPart(Part):
    """One of these states stays within reach."""

    name: Title
    start: Names = Field(validation_alias=AliasChoices("from"))
    always_can_reach: Names


class DifferentPeoplePart(Part):
    """No one person does two of these acts."""

    name: Title
    different_people: Pair


class NeverAfterPart(Part):
    """None of `acts` happens once one of `never_after` has."""

    name: Title
    acts: Names
    never_after: Names


class AtMostOncePart(Part):
    """Each of these acts happens once at most."""

    name: Title
    at_most_once: Names


class NotLaterThanPart(Part):
    """`acts` happen on or before the day of `not_later_than`, in a record of what happened."""

    name: Title
    acts: Names
    not_later_than: Names


PROMISE_PARTS: Mapping[str, type[BaseModel]] = {
    "must_pass": MustPassPart,
    "always_can_reach": AlwaysCanReachPart,
    "different_people": DifferentPeoplePart,
    "never_after": NeverAfterPart,
    "at_most_once": AtMostOncePart,
    "not_later_than": NotLaterThanPart,
}
PROMISE_KINDS = tuple(PROMISE_PARTS)
AnyPromisePart = (
    MustPassPart
    | AlwaysCanReachPart
    | DifferentPeoplePart
    | NeverAfterPart
    | AtMostOncePart
    | NotLaterThanPart
)


def _kind(value: Any) -> str | None:
    kinds = [kind for kind in PROMISE_KINDS if isinstance(value, dict) and kind in value]
    return kinds[0] if len(kinds) == 1 else None


PromisePart = Annotated[
    Annotated[MustPassPart, Tag("must_pass")]
    | Annotated[AlwaysCanReachPart, Tag("always_can_reach")]
    | Annotated[DifferentPeoplePart, Tag("different_people")]
    | Annotated[NeverAfterPart, Tag("never_after")]
    | Annotated[AtMostOncePart, Tag("at_most_once")]
    | Annotated[NotLaterThanPart, Tag("not_later_than")],
    Discriminator(_kind),
]


class WorkflowPart(Part):
    """One workflow and version."""

    workflow: Name
    version: Annotated[int, Field(ge=1, le=MOST)]
    title: Title
    matter: Name
    initial: Name
    roles: Annotated[dict[Name, Title], Field(min_length=1)]
    opens: OpensPart | None = None
    states: Annotated[dict[Name, StatePart], Field(min_length=1)]
    actions: Annotated[dict[Name, ActionPart], Field(min_length=1)]
    promises: list[PromisePart] = Field([], description="What holds on every path.")
