"""What a drawing marks: where a matter stands, how it came there, a walk that breaks a promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from govflow.engine.graph import Walk


@dataclass(frozen=True)
class Marks:
    """`path` is the way so far, first to last; when only its states are known it is not `ordered`.

    `walk` is a counter-example: it is numbered, and drawn over the way so far.
    """

    current: str | None = None
    path: tuple[str, ...] = ()
    ordered: bool = True
    walk: Walk = ()

    @classmethod
    def of(cls, current: str | None, visited: Iterable[str], walk: Walk) -> "Marks":
        """The marks; `visited` in order, or a set when nobody knows the order."""
        ordered = not isinstance(visited, set | frozenset)
        path = tuple(visited) if ordered else tuple(sorted(visited))
        return cls(current, path, ordered, tuple(walk))

    def passed(self, source: str, target: str) -> bool:
        """Whether the way so far goes from one state straight to the other."""
        return self.ordered and (source, target) in pairwise(self.path)

    def times(self, state: str) -> int:
        """How often the matter left this state on its way so far."""
        stands = state == self.current and (state in self.path[-1:] if self.ordered else True)
        return max(0, self.path.count(state) - int(stands))

    def walked(self, source: str, target: str) -> bool:
        """Whether the counter-example goes from one state straight to the other."""
        return any((step.source, step.target) == (source, target) for step in self.walk)

    def ends_in(self, state: str) -> bool:
        """Whether the counter-example ends here, where the promise is broken."""
        return any(step.target == state for step in self.walk[-1:])

    def touches(self, source: str, target: str) -> bool:
        """Whether either of the two goes this way, so that it needs an arrow of its own."""
        return self.passed(source, target) or self.walked(source, target)


def stops(walk: Walk) -> tuple[str, ...]:
    """The states a walk touches, each once, in its order."""
    return tuple(dict.fromkeys([*(step.source for step in walk), *(s.target for s in walk[-1:])]))


def numbered(walk: Walk, source: str, action: str) -> str:
    """`Step 2.`, or `Steps 1 and 3.` where a walk takes the same arrow again; else nothing."""
    found = [str(n) for n, step in enumerate(walk, 1) if step[:2] == (source, action)]
    return f"Step{'s' * (len(found) > 1)} {' and '.join(found)}." if found else ""
