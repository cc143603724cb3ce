"""Each case is walked until its first illegal step, which is refused as the engine refuses it."""

from pathlib import Path

import pytest

from govflow.engine.replay.report import Report
from tests.engine.replay.logs import Seen, on, replayed, told, xes

SENT = on(0, "Send", "ann", "C")
AGREED = on(1, "Agree", "bob", "H")
PAID = on(2, "Pay", "robot", "S")


def refusal(report: Report) -> tuple[str, str]:
    [found] = report.deviations
    assert found.cases == report.events.illegal == report.cases.left_the_rules == 1
    return found.state, found.sentence


def test_a_legal_case_ends_where_it_should(tmp_path: Path) -> None:
    report = told(tmp_path, SENT, AGREED, PAID)
    assert (report.cases.legal, report.events.legal) == (1, 3)
    assert [(each.state, each.kind) for each in report.outcomes] == [("paid", "ended")]
    assert report.variants[0].actions == ("send", "agree", "pay")
    assert report.clean


def test_a_step_from_the_wrong_state_is_refused_in_the_engines_words(tmp_path: Path) -> None:
    report = told(tmp_path, SENT, PAID, on(3, "Agree", "bob", "H"))
    state, sentence = refusal(report)
    assert state == "sent"
    assert sentence == "This claim is with the chief; 'Pay' is possible only from 'Agreed'."
    assert (report.events.legal, report.events.after_leaving) == (1, 1)
    assert [(each.state, each.kind) for each in report.outcomes] == [("sent", "left the rules")]


def test_a_step_in_the_wrong_role_is_refused(tmp_path: Path) -> None:
    report = told(tmp_path, SENT, on(1, "Agree", "bob", "C"))
    assert refusal(report)[1] == "Only the chief may agree."


def test_the_same_person_is_refused_by_the_guards_own_sentence(tmp_path: Path) -> None:
    report = told(tmp_path, SENT, on(1, "Agree", "ann", "H"))
    assert "a different person must do this" in refusal(report)[1]


@pytest.mark.parametrize("actor", ["SOMEBODY", ""])
def test_nobody_in_particular_is_never_the_same_person(tmp_path: Path, actor: str) -> None:
    assert told(tmp_path, on(0, "Send", actor, "C"), on(1, "Agree", actor, "H")).cases.legal == 1


@pytest.mark.parametrize("role", ["", "X"])
def test_a_role_the_log_does_not_tell_is_not_judged_but_counted(tmp_path: Path, role: str) -> None:
    report = told(tmp_path, on(0, "Send", "ann", role))
    assert (report.cases.legal, report.roles_not_judged) == (1, 1)
    assert [each.name for each in report.unknown_roles] == [role] * bool(role)
    assert any("role of 1 step" in note for note in report.notes)


def test_an_opening_begins_a_case_and_moves_nothing(tmp_path: Path) -> None:
    report = told(tmp_path, on(0, "Open"), on(2, "Send", "ann", "C"))
    assert (report.events.opening, report.events.legal, report.cases.legal) == (1, 1, 1)
    draft = next(each for each in report.states if each.state == "draft")
    assert (draft.stays, draft.median) == (1, 2 * 86_400)


def test_an_opening_alone_rests_at_the_start(tmp_path: Path) -> None:
    report = told(tmp_path, on(0, "Open"))
    assert [(each.state, each.kind) for each in report.outcomes] == [("draft", "open")]


def test_a_case_begins_only_once(tmp_path: Path) -> None:
    report = told(tmp_path, SENT, on(1, "Open"), on(2, "Open"))
    assert refusal(report) == ("sent", "The case had already begun.")
    assert (report.events.late_opening, report.events.after_leaving) == (2, 1)


def test_events_out_of_order_are_counted_and_put_in_order(tmp_path: Path) -> None:
    report = told(tmp_path, SENT, PAID, AGREED)
    assert report.cases.legal == 1
    assert (report.events.out_of_order, report.cases.out_of_order) == (1, 1)


def test_what_the_map_does_not_name_is_counted_and_listed(tmp_path: Path) -> None:
    report = told(tmp_path, SENT, on(1, "Sing"), on(1, "Print"), Seen("Agree", PAID.time, step="x"))
    assert (report.events.unmapped, report.events.ignored) == (1, 1)
    assert report.events.other_lifecycle == 1
    assert [(each.name, each.count) for each in report.unmapped] == [("Sing", 1)]
    assert [(each.name, each.count) for each in report.ignored] == [("Print", 1)]
    assert not report.clean


def test_a_case_of_which_nothing_is_mapped_is_counted_apart(tmp_path: Path) -> None:
    report = replayed(tmp_path, xes([("one", [on(0, "Sing")]), ("two", [])]))
    assert (report.cases.read, report.cases.nothing_mapped) == (2, 2)
    assert report.outcomes == ()


def test_a_repeated_id_is_told_and_is_a_case_of_its_own(tmp_path: Path) -> None:
    report = replayed(tmp_path, xes([("one", [SENT]), ("one", [PAID])]))
    assert (report.cases.read, report.cases.repeated) == (2, 1)
    assert report.repeated == ("one (line 13)",)
    assert report.deviations[0].examples == ("one (time 2)",)


def test_a_case_without_an_id_is_told_by_its_line(tmp_path: Path) -> None:
    report = replayed(tmp_path, xes([("", [PAID])]))
    assert report.cases.nameless == 1
    assert report.deviations[0].examples == ("(no id, line 3)",)


def test_long_sequences_are_cut_but_never_mixed_up(tmp_path: Path) -> None:
    rounds = [(on(n, "Send"), on(n + 0.5, "Return")) for n in range(40)]
    long = [event for pair in rounds for event in pair]
    report = replayed(tmp_path, xes([("a", long), ("b", long), ("c", [*long, on(90, "Drop")])]))
    assert report.variants_in_all == 2
    assert [each.cases for each in report.variants] == [2, 1]
    assert report.variants[0].actions[-1] == "… 20 more"


def test_times_are_exact_nearest_ranks(tmp_path: Path) -> None:
    cases = [(str(n), [on(0, "Send"), on(n, "Return")]) for n in range(1, 12)]
    sent = next(each for each in replayed(tmp_path, xes(cases)).states if each.state == "sent")
    assert sent.stays == 11
    assert (sent.median, sent.ninetieth) == (6 * 86_400, 10 * 86_400)
