"""Procedures from their form to their end: who holds which key, and what the record keeps."""

from typing import Any

import pytest

from govflow.domain.errors import Invalid, NoSuchAction, NotFound, NotYet, WrongRole
from govflow.domain.matter import Matter
from govflow.services import matters, procedures
from govflow.store.log import Entry, entries
from govflow.store.records import event
from tests.begun import FORMS, begun, given, somebody
from tests.builders import World


def matter(world: World, matter_id: str) -> Matter:
    with world.looking("auditor") as desk:
        return matters.case_of(desk, matter_id).matter


def trail(world: World, matter_id: str) -> list[Entry]:
    with world.looking("auditor") as desk:
        return list(
            entries(
                desk.work.session,
                event.c.organisation_id == world.organisation_id,
                event.c.matter_id == matter_id,
            )
        )


@pytest.mark.parametrize("key", FORMS)
def test_a_matter_is_begun_from_its_form(world: World, key: str) -> None:
    made = matter(world, begun(world, key))
    with world.looking("secretary") as desk:
        workflow = desk.workflow(key)
    assert made.state == workflow.initial
    assert workflow.opens is not None
    assert {ask.fact for ask in workflow.opens.asks} <= set(made.facts)
    opened = [entry for entry in trail(world, made.id) if entry.type == "matter_opened"]
    assert len(opened) == 1
    assert made.title == FORMS[key][1][workflow.opens.titled]


@pytest.mark.parametrize("key", FORMS)
def test_only_the_named_roles_begin_it(world: World, key: str) -> None:
    for person in ("auditor", "race_chair", "oversight"):
        with world.looking(person) as desk:
            assert key not in {w.key for w in procedures.startable(desk)}
            with pytest.raises(WrongRole, match="Only the"):
                procedures.open_matter(desk, key, given(world, key))
    with world.looking(FORMS[key][0]) as desk:
        assert key in {w.key for w in procedures.startable(desk)}


def test_a_workflow_without_a_form_is_begun_by_its_own_verb(world: World) -> None:
    with world.looking("secretary") as desk, pytest.raises(NotFound, match="not begun from a form"):
        procedures.open_matter(desk, "board_paper", {})


WRONG: tuple[tuple[str, str, Any, str], ...] = (
    ("action", "title", "", "Answer"),
    ("action", "title", "x" * 161, "160 characters"),
    ("action", "due_on", "31 March", "real date"),
    ("action", "due_on", "2026-02-30", "real date"),
    ("action", "owner", "nobody", "from the list"),
    ("commitment", "code", "C11", "one of the answers"),
    ("disciplinary_gate", "case_reference", "Jane Doe", "no spaces"),
    ("disciplinary_gate", "case_reference", "x" * 41, "40 characters"),
    ("disciplinary_gate", "case_reference", "ER-2026/041\nJane", "no spaces"),
)


@pytest.mark.parametrize(("key", "fact", "value", "says"), WRONG)
def test_what_cannot_be_taken_is_named(
    world: World, key: str, fact: str, value: str, says: str
) -> None:
    facts = given(world, key) | {fact: value}
    with world.looking(FORMS[key][0]) as desk, pytest.raises(Invalid, match=says) as refused:
        procedures.open_matter(desk, key, facts)
    assert set(refused.value.problems) == {fact}


def test_a_person_asked_for_must_hold_the_role_and_be_active(world: World) -> None:
    facts = given(world, "recruitment_divergence") | {"recruiting_manager": world.ids["author"]}
    with world.looking("manager") as desk, pytest.raises(Invalid, match="from the list"):
        procedures.open_matter(desk, "recruitment_divergence", facts)
    with world.as_("administrator") as desk:
        from govflow.store import people

        people.person(desk.work, world.ids["manager"]).active = False
    facts["recruiting_manager"] = world.ids["manager"]
    with world.looking("secretary") as desk, pytest.raises(Invalid, match="from the list"):
        procedures.open_matter(desk, "recruitment_divergence", facts)


def test_another_organisations_people_cannot_be_named(world: World) -> None:
    from tests.builders import make_world

    other = make_world(world.office, code="RZZ")
    facts = given(world, "action") | {"owner": other.ids["author"]}
    with world.looking("secretary") as desk, pytest.raises(Invalid, match="from the list"):
        procedures.open_matter(desk, "action", facts)


# Two keys


def agree(world: World, made: str, person: str, action: str) -> None:
    world.act(person, made, action, reason="It is the exception.")


def test_a_divergence_needs_both_keys_in_their_order(world: World) -> None:
    made = begun(world, "recruitment_divergence")
    with pytest.raises(NoSuchAction):
        agree(world, made, "equality_lead", "agree_as_lead")
    agree(world, made, "manager", "agree_as_manager")
    assert world.state(made) == "manager_agreed"
    agree(world, made, "equality_lead", "agree_as_lead")
    assert matter(world, made).decided
    world.act(
        "manager", made, "report_outcome", outcome="The post was filled", outcome_on="2026-03-02"
    )
    assert world.state(made) == "closed"
    assert matter(world, made).facts["outcome"] == "The post was filled"


def test_neither_key_is_turned_by_somebody_else(world: World) -> None:
    made = begun(world, "recruitment_divergence")
    for person in ("other_manager", "equality_lead", "secretary", "board_chair", "auditor"):
        with pytest.raises(WrongRole, match="recruiting manager"):
            agree(world, made, person, "agree_as_manager")
    agree(world, made, "manager", "agree_as_manager")
    for person in ("manager", "other_manager", "secretary", "board_chair"):
        with pytest.raises(WrongRole, match="equality lead"):
            agree(world, made, person, "agree_as_lead")


def test_one_person_in_both_roles_turns_only_one_key(world: World) -> None:
    somebody(world, "both", "Both Hats", "manager", "equality_lead")
    made = begun(world, "recruitment_divergence", recruiting_manager="both")
    agree(world, made, "both", "agree_as_manager")
    with pytest.raises(NotYet, match="different person"):
        agree(world, made, "both", "agree_as_lead")
    agree(world, made, "equality_lead", "agree_as_lead")
    assert world.state(made) == "agreed"


def test_either_may_refuse_and_it_ends_there(world: World) -> None:
    first, second = begun(world, "recruitment_divergence"), begun(world, "recruitment_divergence")
    agree(world, first, "manager", "refuse_as_manager")
    agree(world, second, "manager", "agree_as_manager")
    agree(world, second, "equality_lead", "refuse_as_lead")
    assert [world.state(each) for each in (first, second)] == ["refused", "refused"]
    with pytest.raises(NoSuchAction):
        agree(world, first, "equality_lead", "agree_as_lead")


def test_an_outcome_is_not_reported_before_it_happened(world: World) -> None:
    made = begun(world, "recruitment_divergence")
    agree(world, made, "manager", "agree_as_manager")
    agree(world, made, "equality_lead", "agree_as_lead")
    with pytest.raises(NotYet, match="cannot have happened yet"):
        world.act(
            "manager",
            made,
            "report_outcome",
            outcome="The post was filled",
            outcome_on="2026-03-03",
        )


def test_a_recruiting_manager_sees_only_their_own(world: World) -> None:
    own = begun(world, "recruitment_divergence")
    other = begun(
        world, "recruitment_divergence", by="secretary", recruiting_manager="other_manager"
    )
    with world.looking("manager") as desk:
        assert {line.id for line in procedures.listing(desk)} == {own}
        with pytest.raises(WrongRole):
            procedures.page(desk, other)
    with world.looking("secretary") as desk:
        assert {line.id for line in procedures.listing(desk)} == {own, other}


# Promises of the source, and actions of the log


def evidence(world: World, made: str, on: str) -> None:
    world.act("lead", made, "give_evidence", evidence="The table of bands.", evidence_on=on)


@pytest.mark.parametrize(
    ("shown_on", "judged", "refused"),
    [
        ("2026-03-31", "judge_met", "judge_met_late"),
        ("2026-04-01", "judge_met_late", "judge_met"),
    ],
)
def test_a_commitment_is_judged_by_the_day_its_evidence_shows(
    world: World, shown_on: str, judged: str, refused: str
) -> None:
    made = begun(world, "commitment")
    assert world.state(made) == "no_evidence"
    world.wait(60)
    evidence(world, made, shown_on)
    with pytest.raises(NotYet):
        world.act("secretary", made, refused)
    world.act("secretary", made, judged)
    assert world.state(made) == judged.removeprefix("judge_")


def test_nobody_judges_their_own_evidence(world: World) -> None:
    made = begun(world, "commitment", owner="secretary")
    world.act("secretary", made, "give_evidence", evidence="A table.", evidence_on="2026-03-01")
    with pytest.raises(NotYet, match="different person"):
        world.act("secretary", made, "judge_met")
    world.act("equality_lead", made, "judge_met")


def test_not_met_is_said_only_once_the_date_has_passed(world: World) -> None:
    made = begun(world, "commitment")
    with pytest.raises(NotYet, match="There is time until"):
        world.act("secretary", made, "judge_not_met", reason="Nothing was published.")
    world.wait(30)
    world.act("secretary", made, "judge_not_met", reason="Nothing was published.")
    evidence(world, made, "2026-04-01")
    world.act("secretary", made, "judge_met_late")
    assert world.state(made) == "met_late"


def test_a_promise_moves_to_a_successor(world: World) -> None:
    made = begun(world, "commitment")
    world.act("lead", made, "hand_over", owner=world.ids["author"])
    kept = matter(world, made).facts
    assert (kept["owner"], kept["owner_name"]) == (world.ids["author"], "Amara Osei")
    with pytest.raises(WrongRole):
        evidence(world, made, "2026-03-01")
    with world.looking("author") as desk:
        [line] = procedures.listing(desk, waiting_only=True)
    assert (line.id, line.waits_for_title) == (made, "the owner, Amara Osei")
    assert line.path == f"/matters/{made}"
    assert line.deadline is not None


def test_an_action_is_done_when_somebody_else_confirms_it(world: World) -> None:
    made = begun(world, "action", owner="secretary")
    world.act("secretary", made, "report_done", done_on="2026-03-02", shown_by="On the shelf")
    with pytest.raises(NotYet, match="different person"):
        world.act("secretary", made, "confirm")
    somebody(world, "deputy", "Deputy Secretary", "secretary")
    world.act("deputy", made, "confirm")
    assert world.state(made) == "confirmed"


def test_an_overdue_action_stays_overdue(world: World) -> None:
    made = begun(world, "action")
    world.act("secretary", made, "move_date", due_on="2026-04-10", reason="Agreed.")
    assert matter(world, made).facts["due_on"] == "2026-04-10"
    with pytest.raises(NotYet, match="after today"):
        world.act("secretary", made, "move_date", due_on="2026-03-01", reason="Agreed.")
    world.wait(40)
    with pytest.raises(NotYet, match="date has passed"):
        world.act("secretary", made, "move_date", due_on="2026-05-10", reason="Agreed.")
    with world.looking("author") as desk:
        page = procedures.page(desk, made)
    assert page.deadline is not None
    assert page.deadline.instant_at < world.now
