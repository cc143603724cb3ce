"""One command: ratios against the raw driver in the same run, on both databases."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from benchmarks import ground, measures, replaying
from benchmarks.measures import Result
from benchmarks.proving import proving
from govflow.services.board import Filters, board
from govflow.services.network_desk import waiting
from tests.builders import World

DATABASES: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "sqlite": ground.sqlite_url,
    "postgresql": ground.postgresql_url,
}
PAPERS = 10_000


def main() -> None:
    """Print the table for each database asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, help="one kind of database only")
    parser.add_argument("--quick", action="store_true", help="leave out the million rows")
    asked = parser.parse_args()
    for result in proving(10):
        print(result.line(), flush=True)
    for line in replaying.lines(quick=asked.quick):
        print(line, flush=True)
    for kind in [asked.database] if asked.database else DATABASES:
        print(f"\n{kind}\n{'':<46}{'median':>13}  {'ratio':>9}  against", flush=True)
        for result in results(kind, quick=asked.quick):
            print(result.line(), flush=True)


def results(kind: str, *, quick: bool) -> Iterator[Result]:
    """Each measure on a fresh database of one kind."""
    with DATABASES[kind]() as url, ground.world_on(url) as world:
        yield from measures.comment(world, 50)
        yield from measures.step(world, 50)
    with DATABASES[kind]() as url, ground.world_on(url) as world:
        yield from measures.chair_page(world, 20)
        few = statements_of_pages(world)
        ground.fill_papers(world, PAPERS)
        yield from measures.board_page(world, 10, PAPERS + 10)
        print(f"  statements: {few}; with {PAPERS:,} papers more: {statements_of_pages(world)}")
        for count in (100_000,) if quick else (100_000, 1_000_000):
            yield from sweep_at(kind, count)


def statements_of_pages(world: World) -> str:
    """How many statements the two busiest pages cost."""

    def secretary() -> None:
        with world.looking("secretary") as desk:
            board(desk, Filters())

    def chair() -> None:
        with world.looking("race_chair") as desk:
            waiting(desk)

    counted = (measures.statements(world, secretary), measures.statements(world, chair))
    return f"board {counted[0]}, chair {counted[1]}"


def sweep_at(kind: str, count: int) -> Iterator[Result]:
    """The sweep over a database of its own, with a thousand papers."""
    with DATABASES[kind]() as url, ground.world_on(url) as world:
        ground.fill_papers(world, 1000)
        ground.fill_consultations(world, count, 1000)
        yield from measures.sweep(world, 5, count)


if __name__ == "__main__":
    main()
