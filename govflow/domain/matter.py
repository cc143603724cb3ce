"""Anything that moves through a workflow: a board paper, a governance review."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class Owned:
    """Belongs to one organisation; the store shows it to no other."""

    organisation_id: str


@dataclass(eq=False, kw_only=True)
class Matter(Owned):
    """One thing under governance; `state` is written only by the engine's moves.

    `state_since_at` and `created_at` are UTC instants. `version` counts the changes that a
    reader of the page must have seen before acting on it. `facts` are what forms gave and the
    workflow keeps: dates as ISO text, a person as an id with the name kept beside as
    `<fact>_name`.
    """

    id: str
    organisation_id: str
    kind: str
    workflow: str
    workflow_version: int
    workflow_hash: str
    state: str
    state_since_at: datetime
    version: int
    reference: str
    title: str
    created_at: datetime
    continues_matter_id: str | None = None
    decided: bool = False
    decision_id: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
