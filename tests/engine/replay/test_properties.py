"""Whatever a log holds, its totals add up, both formats say the same, and legal walks are legal."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_folder
from govflow.engine.replay.mapping import map_from_text
from govflow.engine.replay.replaying import replay
from govflow.engine.replay.report import Report
from govflow.engine.workflow import Workflow
from tests.engine.replay.logs import START, Cases, Seen, csv_text, replayed, rows, xes

ACTIVITIES = ("Send", "Return", "Agree", "Pay", "Drop", "Open", "Print", "Sing", "")
TIMES = st.one_of(
    st.integers(0, 40).map(lambda n: (START + timedelta(hours=7 * n)).isoformat()),
    st.sampled_from(("", "yesterday", "2026-03-02T09:00:00", "2026-13-01T00:00:00Z")),
)
EVENTS = st.builds(
    Seen,
    st.sampled_from(ACTIVITIES),
    TIMES,
    st.sampled_from(("ann", "bob", "SOMEBODY", "")),
    st.sampled_from(("C", "H", "S", "X", "")),
    st.sampled_from(("complete", "start")),
    st.sampled_from(("", "2026-03-04", "never")),
)
LOGS = st.lists(st.lists(EVENTS, min_size=1, max_size=9), min_size=1, max_size=6).map(
    lambda found: [(f"case {number}", events) for number, events in enumerate(found)]
)
PLACES = re.compile(r" \(line \d+\)|\((concept:name|activity|time:timestamp|time)\)")


def report_of(text: str, form: str) -> Report:
    with TemporaryDirectory() as place:
        return replayed(Path(place), text, form)


def plain(value: Any) -> Any:
    """A report without what the two formats cannot share: names of attributes, lines, files."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if key not in ("log", "log_format")}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return PLACES.sub("", value) if isinstance(value, str) else value


def without_examples(value: Any) -> Any:
    if isinstance(value, dict):
        left_out = ("examples", "malformed") if "log" not in value else ("examples",)
        return {key: without_examples(each) for key, each in value.items() if key not in left_out}
    if isinstance(value, list | tuple):
        return [without_examples(each) for each in value]
    return value


def sums(report: Report) -> Any:
    """The counts of a report, whatever order the cases came in."""
    found = report.as_dict()
    return without_examples({**plain(found), "malformed": report.events.malformed})


@settings(max_examples=150, deadline=None)
@given(LOGS)
def test_the_totals_always_add_up(cases: Cases) -> None:
    """The report refuses by itself to be made when they do not; these are the true numbers."""
    report = report_of(xes(cases), "xes")
    everything = [event for _, events in cases for event in events]
    assert report.events.read == len(everything)
    assert report.cases.read == len(cases)
    bad = [each for each in everything if not each.activity or _unreadable(each.time)]
    assert report.events.malformed == len(bad)
    assert len(report.malformed) == min(20, len(bad))
    sound = [each for each in everything if each not in bad and each.step == "complete"]
    named = Counter(each.activity for each in sound)
    assert (report.events.unmapped, report.events.ignored) == (named["Sing"], named["Print"])
    assert report.events.opening == named["Open"]
    assert sum(each.count for each in report.unmapped) == report.events.unmapped


def _unreadable(time: str) -> bool:
    return time in ("", "yesterday", "2026-13-01T00:00:00Z")


@settings(max_examples=150, deadline=None)
@given(LOGS)
def test_xes_and_csv_say_the_same(cases: Cases) -> None:
    one = report_of(xes(cases), "xes")
    other = report_of(csv_text(rows(cases)), "csv")
    assert plain(one.as_dict()) == plain(other.as_dict())


@settings(max_examples=100, deadline=None)
@given(LOGS, st.randoms(use_true_random=False))
def test_the_order_in_which_cases_are_mixed_changes_no_count(cases: Cases, random: Random) -> None:
    waiting = [[row for row in rows([case])] for case in cases]
    mixed = []
    while waiting:
        chosen = random.choice(waiting)
        mixed.append(chosen.pop(0))
        waiting = [each for each in waiting if each]
    assert sums(report_of(csv_text(mixed), "csv")) == sums(report_of(xes(cases), "xes"))


def house_workflows() -> list[Workflow]:
    return load_folder(folder("workflows"), GUARDS).all()


@pytest.mark.parametrize("workflow", house_workflows(), ids=lambda each: each.file)
@settings(max_examples=25, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_a_random_legal_walk_is_legal_and_breaks_no_promise(
    workflow: Workflow, random: Random
) -> None:
    """What the prover proves of the table, replay finds true of every walk through it."""
    cases = [(f"case {number}", _walk(workflow, random)) for number in range(8)]
    with TemporaryDirectory() as place:
        log = Path(place) / "log.xes"
        log.write_text(xes([case for case in cases if case[1]]), encoding="utf-8")
        words = "attributes: {actor: org:resource, role: org:role}\nactivities: same\nroles: same\n"
        report = replay(log, workflow, map_from_text(words, workflow))
    assert report.deviations == ()
    assert report.events.legal == report.events.read
    broken = [each.name for each in report.promises if each.broken]
    assert [name for name in broken if name not in _judged_by_days(workflow)] == []


def _judged_by_days(workflow: Workflow) -> set[str]:
    return {p.name for p in workflow.promises if type(p).__name__ == "NotLaterThan"}


def _walk(workflow: Workflow, random: Random) -> list[Seen]:
    """A walk through the table, each step by a person of its own in a role that may."""
    state, steps = workflow.initial, []
    for number in range(random.randint(1, 25)):
        leaving = workflow.leaving(state)
        if not leaving:
            break
        action = random.choice(leaving)
        at = (START + timedelta(hours=number)).isoformat()
        steps.append(Seen(action.name, at, f"person {number}", random.choice(action.by)))
        state = action.to
    return steps
