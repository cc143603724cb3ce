"""A small workflow with its map, and logs of it written as XES and as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_text
from govflow.engine.replay.mapping import LogMap, map_from_text
from govflow.engine.replay.replaying import Asked, replay
from govflow.engine.replay.report import Report
from govflow.engine.vocabulary import ANY
from govflow.engine.workflow import Workflow

RULES = """\
workflow: claim
version: 1
title: Claim
matter: claim
initial: draft
roles: {clerk: Clerk, chief: Chief}
states:
  draft: {title: Being written, waits_for: clerk, why_no_deadline: The clerk's own time.}
  sent: {title: With the chief, waits_for: chief, deadline: {days: 5, after: entered}}
  back: {title: Sent back, waits_for: clerk, deadline: {on: answer_by}}
  agreed: {title: Agreed, decision: true, waits_for: system, deadline: {working_days: 2, after: entered}}
  paid: {title: Paid, final: true}
  dropped: {title: Dropped, final: true}
actions:
  send: {title: Send, from: [draft, back], to: sent, by: clerk}
  return_it: {title: Return, from: sent, to: back, by: chief, asks: {answer_by: {label: By when?, kind: date, keep: true}}}
  agree: {title: Agree, from: sent, to: agreed, by: chief, needs: [different_person: {from: send}]}
  pay: {title: Pay, from: agreed, to: paid, by: system}
  drop: {title: Drop, from: [draft, back], to: dropped, by: clerk}
promises:
  - {name: Agreed before paid, to_reach: paid, must_pass: [send, agree]}
  - {name: What is sent back can be paid, from: sent, always_can_reach: [paid, dropped]}
  - {name: Four eyes, different_people: [send, agree]}
  - {name: Paid once, at_most_once: pay}
  - {name: Nothing sent after payment, acts: send, never_after: pay}
  - {name: Agreed by the day of payment, acts: agree, not_later_than: pay}
"""  # noqa: E501 - one state or action on each line reads best
WORDS = """\
attributes: {case: %s, activity: %s, time: %s, actor: %s, role: %s, lifecycle: %s}
lifecycle: [complete]
zone: Europe/London
activities: {Send: send, Return: return_it, Agree: agree, Pay: pay, Drop: drop}
begins: [Open]
ignore: [Print]
roles: {C: clerk, H: chief, S: system}
nobody: [SOMEBODY]
facts: {answer_by: answer_by}
"""
XES_KEYS = (
    "concept:name",
    "concept:name",
    "time:timestamp",
    "org:resource",
    "org:role",
    "lifecycle:transition",
)
CSV_KEYS = ("case", "activity", "time", "actor", "role", "step")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    """One event as a log is to tell it; an empty word is left out."""

    activity: str
    time: str
    actor: str = ""
    role: str = ""
    step: str = "complete"
    answer_by: str = ""


Cases = Sequence[tuple[str, Sequence[Seen]]]


def on(day: float, activity: str, actor: str = "", role: str = "", answer_by: str = "") -> Seen:
    """An event so many days after the start."""
    at = START + timedelta(days=day)
    return Seen(activity, at.isoformat(), actor, role, answer_by=answer_by)


@cache
def rules() -> Workflow:
    return load_text(RULES, GUARDS, vocabulary=ANY)


@cache
def words(form: str) -> LogMap:
    """The map for one of the two formats, for logs that hold all its attributes."""
    return map_from_text(WORDS % (XES_KEYS if form == "xes" else CSV_KEYS), rules(), calendars=())


def xes(cases: Cases) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1.0">']
    for name, events in cases:
        lines.append("<trace>")
        lines += _attributes({"concept:name": name})
        for event in events:
            values = (event.activity, event.time, event.actor, event.role, event.step)
            found = dict(zip(XES_KEYS[1:], values, strict=True)) | {"answer_by": event.answer_by}
            lines += ["<event>", *_attributes(found), "</event>"]
        lines.append("</trace>")
    return "\n".join([*lines, "</log>", ""])


def _attributes(values: Mapping[str, str]) -> Iterable[str]:
    for key, value in values.items():
        if value:
            yield f"<string key={quoteattr(key)} value={quoteattr(value)}/>"


def rows(cases: Cases) -> list[tuple[str, ...]]:
    return [
        (name, e.activity, e.time, e.actor, e.role, e.step, e.answer_by)
        for name, events in cases
        for e in events
    ]


def csv_text(found: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow((*CSV_KEYS, "answer_by"))
    writer.writerows(found)
    return out.getvalue()


def replayed(
    folder: Path, text: str | bytes, form: str = "xes", asked: Asked | None = None
) -> Report:
    """The report on a log of this content."""
    log = folder / f"log.{form}"
    log.write_bytes(text.encode() if isinstance(text, str) else text)
    return replay(log, rules(), words(form), asked)


def told(folder: Path, *events: Seen) -> Report:
    """The report on one case."""
    return replayed(folder, xes([("one", events)]))
