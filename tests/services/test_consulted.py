"""The register: every network in scope with what became of it, as the record itself says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, WrongRole
from govflow.domain.explained import NEITHER, OUTCOME_TITLES, unexplained
from govflow.services import consulted, consulting, matters, networks, planning
from govflow.services.consulted import Line, Wanted
from govflow.sheets import csv_lines
from govflow.store import tables
from tests.builders import World, make_world
from tests.services.urgent import urgent


def register(world: World, name: str = "secretary", **wanted: Any) -> list[Line]:
    with world.looking(name) as desk:
        found, total = consulted.page(desk, Wanted(**wanted), limit=500, offset=0)
    assert len(found) == total
    return found


def outcomes(found: list[Line]) -> dict[str, str]:
    return {str(line.row.network_name): line.row.outcome for line in found}


@contextmanager
def counting(world: World) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = world.office.store.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_every_network_in_scope_has_its_own_line(world: World) -> None:
    made = world.scoped("race")
    world.act("secretary", made, "send_to_networks")
    found = register(world)
    assert outcomes(found) == {
        "Race Equality Network": "invited",
        "Disability Network": "left_out",
        "Women's Network": "left_out",
    }
    left = next(line for line in found if line.row.network_name == "Disability Network")
    assert left.reason == "It does not concern them."
    assert left.row.proposed
    assert not left.row.asked
    assert not left.missing


def test_a_network_asked_though_not_proposed_is_there_and_marked(world: World) -> None:
    world.scoped(topics=("digital",))
    found = {line.row.network_name: line.row for line in register(world)}
    assert found["Disability Network"].proposed
    assert not found["Women's Network"].proposed
    assert found["Women's Network"].asked


def test_silence_is_no_reply_and_never_more(world: World) -> None:
    made = world.consulting()
    requests = world.requests(made)
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, requests["race"], position="object", statement="No.")
    with world.as_("women_chair") as desk:
        consulting.take_position(desk, requests["women"], position="no_capacity")
    world.wait(30)
    found = register(world)
    assert outcomes(found) == {
        "Race Equality Network": "answered",
        "Women's Network": "no_capacity",
        "Disability Network": "no_reply",
    }
    [silent] = [line for line in found if line.row.outcome == "no_reply"]
    assert (silent.title, silent.position, silent.missing) == ("no reply", "", "")
    [answered] = register(world, outcome="answered")
    assert answered.position == "Object"


@pytest.mark.parametrize("days", [0, 30])
def test_the_database_and_the_request_say_the_same(world: World, days: int) -> None:
    for position in ("support", "nothing_to_add", "concern"):
        made = world.consulting()
        with world.as_("race_chair") as desk:
            consulting.take_position(
                desk, world.requests(made)["race"], position=position, statement="Why"
            )
        with world.as_("women_chair") as desk:
            consulting.acknowledge(desk, world.requests(made)["women"])
    commented = world.consulting()
    with world.as_("disability_chair") as desk:
        consulting.comment(desk, world.requests(commented)["disability"], text="Ramps.")
    withdrawn = world.consulting()
    world.act("author", withdrawn, "withdraw", reason="Overtaken.")
    world.wait(days)
    for line in register(world):
        with world.looking("secretary") as desk:
            round_ = matters.paper_case(desk, line.row.matter_id).consultation
            assert round_ is not None
            [request] = [r for r in round_.requests if r.network_id == line.row.network_id]
            assert request.status(desk.now) == line.row.outcome
            assert line.row.late == any(c.late for c in request.comments)


def test_what_came_late_is_marked(world: World) -> None:
    made = world.consulting()
    world.wait(30)
    with world.as_("women_chair") as desk:
        consulting.comment(desk, world.requests(made)["women"], text="Sorry for the delay.")
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, world.requests(made)["race"], position="support")
    late = {line.row.network_name for line in register(world) if line.row.late}
    assert late == {"Women's Network", "Race Equality Network"}


def test_a_waived_paper_names_who_answers_for_it(world: World) -> None:
    made = world.scoped()
    world.act("board_chair", made, "waive_consultation", reason="The law changed overnight.")
    found = register(world)
    assert {line.row.outcome for line in found} == {"waived"}
    assert {(line.by, line.reason) for line in found} == {
        ("Bernard Achebe", "The law changed overnight.")
    }
    assert register(world, unexplained=True) == []


def test_a_network_with_nobody_in_post_stays_unexplained_until_somebody_says_why(
    world: World,
) -> None:
    made = world.scoped()
    with world.as_("system") as desk:
        network = next(n for n in networks_of(desk) if n.name.startswith("Race"))
        networks.stand_down(desk, network.id, network.officers[0].id, ends_on=desk.today)
    world.wait(1)
    world.act("secretary", made, "send_to_networks")
    [line] = register(world, unexplained=True)
    assert (line.row.outcome, line.missing) == ("no_chair", NEITHER["no_chair"])
    with world.as_("board_chair") as desk:
        request = world.requests(made)["race"]
        planning.waive_network(desk, request, reason="The post is advertised.")
    assert register(world, unexplained=True) == []
    [waived] = register(world, outcome="waived")
    assert (waived.reason, waived.by) == ("The post is advertised.", "Bernard Achebe")


def networks_of(desk: Any) -> Any:
    from govflow.store import people

    return people.networks(desk.work)


def test_an_urgent_decision_is_marked_retrospective(world: World) -> None:
    made = urgent(world)
    found = [line for line in register(world) if line.row.matter_id == made]
    assert {line.retrospective for line in found} == {True}
    others = [line for line in register(world) if line.row.matter_id != made]
    assert [(line.row.outcome, line.row.network_name) for line in others] == [("ended", None)]


def test_papers_with_nobody_in_scope_and_without_choice_say_so(world: World) -> None:
    world.draft()
    made = urgent(world)
    with world.as_("system") as desk:
        choice = tables.network_choice
        asked = sa.select(tables.consultation.c.id).where(tables.consultation.c.matter_id == made)
        desk.work.session.execute(
            choice.update()
            .where(choice.c.consultation_id.in_(asked))
            .values(proposed=False, asked=False)
        )
    found = [(line.row.outcome, line.row.network_name) for line in register(world)]
    assert sorted(found) == [("ended", None), ("nobody_in_scope", None), ("not_chosen", None)]
    assert register(world, unexplained=True) == []


def test_only_decided_papers_can_lack_a_choice() -> None:
    assert unexplained("planned", decided=True)
    assert not unexplained("planned", decided=False)
    assert not unexplained("no_reply", decided=True)
    assert set(NEITHER) < set(OUTCOME_TITLES)


def test_filters_narrow_and_pages_hold_together(world: World) -> None:
    first = world.consulting(title="Rotas on the wards")
    world.wait(7)
    world.scoped("race", title="Lockers 100%")
    early = register(world, until_at=world.now)
    assert {line.row.matter_id for line in early} == {first}
    assert len(register(world, from_at=world.now)) == 3
    assert {line.row.title for line in register(world, text="100%")} == {"Lockers 100%"}
    assert len(register(world, network_id=world.network_ids["race"])) == 2
    assert len(register(world, meeting_id=world.meeting_ids[1])) == 6
    assert register(world, meeting_id=world.meeting_ids[0]) == []
    assert register(world, workflow="urgent_decision") == []
    with world.looking("auditor") as desk:
        pages = [consulted.page(desk, Wanted(), limit=4, offset=at)[0] for at in (0, 4)]
    joined = [(li.row.matter_id, li.row.network_name) for part in pages for li in part]
    assert joined == [(li.row.matter_id, li.row.network_name) for li in register(world)]


def test_a_chair_sees_only_the_own_network_and_only_what_was_sent(world: World) -> None:
    world.scoped(title="Still a plan")
    sent = world.consulting("disability")
    found = register(world, "race_chair")
    assert [(li.row.matter_id, li.row.network_name) for li in found] == [
        (sent, "Race Equality Network")
    ]
    assert found[0].row.outcome == "left_out"
    assert register(world, "race_chair", network_id=world.network_ids["women"]) == []
    with world.looking("race_chair") as desk:
        assert [name for _, name in consulted.choices(desk).networks] == ["Race Equality Network"]


def test_a_network_that_was_not_asked_does_not_learn_what_a_private_paper_is_called(
    world: World,
) -> None:
    private = {"part": "private", "private_reason": "A named person.", "title": "The merger"}
    world.consulting("disability", **private)
    assert [line.row.title for line in register(world, "race_chair")] == ["A private paper"]
    assert register(world, "race_chair", text="merger") == []
    assert [line.row.title for line in register(world, "disability_chair")] == ["The merger"]
    assert {line.row.title for line in register(world)} == {"The merger"}


@pytest.mark.parametrize("name", ["author", "lead", "administrator", "oversight", "manager"])
def test_others_do_not_read_the_register(world: World, name: str) -> None:
    with world.looking(name) as desk, pytest.raises(WrongRole):
        consulted.page(desk, Wanted(), limit=1, offset=0)
    with world.as_(name) as desk, pytest.raises(WrongRole):
        consulted.export(desk, Wanted(), "csv")


def test_another_organisation_sees_nothing(world: World) -> None:
    world.consulting()
    urgent(world)
    other = make_world(world.office, code="RQY")
    assert register(other) == []
    assert register(other, "race_chair") == []


def test_a_download_is_exactly_what_is_shown_and_stands_in_the_trail(world: World) -> None:
    world.consulting()
    world.scoped("race", title="=1+1")
    with world.as_("race_chair") as desk:
        own = consulted.export(desk, Wanted(), "xlsx")
    with world.as_("secretary") as desk:
        made = consulted.export(desk, Wanted(outcome="left_out", text="=1"), "csv")
        assert len(own.lines) == 1
    assert [line.row for line in made.lines] == [
        line.row for line in register(world, outcome="left_out", text="=1")
    ]
    text = "".join(csv_lines(consulted.COLUMNS, consulted.cells(made)))
    assert "'=1+1" in text
    with world.looking("auditor") as desk:
        from govflow.services import audit

        told, _ = audit.read_trail(
            desk, audit.Narrowing(type="register_exported"), newest_first=True, limit=9
        )
    assert told[0].sentence() == (
        "Sian Pritchard downloaded 2 rows of the consulted-or-explained register as CSV."
    )
    assert told[0].facts["filters"] == "left out, reason recorded, some words"
    assert told[0].texts == {"words": "=1"}
    assert told[1].facts["filters"] == "own networks only"


def test_a_form_nobody_knows_is_refused(world: World) -> None:
    with world.as_("secretary") as desk, pytest.raises(Invalid):
        consulted.export(desk, Wanted(), "exe")


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    def look() -> int:
        with counting(world) as sent:
            register(world)
        return len(sent)

    world.consulting()
    few = look()
    for _ in range(5):
        world.consulting()
    assert look() == few
