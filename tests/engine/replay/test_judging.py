"""Promises are judged on what happened, deadlines on what the log tells; the rest is counted."""

from datetime import date
from pathlib import Path

import pytest

from govflow.domain.calendar import WorkingDays
from govflow.engine.replay.replaying import Asked
from govflow.engine.replay.report import (
    BROKEN,
    KEPT,
    MET,
    MISSED,
    NOT_JUDGED,
    NOT_TOUCHED,
    NOT_YET,
    STILL_OPEN,
    DeadlineFinding,
    DoesNotAddUp,
    EventTotals,
    PromiseFinding,
    Report,
)
from tests.engine.replay.logs import Seen, on, replayed, told, xes

CALENDAR = WorkingDays("2026", frozenset(), date(2026, 1, 1), date(2026, 12, 31))


def promise(report: Report, name: str) -> PromiseFinding:
    return next(each for each in report.promises if each.name == name)


def verdict(folder: Path, name: str, *events: Seen) -> tuple[str, str]:
    """What one case's verdict is, and the sentence of its breach."""
    found = promise(told(folder, *events), name)
    [kind] = found.counts
    return kind, found.examples[0].sentence if found.examples else ""


def acts(names: str) -> list[Seen]:
    return [on(n, activity) for n, activity in enumerate(names.split())]


@pytest.mark.parametrize(
    ("name", "happened", "kind", "sentence"),
    [
        ("Agreed before paid", "Send Agree Pay", KEPT, ""),
        ("Agreed before paid", "Send Agree", NOT_TOUCHED, ""),
        ("Agreed before paid", "Send Pay Agree", BROKEN, "'Pay' came before 'Agree' was done."),
        ("Agreed before paid", "Agree Pay", BROKEN, "'Pay' came before 'Send' was done."),
        ("What is sent back can be paid", "Drop", NOT_TOUCHED, ""),
        ("What is sent back can be paid", "Send", NOT_YET, ""),
        ("What is sent back can be paid", "Send Return Drop", KEPT, ""),
        ("Paid once", "Send Agree Pay", KEPT, ""),
        ("Paid once", "Send", NOT_TOUCHED, ""),
        ("Paid once", "Send Agree Pay Pay", BROKEN, "'Pay' was done a second time."),
        ("Nothing sent after payment", "Send Agree", NOT_TOUCHED, ""),
        ("Nothing sent after payment", "Send Agree Pay", KEPT, ""),
        ("Nothing sent after payment", "Send Pay Send", BROKEN, "'Send' came after 'Pay'."),
        ("Agreed by the day of payment", "Send Agree", NOT_TOUCHED, ""),
        ("Agreed by the day of payment", "Send Pay", NOT_TOUCHED, ""),
        ("Agreed by the day of payment", "Send Agree Pay", KEPT, ""),
    ],
)
def test_promises_on_the_order_of_events(
    tmp_path: Path, name: str, happened: str, kind: str, sentence: str
) -> None:
    assert verdict(tmp_path, name, *acts(happened)) == (kind, sentence)


def test_a_date_is_compared_by_the_day_where_the_map_lives(tmp_path: Path) -> None:
    """23:30 UTC on 31 March is 00:30 on 1 April in London: the next day."""
    paid, agreed = Seen("Pay", "2026-03-31T22:30:00Z"), Seen("Agree", "2026-03-31T23:30:00Z")
    kind, sentence = verdict(tmp_path, "Agreed by the day of payment", paid, agreed)
    assert kind == BROKEN
    assert "on 1 April 2026, after 31 March 2026" in sentence


def test_later_the_same_day_is_in_time(tmp_path: Path) -> None:
    paid, agreed = on(0, "Pay"), on(0.2, "Agree")
    assert verdict(tmp_path, "Agreed by the day of payment", paid, agreed)[0] == KEPT


@pytest.mark.parametrize(
    ("sender", "other", "kind"),
    [("ann", "bob", KEPT), ("ann", "ann", BROKEN), ("ann", "SOMEBODY", NOT_JUDGED)],
)
def test_who_acted_in_two_roles_that_must_differ(
    tmp_path: Path, sender: str, other: str, kind: str
) -> None:
    found = verdict(tmp_path, "Four eyes", on(0, "Send", sender), on(1, "Agree", other))
    assert found[0] == kind
    if kind == BROKEN:
        assert found[1] == "ann did both 'Send' (event 1 (line 5)) and 'Agree'."


def test_a_breach_names_its_event_and_stands_after_the_first_illegal_step(tmp_path: Path) -> None:
    report = told(tmp_path, *acts("Send Pay Agree Pay"))
    [breach] = promise(report, "Paid once").examples
    assert (breach.case, breach.action, breach.at) == ("one", "pay", "2026-03-05T09:00:00Z")
    assert breach.place.startswith("event 4 (line ")


def deadline(report: Report, state: str) -> DeadlineFinding:
    return next(each for each in report.deadlines if each.state == state)


@pytest.mark.parametrize(("days", "kind"), [(5.6, MET), (6.7, MISSED)])
def test_a_deadline_after_entry_runs_to_the_end_of_its_day(
    tmp_path: Path, days: float, kind: str
) -> None:
    report = told(tmp_path, on(0, "Send"), on(days, "Return"))
    found = deadline(report, "sent")
    assert found.counts == {kind: 1}
    if kind == MISSED:
        assert "The deadline was Saturday 7 March 2026, missed by" in found.examples[0].sentence


def test_a_stay_the_log_does_not_end_is_still_open(tmp_path: Path) -> None:
    assert deadline(told(tmp_path, on(0, "Send")), "sent").counts == {STILL_OPEN: 1}


@pytest.mark.parametrize(
    ("answer_by", "kind"),
    [("2026-03-05", MET), ("2026-03-03", MISSED), ("", NOT_JUDGED), ("soon", NOT_JUDGED)],
)
def test_a_deadline_on_a_kept_date(tmp_path: Path, answer_by: str, kind: str) -> None:
    sent_back = on(1, "Return", answer_by=answer_by)
    found = deadline(told(tmp_path, on(0, "Send"), sent_back, on(2, "Drop")), "back")
    assert found.counts == {kind: 1}
    assert bool(found.why_not) == (kind == NOT_JUDGED)


def test_working_days_need_a_calendar(tmp_path: Path) -> None:
    log = xes([("one", acts("Send Agree Pay"))])
    without = deadline(replayed(tmp_path, log), "agreed")
    assert without.why_not[0].name == "the map names no `calendar` of working days"
    given = replayed(tmp_path, log, asked=Asked(calendar=CALENDAR))
    assert deadline(given, "agreed").counts == {MET: 1}
    late = xes([("one", [*acts("Send Agree"), on(4, "Pay")])])
    missed = replayed(tmp_path, late, asked=Asked(calendar=CALENDAR))
    assert deadline(missed, "agreed").counts == {MISSED: 1}


def test_totals_that_do_not_add_up_are_never_reported() -> None:
    with pytest.raises(DoesNotAddUp, match="Events read"):
        EventTotals(3, 1, 0, 0, 0, 1, 0, legal=1)
    with pytest.raises(DoesNotAddUp, match="Promise 'x'"):
        PromiseFinding("x", "must_pass", "", 2, {KEPT: 1})
