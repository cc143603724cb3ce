"""Conditions on a paper: its front sheet, its networks, its window and its meeting."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from govflow.domain.calendar import said
from govflow.domain.cases import PaperCase
from govflow.domain.consultation import NEVER_REACHED, Consultation
from govflow.domain.deadline import local_day, window_closes
from govflow.domain.document import missing
from govflow.domain.guarding import Facts, guard
from govflow.domain.meeting import Meeting
from govflow.domain.paper import PaperVersion
from govflow.domain.people import listed


@guard()
def front_sheet_complete(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """Every field the front sheet needs is filled in."""
    paper = case.paper
    gaps = missing(
        paper.draft, executive_lead_id=paper.executive_lead_id, meeting_id=paper.meeting_id
    )
    if not gaps:
        return None
    return f"The front sheet is incomplete: {'; '.join(gaps.values())}."


@guard()
def networks_chosen(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """At least one network will be asked, and each one left out has a reason."""
    planned = case.consultation
    if planned is None or planned.closed_at or not planned.asked():
        return "Choose the networks to ask."
    silent = [
        c.network_name for c in planned.choices if c.proposed and not c.asked and not c.reason
    ]
    return f"Say why these networks are left out: {listed(silent)}." if silent else None


@guard()
def information_pack_complete(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """The networks get a summary, questions, what is open and what not, the draft EIA, the text."""
    draft = case.paper.draft
    parts = {
        "a summary in plain language": draft.summary,
        "the options still open": draft.options,
        "what is not open and why": draft.not_open,
        "the questions to the networks": draft.questions_to_networks,
        "the draft equality impact assessment": draft.eia.summary,
        "the paper's text": draft.body,
    }
    lacking = [name for name, value in parts.items() if not value]
    if not lacking:
        return None
    return (
        f"The networks' pack still needs {listed(lacking)}: return the paper, so that its author "
        "writes this on the page “Write the paper”."
    )


@guard("working_days", working_days=int)
def minimum_window(
    case: PaperCase, facts: Facts, now: datetime, parameters: Mapping[str, Any]
) -> str | None:
    """The window is what policy asks for this kind of paper, and what the file asks for all."""
    least = max(case.minimum_window(), int(parameters.get("working_days", 0)))
    window = case.consultation.window_working_days if case.consultation else 0
    if window >= least:
        return None
    return f"The window is {window} working days; the policy minimum is {least}."


@guard()
def window_fits_meeting(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """The window ends before the chosen meeting's paper deadline."""
    if case.consultation is None:
        return None
    if case.meeting is None:
        return "Choose the meeting the paper is for."
    window = case.consultation.window_working_days
    closes = window_closes(now, window, case.calendar, case.zone)
    if closes <= case.meeting.paper_deadline_at:
        return None
    return f"{_too_late(case, case.meeting, window, closes)} {_next_that_can(case, window, now)}"


def _too_late(case: PaperCase, meeting: Meeting, window: int, closes: datetime) -> str:
    deadline = said_day(meeting.paper_deadline_at, case.zone)
    return (
        f"A window of {window} working days sent now ends on {said_day(closes, case.zone)}, "
        f"after the paper deadline of {deadline}."
    )


def _next_that_can(case: PaperCase, window: int, now: datetime) -> str:
    fits = case.feasible_meeting(now, window)
    if fits is None:
        return "No meeting arranged so far leaves enough time: ask for a later one to be arranged."
    held = said_day(fits.held_at, case.zone)
    return f"The next meeting that can take it is {fits.committee_name} on {held}."


def said_day(at: datetime, zone: str) -> str:
    """An instant's local day as people say it: "Friday 27 November 2026"."""
    return said(local_day(at, zone))


@guard()
def window_over_or_all_answered(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """Each network asked has answered, or its window is over, or a named person waived it."""
    if case.consultation is None or not case.consultation.requests:
        return "No network has been asked yet."
    waiting = [r.network_name for r in case.consultation.requests if r.waits(now)]
    unreached = [
        r.network_name
        for r in case.consultation.requests
        if r.delivery in NEVER_REACHED and not r.heard(now)
    ]
    changed = _unjudged(case.consultation, case.paper.latest)
    asking = [r.network_name for r in case.consultation.requests if r.asks_for_time()]
    say = []
    if changed:
        say.append(
            "The pack changed while it was read: the secretary says first, on this paper’s page, "
            f"whether version {changed} is a material change."
        )
    if asking:
        say.append(f"{listed(asking)} asked for more time: answer that first.")
    if waiting:
        say.append(f"Still waiting for {listed(waiting)}.")
    if unreached:
        say.append(
            f"{listed(unreached)} could not be asked: appoint an officer and ask again, or let the "
            "board chair record why this network was not consulted."
        )
    return " ".join(say) or None


def _unjudged(round_: Consultation, latest: PaperVersion | None) -> int | None:
    """The number of a version newer than networks were told of, if any was not sent it."""
    if latest is None or latest.number <= round_.told_of():
        return None
    sent = [round_.served(r) or 0 for r in round_.requests if r.delivery == "sent"]
    return latest.number if any(number < latest.number for number in sent) else None


@guard()
def every_comment_answered(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """Each comment has a reply with a reason."""
    count = len(case.consultation.unanswered_comments()) if case.consultation else 0
    if not count:
        return None
    return "One comment has no reply yet." if count == 1 else f"{count} comments have no reply yet."


@guard()
def meeting_chosen(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """The paper is for a meeting that has not been held."""
    if case.meeting is None:
        return "Choose the meeting the paper is for."
    if case.meeting.held_at <= now:
        return "The chosen meeting has already been held: choose a later one."
    return None


@guard()
def clear_days_remain(
    case: PaperCase, facts: Facts, now: datetime, _: Mapping[str, Any]
) -> str | None:
    """The pack can still go out with the clear days that standing orders ask for."""
    last = case.issue_by()
    if last is None or now <= last:
        return None
    days = case.policy.clear_days
    return (
        f"{days} clear days need the pack out by {said_day(last, case.zone)}: "
        "choose a later meeting."
    )
