"""The gate before a formal disciplinary procedure: tree, check, audit, and no case detail."""

import pytest

from govflow.domain.errors import NotYet, WrongRole
from govflow.services import matters, procedures
from tests.begun import begun, second_lead, somebody
from tests.builders import World


def title_of(world: World, matter_id: str) -> str:
    with world.looking("auditor") as desk:
        return matters.case_of(desk, matter_id).matter.title


TREE = {"harm_test": "No", "health_test": "No", "foresight_test": "Yes", "substitution_test": "No"}
WARRANTED = {
    "check_result": "The formal procedure is warranted",
    "like_cases": "There are none",
}


def checked(world: World, tree: dict[str, str], check: dict[str, str] | None = None) -> str:
    made = begun(world, "disciplinary_gate")
    world.act("manager", made, "answer_tree", **tree)
    world.act("equality_lead", made, "check_before_formal", **(check or WARRANTED))
    return made


def test_a_case_goes_through_the_gate_to_its_audit(world: World) -> None:
    made = checked(world, TREE)
    world.act("manager", made, "start_formal")
    world.act(
        "manager", made, "conclude_formal", concluded_on="2026-03-02", formal_outcome="A warning"
    )
    with pytest.raises(NotYet, match="different person"):
        world.act("equality_lead", made, "audit_in_order")
    second_lead(world)
    world.act("second_lead", made, "audit_with_findings", finding="It took too long")
    world.act("board_chair", made, "close_learning", change_made="The procedure")
    assert world.state(made) == "closed"


LEADS_AWAY = (
    ({"health_test": "Yes"}, "ill health"),
    ({"foresight_test": "No"}, "workable way of working"),
    ({"substitution_test": "Yes"}, "acted alike"),
)


@pytest.mark.parametrize(("answers", "says"), LEADS_AWAY)
def test_the_tree_leads_away_from_a_formal_procedure(
    world: World, answers: dict[str, str], says: str
) -> None:
    made = checked(world, TREE | answers)
    with pytest.raises(NotYet, match=says):
        world.act("manager", made, "start_formal")
    world.act("manager", made, "settle_informally")
    assert world.state(made) == "informal"


def test_meant_harm_leads_on_and_the_check_still_decides(world: World) -> None:
    tree = TREE | {"harm_test": "Yes", "substitution_test": "Yes"}
    made = checked(world, tree)
    world.act("manager", made, "start_formal")
    assert world.state(made) == "formal"
    enough = WARRANTED | {"check_result": "Informal action is enough"}
    with pytest.raises(NotYet, match="Informal action is enough"):
        world.act("manager", checked(world, tree, enough), "start_formal")


def test_the_check_is_made_by_somebody_else(world: World) -> None:
    somebody(world, "both", "Both Hats", "manager", "equality_lead")
    made = begun(world, "disciplinary_gate", by="both")
    world.act("both", made, "answer_tree", **TREE)
    with pytest.raises(NotYet, match="different person"):
        world.act("both", made, "check_before_formal", **WARRANTED)


def test_no_field_of_the_gate_takes_free_text(world: World) -> None:
    with world.looking("secretary") as desk:
        workflow = desk.workflow("disciplinary_gate")
    assert workflow.opens is not None
    asks = [*workflow.opens.asks, *(a for act in workflow.actions.values() for a in act.asks)]
    assert {ask.kind for ask in asks} == {"reference", "choice", "date"}
    assert workflow.opens.titled == "case_reference"
    assert title_of(world, begun(world, "disciplinary_gate")) == "ER-2026/041"


def test_a_gate_is_read_by_those_who_act_on_it_and_nobody_else(world: World) -> None:
    made = begun(world, "disciplinary_gate")
    for person in ("manager", "equality_lead", "board_chair", "auditor"):
        with world.looking(person) as desk:
            assert procedures.readable(desk, made).matter.id == made
            assert made in {line.id for line in procedures.listing(desk)}
    for person in ("secretary", "other_manager", "author", "race_chair", "administrator"):
        with world.looking(person) as desk:
            assert made not in {line.id for line in procedures.listing(desk)}
            with pytest.raises(WrongRole, match="not open to you"):
                procedures.page(desk, made)
