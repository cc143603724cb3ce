"""A real log that nobody here wrote: 10,357 travel declarations of a university (BPI 2020)."""

import gzip
from pathlib import Path

import pytest

from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_file
from govflow.engine.replay.mapping import load_map
from govflow.engine.replay.replaying import replay
from govflow.engine.replay.report import BROKEN, KEPT, MISSED, NOT_JUDGED, Report
from govflow.engine.vocabulary import ANY

ROOT = Path(__file__).parents[3]
LOG = ROOT.parent / "shared" / "data" / "logs" / "DomesticDeclarations.xes.gz"
EXAMPLES = ROOT / "examples" / "replay"
RULES = load_file(EXAMPLES / "domestic_declarations.v1.yaml", GUARDS, vocabulary=ANY)
MAP = load_map(EXAMPLES / "domestic_declarations.map.yaml", RULES)


@pytest.fixture(scope="module")
def report() -> Report:
    if not LOG.exists():
        pytest.skip(f"The log is not here: {LOG}")
    return replay(LOG, RULES, MAP)


def test_every_case_and_every_event_is_accounted_for(report: Report) -> None:
    assert (report.cases.read, report.events.read) == (10_357, 55_628)
    assert (report.cases.legal, report.cases.left_the_rules) == (8_168, 2_189)
    assert (report.events.mapped, report.events.opening) == (55_404, 135)
    assert (report.events.unmapped, report.events.malformed) == (89, 0)


def test_the_deviations_are_those_the_guide_explains(report: Report) -> None:
    found = {(each.state, each.action): each.cases for each in report.deviations}
    assert found == {
        ("submitted", "final_approve"): 1_466,
        ("pre_approved", "final_approve"): 651,
        ("submitted", "reject_supervisor"): 52,
        ("pre_approved", "reject_supervisor"): 11,
        ("submitted", "take_back"): 7,
        ("approved", "handle_payment"): 1,
        ("draft", "request_payment"): 1,
    }


def test_two_payments_were_requested_before_final_approval(report: Report) -> None:
    promises = {each.name: each for each in report.promises}
    approval = promises["No payment before final approval"]
    assert (approval.counts[KEPT], approval.counts[BROKEN]) == (9_913, 2)
    assert [each.case for each in approval.examples] == ["declaration95149", "declaration90815"]
    administration = promises["The administration sees everything that is paid"]
    assert administration.counts[BROKEN] == 2_126
    assert promises["Nobody approves their own declaration"].counts[NOT_JUDGED] == 9_938


def test_who_waited_longer_than_a_week_for_the_money(report: Report) -> None:
    [found] = report.deadlines
    assert (found.stays, found.counts[MISSED]) == (7_779, 130)


SYNTHETIC = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org">
<global scope="event"><string key="concept:name" value="name"/></global>
<trace><string key="concept:name" value="made up"/>
{events}</trace></log>
"""
EVENT = """<event><string key="concept:name" value="{0}"/><string key="org:role" value="{1}"/>
<string key="org:resource" value="STAFF MEMBER"/><string key="lifecycle:transition"
value="complete"/><date key="time:timestamp" value="2018-01-0{2}T09:00:00.000+01:00"/></event>
"""


def test_the_same_map_reads_a_made_up_log(tmp_path: Path) -> None:
    """So that the example is tried where the real log is absent too."""
    happened = (
        ("Declaration SUBMITTED by EMPLOYEE", "EMPLOYEE"),
        ("Declaration APPROVED by ADMINISTRATION", "ADMINISTRATION"),
        ("Declaration REJECTED by MISSING", "MISSING"),
        ("Declaration FINAL_APPROVED by SUPERVISOR", "SUPERVISOR"),
        ("Request Payment", "UNDEFINED"),
        ("Payment Handled", "UNDEFINED"),
    )
    events = "".join(EVENT.format(*each, day + 1) for day, each in enumerate(happened))
    log = tmp_path / "made-up.xes.gz"
    log.write_bytes(gzip.compress(SYNTHETIC.format(events=events).encode()))
    report = replay(log, RULES, MAP)
    assert (report.cases.legal, report.events.legal, report.events.unmapped) == (1, 5, 1)
    assert report.roles_not_judged == 0
