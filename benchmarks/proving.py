"""How long the prover takes for a large file, against one bare walk over its edges."""

from benchmarks.measures import Result, median_ms
from govflow.domain.promises import AlwaysCanReach, MustPass
from govflow.engine.prover import prove
from tests.engine.build import automaton


def proving(repeats: int) -> Result:
    """A file of 500 states and 5,000 actions proven, against one bare walk over its edges."""
    count = 500
    edges = [(n, (n + step) % count) for n in range(count) for step in range(1, 11)]
    workflow = automaton(
        count,
        edges,
        [
            MustPass("gate", (f"s{count - 1}",), ("a0", "a4999")),
            AlwaysCanReach("back", ("s7",), ("s0",)),
        ],
    )

    def walk() -> None:
        follow: dict[int, list[int]] = {}
        for source, target in edges:
            follow.setdefault(source, []).append(target)
        seen, todo = {0}, [0]
        while todo:
            for target in follow[todo.pop()]:
                if target not in seen:
                    seen.add(target)
                    todo.append(target)

    ours = median_ms(lambda: prove(workflow), repeats)
    return Result("proving 500 states, 5,000 actions", ours, "bare walk", median_ms(walk, repeats))
