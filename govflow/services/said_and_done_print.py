"""*You said, we did* as a tagged PDF: the page's words handed to the template as plain data."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from govflow.domain.calendar import said
from govflow.domain.ledger import Change
from govflow.domain.redline import Run
from govflow.pdf import MISSING, printable, typeset
from govflow.services.said_and_done import NETWORK, About, Page, Promise, Said

TITLE = "You said, we did"
KEPT = 16  # documents in memory: a link is opened many times before its page changes
EXPLAINED = f"{MISSING} stands for a letter that this document cannot show; the page online does."


def opening(page: Page) -> list[str]:
    """What a reader is told first; the page on the screen says the same."""
    who = "The network chose" if page.kind == NETWORK else "Each network chose"
    upto = f" The record is shown up to {said(page.up_to)}." if page.up_to else ""
    return [
        f"What staff networks said about papers that have been decided, and what came of it."
        f" {who} which of its comments stand here.{upto}",
        "Being consulted is not the same as agreeing. Only the network itself says whether a "
        "reply answers its point, and whether a promise was kept. No names of people stand here: "
        "roles stand in their place.",
    ]


@lru_cache(maxsize=KEPT)
def as_pdf(page: Page) -> bytes:
    """The page as PDF/UA-1; the same bytes as long as the page says the same."""
    data = printable(as_data(page))
    if MISSING in str(data):
        data["opening"].append(EXPLAINED)
    return typeset("said_and_done", data, dated=page.up_to)


def as_data(page: Page) -> dict[str, Any]:
    """The page as plain values."""
    title = f"{TITLE}: {page.subject}"
    on = page.up_to
    return {
        "title": title,
        "organisation": page.organisation,
        "footer": f"{TITLE}, {page.organisation}",
        "record": page.record,
        "date": [on.year, on.month, on.day] if on else None,
        "opening": opening(page),
        "papers": [_about(each) for each in page.papers],
    }


def _about(about: About) -> dict[str, Any]:
    return {
        "reference": about.reference,
        "title": about.title,
        "heading": f"{about.reference} {about.title}",
        "decision": decided(about),
        "text": _lines(about.text),
        "feedback": _lines(about.feedback),
        "said": [_said(each) for each in about.said],
        "promises": [_promise(each) for each in about.promises],
    }


def decided(about: About) -> str:
    """What was decided, when, and its minute."""
    minute = f", minute {about.minute}" if about.minute else ""
    return f"{about.decision} on {said(about.decided_on)}{minute}."


def _said(one: Said) -> dict[str, Any]:
    return {
        "network": one.network,
        "paragraph": _lines(one.paragraph),
        "text": _lines(one.text),
        "title": one.title,
        "reason": _lines(one.reason),
        "change": _change(one.change),
        "mark": one.mark,
        "promises": [_promise(each) for each in one.promises],
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    runs = change.runs if change.shown else ()
    return {
        "sentence": change.sentence,
        "before": _runs(runs, "added"),
        "after": _runs(runs, "removed"),
    }


def _runs(runs: Iterable[Run], without: str) -> list[dict[str, str]]:
    return [{"kind": run.kind, "text": run.text} for run in runs if run.kind != without]


def _promise(each: Promise) -> dict[str, Any]:
    return {
        "text": _lines(each.text),
        "owner": each.owner,
        "check_back_on": _day(each.check_back_on),
        "title": each.title,
        "words": _lines(each.words),
    }


def _day(day: date) -> str:
    return said(day)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
