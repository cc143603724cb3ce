"""A matter's trail as one of its readers may see it: sentences, the path walked, what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from govflow.services.office import Desk
from govflow.store import records
from govflow.store.log import Entry, entries

MOST_TOLD = 300
# What a network officer sees besides the network's own entries: never what another network said.
OPEN_TO_NETWORKS = frozenset(
    {"matter_moved", "matter_opened", "paper_started", "version_made", "meeting_changed"}
)
TOLD_IN_WORDS = ("reason", "statement", "note")
DETAILS: dict[str, str] = {
    "networks": "Networks",
    "left_out": "Left out",
    "no_chair": "No chair in post",
    "not_consulted": "Not consulted",
    "withdrawn": "Requests withdrawn",
    "window_working_days": "Window in working days",
    "paper_version": "Version",
    "decided_on_version": "Decided on version",
    "decision_text": "Decision",
    "minute_reference": "Minute reference",
    "unresolved_objections": "Unresolved objections",
    "urgent_reference": "Urgent decision",
}


@dataclass(frozen=True)
class Told:
    """One entry; `day_only` hides the hour at which a network spoke."""

    seq: int
    at: datetime
    sentence: str
    words: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    day_only: bool = False


def timeline(
    desk: Desk, matter_id: str, *, networks: frozenset[str] | None = None, limit: int = MOST_TOLD
) -> list[Told]:
    """Newest first; with `networks`, only what officers of these may see of the others."""
    found = entries(desk.work.session, *_of(desk, matter_id), newest_first=True, limit=limit)
    seen = [entry for entry in found if networks is None or _open(entry, networks)]
    return list(_gathered(seen))


def _open(entry: Entry, networks: frozenset[str]) -> bool:
    return entry.network in networks if entry.network else entry.type in OPEN_TO_NETWORKS


def _of(desk: Desk, matter_id: str) -> list[Any]:
    event = records.event.c
    return [event.organisation_id == desk.work.organisation_id, event.matter_id == matter_id]


def _gathered(found: list[Entry]) -> Iterator[Told]:
    """Saving a draft ten times in a row is one entry, not ten."""
    for saved, group in groupby(found, key=_saving):
        run = list(group)
        if not saved or len(run) == 1:
            yield from map(told, run)
            continue
        newest = told(run[0])
        yield replace(newest, sentence=f"{newest.sentence[:-1]} {len(run)} times.")


def _saving(entry: Entry) -> str:
    return entry.actor_name if entry.type == "draft_saved" else ""


def told(entry: Entry) -> Told:
    """One entry as a person reads it."""
    texts = entry.texts if entry.type != "comment_answered" else {}
    details = entry.facts.get("details") or {}
    named = ((title, details.get(name)) for name, title in DETAILS.items())
    given = entry.facts.get("given") or {}
    return Told(
        seq=entry.seq,
        at=entry.at,
        sentence=entry.sentence(),
        words=tuple(_quoted(texts[name]) for name in TOLD_IN_WORDS if texts.get(name)),
        details=(*((title, _said(value)) for title, value in named if value), *given.items()),
        day_only=bool(entry.network),
    )


def _quoted(text: str) -> str:
    """Words as they were given; a statement that was ticked came from the form as "yes"."""
    return "The statement was ticked." if text == "yes" else text


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def path_of(desk: Desk, matter_id: str) -> tuple[str, ...]:
    """The states the matter has stood in, in order, from its first, by their present names."""
    event = records.event.c
    query = (
        sa.select(event.action, event.from_state, event.to_state)
        .where(*_of(desk, matter_id), event.to_state.is_not(None))
        .order_by(event.seq)
    )
    path: list[str] = []
    for row in desk.work.session.execute(query):
        path = path or [row.from_state]
        if row.action is None:  # moved to another version: only the state's name changed
            path = [row.to_state if state == row.from_state else state for state in path]
        else:
            path.append(row.to_state)
    return tuple(path)


def since_version(desk: Desk, matter_id: str, version: int, *, most: int = 10) -> list[Told]:
    """What happened after somebody's page was drawn from this version of the matter."""
    found = entries(desk.work.session, *_of(desk, matter_id), newest_first=True, limit=100)
    newer = [entry for entry in found if (entry.payload["version"] or 0) > version]
    return [told(entry) for entry in newer if entry.type != "action_refused"][:most]
