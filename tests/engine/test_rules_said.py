"""Needs and deadlines in words: every guard and deadline of the house can be said."""

from dataclasses import replace

import pytest

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.domain.policy import Policy
from govflow.domain.timing import DeadlineRule, Unit
from govflow.engine.definition import load_folder
from govflow.engine.rules_said import (
    BY_POLICY,
    DEADLINES,
    NEEDS,
    about,
    deadline_said,
    need_said,
    roles_said,
)
from govflow.engine.vocabulary import HOUSE
from govflow.engine.workflow import Need, Workflow

WORKFLOWS = {each.key: each for each in load_folder(folder("workflows"), GUARDS).all()}
EVERY = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=lambda w: w.key)


@EVERY
def test_every_need_is_a_sentence_without_a_name_from_the_file(workflow: Workflow) -> None:
    for action in workflow.actions.values():
        for need in action.needs:
            said = need_said(workflow, action, need)
            assert said.endswith(".")
            assert "_" not in said
            assert "{" not in said


def test_a_guard_with_parameters_has_a_sentence_with_their_names() -> None:
    named = {name for name, guard in GUARDS.items() if guard.parameters}
    assert named <= set(NEEDS)


def test_every_deadline_of_the_house_can_be_said() -> None:
    assert set(HOUSE.deadlines or ()) == {*DEADLINES, *BY_POLICY}


def said_of(key: str, action: str, **parameters: object) -> str:
    workflow = WORKFLOWS[key]
    [guard] = [n for n in workflow.actions[action].needs if n.parameters.keys() & parameters.keys()]
    return need_said(workflow, workflow.actions[action], guard)


def test_facts_and_actions_are_called_as_people_know_them() -> None:
    near = "The day of “When does it expire?” has come, or is at most 6 months away."
    assert said_of("policy_review", "fall_due", months_before=6) == near
    apart = "Nobody who did “Submit to the secretary” on this matter may do this."
    assert said_of("board_paper", "accept_responses", **{"from": ""}) == apart
    long = (
        "The window is as long as policy asks for this kind of paper, and at least 20 working days."
    )
    assert said_of("organisational_change", "send_to_networks", working_days=20) == long


def test_a_guard_that_nobody_described_is_still_said() -> None:
    workflow = WORKFLOWS["action"]
    action = workflow.actions["confirm"]
    assert need_said(workflow, action, Need("moon_is_full")) == "Moon is full."


def test_a_deadline_is_said_as_policy_has_it_now() -> None:
    workflow = WORKFLOWS["board_paper"]
    responding = workflow.states["responding"]
    plain = "as many working days after it came here as policy sets"
    assert deadline_said(workflow, responding) == plain
    now = deadline_said(workflow, responding, Policy(response_days=7))
    assert now == "7 working days after it came here, as policy sets"
    rule = DeadlineRule("meeting", Unit.CLEAR_DAYS, before=True, policy="clear_days")
    cleared = replace(responding, deadline=rule)
    said = deadline_said(workflow, cleared, Policy(clear_days=1))
    assert said == "1 clear working day before the meeting, as policy sets"
    assert deadline_said(workflow, workflow.states["closed"]) == ""


def test_whoever_needs_no_article() -> None:
    flow = WORKFLOWS["recruitment_divergence"]
    assert roles_said(flow, ("opener", "secretary")).startswith("whoever ")


@EVERY
def test_a_file_says_what_it_is_for(workflow: Workflow) -> None:
    told = about(workflow)
    assert told.endswith(".")
    assert "schema" not in told


def test_without_a_comment_the_form_tells_what_it_is_for() -> None:
    flow = replace(WORKFLOWS["action"], source="workflow: action\n")
    assert flow.opens is not None
    assert about(flow) == flow.opens.help
    assert about(replace(flow, opens=None)) == ""
