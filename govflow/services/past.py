"""Reads the lives of past papers from the trail: when sent, when ready, whether issued at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.meeting import Meeting
from govflow.domain.simulation import Outcome, PastPaper
from govflow.services.matters import least_window
from govflow.services.office import Desk
from govflow.store import past_papers
from govflow.store.past_papers import Kept, Moved, Round

ISSUING, WAIVING, URGENT = "print_cover", "record_waiver", "open_urgent_matter"


def past(desk: Desk, key: str, sittings: Iterable[Meeting]) -> Iterator[PastPaper]:
    """Each paper that was sent, waived, issued or taken urgently, as the record has it."""
    rounds = past_papers.last_rounds(desk.work, key)
    moved = past_papers.moves(desk.work, key)
    meetings = {each.id: each for each in sittings}
    versions = {w.version: w for w in desk.office.workflows.all() if w.key == key}
    effects = {
        (action.name, effect)
        for workflow in versions.values()
        for action in workflow.actions.values()
        for effect in action.does
    }
    least = {version: least_window(workflow) for version, workflow in versions.items()}
    for kept in past_papers.papers(desk.work, key):
        life = _Life(effects, moved.get(kept.id, ()), rounds.get(kept.id))
        begun_at = life.begun_at
        if begun_at is None:
            continue
        ended = versions[kept.workflow_version].states[kept.state].final
        yield _paper(kept, life, begun_at, ended, meetings, least[kept.workflow_version])


def _paper(
    kept: Kept,
    life: "_Life",
    begun_at: datetime,
    ended: bool,
    meetings: dict[str, Meeting],
    least: int,
) -> PastPaper:
    return PastPaper(
        id=kept.id,
        reference=kept.reference,
        title=kept.title,
        kind=kept.kind,
        begun_at=begun_at,
        sent_at=life.round.opened_at if life.round else None,
        window_working_days=life.round.window_working_days if life.round else 0,
        ready_at=life.ready_at,
        meeting=meetings.get(kept.meeting_id or ""),
        waived=life.round is None and life.first(WAIVING) is not None,
        apart=_apart(life, ended),
        least_window=least,
    )


def _apart(life: "_Life", ended: bool) -> Outcome | None:
    """What the record alone decides: only papers that were issued can be judged."""
    if life.first(URGENT) is not None:
        return Outcome.URGENT
    if life.last(ISSUING) is not None:
        return None
    return Outcome.WITHDRAWN if ended else Outcome.UNDER_WAY


@dataclass(frozen=True)
class _Life:
    """The moves of one paper; actions are told apart by their effects, whatever their names."""

    effects: set[tuple[str, str]]
    moves: Sequence[Moved]
    round: Round | None

    def first(self, effect: str) -> Moved | None:
        """The first move with this effect."""
        return next((m for m in self.moves if (m.action, effect) in self.effects), None)

    def last(self, effect: str) -> Moved | None:
        """The last move with this effect."""
        found = (m for m in reversed(self.moves) if (m.action, effect) in self.effects)
        return next(found, None)

    @property
    def begun_at(self) -> datetime | None:
        """When it was sent, else when it first skipped being sent; None for a mere draft."""
        if self.round is not None:
            return self.round.opened_at
        turns = [self.first(effect) for effect in (WAIVING, ISSUING, URGENT)]
        return min((turn.at for turn in turns if turn), default=None)

    @property
    def ready_at(self) -> datetime | None:
        """When it last came to the state from which it was then issued."""
        issued = self.last(ISSUING)
        if issued is None:
            return None
        before = self.moves[: self.moves.index(issued)]
        return next((m.at for m in reversed(before) if m.to_state == issued.from_state), None)
