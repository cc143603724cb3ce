"""Every position a network gave is kept; what stands on its request is its own last word."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from govflow.services import consulting, erasure, lookup
from govflow.services.cover import cover_rows
from govflow.services.erasure import Wanted
from govflow.services.matters import paper_case
from govflow.store import clock_tables, matters, tables
from tests.builders import World

FIRST = "Panels must be mixed before we can agree to this"
SECOND = "With mixed panels we can live with it"


def given(world: World) -> tuple[str, str]:
    """A paper on which the race network objected, and then said something milder."""
    made = world.consulting("race")
    request = world.requests(made)["race"]
    for position, words in (("object", FIRST), ("concern", SECOND)):
        with world.as_("race_chair") as desk:
            consulting.take_position(desk, request, position=position, statement=words)
        world.wait(1)
    return made, request


def test_each_position_is_kept_in_order_with_its_words(world: World) -> None:
    made, request = given(world)
    world.wait(40)
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, request, position="support")
    with world.looking("secretary") as desk:
        found = matters.request(desk.work, request)
        (row,) = [
            r for r in cover_rows(paper_case(desk, made), world.now) if r.status != "left_out"
        ]
    assert [(p.position, p.statement, p.late) for p in found.positions] == [
        ("object", FIRST, False),
        ("concern", SECOND, False),
        ("support", "", True),
    ]
    assert [p.position for p in found.earlier_positions] == ["object", "concern"]
    assert (found.position, row.position, row.changed) == ("support", "Support", 2)


@pytest.mark.parametrize(
    "change",
    [
        tables.request.update().values(statement="We support it warmly."),
        tables.request.update().values(statement=""),
        clock_tables.position_taken.update().values(statement="We support it warmly."),
        clock_tables.position_taken.update().values(position="support"),
        clock_tables.position_taken.delete(),
    ],
    ids=["reworded", "emptied", "rewritten", "turned round", "removed"],
)
def test_the_database_lets_nobody_else_speak_for_a_network(
    world: World, change: sa.UpdateBase
) -> None:
    given(world)
    with pytest.raises(DBAPIError), world.as_("system") as desk:
        desk.work.session.execute(change)


def test_an_erased_statement_is_erased_in_every_position(world: World) -> None:
    made, request = given(world)
    told = lookup.trail(world.office, world.now, made)
    seq = next(entry.seq for entry in told if entry.texts.get("statement") == FIRST)
    who = world.who("administrator")
    erasure.erase(world.office, who, world.now, Wanted(seq, ("statement",), "17-1-d", "Asked."))
    with world.looking("secretary") as desk:
        found = matters.request(desk.work, request)
    assert [p.statement for p in found.positions] == ["[erased]", SECOND]
    assert found.statement == SECOND
