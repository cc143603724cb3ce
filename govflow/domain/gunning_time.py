"""The third Gunning test: the networks had the time that policy promised them."""

from collections.abc import Iterator
from datetime import date, timedelta

from govflow.domain.calendar import OutsideCalendar, said
from govflow.domain.consultation import NEVER_REACHED, Request
from govflow.domain.deadline import local_day, window_length
from govflow.domain.gunning import Check, Evidence, Record, Result, Test, counted
from govflow.domain.pauses import Extension
from govflow.domain.people import listed

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
    long = long if _was_reached(request) else "never reached"
    if request.stopped:
        left = counted(request.pauses[-1].days_left, "working day")
        return f"{request.network_name}: the clock is stopped, {left} left"
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
    lengths = {r.network_name: _length(record, r) for r in record.requests if _was_reached(r)}
    if not lengths:
        return Check(asked, Result.NOTHING, "No network was reached.")
    if None in lengths.values():
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


def _was_reached(request: Request) -> bool:
    return request.delivery not in NEVER_REACHED


def _reached(record: Record) -> Check:
    asked = "Every network asked was reached"
    never = [r for r in record.requests if not _was_reached(r)]
    if not never:
        return Check(asked, Result.SHOWN, "Each had somebody in post when it was asked.")
    reasons = {w.network_id: w for w in record.paper.waivers}
    said_ = listed(r.network_name for r in never)
    waived = [reasons[r.network_id] for r in never if r.network_id in reasons]
    answers = "".join(
        f" {w.approved_by_name} answers for the {w.network_name}, {record.day(w.approved_at)}: "
        f"“{w.reason}”"
        for w in waived
    )
    sentence = f"{said_} could not be reached and had no time at all.{answers}"
    return Check(asked, Result.OTHERWISE, sentence)


def _extensions(record: Record) -> Check:
    asked = "Requests for more time were answered"
    all_ = [(r, e) for r in record.requests for e in r.extensions]
    if not all_:
        return Check(asked, Result.NOTHING, "Nobody asked for more time.")
    silent = [r for r, e in all_ if e.granted is None]
    if silent:
        names = listed(r.network_name for r in silent)
        pending = all(record.now < r.closes_at for r in silent)
        result = Result.NOT_YET if pending else Result.OTHERWISE
        return Check(asked, result, f"Not answered: {names}.")
    refused = [r.network_name for r, e in all_ if e.granted is False]
    if refused:
        return Check(asked, Result.LOOK, f"Refused with a reason: {listed(refused)}.")
    return Check(asked, Result.SHOWN, "Each was granted.")


def _holidays(record: Record) -> Check:
    asked = "No window crosses a bank holiday"
    crossed = {
        day
        for request in record.requests
        if not request.stopped
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
