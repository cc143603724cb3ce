"""The scope rules propose networks by remit, always with a reason, and are refused when unsound."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from govflow.config import folder
from govflow.domain.scope_rules import propose
from govflow.engine.faults import WorkflowFaults
from govflow.engine.scope import load_rules

RULES = load_rules(folder("workflows") / "scope_rules.v1.yaml")
TEXT = (folder("workflows") / "scope_rules.v1.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Network:
    id: str
    name: str
    remit: tuple[str, ...]


CARERS = Network("1", "Carers' network", ("carers",))
FAITH = Network("2", "Faith network", ("faith-and-belief",))
UNSAID = Network("3", "New network", ())


def test_a_paper_on_leave_concerns_carers_and_says_why() -> None:
    [carers, faith] = propose(RULES, ["working-patterns", "digital"], [CARERS, FAITH])
    assert carers.proposed
    assert faith.proposed
    assert carers.why.startswith("The paper concerns working patterns and leave: hours and leave")


def test_a_network_outside_the_topics_is_left_out_with_the_reason() -> None:
    [faith] = propose(RULES, ["digital"], [FAITH])
    assert not faith.proposed
    assert faith.why == "No rule links the paper's topics to the remit of Faith network."


def test_a_strategy_concerns_everybody_even_without_a_recorded_remit() -> None:
    assert all(p.proposed for p in propose(RULES, ["strategy"], [CARERS, FAITH, UNSAID]))


def test_nothing_is_proposed_without_known_topics() -> None:
    for topics in ([], ["weather"]):
        [proposal] = propose(RULES, topics, [CARERS])
        assert not proposal.proposed
        assert "nothing can be proposed yet" in proposal.why


def test_a_network_without_a_remit_is_told_so() -> None:
    [proposal] = propose(RULES, ["digital"], [UNSAID])
    assert "no remit topics recorded" in proposal.why


BROKEN = {
    "topic nobody declared": ("topics: [digital]", "topics: [digitl]", "did you mean 'digital'"),
    "remit nobody declared": ("remits: [disability]", "remits: [dissability]", "'disability'"),
    "topic without a rule": ("topics: [digital]", "topics: [finance]", "No rule speaks of"),
    "unknown word": ("version: 1", "version: 1\nvershun: 2", "vershun"),
    "no reason": ("    why: Pay gaps are reported for these groups.\n", "", "why"),
    "topic with capitals": ("  digital: Digital", "  Digital: Digital", "Digital"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_unsound_rules_are_refused(kind: str, tmp_path: Path) -> None:
    before, after, said = BROKEN[kind]
    path = tmp_path / "scope_rules.v1.yaml"
    path.write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(WorkflowFaults) as refused:
        load_rules(path)
    assert said in str(refused.value)
