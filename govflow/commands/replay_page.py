"""A replay's report as one page that can be mailed, printed and read with no network.

Everything taken from the log is somebody else's text: Jinja escapes all of it, the page holds no
script, and its own content policy lets nothing in but the one style sheet it carries.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from govflow.config import folder
from govflow.engine.replay import report as said
from govflow.engine.replay.report import Report, StateTime
from govflow.engine.workflow import Workflow

MOST_DEVIATIONS = 50
MOST_CASES = 100
NARROWEST = 0.4  # hundredths of a bar
# Signs that turn the direction of writing, or cannot be seen: a name could pass for another.
DECEIVING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
# (count's name, heading, colour, what it means), the worst first.
PROMISE_COUNTS = (
    (said.BROKEN, "Broken", "bad", "the case did what the promise rules out"),
    (said.KEPT, "Kept", "good", "the case came to what the promise speaks of, and kept it"),
    (
        said.BY_EXCEPTION,
        "By exception",
        "pale",
        "kept by an exception that the promise itself names",
    ),
    (said.NOT_YET, "Not yet", "open", "the log ends before it can be said"),
    (said.NOT_TOUCHED, "Not touched", "rest", "the case never came to what the promise speaks of"),
    (said.NOT_JUDGED, "Cannot be judged", "unknown", "the log does not say who or when"),
)
DEADLINE_COUNTS = (
    (said.MISSED, "Missed", "bad"),
    (said.MET, "Met", "good"),
    (said.STILL_OPEN, "Still open", "open"),
    (said.NOT_JUDGED, "Cannot be judged", "unknown"),
)
STEPS = ((1, "second"), (60, "minute"), (3600, "hour"), (86400, "day"))


@dataclass(frozen=True)
class Slice:
    """A part of a bar: where it begins and how wide it is, both in hundredths."""

    heading: str
    count: int
    colour: str
    x: float
    width: float


@dataclass(frozen=True)
class Rest:
    """How long cases rested in a state, in words and as lengths in hundredths."""

    title: str
    stays: int
    median: str
    ninetieth: str
    median_width: float
    ninetieth_width: float


@dataclass(frozen=True)
class Seen:
    """One case that stands as an example somewhere, with everything found in it."""

    case: str
    found: tuple[str, ...]


def written(report: Report, workflow: Workflow) -> str:
    """The page as HTML text; the same report gives the same page, to the byte."""
    style = _style()
    rests = list(_rests(report.states))
    shown = {
        "report": report,
        "workflow": workflow,
        "headline": headline(report),
        "promise_counts": PROMISE_COUNTS,
        "deadline_counts": DEADLINE_COUNTS,
        "promise_bars": [slices(p.counts, PROMISE_COUNTS) for p in report.promises],
        "deadline_bars": [slices(d.counts, DEADLINE_COUNTS) for d in report.deadlines],
        "missed": sum(line.counts.get(said.MISSED, 0) for line in report.deadlines),
        "rests": rests,
        "seen": cases_seen(report),
        "most_cases": MOST_CASES,
        "most_deviations": MOST_DEVIATIONS,
        "style": Markup(f"<style>{style}</style>"),  # noqa: S704 - our own file
        "policy": f"default-src 'none'; style-src '{_hash(style)}'",
    }
    return _environment(report.zone).get_template("replay/report.jinja").render(shown)


def headline(report: Report) -> str:
    """What was found, in one sentence whose numbers add up."""
    cases = report.cases
    if not cases.read:
        return "The log holds no case."
    went = [
        (cases.legal, "kept to the workflow at every step"),
        (cases.left_the_rules, "left it"),
        (cases.nothing_mapped, "did nothing that the map knows"),
    ]
    parts = [f"{count:,} {what}" for count, what in went if count]
    return f"{_counted(cases.read, 'case')}: {_listed(parts)}."


def slices(counts: Mapping[str, int], headings: Sequence[tuple[str, ...]]) -> list[Slice]:
    """The counts that are not nothing, side by side in one bar."""
    whole, x, found = sum(counts.values()), 0.0, []
    for name, heading, colour, *_ in headings:
        count = counts.get(name, 0)
        if count:
            width = 100 * count / whole
            found.append(Slice(heading, count, colour, round(x, 3), round(width, 3)))
            x += width
    return found


def cases_seen(report: Report) -> list[Seen]:
    """The cases that the report names, those with most findings first."""
    found: dict[str, list[str]] = {}
    for way in report.deviations:
        for case in way.examples:
            found.setdefault(case, []).append(f"It left the rules: {way.sentence}")
    for promise in report.promises:
        for breach in promise.examples:
            found.setdefault(breach.case, []).append(f"Broke “{promise.name}”: {breach.sentence}")
    for line in report.deadlines:
        for breach in line.examples:
            told = f"Missed the deadline of “{line.title}”: {breach.sentence}"
            found.setdefault(breach.case, []).append(told)
    ordered = sorted(found.items(), key=lambda each: -len(each[1]))
    return [Seen(case, tuple(sentences)) for case, sentences in ordered]


def _rests(states: Sequence[StateTime]) -> list[Rest]:
    longest = max((state.ninetieth or 0.0 for state in states), default=0.0) or 1.0
    return [
        Rest(
            state.title,
            state.stays,
            duration(state.median),
            duration(state.ninetieth),
            _width(state.median, longest),
            _width(state.ninetieth, longest),
        )
        for state in states
    ]


def _width(seconds: float | None, longest: float) -> float:
    """Never so narrow that something looks like nothing."""
    return round(max(100 * seconds / longest, NARROWEST), 3) if seconds else 0.0


def duration(seconds: float | None) -> str:
    """Such as 40 seconds, 3 hours or 12.5 days; a dash when nothing was measured."""
    if seconds is None:
        return "–"
    size, unit = next((s, u) for s, u in reversed(STEPS) if seconds >= 2 * s or s == 1)
    number = f"{seconds / size:,.1f}".removesuffix(".0")
    return f"{number} {unit}{'' if number == '1' else 's'}"


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _share(count: int, whole: int) -> str:
    """A share that never rounds something to nothing, nor nearly all to all."""
    if not whole or count in (0, whole):
        return "100%" if whole and count else "0%"
    percent = 100 * count / whole
    if percent < 0.1 or percent > 99.9:
        return "under 0.1%" if percent < 0.1 else "over 99.9%"
    return f"{percent:.1f}%"


def _environment(zone: str) -> Environment:
    place = ZoneInfo(zone)
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_plain,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def local(stamp: str) -> str:
        here = datetime.fromisoformat(stamp).astimezone(place)
        return f"{here.day} {here:%B %Y, %H:%M}"

    made.filters |= {"counted": _counted, "share": _share, "local": local}
    return made


def _plain(value: object) -> object:
    """Text from a log with every deceiving sign made visible."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return DECEIVING.sub("\ufffd", value)
    return value


@cache
def _style() -> str:
    return (folder("templates") / "replay" / "page.css").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """As a content policy names a text: by what it is, not by where it came from."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
