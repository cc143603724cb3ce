"""Promises to networks: management makes them, only the network says whether they were kept."""

from datetime import timedelta

import pytest

from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.undertakings import NOT_DUE, TO_CHECK
from govflow.services import (
    deadlines,
    network_desk,
    networks,
    people,
    undertaking_pages,
    undertakings,
)
from govflow.services.timeline import timeline
from govflow.services.undertakings import ALL_NETWORKS, Form
from govflow.store import outbox
from govflow.store import undertakings as stored
from tests.builders import World, make_world
from tests.services.influence import Heard, changed, decided, heard, promised, replied


@pytest.fixture
def found(world: World) -> Heard:
    made = heard(world)
    changed(world, made)
    replied(world, made)
    return made


def standing(world: World, made: str) -> str:
    with world.looking("secretary") as desk:
        return undertaking_pages.promise_page(desk, made).standing


def check(world: World, made: str, name: str = "race_chair", verdict: str = "kept") -> None:
    with world.as_(name) as desk:
        undertakings.check(desk, made, verdict=verdict, words="We saw it.")


def told(world: World) -> set[tuple[str, str]]:
    names = {person_id: name for name, person_id in world.ids.items()}
    with world.looking("secretary") as desk:
        waiting = outbox.waiting(desk.work)
    return {(names[n.person_id], n.sentence) for n in waiting if n.kind == "promise"}


def test_the_network_checks_a_promise_on_its_day_and_not_before(world: World, found: Heard) -> None:
    made = promised(world, found, days=30)
    assert standing(world, made) == NOT_DUE
    with pytest.raises(NotYet, match="has not come yet"):
        check(world, made)
    world.wait(29)
    with pytest.raises(NotYet):
        check(world, made)
    world.wait(1)
    assert standing(world, made) == TO_CHECK
    check(world, made, verdict="partly")
    assert standing(world, made) == "partly"
    check(world, made, verdict="kept")
    assert standing(world, made) == "kept"


def test_nobody_but_the_network_says_that_it_was_kept(world: World, found: Heard) -> None:
    made = promised(world, found, days=1)
    world.wait(2)
    for name in ("author", "lead", "secretary", "board_chair", "auditor"):
        with pytest.raises(WrongRole, match="Only an officer of the Race Equality Network"):
            check(world, made, name)
    with pytest.raises(WrongRole):
        check(world, made, "women_chair")
    assert standing(world, made) == TO_CHECK


def test_an_officer_who_owns_a_promise_does_not_check_it(world: World, found: Heard) -> None:
    start = world.now.date() - timedelta(days=9)
    with world.as_("system") as desk:
        networks.appoint(
            desk, world.network_ids["race"], world.ids["lead"], post="deputy", starts_on=start
        )
    made = promised(world, found, days=1)
    world.wait(2)
    with pytest.raises(NotYet, match="You own this promise"):
        check(world, made, "lead")
    check(world, made)


def test_a_note_of_progress_marks_nothing(world: World, found: Heard) -> None:
    made = promised(world, found, days=1)
    with world.as_("lead") as desk:
        undertakings.note(desk, made, text="Half of the panels are trained.")
    for name in ("race_chair", "auditor", "board_chair"):
        with world.as_(name) as desk, pytest.raises(WrongRole):
            undertakings.note(desk, made, text="No.")
    with world.as_("lead") as desk, pytest.raises(Invalid):
        undertakings.note(desk, made, text=" ")
    world.wait(9)
    assert standing(world, made) == TO_CHECK
    with world.looking("race_chair") as desk:
        page = undertaking_pages.promise_page(desk, made)
        assert [note.text for note in page.made.notes] == ["Half of the panels are trained."]
        assert page.officer
        assert not page.may_note


def test_it_waits_for_the_network_and_its_officers_are_told_once(
    world: World, found: Heard
) -> None:
    made = promised(world, found, days=10)
    sentence = "A promise to the Race Equality Network can be checked: was it kept?"
    deadlines.sweep(world.office, world.organisation_id, world.now)
    assert ("race_chair", sentence) not in told(world)
    world.wait(10)
    deadlines.sweep(world.office, world.organisation_id, world.now)
    assert {name for name, said in told(world) if said == sentence} == {"race_chair"}
    assert deadlines.sweep(world.office, world.organisation_id, world.now) == 0
    with world.looking("race_chair") as desk:
        page = network_desk.waiting(desk)
        assert [each.made.id for each in page.to_check] == [made]
        assert not page.nothing_waits
    check(world, made)
    with world.looking("race_chair") as desk:
        assert network_desk.waiting(desk).to_check == []


def test_owner_and_network_hear_of_a_promise(world: World, found: Heard) -> None:
    made = promised(world, found, days=1)
    assert {name for name, _ in told(world)} == {"lead", "race_chair"}
    world.wait(2)
    check(world, made)
    sentences = {said for name, said in told(world) if name == "lead"}
    assert any(said.startswith("The Race Equality Network checked") for said in sentences)


def test_a_promise_with_the_decision_goes_to_each_network(world: World, found: Heard) -> None:
    decided(world, found)
    form = Form(
        network_id=ALL_NETWORKS,
        text="A review in a year.",
        owner_id=world.ids["lead"],
        check_back_on=world.now.date() + timedelta(days=365),
    )
    with world.as_("secretary") as desk:
        made = undertakings.make(desk, found.matter_id, form)
    assert len({each.network_id for each in made}) == 3
    assert {each.comment_id for each in made} == {None}
    assert made[0].owner_role == "the executive lead"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"owner": "race_chair"}, "owner_id"),
        ({"days": 0}, "check_back_on"),
        ({"days": 2000}, "check_back_on"),
        ({"check_back_on": None}, "check_back_on"),
    ],
)
def test_bad_promises_are_named(
    world: World, found: Heard, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        promised(world, found, **changes)  # type: ignore[arg-type]
    assert set(wrong.value.problems) == {field}


def test_a_promise_needs_a_reply_or_a_decision(world: World) -> None:
    made = heard(world)
    with pytest.raises(NotYet, match="Reply to the comment first"):
        promised(world, made)
    with pytest.raises(NotYet, match="Nothing has been decided"):
        promised(world, made, comment_id="", network_id=world.network_ids["race"])
    with pytest.raises(NotFound):
        promised(world, made, comment_id="nothing")
    for name in ("board_chair", "auditor", "race_chair", "manager"):
        with pytest.raises(WrongRole):
            promised(world, made, by=name)


def test_words_are_needed_unless_it_was_kept(world: World, found: Heard) -> None:
    made = promised(world, found, days=1)
    world.wait(2)
    for verdict in ("partly", "not_kept", "cannot_tell"):
        with world.as_("race_chair") as desk, pytest.raises(Invalid) as wrong:
            undertakings.check(desk, made, verdict=verdict, words="")
        assert set(wrong.value.problems) == {"words"}
    with world.as_("race_chair") as desk, pytest.raises(Invalid) as wrong:
        undertakings.check(desk, made, verdict="perhaps", words="Well.")
    assert set(wrong.value.problems) == {"verdict"}
    with world.as_("race_chair") as desk:
        undertakings.check(desk, made, verdict="kept", words="")


def test_a_promise_is_open_to_those_it_concerns(world: World, found: Heard) -> None:
    made = promised(world, found)
    for name in ("author", "lead", "secretary", "board_chair", "auditor", "race_chair"):
        with world.looking(name) as desk:
            assert undertaking_pages.promise_page(desk, made).made.id == made
    for name in ("women_chair", "manager", "administrator"):
        with world.looking(name) as desk, pytest.raises(WrongRole):
            undertaking_pages.promise_page(desk, made)
    other = make_world(world.office, code="RQY")
    with other.looking("secretary") as desk, pytest.raises(NotFound):
        undertaking_pages.promise_page(desk, made)


def test_the_successor_sees_it_and_a_new_owner_is_told(world: World, found: Heard) -> None:
    made = promised(world, found, owner="manager")
    with world.looking("manager") as desk:
        assert undertaking_pages.listing(desk, "", limit=9, offset=0)[1] == 1
    with world.as_("secretary") as desk:
        undertakings.hand_over(desk, made, owner_id=world.ids["other_manager"])
    with world.as_("lead") as desk, pytest.raises(WrongRole):
        undertakings.hand_over(desk, made, owner_id=world.ids["lead"])
    with world.looking("manager") as desk, pytest.raises(WrongRole):
        undertaking_pages.promise_page(desk, made)
    with world.looking("other_manager") as desk:
        assert undertaking_pages.promise_page(desk, made).made.owner_role == "the manager"
    assert any(name == "other_manager" for name, _ in told(world))
    with world.as_("system") as desk:
        new = people.add_person(desk, name="Rowan Pike", email="rowan@rqx.example")
        networks.appoint(
            desk, world.network_ids["race"], new.id, post="chair", starts_on=world.now.date()
        )
        world.ids["successor"] = new.id
    with world.looking("successor") as desk:
        assert undertaking_pages.promise_page(desk, made).officer


def test_the_list_is_narrowed_by_how_a_promise_stands(world: World, found: Heard) -> None:
    first, second = promised(world, found, days=5), promised(world, found, days=50)
    world.wait(6)
    for wanted, expected in (
        ("", [first, second]),
        (TO_CHECK, [first]),
        (NOT_DUE, [second]),
        ("kept", []),
    ):
        for name in ("secretary", "race_chair", "author", "lead"):
            with world.looking(name) as desk:
                listed, total = undertaking_pages.listing(desk, wanted, limit=9, offset=0)
            assert ([each.made.id for each in listed], total) == (expected, len(expected))
    with world.looking("women_chair") as desk:
        assert undertaking_pages.listing(desk, "", limit=9, offset=0) == ([], 0)


def test_no_event_says_who_in_the_network_checked(world: World, found: Heard) -> None:
    made = promised(world, found, days=1)
    world.wait(2)
    check(world, made)
    with world.looking("auditor") as desk:
        told_ = timeline(desk, found.matter_id)
        assert "Rashida" not in " ".join(each.sentence for each in told_)
        assert stored.one(desk.work, made).verdict == "kept"
    sentences = [each.sentence for each in told_]
    assert "The Race Equality Network checked a promise made to it: kept." in sentences
