"""Checks the deadline of a state: a name of the house, or one whole rule about a known moment."""

from collections.abc import Iterator

from govflow.domain.calendar import written_day
from govflow.domain.policy import POLICY_TITLES
from govflow.domain.timing import ANCHORS, OF_PAPERS
from govflow.engine.faults import Fault, nearest
from govflow.engine.findings import Finder
from govflow.engine.phrases import DeadlinePart
from govflow.engine.sheet import Path_

FIRST_YEAR, LAST_YEAR = 1900, 2199
UNITS_SAID = "`working_days`, `days`, `months`, `clear_days` or `policy`"


def deadline(finder: Finder, path: Path_, said: str | DeadlinePart) -> Iterator[Fault]:
    """Faults of one state's deadline."""
    if isinstance(said, str):
        yield from finder.known(path, "deadline", [said], finder.vocabulary.deadlines)
        return
    yield from _one_of_each(finder, path, said)
    if said.policy is not None:
        yield from finder.known((*path, "policy"), "policy value", [said.policy], POLICY_TITLES)
    for way in ("after", "before"):
        name = getattr(said, way)
        if name is not None:
            yield from _anchor(finder, (*path, way), name)
    if said.on is not None:
        yield from _on(finder, (*path, "on"), said.on)


def _one_of_each(finder: Finder, path: Path_, said: DeadlinePart) -> Iterator[Fault]:
    units, ways = said.said()
    if said.on is not None:
        if units or ways:
            sentence = f"A deadline `on` a day stands alone; remove `{(units + ways)[0]}`."
            yield finder.fault((*path, "on"), sentence)
        return
    if len(units) != 1:
        sentence = f"A deadline says exactly one of {UNITS_SAID}; this one says {_count(units)}."
        yield finder.fault(path, sentence)
    if len(ways) != 1:
        sentence = (
            f"A deadline says exactly one of `after` and `before`; this one says {_count(ways)}."
        )
        yield finder.fault(path, sentence)


def _count(words: list[str]) -> str:
    return " and ".join(f"`{word}`" for word in words) or "none"


def _anchor(finder: Finder, path: Path_, name: str) -> Iterator[Fault]:
    """A moment of every matter, one of papers, or a kept date."""
    if name in OF_PAPERS and finder.matter not in ("paper", None) and finder.vocabulary.matters:
        yield finder.fault(path, f"Only a paper has '{name}'; this file moves a {finder.matter}.")
    elif name not in ANCHORS:
        close = nearest(name, {*ANCHORS, *finder.parts.kept()})
        if close in ANCHORS and name not in finder.parts.kept():
            sentence = f"There is no moment '{name}'; did you mean '{close}'?"
            yield finder.fault(path, sentence, close)
        else:
            yield from finder.kept_fact(path, name, "date")


def _on(finder: Finder, path: Path_, said: str) -> Iterator[Fault]:
    """A date that exists, or a kept date."""
    if not said[0].isdigit():
        yield from finder.kept_fact(path, said, "date")
        return
    day = written_day(said)
    if day is None:
        sentence = f"'{said}' is not a date that exists; write it as 2021-12-31."
        yield finder.fault(path, sentence)
    elif not FIRST_YEAR <= day.year <= LAST_YEAR:
        sentence = f"'{said}' is outside the years {FIRST_YEAR} to {LAST_YEAR}."
        yield finder.fault(path, sentence)
