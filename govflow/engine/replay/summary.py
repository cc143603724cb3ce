"""Adds up a replay case by case, so that at the end no event and no case is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from govflow.engine.replay.casting import breach, outcome_of
from govflow.engine.replay.judging import Verdict
from govflow.engine.replay.report import BROKEN, LEGAL, MISSED, NOT_JUDGED, Breach
from govflow.engine.replay.scratch import Scratch, Tally
from govflow.engine.replay.timekeeping import Kept
from govflow.engine.replay.walking import IGNORED, UNMAPPED, Rules, Walk

EXAMPLES = 5
LONGEST_VARIANT = 60  # actions shown; a longer sequence is still counted by all of them
ENDED, OPEN = "ended", "open"
SEPARATOR = "\x1f"
CUT = "…"


@dataclass
class Examples:
    """A count with its first few examples."""

    count: int = 0
    shown: list[Breach] = field(default_factory=list)

    def add(self, found: Breach) -> None:
        """Count one more; the first five are kept."""
        self.count += 1
        if len(self.shown) < EXAMPLES:
            self.shown.append(found)


class Sums:
    """Everything that is counted; what has no bound of its own is counted on disk."""

    def __init__(self, rules: Rules, scratch: Scratch) -> None:
        self._rules, self.scratch = rules, scratch
        self.events: Counter[str] = Counter()
        self.cases: Counter[str] = Counter()
        self.roles_not_judged = 0
        self.first_at: datetime | None = None
        self.last_at: datetime | None = None
        self.deviations: defaultdict[tuple[str, str, str], Examples] = defaultdict(Examples)
        self.promises: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.breaches: defaultdict[int, Examples] = defaultdict(Examples)
        self.deadlines: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.missed: defaultdict[str, Examples] = defaultdict(Examples)
        self.why_not: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.unmapped = Tally(scratch, UNMAPPED)
        self.ignored = Tally(scratch, IGNORED)
        self.unknown_roles = Tally(scratch, "role")
        self.variants = Tally(scratch, "variant")

    def event(self, kind: str, activity: str, at: datetime | None) -> None:
        """Count one event read, whatever it is."""
        self.events["read"] += 1
        self.events[kind] += 1
        if kind == UNMAPPED:
            self.unmapped.add(activity)
        elif kind == IGNORED:
            self.ignored.add(activity)
        if at is not None:
            self.first_at = at if self.first_at is None else min(at, self.first_at)
            self.last_at = at if self.last_at is None else max(at, self.last_at)

    def case(
        self,
        name: str,
        walk: Walk,
        verdicts: Sequence[Verdict],
        deadlines: Iterable[Kept],
    ) -> None:
        """Count one case with everything found in it."""
        self._walk(name, walk)
        for promise, verdict in enumerate(verdicts):
            self.promises[promise][verdict.kind] += 1
            if verdict.kind == BROKEN:
                self.breaches[promise].add(breach(name, verdict.step, verdict.sentence))
        for kept in deadlines:
            self._deadline(name, kept)
        for stay in walk.stays:
            if stay.left is not None:
                seconds = (stay.left.at - stay.entered_at).total_seconds()
                self.scratch.stayed(stay.state, seconds)
        if walk.steps:
            self.variants.add(_variant([step.action for step in walk.steps]))

    def _walk(self, name: str, walk: Walk) -> None:
        outcome = outcome_of(walk)
        self.cases["read"] += 1
        self.cases[outcome] += 1
        self.cases["out_of_order"] += bool(walk.out_of_order)
        self.events["out_of_order"] += walk.out_of_order
        self.events["legal"] += walk.legal
        self.events["illegal"] += walk.refusal is not None
        self.events["after_leaving"] += walk.after_leaving
        self.events["late_opening"] += walk.late_openings
        self.roles_not_judged += walk.roles_not_judged
        if walk.refusal is not None:
            found = walk.refusal
            key = (found.state, found.step.action, found.sentence)
            self.deviations[key].add(breach(name, found.step, found.sentence))
        if walk.touched:
            kind = self._rest(walk.state) if outcome == LEGAL else outcome
            self.outcomes[walk.state, kind] += 1
        for step in walk.steps:
            role = step.entry.role
            if role and role not in self._rules.map.roles:
                self.unknown_roles.add(role)

    def _rest(self, state: str) -> str:
        return ENDED if self._rules.workflow.states[state].final else OPEN

    def _deadline(self, name: str, kept: Kept) -> None:
        state = kept.stay.state
        self.deadlines[state][kept.kind] += 1
        if kept.kind == MISSED:
            self.missed[state].add(breach(name, kept.stay.left, kept.sentence))
        elif kept.kind == NOT_JUDGED:
            self.why_not[state][kept.sentence] += 1


def _variant(actions: list[str]) -> str:
    """A sequence as one name; a long one is cut, and its digest keeps it from meeting another."""
    if len(actions) <= LONGEST_VARIANT:
        return SEPARATOR.join(actions)
    digest = blake2b(SEPARATOR.join(actions).encode(), digest_size=8).hexdigest()
    shown = SEPARATOR.join(actions[:LONGEST_VARIANT])
    return f"{shown}{SEPARATOR}{CUT} {len(actions) - LONGEST_VARIANT} more{SEPARATOR}#{digest}"


def actions_of(variant: str) -> tuple[str, ...]:
    """The actions of a variant's name, with what was cut said last."""
    return tuple(part for part in variant.split(SEPARATOR) if not part.startswith("#"))
