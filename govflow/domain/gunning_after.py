"""The fourth Gunning test: what the networks said was conscientiously considered."""

from collections.abc import Iterable, Iterator

from govflow.domain.bypass import plain_words
from govflow.domain.calendar import OutsideCalendar
from govflow.domain.consultation import OUTCOMES, Comment, Request
from govflow.domain.deadline import window_closes
from govflow.domain.gunning import Check, Evidence, Record, Result, Test, counted
from govflow.domain.people import listed

MANY = 3  # the same reply to so many comments is copied, not considered: somebody must look


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
        return Check(asked, Result.LOOK, sentence)
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
