"""The measures: each hot path against the raw driver doing the same work in the same run."""

import itertools
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from govflow.domain.events import MatterMoved
from govflow.services import consulting, deadlines, matters, network_desk
from govflow.services.board import Filters, board
from govflow.store import matters as stored_matters
from govflow.store.work import Work
from tests.builders import World, make_world

SERIAL = itertools.count()


@dataclass(frozen=True)
class Result:
    """One line of the table: medians in milliseconds, the baseline's beside it."""

    name: str
    ours_ms: float
    baseline: str
    baseline_ms: float

    def line(self) -> str:
        """The line as it is printed."""
        ratio = self.ours_ms / self.baseline_ms if self.baseline_ms else float("nan")
        return (
            f"{self.name:<46}{self.ours_ms:>10.2f} ms  {ratio:>8.2f}x  "
            f"{self.baseline} ({self.baseline_ms:.2f} ms)"
        )


def median_ms(act: Callable[[], object], repeats: int) -> float:
    """The median of several runs, in milliseconds, after one that does not count."""
    act()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def raw(world: World, script: Callable[[Any], None]) -> Callable[[], None]:
    """A transaction on the bare driver connection, opened as the store opens its own."""
    engine = world.office.store.engine
    sqlite = engine.dialect.name == "sqlite"
    connection = engine.raw_connection()

    def act() -> None:
        cursor = connection.cursor()
        if sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        else:
            cursor.execute(
                "SELECT set_config('govflow.organisation', %s, true)", (world.organisation_id,)
            )
        script(cursor)
        connection.commit()
        cursor.close()

    return act


def raw_event(world: World, matter_id: str) -> Callable[[Any], None]:
    """The statements that one event costs at the least: head, event, sealed, head again."""
    mark = "?" if world.office.store.engine.dialect.name == "sqlite" else "%s"
    organisation = world.organisation_id

    def script(cursor: Any) -> None:
        cursor.execute(
            f"SELECT size, frontier FROM trail_head WHERE organisation_id = {mark}", (organisation,)
        )
        size = cursor.fetchone()[0]
        payload = json.dumps({"seq": size, "matter": matter_id}).encode()
        cursor.execute(
            "INSERT INTO event (organisation_id, seq, at, type, matter_id, network, actor_id, "
            f"payload, leaf_hash) VALUES ({', '.join([mark] * 9)})",
            (
                organisation,
                size,
                "2026-03-02 09:00:00+00:00",
                "matter_moved",
                matter_id,
                "",
                "x",
                payload,
                "0" * 64,
            ),
        )
        cursor.execute(
            "INSERT INTO sealed (organisation_id, seq, field, salt, data) "
            f"VALUES ({', '.join([mark] * 5)})",
            (organisation, size, "actor", b"0" * 32, b"{}"),
        )
        cursor.execute(
            f"UPDATE trail_head SET size = size + 1 WHERE organisation_id = {mark}",
            (organisation,),
        )  # fmt: skip

    return script


def raw_step(world: World, matter_id: str) -> Callable[[], None]:
    """A state change with its event, on the bare driver."""
    mark = "?" if world.office.store.engine.dialect.name == "sqlite" else "%s"
    event = raw_event(world, matter_id)

    def script(cursor: Any) -> None:
        cursor.execute(f"UPDATE matter SET version = version + 1 WHERE id = {mark}", (matter_id,))
        event(cursor)

    return raw(world, script)


def step(world: World, repeats: int) -> list[Result]:
    """The persisted step: in the store alone, and as the whole verb with case and guards."""
    matter_id = world.submitted()

    secretary, author = world.who("secretary"), world.who("author")

    def stored() -> None:
        with world.office.writing(secretary, world.now) as desk:
            matter = stored_matters.matter(desk.work, matter_id)
            desk.work.move(matter, to=matter.state, decided=False)
            _record(desk.work, desk.actor, matter)

    turn = itertools.cycle(("return_to_author", "submit"))

    def verb() -> None:
        action = next(turn)
        who = author if action == "submit" else secretary
        matters.act(world.office, who, world.now, matter_id, action, facts={"reason": "So."})

    # The bare baseline keeps no frontier, so it writes to an organisation of its own.
    bare = make_world(world.office, code="RAW1")
    baseline = median_ms(raw_step(bare, bare.draft()), repeats)
    return [
        Result("persisted step, store", median_ms(stored, repeats), "raw step", baseline),
        Result("persisted step, whole verb", median_ms(verb, repeats), "raw step", baseline),
    ]


def _record(work: Work, actor: Any, matter: Any) -> None:
    work.record(
        MatterMoved(
            action="submit", past="moved it", from_state="draft", to_state="submitted",
            to_title="With the secretary",
        ),
        actor,
        matter,
    )  # fmt: skip


def comment(world: World, repeats: int) -> list[Result]:
    """A network's comment, against one insert with its event."""
    matter_id = world.consulting()
    request_id = world.requests(matter_id)["race"]

    who = world.who("race_chair")

    def act() -> None:
        with world.office.writing(who, world.now) as desk:
            consulting.comment(desk, request_id, text="We are not sure about the panels.")

    mark = "?" if world.office.store.engine.dialect.name == "sqlite" else "%s"
    bare = make_world(world.office, code="RAW2")
    bare_matter = bare.consulting()
    bare_request = bare.requests(bare_matter)["race"]
    event = raw_event(bare, bare_matter)

    def script(cursor: Any) -> None:
        late = "0" if mark == "?" else "false"
        cursor.execute(
            "INSERT INTO comment (id, organisation_id, request_id, matter_id, version_number, "
            f"anchor, text, made_at, made_by_id, late) VALUES ({', '.join([mark] * 9)}, {late})",
            (f"b{next(SERIAL):031x}", bare.organisation_id, bare_request, bare_matter, 1, "",
             "We are not sure.", "2026-03-02 09:00:00+00:00", "x"),
        )  # fmt: skip
        event(cursor)

    ours = median_ms(act, repeats)
    return [Result("comment", ours, "raw comment", median_ms(raw(bare, script), repeats))]


def board_page(world: World, repeats: int, papers: int) -> list[Result]:
    """The secretary's board, against one bare SELECT over the same papers."""
    who = world.who("secretary")

    def ours() -> None:
        with world.office.reading(who, world.now) as desk:
            assert board(desk, Filters()).total == papers

    def bare() -> None:
        with world.office.store.engine.connect() as connection:
            connection.exec_driver_sql(
                "SELECT m.id, m.title, m.state, p.draft FROM matter m JOIN paper p ON p.id = m.id "
                "ORDER BY m.state_since_at LIMIT 50"
            ).all()
            connection.exec_driver_sql("SELECT state, count(*) FROM matter GROUP BY state").all()

    name = f"secretary's board, {papers:,} papers"
    return [Result(name, median_ms(ours, repeats), "raw selects", median_ms(bare, repeats))]


def chair_page(world: World, repeats: int) -> list[Result]:
    """What waits for a chair, against one bare SELECT of the same requests."""
    for _ in range(10):
        world.consulting("race")
    who = world.who("race_chair")

    def ours() -> None:
        with world.office.reading(who, world.now) as desk:
            assert len(network_desk.waiting(desk).to_answer) >= 10

    def bare() -> None:
        with world.office.store.engine.connect() as connection:
            connection.exec_driver_sql(
                "SELECT r.*, v.document FROM request r JOIN paper_version v "
                "ON v.matter_id = r.matter_id ORDER BY r.closes_at"
            ).all()

    return [
        Result(
            "chair's page, 10 open requests",
            median_ms(ours, repeats),
            "raw select",
            median_ms(bare, repeats),
        )
    ]


def sweep(world: World, repeats: int, count: int) -> list[Result]:
    """Everything that is due, against a bare SELECT by the same partial index."""
    who = world.who("system")

    def ours() -> None:
        with world.office.reading(who, world.now) as desk:
            assert sum(1 for _ in deadlines.findings(desk))

    def bare() -> None:
        with world.office.store.engine.connect() as connection:
            connection.execute(
                sa.text(
                    "SELECT id FROM request WHERE organisation_id = :o AND position IS NULL "
                    "AND waived_at IS NULL AND withdrawn_at IS NULL"
                ),
                {"o": world.organisation_id},
            ).all()

    case = f"sweep, {count:,} consultations"
    return [Result(case, median_ms(ours, repeats), "raw due rows", median_ms(bare, repeats))]


def statements(world: World, act: Callable[[], object]) -> int:
    """How many SQL statements something costs."""
    counted = itertools.count()

    def count(*_: object) -> None:
        next(counted)

    engine = world.office.store.engine
    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        act()
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    return next(counted)
