"""The shape of the demo's procedures, so that a slip in YAML is named."""

from pydantic import Field

from govflow.demo.shapes import Key, Shape


class Told(Shape):
    """What a form is given: plain answers, people by their keys, days by their offsets."""

    facts: dict[str, str] = Field({})
    people: dict[str, Key] = Field({})
    days: dict[str, int] = Field({})


class Act(Told):
    """One action on a day, by a person's key or `system:<job>`."""

    by: str
    day: int
    action: str


class Procedure(Told):
    """A matter begun from its form, what happened to it, and where it stands."""

    key: Key
    workflow: str
    by: Key
    day: int
    steps: tuple[Act, ...] = ()
    state: str


class ProcedureFile(Shape):
    """procedures.yaml: all of them."""

    procedures: tuple[Procedure, ...]
