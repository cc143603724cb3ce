"""The house as it stood: an office over a copy of the record, rewound to an earlier instant.

The same pages read it, so that none of them can show something else than it showed then. What
nobody kept raises NotKept instead of being guessed.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from govflow.domain.errors import NotFound, Refused, WrongRole
from govflow.domain.people import Role
from govflow.services.office import Office, Who
from govflow.store import past, trail
from govflow.store.past_matters import rewind_matters
from govflow.store.past_rules import EVERY_TABLE, rewind_rows

# Beyond this a copy for each page would take seconds: an evidence bundle is the better way.
LONGEST_LOG = 20_000
NEVER_COPIED = "What this page shows is kept only as it is today."
# Silence of a machine is told by the state of the log, which is never shown as at.
SILENT = frozenset({"heartbeat"})
# Lists that say of each paper where it goes and whether it is private.
BESIDE_PAPERS = re.compile(r"\bpaper\b.*\b(meeting|comment)\b|\b(meeting|comment)\b.*\bpaper\b")
SOURCES = re.compile(r"\b(?:FROM|JOIN)\s+([^()]*?)(?=\bWHERE\b|\bON\b|$)")


class NotKept(Refused):
    """Part of what a page shows was not kept as it stood; today's must not stand in for it."""


@dataclass(frozen=True)
class Then:
    """An office over the past; `blurred` says of a matter why it cannot be shown."""

    office: Office
    blurred: dict[str, str]
    size: int

    def close(self) -> None:
        """Let the copy go."""
        self.office.store.engine.dispose()


def stood(office: Office, who: Who, now: datetime, at: datetime) -> Then:
    """The house as it stood at an instant, for an auditor; raises WrongRole, NotFound, NotKept."""
    if not who.actor.holds(Role.AUDITOR):
        raise WrongRole("Only an auditor may look at the record as at another date.")
    with office.reading(who, now) as desk:
        if trail.head(desk.work).size > LONGEST_LOG:
            raise NotKept(f"The trail has more than {LONGEST_LOG:,} events: take a bundle instead.")
        taken = past.take_out(desk.work, at)
    if not taken.before:
        raise NotFound("Nothing was recorded yet.")
    rewind_rows(taken)
    rewind_matters(taken)
    store = past.scratch(past.laid_out(taken))
    papers = {row["id"] for row in taken.rows["paper"]} & taken.blurred.keys()
    lost = {each: taken.blurred[each] for each in sorted(papers)}
    _refuse_untold(store.engine, _untold(taken), lost)
    return Then(replace(office, store=store), taken.blurred, len(taken.before))


def _untold(taken: past.Past) -> dict[str, str]:
    every = taken.untold.pop(EVERY_TABLE, "")
    if every:
        taken.untold |= {table.name: every for table in past.copied()}
    hidden = dict.fromkeys(past.LEFT_OUT - SILENT, NEVER_COPIED)
    return {**hidden, **taken.untold}


def _refuse_untold(engine: sa.Engine, untold: dict[str, str], blurred: dict[str, str]) -> None:
    """Stop a page at the first statement that reads what cannot be shown as it stood.

    `blurred` are papers of which only the title is shown in lists: not their meeting or draft.
    """
    named = re.compile(rf"\b({'|'.join(sorted(untold))})\b")

    @sa.event.listens_for(engine, "before_cursor_execute")
    def look(_: Any, __: Any, statement: str, *___: Any) -> None:
        sources = " ".join(SOURCES.findall(statement))
        if found := named.search(sources):
            raise NotKept(untold[found.group(1)])
        if blurred and BESIDE_PAPERS.search(sources):
            raise NotKept(next(iter(blurred.values())))
