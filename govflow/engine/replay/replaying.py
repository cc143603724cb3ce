"""Replays a log: reads it as a stream, walks and judges each case, adds everything up."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from govflow.domain.calendar import WorkingDays
from govflow.engine.replay import casting, csv_log, source, stating, xes
from govflow.engine.replay.faults import BadLog
from govflow.engine.replay.judging import judge_for
from govflow.engine.replay.mapping import LogMap
from govflow.engine.replay.reading import Reading
from govflow.engine.replay.record import Entry, Trace
from govflow.engine.replay.report import BROKEN, MISSED, Malformed, Report
from govflow.engine.replay.scratch import Scratch, scratch_folder
from govflow.engine.replay.summary import EXAMPLES, Sums
from govflow.engine.replay.timekeeping import Timekeeper
from govflow.engine.replay.walking import MALFORMED, MAPPED, OPENING, Rules, Walk
from govflow.engine.workflow import Workflow

SHOWN_MALFORMED = 20
TELL_EVERY = 1000  # cases between two words about progress


@dataclass(frozen=True)
class Asked:
    """How a log is to be replayed.

    With `strict` the first malformed event, repeated id or nameless case raises BadLog. `cases`
    and `malformed` take one line of JSON for every case and every malformed event; `tell` hears
    how many cases and events have been read.
    """

    calendar: WorkingDays | None = None
    strict: bool = False
    cases: TextIO | None = None
    malformed: TextIO | None = None
    tell: Callable[[int, int], None] = field(default=lambda cases, events: None)


def replay(log: Path, workflow: Workflow, log_map: LogMap, asked: Asked | None = None) -> Report:
    """What the workflow would have said of a log; raises BadLog when it cannot be read."""
    with scratch_folder() as folder:
        scratch = Scratch(folder)
        try:
            run = _Run(log, workflow, log_map, asked or Asked(), scratch)
            return run.through(_opened(log, log_map, folder))
        finally:
            scratch.close()


def _opened(log: Path, log_map: LogMap, folder: Path) -> Iterator[Trace | Entry]:
    reading, parts = Reading(log_map), source.chunks(log)
    if source.format_of(log) == "xes":
        return xes.read(log.name, parts, reading)
    return csv_log.read(log.name, parts, reading, log_map, folder)


class _Run:
    """One replay under way."""

    def __init__(
        self, log: Path, workflow: Workflow, log_map: LogMap, asked: Asked, scratch: Scratch
    ) -> None:
        self._log, self._asked, self._scratch = log, asked, scratch
        self._rules = Rules(workflow, log_map)
        self._promises = [promise.name for promise in workflow.promises]
        self._judges = [judge_for(workflow, each, log_map.zone) for each in workflow.promises]
        self._timekeeper = Timekeeper(workflow, log_map, asked.calendar)
        self._sums = Sums(self._rules, scratch)
        self._malformed: list[Malformed] = []
        self._repeated: list[str] = []
        self._repeats = self._nameless = 0

    def through(self, found: Iterator[Trace | Entry]) -> Report:
        for each in found:
            if isinstance(each, Entry):
                self._event(each, "")
            else:
                self._case(each)
        if not self._sums.events["read"]:
            raise BadLog(self._log.name, "The log holds no event.")
        about = stating.About(
            log=self._log.name,
            log_format=source.format_of(self._log),
            workflow=self._rules.workflow,
            log_map=self._rules.map,
            malformed=tuple(self._malformed),
            repeated=tuple(self._repeated),
            repeats=self._repeats,
            nameless=self._nameless,
        )
        return stating.report(about, self._sums)

    def _case(self, trace: Trace) -> None:
        name = self._named(trace)
        mapped = [each for each in trace.entries if self._event(each, name) in (MAPPED, OPENING)]
        walk = self._rules.walk(trace, mapped)
        verdicts = [judge(walk.steps) for judge in self._judges]
        deadlines = list(self._timekeeper.judge(walk))
        self._sums.case(name, walk, verdicts, deadlines)
        if self._asked.cases is not None:
            judged = zip(self._promises, verdicts, strict=True)
            broken = [each for each in judged if each[1].kind == BROKEN]
            missed = [kept for kept in deadlines if kept.kind == MISSED]
            self._asked.cases.write(casting.line(name, walk, broken, missed) + "\n")
        cases = self._sums.cases["read"]
        if cases % TELL_EVERY == 0:
            self._asked.tell(cases, self._sums.events["read"])

    def _event(self, entry: Entry, case: str) -> str:
        kind = self._rules.sort(entry)
        self._sums.event(kind, entry.activity, entry.at)
        if kind == MALFORMED:
            self._bad(Malformed(entry.place, case, entry.problem), entry.line)
        return kind

    def _bad(self, found: Malformed, line: int) -> None:
        if self._asked.strict:
            place = found.place.partition(" (")[0]
            raise BadLog(self._log.name, f"{place[0].upper()}{place[1:]}: {found.sentence}", line)
        if len(self._malformed) < SHOWN_MALFORMED:
            self._malformed.append(found)
        if self._asked.malformed is not None:
            self._asked.malformed.write(json.dumps(asdict(found), ensure_ascii=False) + "\n")

    def _named(self, trace: Trace) -> str:
        """The case's own name; one met before gets a number, one without a name its line."""
        if not trace.name:
            self._nameless += 1
            self._refuse_if_strict(trace, "This case has no id.")
            return f"(no id, line {trace.line})"
        times = self._scratch.met(trace.name)
        if times == 1:
            return trace.name
        self._repeats += 1
        self._refuse_if_strict(trace, f"The case id '{trace.name}' has been used before.")
        if len(self._repeated) < EXAMPLES:
            self._repeated.append(f"{trace.name} (line {trace.line})")
        return f"{trace.name} (time {times})"

    def _refuse_if_strict(self, trace: Trace, sentence: str) -> None:
        if self._asked.strict:
            raise BadLog(self._log.name, sentence, trace.line)


__all__ = ["Asked", "Walk", "replay"]
