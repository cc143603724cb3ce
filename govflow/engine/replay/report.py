"""What a replay found, as plain values whose totals add up: the terminal, JSON and HTML read it.

Every list here is bounded, however long the log; the whole list of cases and of malformed events
goes to the JSON file line by line, never through memory.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LEGAL = "legal"
LEFT = "left the rules"
NOTHING_MAPPED = "nothing mapped"

KEPT = "kept"
BROKEN = "broken"
BY_EXCEPTION = "by exception"
NOT_YET = "not yet"
NOT_TOUCHED = "not touched"
NOT_JUDGED = "cannot be judged"

MET = "met"
MISSED = "missed"
STILL_OPEN = "still open"


class DoesNotAddUp(ArithmeticError):
    """Totals that should be equal are not: a fault of govflow itself, never of the log."""


def _adds_up(what: str, whole: int, *parts: int) -> None:
    if whole != sum(parts):
        raise DoesNotAddUp(f"{what}: {whole} is not {' + '.join(map(str, parts))}.")


@dataclass(frozen=True)
class EventTotals:
    """Where every event of the log went. Raises DoesNotAddUp when one is lost.

    `read = mapped + opening + ignored + other_lifecycle + unmapped + malformed` and
    `mapped + late_opening = legal + illegal + after_leaving`, where an opening that comes after
    the case had begun is `late_opening`, a part of `opening`.
    """

    read: int
    mapped: int  # its activity is one of the workflow's actions
    opening: int  # its activity only opens the case (`begins` in the map)
    ignored: int  # named by `ignore` in the map
    other_lifecycle: int  # not a lifecycle step that counts, such as `schedule` or `start`
    unmapped: int  # the map does not name its activity
    malformed: int  # no time, no zone, no name …: listed, and skipped
    legal: int = 0  # steps the workflow allows
    illegal: int = 0  # first illegal steps, one a case at most
    after_leaving: int = 0  # mapped steps after a case's first illegal one
    late_opening: int = 0
    out_of_order: int = 0  # earlier than an event before it in the same case; put in order

    def __post_init__(self) -> None:
        parts = (self.mapped, self.opening, self.ignored, self.other_lifecycle)
        _adds_up("Events read", self.read, *parts, self.unmapped, self.malformed)
        steps = self.mapped + self.late_opening
        _adds_up("Events mapped", steps, self.legal, self.illegal, self.after_leaving)


@dataclass(frozen=True)
class CaseTotals:
    """Where every case went: `read = legal + left_the_rules + nothing_mapped`, or DoesNotAddUp."""

    read: int
    legal: int
    left_the_rules: int
    nothing_mapped: int
    out_of_order: int = 0  # cases that held an event out of order
    repeated: int = 0  # further traces with an id met before; each counted as a case of its own
    nameless: int = 0  # traces without an id; each counted as a case of its own

    def __post_init__(self) -> None:
        parts = (self.legal, self.left_the_rules, self.nothing_mapped)
        _adds_up("Cases read", self.read, *parts)


@dataclass(frozen=True)
class Counted:
    """Something named in the log, and how many events or cases it stands for."""

    name: str
    count: int


@dataclass(frozen=True)
class Deviation:
    """One way in which cases first left the rules, with the engine's own refusal sentence."""

    state: str  # where the case stood; a key of workflow.states
    action: str  # what was done there; a key of workflow.actions ('' for a late opening)
    sentence: str
    cases: int
    examples: tuple[str, ...]  # up to five case ids


@dataclass(frozen=True)
class Breach:
    """One case that broke a promise: the event at which it did, and why in a sentence."""

    case: str
    place: str  # 'event 7 (line 123)'
    at: str  # ISO 8601, UTC
    action: str
    sentence: str


@dataclass(frozen=True)
class PromiseFinding:
    """How many cases kept one promise: the counts add up to all cases (or DoesNotAddUp).

    `counts` has a number for each of kept, broken, by exception (must_pass past an `unless`),
    not yet (still within reach, or the second date is still to come), not touched (the case never
    came to what the promise speaks of), and cannot be judged (the log does not say who or when).
    """

    name: str
    kind: str  # must_pass | always_can_reach | different_people | never_after | …
    sentence: str  # the promise in words
    cases: int
    counts: Mapping[str, int]
    examples: tuple[Breach, ...] = ()  # up to five

    def __post_init__(self) -> None:
        _adds_up(f"Promise '{self.name}'", self.cases, *self.counts.values())

    @property
    def broken(self) -> int:
        """How many cases broke it."""
        return self.counts.get(BROKEN, 0)


@dataclass(frozen=True)
class DeadlineFinding:
    """How many stays in one state met its deadline: the counts add up to all legal stays.

    `counts` has met, missed, still open (the log ends first) and cannot be judged; `why_not`
    says what was lacking.
    """

    state: str
    title: str
    stays: int
    counts: Mapping[str, int]
    why_not: tuple[Counted, ...] = ()
    examples: tuple[Breach, ...] = ()

    def __post_init__(self) -> None:
        _adds_up(f"Deadline of '{self.state}'", self.stays, *self.counts.values())


@dataclass(frozen=True)
class Variant:
    """One sequence of actions, and how many cases took it; a long one is cut and says so."""

    actions: tuple[str, ...]
    cases: int


@dataclass(frozen=True)
class StateTime:
    """How long cases rested in a state, over legal stays that ended, in seconds.

    Exact nearest-rank figures: the median is the value at rank ceil(n/2), `ninetieth` at
    ceil(0.9 n). Both None without a stay.
    """

    state: str
    title: str
    stays: int
    median: float | None
    ninetieth: float | None


@dataclass(frozen=True)
class Outcome:
    """Where cases came to rest: `kind` is ended, open (legal so far) or left the rules there."""

    state: str
    title: str
    kind: str
    cases: int


@dataclass(frozen=True)
class Malformed:
    """One event that could not be read, where it stands and why."""

    place: str  # 'event 7 (line 123)'
    case: str  # '' when the case is not known either
    sentence: str


@dataclass(frozen=True)
class Report:
    """Everything a replay says about a log, bounded in size whatever the log's."""

    log: str  # file name
    log_format: str  # xes | csv
    map: str  # file name
    workflow: str  # key
    workflow_version: int
    workflow_title: str
    content_hash: str  # of the workflow file, SHA-256
    zone: str  # in which days are compared
    began_at: str | None  # the earliest and latest instant in the log, ISO 8601, UTC
    ended_at: str | None
    events: EventTotals
    cases: CaseTotals
    deviations: tuple[Deviation, ...]  # commonest first; all of them
    promises: tuple[PromiseFinding, ...]  # in the order of the file
    deadlines: tuple[DeadlineFinding, ...]  # states with a deadline, in the order of the file
    outcomes: tuple[Outcome, ...]  # commonest first; their cases + nothing mapped = all cases
    states: tuple[StateTime, ...]  # in the order of the file, without final states
    variants: tuple[Variant, ...]  # commonest twenty
    variants_in_all: int
    unmapped: tuple[Counted, ...]  # activities the map does not name, commonest fifty
    unmapped_in_all: int
    ignored: tuple[Counted, ...]
    unknown_roles: tuple[Counted, ...]  # role words the map does not name: role not judged there
    malformed: tuple[Malformed, ...]  # the first twenty
    roles_not_judged: int  # mapped events whose role the log does not tell
    repeated: tuple[str, ...]  # up to five ids met again
    notes: tuple[str, ...] = ()  # what was not judged and why, in sentences

    def __post_init__(self) -> None:
        resting = sum(outcome.cases for outcome in self.outcomes)
        _adds_up("Outcomes", self.cases.read, resting, self.cases.nothing_mapped)
        left = sum(deviation.cases for deviation in self.deviations)
        _adds_up("Deviations", self.cases.left_the_rules, left)

    @property
    def clean(self) -> bool:
        """No case left the rules, no promise broken, no deadline missed, nothing malformed."""
        missed = sum(line.counts.get(MISSED, 0) for line in self.deadlines)
        broken = sum(line.broken for line in self.promises)
        found = self.cases.left_the_rules + broken + missed
        return not (found + self.events.malformed + self.events.unmapped)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON takes it; tuples become lists when written."""
        return asdict(self)
