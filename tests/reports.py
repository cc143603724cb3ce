"""Invented findings of a replay, for tests of the page that shows them."""

from typing import Any

from govflow.commands.replay_page import written
from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_file
from govflow.engine.replay.report import (
    Breach,
    CaseTotals,
    Counted,
    DeadlineFinding,
    Deviation,
    EventTotals,
    Malformed,
    Outcome,
    PromiseFinding,
    Report,
    StateTime,
    Variant,
)

HOSTILE = '<script>alert(1)</script> "&\u202e\u0007 ' + "w" * 200
DAY = 86400.0
EARLY = Breach(
    "declaration 86791",
    "event 7 (line 123)",
    "2017-03-03T14:05:00+00:00",
    "approve",
    "Approved before the consultation was closed.",
)


def empty_report(**changes: Any) -> Report:
    """A report on a log without a case."""
    nothing = {
        "log": "empty.xes",
        "log_format": "xes",
        "map": "board.map.yaml",
        "workflow": "board_paper",
        "workflow_version": 1,
        "workflow_title": "Board paper",
        "content_hash": "ab" * 32,
        "zone": "Europe/London",
        "began_at": None,
        "ended_at": None,
        "events": EventTotals(0, 0, 0, 0, 0, 0, 0),
        "cases": CaseTotals(0, 0, 0, 0),
    }
    lists = ("deviations", "promises", "deadlines", "outcomes", "states", "variants", "unmapped",
             "ignored", "unknown_roles", "malformed", "repeated")  # fmt: skip
    counts = dict.fromkeys(("variants_in_all", "unmapped_in_all", "roles_not_judged"), 0)
    return Report(**{**nothing, **dict.fromkeys(lists, ()), **counts, **changes})


def clean_report(**changes: Any) -> Report:
    """A report on ten cases in which nothing is found."""
    values: dict[str, Any] = {
        "log": "own.csv",
        "log_format": "csv",
        "began_at": "2026-03-02T09:00:00+00:00",
        "ended_at": "2026-09-02T09:00:00+00:00",
        "events": EventTotals(20, 20, 0, 0, 0, 0, 0, legal=20),
        "cases": CaseTotals(10, 10, 0, 0),
        "promises": (promise("Consulted before decided", kept=10),),
        "outcomes": (Outcome("scoped", "About to go to the networks", "open", 10),),
        "states": (StateTime("draft", "Being drafted", 10, 2.5 * DAY, 30 * DAY),),
        "variants": (Variant(("submit", "choose_networks"), 10),),
        "variants_in_all": 1,
    }
    return empty_report(**{**values, **changes})


def promise(name: str, *, examples: tuple[Breach, ...] = (), **counts: int) -> PromiseFinding:
    """What became of a promise; counts by name with underscores for blanks."""
    named = {key.replace("_", " "): count for key, count in counts.items()}
    sentence = "No way to a decision avoids closing the consultation."
    return PromiseFinding(name, "must_pass", sentence, sum(named.values()), named, examples)


DEVIATIONS = (
    Deviation(
        "draft",
        "approve",
        "This paper is being drafted; 'Record as approved' is "
        "possible only from 'In the board pack'.",
        1_100,
        ("declaration 86791", HOSTILE),
    ),
    Deviation("issued", "", "It was opened again.", 2, ("declaration 7", "")),
    Deviation(
        "issued", "note_paper", "Only the board chair may record as noted.", 255, ("declaration 9",)
    ),
)
PROMISES = (
    promise(
        "Consulted before decided",
        broken=1_017,
        kept=7_000,
        by_exception=300,
        not_yet=900,
        not_touched=1_100,
        cannot_be_judged=40,
        examples=(EARLY, Breach(HOSTILE, "event 9 (line 150)", "", "", HOSTILE)),
    ),
    promise("Feedback always possible", kept=10_357),
)
DEADLINES = (
    DeadlineFinding(
        "consulting",
        "With the staff networks",
        100,
        {"missed": 4, "met": 60, "still open": 1, "cannot be judged": 35},
        (Counted("The log does not say when the window closes.", 35),),
        (EARLY,),
    ),
    DeadlineFinding("responding", "With the author for replies", 0, {}),
)
STATES = (
    StateTime("draft", "Being drafted", 10_000, 2.5 * DAY, 30 * DAY),
    StateTime("submitted", "With the secretary", 9_000, 40.0, 2 * DAY),
    StateTime("consulting", "With the staff networks", 9_000, 14 * DAY, 21.25 * DAY),
    StateTime("responding", "With the author for replies", 0, None, None),
)
VARIANTS = (
    Variant(
        (
            "submit",
            "choose_networks",
            "send_to_networks",
            "close_consultation",
            "finish_responses",
            "accept_responses",
            "issue",
            "approve",
            "send_feedback",
        ),
        6_000,
    ),
    Variant(("submit", "withdraw"), 1),
)


def full_report(**changes: Any) -> Report:
    """A report with something of everything, written by somebody who means no good."""
    values: dict[str, Any] = {
        "log": f"{HOSTILE[:60]}.xes.gz",
        "log_format": "xes",
        "began_at": "2017-01-09T09:00:00+00:00",
        "ended_at": "2018-06-17T22:15:00+00:00",
        "events": EventTotals(
            55_628, 55_000, 100, 200, 28, 290, 10, legal=52_000, illegal=1_357,
            after_leaving=1_645, late_opening=2, out_of_order=4,
        ),
        "cases": CaseTotals(10_357, 8_900, 1_357, 100, 2, 3, 1),
        "deviations": DEVIATIONS,
        "promises": PROMISES,
        "deadlines": DEADLINES,
        "outcomes": (
            Outcome("closed", "Closed", "ended", 8_000),
            Outcome("issued", "In the board pack", "open", 900),
            Outcome("draft", "Being drafted", "left the rules there", 1_357),
        ),
        "states": STATES,
        "variants": VARIANTS,
        "variants_in_all": 753,
        "unmapped": (Counted(HOSTILE, 280), Counted("Permit SUBMITTED by EMPLOYEE", 10)),
        "unmapped_in_all": 2,
        "ignored": (Counted("Send Reminder", 200),),
        "unknown_roles": (Counted("UNDEFINED", 12),),
        "malformed": (
            Malformed("event 3 (line 41)", "declaration 1", "its time 'soon' is not ISO 8601"),
            Malformed("event 4 (line 47)", "", HOSTILE),
        ),
        "roles_not_judged": 12,
        "repeated": ("declaration 4",),
        "notes": ("No step says who acted, so promises about different people cannot be judged.",),
    }  # fmt: skip
    return empty_report(**{**values, **changes})


def page_of(report: Report) -> str:
    """The page that shows a report on the board paper's workflow."""
    return written(report, load_file(folder("workflows") / "board_paper.v1.yaml", GUARDS))
