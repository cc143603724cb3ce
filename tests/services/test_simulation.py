"""A changed rule over the papers of a trust: the same answer in the service and on the command."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow.cli import main
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.simulation import Outcome
from govflow.services import simulation
from govflow.services.simulation import Report, Trial, checked_rules
from tests.builders import World

Run = Callable[..., Result]


def tried(world: World, **rules: int) -> Report:
    with world.looking("secretary") as desk:
        return simulation.run(desk, Trial("board_paper", rules))


def outcomes(report: Report) -> dict[str, Outcome]:
    return {each.paper.id: each.outcome for each in report.found}


@pytest.fixture
def past(world: World) -> dict[str, str]:
    """One paper of each fate; meetings are in 3, 8, 13 and 26 weeks, all are for the second."""
    made = {
        "issued": world.issued(title="A fairer route"),
        "draft": world.draft(),
        "scoped": world.scoped(),
        "consulting": world.consulting(),
        "waived": world.scoped(),
        "withdrawn": world.consulting(),
        "urgent": world.consulting(),
    }
    world.act("board_chair", made["waived"], "waive_consultation", reason="No time.")
    world.act("secretary", made["waived"], "issue")
    world.act("secretary", made["withdrawn"], "withdraw", reason="Not needed.")
    world.act("secretary", made["urgent"], "declare_urgent", reason="It cannot wait.")
    return made


def test_every_paper_that_went_out_is_counted_once(world: World, past: dict[str, str]) -> None:
    report = tried(world, minimum_window=40)
    assert outcomes(report) == {
        past["issued"]: Outcome.MISSED,
        past["consulting"]: Outcome.UNDER_WAY,
        past["waived"]: Outcome.WAIVED,
        past["withdrawn"]: Outcome.WITHDRAWN,
        past["urgent"]: Outcome.URGENT,
    }
    assert sum(report.counts.values()) == 5
    assert report.judged == 1
    assert report.sentence() == (
        "With a shortest window of 40 working days, 1 of 1 paper would have missed its meeting."
    )
    [missed] = report.having(Outcome.MISSED)
    assert missed.next_meeting is not None
    assert missed.next_meeting.id == world.meeting_ids[2]
    assert missed.paper.window_working_days == 10
    assert missed.late_by > 0


def test_the_rule_that_holds_changes_nothing(world: World, past: dict[str, str]) -> None:
    report = tried(world, minimum_window=10)
    assert outcomes(report)[past["issued"]] is Outcome.SAME
    assert "none of 1 paper would have missed its meeting" in report.sentence()
    both = tried(world, clear_days=5, paper_deadline_days=8)
    assert outcomes(both)[past["waived"]] is Outcome.SAME  # never sent, but issued in time
    assert both.judged == 2


def test_papers_are_chosen_by_the_day_they_went_out(world: World, past: dict[str, str]) -> None:
    day = world.now.date()
    with world.looking("secretary") as desk:
        later = Trial("board_paper", {"minimum_window": 40}, since=day + timedelta(days=1))
        within = Trial("board_paper", {"minimum_window": 40}, since=date(2026, 1, 1), until=day)
        assert simulation.run(desk, later).found == []
        assert "no paper on record says" in simulation.run(desk, later).sentence()
        assert len(simulation.run(desk, within).found) == 5


def test_only_procedures_that_ask_networks_can_be_tried(world: World) -> None:
    with world.looking("secretary") as desk:
        with pytest.raises(NotFound, match=r"nothing to try\. These do: .*board_paper"):
            simulation.run(desk, Trial("governance_review", {"minimum_window": 15}))
        with pytest.raises(NotFound, match="did you mean 'board_paper'"):
            simulation.run(desk, Trial("bord_paper", {"minimum_window": 15}))


def test_rules_are_checked_all_at_once() -> None:
    assert checked_rules([("minimum_window", " 15 "), ("clear_days", "7")]) == {
        "minimum_window": 15,
        "clear_days": 7,
    }
    with pytest.raises(Invalid) as refused:
        checked_rules(
            [
                ("minimum_windw", "15"),
                ("minimum_window", "61"),
                ("clear_days", "many"),
                ("feedback_days", "3"),
                ("response_days", "3"),
                ("response_days", "4"),
            ]
        )
    said = refused.value.problems
    assert "did you mean 'minimum_window'" in said["minimum_windw"]
    assert "must be a whole number between 1 and 60" in said["minimum_window"]
    assert "must be a whole number between 1 and 60" in said["clear_days"]
    assert "does not decide whether a paper reaches its meeting" in said["feedback_days"]
    assert "given twice" in said["response_days"]
    with pytest.raises(Invalid, match="Change at least one rule"):
        checked_rules([])


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> Run:
    monkeypatch.setenv("GOVFLOW_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVFLOW_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("GOVFLOW_INSTANCE", str(tmp_path))
    return lambda *words: CliRunner().invoke(main, ("workflows", "simulate", *words))


def test_the_command_prints_a_table_or_json(run: Run, past: dict[str, str]) -> None:
    said = run("board_paper", "--rule", "minimum_window=40", "--organisation", "RQX")
    assert said.exit_code == 0
    first, _, heading, header, row, _, last = said.stdout.splitlines()
    assert first.endswith("1 of 1 paper would have missed its meeting.")
    assert heading == "1 would have missed the meeting:"
    assert header.index("late by") == row.index("8 working days")
    assert "Board of Directors, 2026-06-03" in row
    assert last.startswith("5 papers in all: 1 would have missed the meeting; 1 not consulted")
    as_json = json.loads(run("board_paper", "--rule", "minimum_window=40", "--json").stdout)
    assert (as_json["papers"], as_json["judged"], sum(as_json["counts"].values())) == (5, 1, 5)
    assert as_json["found"][0]["next_meeting_on"] == "2026-06-03"
    assert "compliant" not in said.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("board_paper", "--rule", "minimum_window"), "it like --rule minimum_window=15"),
        (("board_paper", "--rule", "minimum_windw=3"), "did you mean 'minimum_window'?"),
        (("board_paper", "--rule", "clear_days=0"), "between 1 and 60"),
        (("board_paper", "--rule", "clear_days=7", "--organisation", "ZZZ"), "Here are: RQX"),
        (("board_papr", "--rule", "clear_days=7"), "did you mean 'board_paper'?"),
        (("board_paper", "--rule", "clear_days=7", "--since", "soon"), "is not a date"),
    ],
)
def test_bad_input_is_a_sentence(run: Run, world: World, words: tuple[str, ...], says: str) -> None:
    refused = run(*words)
    assert refused.exit_code == 2
    assert isinstance(refused.exception, SystemExit)
    assert refused.stdout == ""
    assert says in refused.stderr
