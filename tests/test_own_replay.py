"""Our own export, replayed against its own workflow: nothing is found, until somebody meddles."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from govflow.services.log_forms import WRITERS
from tests.begun import FORMS as BEGUN
from tests.begun import begun, decided
from tests.builders import World
from tests.demo.built import demo_on
from tests.test_cli import Run, run

__all__ = ["run"]

EXAMPLES = Path(__file__).parents[1] / "examples" / "replay"
FORMS = list(WRITERS)
Report = dict[str, Any]
Rows = list[dict[str, str]]


def exported(run: Run, place: Path, form: str, key: str) -> Path:
    log = place / f"{key}.{form}"
    words = ("trail", "export", "--format", form, "--workflow", key, "--out", str(log))
    made = run(*words, "--map", str(place / f"{form}.map.yaml"))
    assert made.exit_code == 0, made.output
    return log


def replayed(run: Run, log: Path, key: str) -> Report:
    out = log.with_suffix(".json")
    map_file = log.parent / f"{log.suffix[1:]}.map.yaml"
    words = ("replay", str(log), "--workflow", key, "--map", str(map_file), "--json", str(out))
    done = run(*words, "--html", str(log.with_suffix(".html")))
    assert done.exit_code == 0, done.output
    report: Report = json.loads(out.read_text(encoding="utf-8"))["report"]
    return report


def found_nothing(report: Report) -> None:
    """Every event judged and right; deadlines may only be met, open, or not to be judged."""
    events, cases = report["events"], report["cases"]
    assert cases["read"] == cases["legal"]
    assert events["read"] == events["mapped"] + events["opening"]
    assert events["mapped"] == events["legal"]
    assert report["roles_not_judged"] == 0
    assert (events["out_of_order"], cases["repeated"], cases["nameless"]) == (0, 0, 0)
    for promise in report["promises"]:
        assert not promise["counts"].get("broken"), promise
        assert not promise["counts"].get("cannot be judged"), promise
    for line in report["deadlines"]:
        assert not line["counts"].get("missed"), line


@pytest.fixture
def everything_happened(world: World) -> World:
    """Matters of every shipped workflow, each brought on through real acts in real time."""
    world.approved()
    world.draft()
    taken = world.responding()
    world.act("board_chair", taken, "declare_urgent", reason="Tonight.")
    withdrawn = world.submitted()
    world.act("author", withdrawn, "withdraw", reason="Not now.")
    made = {key: begun(world, key) for key in BEGUN}
    world.act("author", made["policy_review"], "begin_review")
    for key in ("policy_review", "organisational_change"):
        decided(world, made[key])
        world.act("secretary", made[key], "send_feedback", feedback="It changed section 2.")
    divergence = made["recruitment_divergence"]
    world.act("manager", divergence, "agree_as_manager", reason="The exception.")
    world.act("equality_lead", divergence, "agree_as_lead", reason="The exception.")
    world.wait(1)
    world.act(
        "lead", made["commitment"], "give_evidence", evidence="Minute 4.", evidence_on="2026-03-02"
    )
    world.act("secretary", made["commitment"], "judge_met")
    gate, weighed = made["disciplinary_gate"], {"harm_test": "No", "health_test": "No"}
    world.act("manager", gate, "answer_tree", **weighed, foresight_test="No",
              substitution_test="Yes")  # fmt: skip
    found = {"check_result": "Informal action is enough", "like_cases": "There are none"}
    world.act("equality_lead", gate, "check_before_formal", **found)
    world.act("manager", gate, "settle_informally")
    world.act("author", made["action"], "report_done", done_on="2026-03-02", shown_by="Minute 9.")
    world.act("secretary", made["action"], "confirm")
    return world


def test_real_acts_of_every_workflow_are_found_legal(
    run: Run, everything_happened: World, tmp_path: Path
) -> None:
    with everything_happened.looking("auditor") as desk:
        keys = {workflow.key for workflow in desk.office.workflows.all()} - {"governance_review"}
    unmoved = {"urgent_decision"}  # like the governance review, it moves in the demo trust
    for form, key in product(FORMS, sorted(keys)):
        report = replayed(run, exported(run, tmp_path, form, key), key)
        found_nothing(report)
        assert report["cases"]["read"] == report["events"]["opening"] > 0
        assert report["events"]["mapped"] > 0 or key in unmoved
        if key == "commitment":  # judged by the date that the matter keeps
            [line] = [line for line in report["deadlines"] if line["state"] == "no_evidence"]
            assert line["counts"] == {"met": 1}


def test_a_deadline_that_was_really_missed_is_found(run: Run, world: World, tmp_path: Path) -> None:
    made = begun(world, "action")
    world.wait(60)
    world.act("author", made, "report_done", done_on="2026-04-30", shown_by="Minute 9.")
    report = replayed(run, exported(run, tmp_path, "xes", "action"), "action")
    [line] = [line for line in report["deadlines"] if line["state"] == "open"]
    assert line["counts"]["missed"] == 1
    assert report["cases"]["legal"] == 1


@pytest.mark.sqlite_only  # the demo takes long to build, and the world above stands on both kinds
def test_the_whole_demo_trust_is_found_legal(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: Run
) -> None:
    url, _ = demo_on("sqlite", request)
    # A copy, because an export leaves its mark in the trail.
    copied = shutil.copyfile(url.removeprefix("sqlite:///"), tmp_path / "demo.db")
    monkeypatch.setenv("GOVFLOW_DATABASE_URL", f"sqlite:///{copied}")
    for form in FORMS:
        cases = events = 0
        for key in ("board_paper", "urgent_decision", "governance_review"):
            report = replayed(run, exported(run, tmp_path, form, key), key)
            found_nothing(report)
            cases, events = cases + report["cases"]["read"], events + report["events"]["read"]
        assert cases >= 40
        assert events >= 240


# Somebody meddles with the file


def times_swapped(rows: Rows) -> None:
    """The consultation is said to have been closed before it was opened."""
    first, second = (row for row in rows if row["activity"].endswith("_consultation") or
                     row["activity"] == "send_to_networks")  # fmt: skip
    first["activity"], second["activity"] = second["activity"], first["activity"]


def _of(rows: Rows, action: str) -> dict[str, str]:
    return next(row for row in rows if row["activity"] == action)


def another_role(rows: Rows) -> None:
    """Somebody else's role decides."""
    _of(rows, "approve")["role"] = "author"


def one_person_twice(rows: Rows) -> None:
    """Whoever submitted the paper is said to have accepted its replies."""
    _of(rows, "accept_responses")["actor"] = _of(rows, "submit")["actor"]


def consultation_left_out(rows: Rows) -> None:
    """The steps of the consultation are gone."""
    gone = {"send_to_networks", "close_consultation", "finish_responses"}
    rows[:] = [row for row in rows if row["activity"] not in gone]


def decided_twice(rows: Rows) -> None:
    """The decision stands there a second time."""
    rows.append({**_of(rows, "approve"), "time": "2026-12-01T09:00:00+00:00"})


MEDDLING: dict[Callable[[Rows], None], tuple[str, ...]] = {
    times_swapped: ("Consulted before decided",),
    another_role: (),
    one_person_twice: ("Nobody marks their own homework",),
    consultation_left_out: ("Consulted before decided", "Comments answered before decided"),
    decided_twice: (),
}


@pytest.mark.parametrize("meddle", MEDDLING, ids=lambda meddle: meddle.__name__)
@pytest.mark.sqlite_only
def test_meddling_is_found(
    run: Run, world: World, tmp_path: Path, meddle: Callable[[Rows], None]
) -> None:
    world.approved()
    log = exported(run, tmp_path, "csv", "board_paper")
    found_nothing(replayed(run, log, "board_paper"))
    rows = list(csv.DictReader(io.StringIO(log.read_text(encoding="utf-8"), newline="")))
    columns = list(rows[0])
    meddle(rows)
    with log.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    report = replayed(run, log, "board_paper")
    assert report["cases"]["left_the_rules"] == 1
    broken = {each["name"] for each in report["promises"] if each["counts"].get("broken")}
    assert broken == set(MEDDLING[meddle])
    page = log.with_suffix(".html").read_text(encoding="utf-8")
    assert "1 case (100%) did something the workflow does not allow, in 1 way." in page


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.sqlite_only
def test_the_example_maps_are_what_an_export_writes(
    run: Run, world: World, tmp_path: Path, form: str
) -> None:
    world.draft()
    exported(run, tmp_path, form, "board_paper")
    written = (tmp_path / f"{form}.map.yaml").read_text(encoding="utf-8")
    assert (EXAMPLES / f"own_trail.{form}.map.yaml").read_text(encoding="utf-8") == written
