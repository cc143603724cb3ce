"""The first two Gunning tests: asked while it was still forming, and told enough to answer."""

from collections.abc import Iterator

from govflow.domain.consultation import Request
from govflow.domain.gunning import Check, Evidence, Record, Result, Test, counted
from govflow.domain.paper import PaperVersion
from govflow.domain.pauses import Question
from govflow.domain.people import listed

NO_ENDS = "Opened before any freeze, endorsement or decision"


def formative(record: Record) -> Test:
    """The consultation opened while the proposal was still forming."""
    nobody = record.nobody_asked("nothing was asked at a formative stage")
    return Test(
        title="Formative stage",
        evidence=tuple(_formative_evidence(record)),
        checks=(nobody,) if nobody else tuple(_formative_checks(record)),
        judged_by_people="Whether minds were open.",
    )


def _formative_evidence(record: Record) -> Iterator[Evidence]:
    served = record.served
    document = served.document if served else None
    opened = record.opened_at
    yield Evidence("Opened", (record.moment(opened),) if opened else ())
    yield Evidence("Version served", (_named(record, served),) if served else ())
    yield Evidence(
        "Options still open", tuple(o.title for o in document.options) if document else ()
    )
    not_open = document.not_open if document else ""
    yield Evidence("What is not open, and why", (not_open,) if not_open else ())
    yield Evidence(
        "Freezes, endorsements and decisions",
        tuple(_settled(record)) or ("None so far.",),
    )


def _named(record: Record, version: PaperVersion) -> str:
    return (
        f"Version {version.number}, frozen at {record.moment(version.frozen_at)}, "
        f"SHA-256 {version.sha256}"
    )


def _settled(record: Record) -> Iterator[str]:
    for step in record.settled:
        yield f"{record.moment(step.at)}: {step.told} ({listed(step.how)})"


def _formative_checks(record: Record) -> Iterator[Check]:
    yield _before_any(record)
    yield _options(record)
    yield _earlier_bodies(record)


def _before_any(record: Record) -> Check:
    if record.round and record.round.retrospective:
        return Check(
            NO_ENDS,
            Result.OTHERWISE,
            "The networks were asked after an urgent decision. Such a consultation is "
            "retrospective and never counts as formative.",
        )
    opened = record.opened_at or record.now
    earlier = [s for s in record.settled if s.at < opened or (s.at == opened and s.told_before)]
    if earlier:
        acts = listed(f"{s.told} at {record.moment(s.at)}" for s in earlier)
        return Check(NO_ENDS, Result.OTHERWISE, f"Before the networks were asked, {acts}.")
    first = min((step.at for step in record.settled), default=None)
    then = f"the first of these came at {record.moment(first)}" if first else "none of these so far"
    return Check(NO_ENDS, Result.SHOWN, f"Opened at {record.moment(opened)}; {then}.")


def _options(record: Record) -> Check:
    asked = "At least two options were open, one of them to do nothing"
    if record.served is None:
        return Check(asked, Result.UNKNOWN, "No version is stored as the one served.")
    options = record.served.document.options
    if len(options) > 1 and any(o.do_nothing for o in options):
        return Check(asked, Result.SHOWN, f"The pack listed {counted(len(options), 'option')}.")
    return Check(asked, Result.OTHERWISE, f"The pack listed {counted(len(options), 'option')}.")


def _earlier_bodies(record: Record) -> Check:
    asked = "No earlier body had settled it"
    if record.served is None:
        return Check(asked, Result.UNKNOWN, "No version is stored as the one served.")
    seen = record.served.document.previously_considered
    if not seen:
        return Check(asked, Result.NOTHING, "The front sheet names no earlier body.")
    said = listed(f"{c.body} ({c.on or 'no date'}; {c.outcome or 'no outcome'})" for c in seen)
    return Check(
        asked,
        Result.LOOK,
        f"The front sheet says it was considered before by {said}. Whether it was settled there, "
        "the record does not show.",
    )


def informed(record: Record) -> Test:
    """The networks were given enough to answer."""
    nobody = record.nobody_asked("nobody was given anything to answer")
    return Test(
        title="Sufficient information",
        evidence=tuple(_information(record)),
        checks=(nobody,) if nobody else tuple(_information_checks(record)),
        judged_by_people="Whether the networks could understand it, and whether it was enough.",
    )


def _information(record: Record) -> Iterator[Evidence]:
    served = record.served
    eia = served.document.eia.summary if served else ""
    files = served.attachments if served else ()
    yield Evidence("Bytes served", (_named(record, served),) if served else ())
    yield Evidence(
        "Files served",
        tuple(f"{a['name']}, SHA-256 {a['sha256']}" for a in files)
        or (("None.",) if served else ()),
    )
    yield Evidence("Draft equality impact assessment", (eia,) if eia else ())
    opened = [r for r in record.requests if r.acknowledged_at]
    yield Evidence(
        "Opened by",
        tuple(
            f"{r.network_name}, {record.day(r.acknowledged_at)}"
            for r in opened
            if r.acknowledged_at
        ),
    )
    none = ("No network asked a question.",) if record.requests else ()
    yield Evidence("Questions and answers", tuple(_questions(record)) or none)
    yield Evidence("Other formats asked for and given", ())


def _questions(record: Record) -> Iterator[str]:
    for request in record.requests:
        for question in request.questions:
            end = (
                f"answered {record.day(question.answered_at)} by {question.answered_by_name}"
                if question.answered_at
                else "not answered"
            )
            yield f"{request.network_name}, {record.day(question.asked_at)}: {end}"


def _information_checks(record: Record) -> Iterator[Check]:
    yield _complete(record)
    yield _hash(record)
    yield _unchanged(record)
    yield _answered(record)


def _complete(record: Record) -> Check:
    asked = "The pack was complete when it was served"
    if record.served is None:
        return Check(asked, Result.UNKNOWN, "No version is stored as the one served.")
    document = record.served.document
    parts = {
        "a summary in plain language": document.summary,
        "the options still open": document.options,
        "the draft equality impact assessment": document.eia.summary,
        "the paper's text": document.body,
    }
    lacking = [name for name, value in parts.items() if not value]
    if lacking:
        return Check(asked, Result.OTHERWISE, f"The version served has no {listed(lacking)}.")
    return Check(asked, Result.SHOWN, f"The version served has {listed(parts)}.")


def _hash(record: Record) -> Check:
    asked = "The stored bytes are those whose hash was recorded"
    if record.hash_holds is None or record.served is None:
        return Check(asked, Result.UNKNOWN, "No version is stored as the one served.")
    if record.hash_holds:
        return Check(
            asked, Result.SHOWN, "Recomputed just now from the stored text, it is the same."
        )
    return Check(asked, Result.OTHERWISE, "Recomputed just now from the stored text, it differs.")


def _unchanged(record: Record) -> Check:
    asked = "The pack did not change while the networks read"
    round_ = record.round
    last = round_.closed_at or round_.last_close() if round_ else None
    if round_ is None or round_.opened_at is None or last is None:
        return Check(asked, Result.UNKNOWN, "No window is stored.")
    changed = [v for v in record.paper.versions if round_.opened_at < v.frozen_at <= last]
    if changed:
        said = listed(_named(record, version) for version in changed)
        return Check(asked, Result.OTHERWISE, f"Inside the window came: {said}.")
    return Check(asked, Result.SHOWN, "No other version was frozen inside the window.")


def _answered(record: Record) -> Check:
    asked = "Questions were answered inside the network's window"
    questions = [(r, q) for r in record.requests for q in r.questions]
    if not questions:
        return Check(asked, Result.NOTHING, "No network asked a question.")
    open_ = [(r, q) for r, q in questions if q.answered_at is None]
    late = [(r, q) for r, q in questions if q.answered_at and q.answered_at > r.closes_at]
    if late or any(record.now >= r.closes_at for r, _ in open_):
        said = listed(_asked_by(record, r, q) for r, q in late + open_)
        return Check(asked, Result.OTHERWISE, f"Not answered in time: {said}.")
    if open_:
        said = listed(_asked_by(record, r, q) for r, q in open_)
        return Check(asked, Result.NOT_YET, f"Not answered yet: {said}.")
    return Check(asked, Result.SHOWN, f"{counted(len(questions), 'question')} answered in time.")


def _asked_by(record: Record, request: Request, question: Question) -> str:
    return f"one from the {request.network_name} of {record.day(question.asked_at)}"
