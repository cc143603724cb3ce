"""What a guard is, which typed parameters it may have, and the register of all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args, get_type_hints

from govflow.domain.cases import PaperCase, ProcedureCase, ReviewCase

Facts = Mapping[str, Any]
Check = Callable[[Any, Facts, datetime, Mapping[str, Any]], str | None]


class Fact(str):
    """The type of a parameter that names a fact kept with the matter."""


class DateFact(Fact):
    """The type of a parameter that names a kept fact which is a date."""


class FactValue(str):
    """The type of a parameter that is a value of the fact named by the parameter `fact`."""


class Act(str):
    """The type of a parameter that names an action of the same workflow."""


@dataclass(frozen=True)
class Guard:
    """One named condition: why the act may not happen yet, or None.

    `asked_in_form` marks a condition that the form of the action itself fulfils, `reads` the
    field it looks at there. `matters` are the kinds of matter it can look at; None is every kind.
    """

    name: str
    check: Check
    parameters: Mapping[str, type] = field(default_factory=dict)
    asked_in_form: bool = False
    optional: frozenset[str] = frozenset()
    matters: frozenset[str] | None = None
    reads: str | None = None


GUARDS: dict[str, Guard] = {}
KINDS: Mapping[type, str] = {PaperCase: "paper", ReviewCase: "review", ProcedureCase: "procedure"}


def guard(*optional: str, **parameters: type) -> Callable[[Check], Check]:
    """Register the decorated condition under its own name, with its typed parameters.

    `optional` names those that a file may leave out. What the condition can look at is read from
    the annotation of its first argument.
    """

    def register(check: Check) -> Check:
        name = check.__name__
        GUARDS[name] = Guard(
            name, check, parameters, optional=frozenset(optional), matters=matters_of(check)
        )
        return check

    return register


def matters_of(check: Check) -> frozenset[str] | None:
    """The kinds of matter a condition is written for, or None when it is written for any."""
    hints = get_type_hints(check)
    case = next(iter(hints.values()), Any)
    kinds = {KINDS.get(each) for each in get_args(case) or (case,)}
    return frozenset(kind for kind in kinds if kind) if None not in kinds else None
