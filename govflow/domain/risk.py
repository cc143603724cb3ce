"""Why a paper may miss its board date, from a handful of instants: cheap to ask of thousands."""

from dataclasses import dataclass
from datetime import datetime

BEFORE_ASKING = frozenset({"draft", "submitted", "scoped"})
ASKING = "consulting"
UNDER_WAY = BEFORE_ASKING | {ASKING, "responding", "answered"}
READY = "ready"

DEADLINE_PASSED = "The paper deadline has passed."
NO_ROOM_TO_ASK = "The shortest consultation no longer fits before the paper deadline."
WINDOW_TOO_LATE = "A network's window ends after the paper deadline."
CLEAR_DAYS_LOST = "The pack can no longer go out with its clear days before the meeting."


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The instants (UTC) that decide; None where the paper has no such thing yet.

    `shortest_close_at` is when the shortest window allowed would end if it were sent now,
    `last_close_at` when the last network's own window ends.
    """

    paper_deadline_at: datetime | None
    shortest_close_at: datetime
    last_close_at: datetime | None
    issue_by_at: datetime | None


def why_at_risk(state: str, timing: Timing, now: datetime) -> str | None:
    """The sentence why a paper in this state may miss its meeting, or None."""
    if timing.paper_deadline_at is None:
        return None
    if state == READY:
        lost = timing.issue_by_at is not None and now > timing.issue_by_at
        return CLEAR_DAYS_LOST if lost else None
    if state not in UNDER_WAY:
        return None
    return _under_way(state, timing, timing.paper_deadline_at, now)


def _under_way(
    state: str, timing: Timing, paper_deadline_at: datetime, now: datetime
) -> str | None:
    if now > paper_deadline_at:
        return DEADLINE_PASSED
    if state in BEFORE_ASKING and timing.shortest_close_at > paper_deadline_at:
        return NO_ROOM_TO_ASK
    if state == ASKING and timing.last_close_at and timing.last_close_at > paper_deadline_at:
        return WINDOW_TOO_LATE
    return None
