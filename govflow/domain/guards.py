"""The named conditions that workflows put in the way of an action, each a sentence or None."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Facts = Mapping[str, Any]
Check = Callable[[Any, Facts, datetime, Mapping[str, Any]], str | None]


@dataclass(frozen=True)
class Guard:
    """One named condition: why the act may not happen yet, or None."""

    name: str
    check: Check
    parameters: Mapping[str, type] = field(default_factory=dict)
    asked_in_form: bool = False


GUARDS: dict[str, Guard] = {}
