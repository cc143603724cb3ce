"""The last two Gunning tests: time enough to answer, and answers conscientiously considered."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from govflow.domain.bypass import plain_words
from govflow.domain.calendar import OutsideCalendar, said
from govflow.domain.consultation import NEVER_REACHED, OUTCOMES, Comment, Extension, Request
from govflow.domain.deadline import local_day, window_closes, window_length
from govflow.domain.gunning import Check, Evidence, Record, Result, Test, counted
from govflow.domain.people import listed

MANY = 3  # the same reply to so many comments is copied, not considered: somebody must look
SATURDAY = 5


def timely(record: Record) -> Test:
    """The networks had the time that policy promised."""
    nobody = record.nobody_asked("nobody had any time to answer")
    return Test(
        title="Adequate time",
        evidence=tuple(_time(record)),
        checks=(nobody,) if nobody else tuple(_time_checks(record)),
        judged_by_people="Whether this was enough time for this issue and these networks.",
    )


def _time(record: Record) -> Iterator[Evidence]:
    yield Evidence("Windows", tuple(_window_said(record, r) for r in record.requests))
    asked = [(r, e) for r in record.requests for e in r.extensions]
    yield Evidence(
        "More time asked for",
        tuple(_extension_said(record, r, e) for r, e in asked)
        or (("Nobody asked for more time.",) if record.requests else ()),
    )


def _window_said(record: Record, request: Request) -> str:
    days = _length(record, request)
    long = counted(days, "working day") if days is not None else "a number of days not known"
    began, ends = record.day(record.began(request)), record.moment(request.closes_at)
    again = ", when it was asked again" if request.id in record.asked_again else ""
    return f"{request.network_name}: {long}, from {began}{again} to {ends}"


def _length(record: Record, request: Request) -> int | None:
    try:
        return window_length(record.began(request), request.closes_at, record.calendar, record.zone)
    except OutsideCalendar:
        return None


def _extension_said(record: Record, request: Request, asked: Extension) -> str:
    verb = {None: "not answered", True: "granted", False: "refused"}[asked.granted]
    end = (
        f"{verb} {record.day(asked.answered_at)} by {asked.answered_by_name}: “{asked.answer}”"
        if asked.answered_at
        else verb
    )
    days = counted(asked.working_days, "working day")
    return f"{request.network_name}, {record.day(asked.asked_at)}: {days}, “{asked.reason}”; {end}"


def _time_checks(record: Record) -> Iterator[Check]:
    yield _minimum(record)
    yield _reached(record)
    yield _extensions(record)
    yield _holidays(record)
    yield Check(
        "No named religious date or school holiday lies in the window",
        Result.UNKNOWN,
        "The calendar of this record holds bank holidays only.",
    )


def _minimum(record: Record) -> Check:
    least = record.minimum_window
    asked = f"Every window had at least {counted(least, 'working day')}, the policy of that day"
    lengths = {r.network_name: _length(record, r) for r in record.requests}
    unknown = [name for name, days in lengths.items() if days is None]
    if not lengths or unknown:
        return Check(asked, Result.UNKNOWN, "The calendar of working days does not reach so far.")
    short = [
        f"{name} had {days}" for name, days in lengths.items() if days is not None and days < least
    ]
    if short:
        return Check(asked, Result.OTHERWISE, f"{listed(short)}.")
    shortest = min(days for days in lengths.values() if days is not None)
    return Check(
        asked, Result.SHOWN, f"The shortest window had {counted(shortest, 'working day')}."
    )


def _reached(record: Record) -> Check:
    asked = "Every network asked was reached"
    never = [r.network_name for r in record.requests if r.delivery in NEVER_REACHED]
    if never:
        return Check(
            asked, Result.OTHERWISE, f"{listed(never)} could not be reached and had no time at all."
        )
    return Check(asked, Result.SHOWN, "Each had somebody in post when it was asked.")


def _extensions(record: Record) -> Check:
    asked = "Requests for more time were answered"
    all_ = [(r, e) for r in record.requests for e in r.extensions]
    if not all_:
        return Check(asked, Result.NOTHING, "Nobody asked for more time.")
    silent = [r.network_name for r, e in all_ if e.granted is None]
    if silent:
        return Check(asked, Result.OTHERWISE, f"Not answered: {listed(silent)}.")
    refused = [r.network_name for r, e in all_ if e.granted is False]
    if refused:
        return Check(asked, Result.LOOK, f"Refused with a reason: {listed(refused)}.")
    return Check(asked, Result.SHOWN, "Each was granted.")


def _holidays(record: Record) -> Check:
    asked = "No window crosses a bank holiday"
    crossed = {
        day
        for request in record.requests
        for day in _days(
            local_day(record.began(request), record.zone), local_day(request.closes_at, record.zone)
        )
        if day in record.calendar.closed and day.weekday() < SATURDAY
    }
    if not crossed:
        return Check(asked, Result.SHOWN, "No bank holiday lies in any window.")
    days = listed(said(day) for day in sorted(crossed))
    return Check(asked, Result.LOOK, f"In a window: {days}. They are not counted as working days.")


def _days(first: date, last: date) -> Iterator[date]:
    while first < last:
        first += timedelta(days=1)
        yield first


def considered(record: Record) -> Test:
    """What the networks said was conscientiously taken into account."""
    nobody = record.nobody_asked("there was nothing to consider")
    return Test(
        title="Conscientious consideration",
        evidence=tuple(_considered_evidence(record)),
        checks=(nobody,) if nobody else tuple(_considered_checks(record)),
        judged_by_people="Whether the decision-makers considered it with an open conscience.",
    )


def _comments(record: Record) -> list[tuple[Request, Comment]]:
    return [(r, c) for r in record.requests for c in r.comments]


def _considered_evidence(record: Record) -> Iterator[Evidence]:
    replies = [c.reply for _, c in _comments(record) if c.reply]
    outcomes = [OUTCOMES.get(reply.outcome, reply.outcome) for reply in replies]
    yield Evidence(
        "Replies",
        tuple(f"{name}: {outcomes.count(name)}" for name in dict.fromkeys(outcomes))
        or (("None.",) if record.requests else ()),
    )
    yield Evidence(
        "Paragraphs said to have changed",
        tuple(reply.changed_paragraph for reply in replies if reply.changed_paragraph)
        or (("None.",) if replies else ()),
    )
    yield Evidence(
        "The networks' words on the cover sheet",
        (f"Put into the record at {record.moment(record.cover_at)}",) if record.cover_at else (),
    )
    yield from _decision(record)


def _decision(record: Record) -> Iterator[Evidence]:
    decision = record.paper.decision
    if decision is None:
        yield Evidence("Decision", ("None yet.",))
        return
    yield Evidence(
        "Decision",
        (f"{record.moment(decision.decided_at)}, on version {decision.paper_version_number}",),
    )
    yield Evidence("Attestation", (decision.attestation,))
    minutes = (decision.minute_reference, decision.ratification_minute)
    yield Evidence("Minute", tuple(minute for minute in minutes if minute))
    sent = decision.feedback_sent_at
    yield Evidence("Feedback notice", (f"Sent at {record.moment(sent)}" if sent else "Not sent.",))


def _considered_checks(record: Record) -> Iterator[Check]:
    yield _all_replied(record)
    yield _decided_after(record)
    yield _copied(_comments(record))
    yield _own_mark(record)
    yield _feedback(record)


def _all_replied(record: Record) -> Check:
    asked = "Every comment has a reply"
    comments = [c for _, c in _comments(record)]
    if not comments:
        return Check(asked, Result.NOTHING, "No network commented.")
    waiting = sum(c.reply is None for c in comments)
    if waiting:
        settled = record.paper.decided
        return Check(
            asked,
            Result.OTHERWISE if settled else Result.NOT_YET,
            f"Without a reply: {waiting:,} of {counted(len(comments), 'comment')}.",
        )
    return Check(asked, Result.SHOWN, f"{counted(len(comments), 'comment')}, each with a reply.")


def _decided_after(record: Record) -> Check:
    decision = record.paper.decision
    after_the_fact = record.round is not None and record.round.retrospective
    at = record.ratified_at if after_the_fact else decision.decided_at if decision else None
    verb = "The board said whether it ratifies" if after_the_fact else "The decision was taken"
    asked = f"{verb} after the last reply"
    if at is None:
        return Check(asked, Result.NOT_YET, "That has not happened yet.")
    replied = [c.reply.replied_at for _, c in _comments(record) if c.reply]
    late = sum(each > at for each in replied)
    if late:
        return Check(
            asked,
            Result.OTHERWISE,
            f"{counted(late, 'reply', 'replies')} came after {record.moment(at)}.",
        )
    if not replied:
        return Check(asked, Result.NOTHING, "There is no reply to compare with.")
    return Check(
        asked,
        Result.SHOWN,
        f"{verb} at {record.moment(at)}, the last reply came at {record.moment(max(replied))}.",
    )


def _copied(comments: Iterable[tuple[Request, Comment]]) -> Check:
    asked = f"No reply text stands under {MANY} or more comments"
    used: dict[str, list[str]] = {}
    for _, comment in comments:
        if comment.reply:
            used.setdefault(plain_words(comment.reply.reason), []).append(comment.reply.reason)
    copied = [texts for texts in used.values() if len(texts) >= MANY]
    if not used:
        return Check(asked, Result.NOTHING, "There is no reply yet.")
    if copied:
        said_ = listed(f"“{_short(texts[0])}” under {len(texts):,}" for texts in copied)
        return Check(asked, Result.LOOK, f"The same words: {said_} comments.")
    return Check(asked, Result.SHOWN, f"{counted(len(used), 'different text')}.")


def _short(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _own_mark(record: Record) -> Check:
    asked = "The networks marked the replies as answering their points"
    marks = [c.reply.answers_point for _, c in _comments(record) if c.reply]
    if not marks:
        return Check(asked, Result.NOTHING, "There is no reply yet.")
    yes, no = marks.count(True), marks.count(False)
    sentence = f"Yes: {yes:,}. No: {no:,}. Not marked: {marks.count(None):,}."
    if no:
        return Check(asked, Result.OTHERWISE, sentence)
    return Check(asked, Result.SHOWN if yes == len(marks) else Result.UNKNOWN, sentence)


def _feedback(record: Record) -> Check:
    days = counted(record.feedback_days, "working day")
    asked = f"Feedback was sent within {days}, the policy of that day"
    since = record.feedback_from_at
    if since is None:
        return Check(asked, Result.NOT_YET, "There is nothing to give feedback on yet.")
    try:
        due = window_closes(since, record.feedback_days, record.calendar, record.zone)
    except OutsideCalendar:
        return Check(asked, Result.UNKNOWN, "The calendar of working days does not reach so far.")
    decision = record.paper.decision
    sent = decision.feedback_sent_at if decision else None
    if sent is None:
        result = Result.NOT_YET if record.now <= due else Result.OTHERWISE
        return Check(asked, result, f"Not sent; it was due by {record.moment(due)}.")
    result = Result.SHOWN if sent <= due else Result.OTHERWISE
    return Check(asked, result, f"Sent at {record.moment(sent)}, due by {record.moment(due)}.")
