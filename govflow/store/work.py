"""One session, one organisation, one commit: what changes, its event and its notices together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.attributes import set_committed_value

from govflow.domain.errors import Stale
from govflow.domain.events import Event
from govflow.domain.matter import Matter, Owned
from govflow.domain.people import Actor
from govflow.store import records, tables
from govflow.store.guest_scope import LIFTED, narrow_to_request
from govflow.store.log import append
from govflow.store.mapping import start_mapping

EVERYWHERE = "*"
GUEST = "guest"
MOVED = "This {kind} moved while you were reading."


class Work:
    """A unit of work opened for one organisation; it cannot see another.

    `now` is the UTC instant at which everything in it happens. `organisation_id` is `*` only for
    finding who is signing in and for the heartbeat, which belong to no organisation yet.
    """

    def __init__(
        self,
        session: Session,
        organisation_id: str,
        now: datetime,
        beside: str | None = None,
        guest: str = "",
    ) -> None:
        self.session = session
        self.beside = beside
        self.guest = guest
        self.organisation_id = organisation_id
        self.now = now
        self.recorded: list[int] = []

    def add(self, thing: Any) -> None:
        """Keep something new."""
        self.session.add(thing)

    def record(self, event: Event, actor: Actor, matter: Matter | None = None) -> int:
        """Write the event to the organisation's trail; returns its sequence number."""
        self.session.flush()
        with self.house():
            seq = append(self.session, self.organisation_id, self.now, event, actor, matter)
        self.recorded.append(seq)
        return seq

    def record_beside(self, organisation_id: str, event: Event, actor: Actor) -> int:
        """Write to the trail of the organisation this work was opened beside, and only there.

        Committed with this work. Row security is turned to the other side for the append alone;
        a fault inside leaves the transaction to be rolled back whole.
        """
        if organisation_id != self.beside:
            raise RuntimeError("This work was not opened beside that organisation.")
        self.session.flush()
        _secure(self.session, organisation_id)
        seq = append(self.session, organisation_id, self.now, event, actor, None)
        _secure(self.session, self.organisation_id, self.guest)
        return seq

    @contextmanager
    def house(self) -> Iterator[None]:
        """Lift a guest's two fences for the trail and the outbox alone, never to read for them.

        A fault inside rolls the transaction back whole. For everybody else there is nothing to
        lift, and nothing is asked of the database.
        """
        if not self.guest:
            yield
            return
        _secure(self.session, self.organisation_id)
        self.session.info[LIFTED] = True
        yield
        self.session.flush()
        self.session.info[LIFTED] = False
        _secure(self.session, self.organisation_id, self.guest)

    @contextmanager
    def turned(self, organisation_id: str) -> Iterator["Work"]:
        """Work in the same transaction for a partner: for its own notices and grants, in SQL."""
        self.session.flush()
        _secure(self.session, organisation_id)
        yield Work(self.session, organisation_id, self.now)
        _secure(self.session, self.organisation_id, self.guest)

    def settle(self) -> None:
        """Write what was added so far, before what depends on it."""
        self.session.flush()

    def move(self, matter: Matter, *, to: str, decided: bool) -> None:
        """The only writer of a matter's state; raises Stale when somebody else was faster."""
        self._step(matter, {"state": to, "state_since_at": self.now, "decided": decided})

    def repin(self, matter: Matter, *, version: int, hash_: str, to: str) -> None:
        """Pin a matter to another version of its workflow; the clock of its state runs on."""
        pinned = {"workflow_version": version, "workflow_hash": hash_, "state": to}
        self._step(matter, pinned)
        self.session.refresh(matter, ["workflow_version", "workflow_hash"])

    def touch(self, matter: Matter) -> None:
        """Count a change that other readers must have seen before they act."""
        self._step(matter, {})

    def _step(self, matter: Matter, values: dict[str, Any]) -> None:
        self.session.flush()
        known = {
            "the_id": matter.id,
            "the_organisation": self.organisation_id,
            "the_version": matter.version,
        }
        step = MATTER_STEP.values(version=matter.version + 1, **values)
        stored = self.session.connection().execute(step, known).mappings().one_or_none()
        if stored is None:
            raise Stale(MOVED.format(kind=matter.kind))
        for name, value in stored.items():
            set_committed_value(matter, name, value)

    def expect(self, matter: Matter, seen_version: int | None) -> None:
        """Raise Stale when the reader's page is older than the matter."""
        if seen_version is not None and seen_version != matter.version:
            raise Stale(MOVED.format(kind=matter.kind))


MATTER_STEP = (
    tables.matter.update()
    .where(
        tables.matter.c.id == sa.bindparam("the_id"),
        tables.matter.c.organisation_id == sa.bindparam("the_organisation"),
        tables.matter.c.version == sa.bindparam("the_version"),
    )
    .returning(
        tables.matter.c.version,
        tables.matter.c.state,
        tables.matter.c.state_since_at,
        tables.matter.c.decided,
    )
)


@dataclass(frozen=True)
class Store:
    """The database behind the house."""

    engine: sa.Engine

    @contextmanager
    def reading(self, organisation_id: str, now: datetime, *, guest: str = "") -> Iterator[Work]:
        """Look, change nothing: closing rolls back, and what was read stays readable.

        `guest` is the request that a partner's network was invited to: only what belongs to it is
        seen (see guest_scope.py).
        """
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            _fence(session, organisation_id, guest)
            yield Work(session, organisation_id, now, guest=guest)

    @contextmanager
    def writing(
        self, organisation_id: str, now: datetime, *, beside: str | None = None, guest: str = ""
    ) -> Iterator[Work]:
        """One verb, one transaction, under the organisation's log head; commits on leaving.

        `beside` is a partner organisation whose trail records the act too; both heads are held.
        `guest` as in `reading`.
        """
        with Session(self.engine, expire_on_commit=False) as session:
            _begin_writing(session, organisation_id, beside, guest)
            yield Work(session, organisation_id, now, beside, guest)
            session.commit()


def open_store(url: str) -> Store:
    """The store at a database address; SQLite gets WAL, foreign keys and a busy timeout."""
    start_mapping()
    made = sa.make_url(url)
    if made.get_backend_name() == "sqlite":
        return Store(_sqlite(made))
    if made.drivername == "postgresql":
        made = made.set(drivername="postgresql+psycopg")
    return Store(
        sa.create_engine(
            made, pool_pre_ping=True, pool_size=10, connect_args={"connect_timeout": 10}
        )
    )


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": 10, "isolation_level": None})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "recursive_triggers=ON",
            "synchronous=FULL",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


def _begin_writing(
    session: Session, organisation_id: str, beside: str | None, guest: str = ""
) -> None:
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    if session.get_bind().dialect.name == "postgresql" and organisation_id != EVERYWHERE:
        # In one order for everybody, so that two partners never wait for each other's head.
        for each in sorted({organisation_id, beside or organisation_id}):
            _hold_head(session, each)
    _fence(session, organisation_id, guest)


def _hold_head(session: Session, organisation_id: str) -> None:
    head = records.trail_head
    _secure(session, organisation_id)
    session.execute(
        sa.select(head.c.size).where(head.c.organisation_id == organisation_id).with_for_update()
    )


def _secure(session: Session, organisation_id: str, guest: str = "") -> None:
    """Tell PostgreSQL's row security whose rows this transaction may touch from here on.

    A guest is of no organisation: no policy lets it through but those that name its request.
    """
    if session.get_bind().dialect.name == "postgresql":
        settings = {"govflow.organisation": GUEST if guest else organisation_id}
        settings["govflow.guest_request"] = guest
        session.execute(
            sa.select(*(sa.func.set_config(name, to, True) for name, to in settings.items()))
        )


def _fence(session: Session, organisation_id: str, guest: str = "") -> None:
    """Two locks on tenancy: every ORM select is narrowed, and PostgreSQL's row security set."""
    _secure(session, organisation_id, guest)
    if organisation_id == EVERYWHERE:
        return
    if guest:
        narrow_to_request(session, guest)

    @sa.event.listens_for(session, "do_orm_execute")
    def narrow(state: ORMExecuteState) -> None:
        if state.is_select and not state.is_column_load and not state.is_relationship_load:
            state.statement = state.statement.options(
                with_loader_criteria(
                    Owned,
                    lambda cls: cls.organisation_id == organisation_id,
                    include_aliases=True,
                    track_closure_variables=True,
                )
            )
