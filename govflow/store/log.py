"""Appends to an organisation's trail: canonical payload, sealed texts, leaf hash and head."""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from govflow.domain.calendar import said
from govflow.domain.errors import Invalid, Refused
from govflow.domain.events import EVENTS, Event, MatterMigrated, MatterMoved
from govflow.domain.matter import Matter
from govflow.domain.people import Actor
from govflow.domain.restriction import HIDDEN_NAME
from govflow.domain.subtrees import Grown, grow
from govflow.domain.trail import Frontier, canonical, commit, leaf_hash
from govflow.store import records
from govflow.store.sealed_texts import texts_of

SCHEMA = 2  # 1 did not name the workflow's hash
PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SEAL = b"govflow/sealed/v1"
GAPLESS = "must take the next number of its trail"
BROKEN = (
    "The record takes no further entry: an event in it is missing or out of place, so nothing was "
    "done. The administrator finds out where with: govflow trail verify"
)


@lru_cache(maxsize=1)
def application_version() -> str:
    """The version that wrote the event."""
    try:
        return version("govflow")
    except PackageNotFoundError:
        return "unknown"


def start_log(session: Session, organisation_id: str) -> None:
    """An empty log for a new organisation."""
    empty = Frontier()
    session.execute(
        records.trail_head.insert().values(
            organisation_id=organisation_id,
            size=0,
            root=empty.root().hex(),
            frontier=empty.to_hex(),
        )
    )


def append(
    session: Session,
    organisation_id: str,
    now: datetime,
    event: Event,
    actor: Actor,
    matter: Matter | None,
) -> int:
    """Add one event under the log head's lock, in the caller's transaction."""
    frontier = _head(session, organisation_id)
    seq = frontier.size
    seals = _seals(event, actor)
    payload = canonical(_payload(organisation_id, seq, now, event, matter, seals))
    leaf = leaf_hash(payload)
    grown = grow(frontier, leaf)
    connection = session.connection()
    row = {
        "organisation_id": organisation_id,
        "seq": seq,
        "at": now,
        **_columns(event, actor, matter),
        "payload": payload,
        "leaf_hash": leaf.hex(),
    }
    try:
        connection.execute(records.event.insert(), row)
    except DBAPIError as fault:
        raise _broken(fault) from fault
    connection.execute(
        records.sealed.insert(),
        [
            {"organisation_id": organisation_id, "seq": seq, "field": f, "salt": s, "data": d}
            for f, (s, d, _) in seals.items()
        ],
    )
    _grow_tree(connection, organisation_id, grown)
    return seq


def _broken(fault: DBAPIError) -> Exception:
    """A log that takes no further event is said to be broken; any other fault stays itself."""
    if GAPLESS in str(fault.orig) or isinstance(fault, IntegrityError):
        return Refused(BROKEN)
    return fault


def _grow_tree(connection: sa.Connection, organisation_id: str, grown: Grown) -> None:
    if grown.completed:
        connection.execute(
            records.trail_node.insert(),
            [
                {"organisation_id": organisation_id, "level": level, "place": place, "hash": each}
                for (level, place), each in grown.completed
            ],
        )
    head, frontier = records.trail_head, grown.frontier
    connection.execute(
        head.update().where(head.c.organisation_id == organisation_id),
        {"size": frontier.size, "root": frontier.root().hex(), "frontier": frontier.to_hex()},
    )


def _columns(event: Event, actor: Actor, matter: Matter | None) -> dict[str, Any]:
    """What queries look for; a network's act keeps no trace here of who inside it spoke."""
    moved = event if isinstance(event, MatterMoved) else None
    stood = event if isinstance(event, MatterMoved | MatterMigrated) else None
    return {
        "type": event.name(),
        "matter_id": matter.id if matter else None,
        "network": event.network,
        "actor_id": "" if event.network else actor.id,
        "action": moved.action if moved else None,
        "from_state": stood.from_state if stood else None,
        "to_state": stood.to_state if stood else None,
    }


def _head(session: Session, organisation_id: str) -> Frontier:
    head = records.trail_head
    row = (
        session.connection()
        .execute(
            sa.select(head.c.size, head.c.frontier).where(head.c.organisation_id == organisation_id)
        )
        .one_or_none()
    )
    if row is None:
        raise Invalid({"organisation": "This organisation has no trail yet: create it first."})
    return Frontier.from_hex(row.size, row.frontier)


Seals = dict[str, tuple[bytes, bytes, str]]


def _name(event: Event, actor: Actor) -> str:
    """A substitute is recorded with the name of whose place is kept."""
    acted_as = event.acted_as if isinstance(event, MatterMoved) else ""
    return actor.said_as(event.network or acted_as)


def _seals(event: Event, actor: Actor) -> Seals:
    texts = {"actor": json.dumps({"id": actor.id, "name": _name(event, actor)}, ensure_ascii=False)}
    texts.update(event.texts())
    sealed: Seals = {}
    for name, text in texts.items():
        salt, data = secrets.token_bytes(32), text.encode()
        sealed[name] = (salt, data, commit(SEAL, salt, data))
    return sealed


def stamp(now: datetime) -> str:
    """The instant as the trail writes it: UTC, microseconds, Z."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _payload(
    organisation_id: str,
    seq: int,
    now: datetime,
    event: Event,
    matter: Matter | None,
    seals: Seals,
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "organisation": organisation_id,
        "seq": seq,
        "at": stamp(now),
        "type": event.name(),
        "matter": matter.id if matter else None,
        "version": matter.version if matter else None,
        "workflow": matter.workflow_hash if matter else None,
        "facts": event.facts(),
        "commitments": {name: commitment for name, (_, _, commitment) in seals.items()},
        "application": application_version(),
    }


@dataclass(frozen=True)
class Entry:
    """One event as read back: its place, its payload and the text still sealed beside it."""

    seq: int
    at: datetime
    type: str
    matter_id: str | None
    payload: dict[str, Any]
    leaf_hash: str
    actor_name: str
    texts: dict[str, str]

    @property
    def facts(self) -> dict[str, Any]:
        """The event's public facts."""
        return dict(self.payload["facts"])

    @property
    def network(self) -> str:
        """The network that spoke, or an empty string."""
        return str(self.facts.get("network", ""))

    @property
    def actor(self) -> str:
        """Who acted, as it may be shown to anybody: a network speaks as a body."""
        return f"The {self.network}" if self.network else self.actor_name

    def event(self) -> Event:
        """The event object again, with texts that were erased shown as such."""
        cls = EVENTS[self.type]
        texts = {name: self.texts.get(name, "[erased]") for name in self.sealed_names()}
        return cls(**self.facts, **texts)

    def sealed_names(self) -> list[str]:
        """The sealed fields of this event, the actor apart."""
        return [name for name in self.payload["commitments"] if name != "actor"]

    def sentence(self) -> str:
        """What happened, as a person would say it."""
        event = self.event()
        values = {n: _spoken(getattr(event, n)) for n in dir(event) if not n.startswith("_")}
        told = event.says.format(**{**values, "actor": self.actor})
        return told if told.endswith((".", "?")) else f"{told}."


def _spoken(value: Any) -> Any:
    """A plain date as people say it; everything else as it is."""
    if isinstance(value, str) and PLAIN_DATE.fullmatch(value):
        return said(date.fromisoformat(value))
    return value


def entries(
    session: Session,
    *conditions: Any,
    newest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[Entry]:
    """Events with their sealed texts, in two statements however many there are."""
    event = records.event
    order = event.c.seq.desc() if newest_first else event.c.seq
    query = sa.select(event).where(*conditions).order_by(order).offset(offset)
    if limit is not None:
        query = query.limit(limit)
    rows = session.connection().execute(query).all()
    texts = _texts(session, rows)
    return [_entry(row, texts.get(row.seq, {})) for row in rows]


def _texts(session: Session, rows: Any) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    if not rows:
        return found
    for chunk in _chunks([row.seq for row in rows]):
        for row in session.connection().execute(texts_of(rows[0].organisation_id, chunk)):
            text = row.mark if row.data is None else row.data.decode()
            found.setdefault(row.seq, {})[row.field] = text
    return found


def _chunks(numbers: list[int], size: int = 5000) -> Iterator[list[int]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _entry(row: Any, texts: dict[str, str]) -> Entry:
    return Entry(
        seq=row.seq,
        at=row.at,
        type=row.type,
        matter_id=row.matter_id,
        payload=json.loads(row.payload),
        leaf_hash=row.leaf_hash,
        actor_name=_actor_name(texts.get("actor", "")),
        texts={name: text for name, text in texts.items() if name != "actor"},
    )


def _actor_name(told: str) -> str:
    put_away = HIDDEN_NAME if told else "[erased]"
    return str(json.loads(told)["name"]) if told.startswith("{") else put_away
