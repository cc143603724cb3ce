"""The secretary's board: order, risk in bulk, filters, pages, and a fixed number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from govflow.services import consulting, matters, papers
from govflow.services.board import Filters, board
from govflow.services.listing import Lister
from govflow.store.board import Wanted, page
from govflow.store.lines import lines
from tests.builders import World, make_world


@pytest.fixture
def busy(world: World) -> World:
    """One paper in most of the states a secretary meets."""
    world.draft(title="Draft about rotas")
    world.submitted(title="Submitted about rotas")
    world.scoped("race", title="Scoped about pay")
    world.consulting(title="Consulting about pay")
    world.responding(title="Responding about lockers")
    return world


@contextmanager
def counting(world: World) -> Iterator[list[str]]:
    """Every SQL statement sent while looking."""
    sent: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = world.office.store.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_papers_stand_in_the_order_of_the_workflow(busy: World) -> None:
    with busy.looking("secretary") as desk:
        seen = board(desk, Filters())
    assert [group.key.split(".")[1] for group in seen.groups] == [
        "draft", "submitted", "scoped", "consulting", "responding",
    ]  # fmt: skip
    assert seen.total == 5
    [consulting_group] = [g for g in seen.groups if g.key == "board_paper.consulting"]
    assert consulting_group.items[0].waits_for == "3 of 3 networks"


def test_each_line_says_what_nobody_must_overlook(world: World) -> None:
    made = world.consulting()
    with world.as_("race_chair") as desk:
        consulting.ask_extension(
            desk, world.requests(made)["race"], working_days=5, reason="Half of us are on nights."
        )
    world.wait(30)
    with world.as_("women_chair") as desk:
        consulting.comment(desk, world.requests(made)["women"], text="Sorry for the delay.")
    with world.looking("secretary") as desk:
        [group] = board(desk, Filters()).groups
    assert group.items[0].flags == (
        "1 request for more time", "1 comment without a reply", "1 late comment among them",
    )  # fmt: skip
    assert group.items[0].waits_for == "the company secretary: no network has time left"


@pytest.mark.parametrize("days", [0, 20, 34, 41, 45, 60])
def test_the_database_and_the_domain_agree_about_risk(busy: World, days: int) -> None:
    busy.scoped("race", window=20, title="Reorganisation", kind="organisational_change")
    busy.ready(title="Ready")
    busy.wait(days)
    with busy.looking("secretary") as desk:
        lister = Lister(desk)
        found_lines = lines(desk.work)
        places = [("board_paper", line.state) for line in found_lines]
        found = page(
            desk.work, Wanted(places=places, at_risk=True), lister.dates, limit=99, offset=0
        )
        said = {line.id for line in found_lines if lister.item(line).risk}
        cases = {
            line.id for line in found_lines if matters.paper_case(desk, line.id).at_risk(desk.now)
        }
    assert set(found) == said == cases
    assert bool(said) == (days >= 20)


def test_those_at_risk_come_first_and_can_be_asked_for_alone(busy: World) -> None:
    early = busy.draft(title="For the next meeting")
    with busy.as_("secretary") as desk:
        papers.choose_meeting(desk, early, busy.meeting_ids[0])
    busy.wait(3)
    with busy.looking("secretary") as desk:
        seen = board(desk, Filters())
        only = board(desk, Filters(at_risk=True))
    assert seen.groups[0].items[0].line.id == early
    assert "no longer fits" in (seen.groups[0].items[0].risk or "")
    assert (seen.total, seen.at_risk) == (6, 1)
    assert [item.line.id for group in only.groups for item in group.items] == [early]


def test_filters_narrow_by_words_state_committee_and_meeting(busy: World) -> None:
    with busy.looking("secretary") as desk:
        by_words = board(desk, Filters(text="rotas osei"))
        by_state = board(desk, Filters(group="board_paper.scoped"))
        elsewhere = board(desk, Filters(committee_id="0" * 32))
        of_meeting = board(desk, Filters(meeting_id=busy.meeting_ids[1]))
        unsafe = board(desk, Filters(text="100% _"))
    assert by_words.total == 2
    assert [g.count for g in by_state.groups] == [1]
    assert (elsewhere.total, elsewhere.groups) == (0, ())
    assert of_meeting.total == 5
    assert unsafe.total == 0


def test_a_paper_that_ended_is_shown_only_on_request(world: World) -> None:
    made = world.submitted()
    world.act("secretary", made, "withdraw", reason="Overtaken.")
    with world.looking("secretary") as desk:
        assert board(desk, Filters()).total == 0
        assert board(desk, Filters(group="board_paper.withdrawn")).total == 1


def test_an_urgent_decision_stays_listed_until_it_is_ratified_or_not(world: World) -> None:
    made = world.submitted()
    world.act("board_chair", made, "declare_urgent", reason="The contract ends on Friday.")
    with world.looking("secretary") as desk:
        [urgent] = [i.line.id for g in board(desk, Filters()).groups for i in g.items]
        assert board(desk, Filters()).bypass == ()
    world.act("equality_lead", urgent, "agree_urgency", reason="It cannot wait.")
    world.act("board_chair", urgent, "take_decision", reason="Extend.", attestation="yes")
    with world.looking("secretary") as desk:
        assert [i.line.id for i in board(desk, Filters()).bypass] == [urgent]
    world.wait(20)
    world.act("system", urgent, "close_consultation")
    with world.looking("secretary") as desk:
        assert [i.line.id for i in board(desk, Filters()).bypass] == [urgent]
    world.act("board_chair", urgent, "do_not_ratify", minute_reference="2026/52")
    with world.looking("secretary") as desk:
        assert board(desk, Filters()).bypass == ()


def test_meetings_ahead_say_their_last_moments(busy: World) -> None:
    with busy.looking("secretary") as desk:
        ahead = board(desk, Filters()).ahead
    assert [each.papers for each in ahead] == [0, 5, 0, 0]
    second = ahead[1]
    assert second.send_by.instant_at < second.papers_due.instant_at < second.held.instant_at
    assert second.held.instant_at - second.issue_by.instant_at > timedelta(days=5)


def test_another_organisation_is_never_on_the_board(busy: World) -> None:
    other = make_world(busy.office, code="RQY")
    with other.looking("secretary") as desk:
        assert board(desk, Filters()).total == 0


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    def look() -> int:
        with counting(world) as sent, world.looking("secretary") as desk:
            board(desk, Filters())
        return len(sent)

    for _ in range(5):
        world.submitted()
    few = look()
    for _ in range(20):
        world.submitted()
    assert look() == few <= 15


def test_a_state_with_many_papers_is_cut_and_paged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govflow.services.board.IN_EACH_GROUP", 2)
    monkeypatch.setattr("govflow.services.board.ON_A_PAGE", 3)
    made = [world.draft() for _ in range(5)]
    with world.looking("secretary") as desk:
        [cut] = board(desk, Filters()).groups
        pages = [board(desk, Filters(group="board_paper.draft", page=n)) for n in (1, 2)]
    assert (cut.count, len(cut.items)) == (5, 2)
    assert pages[0].pages == 2
    shown = [item.line.id for p in pages for item in p.groups[0].items]
    assert sorted(shown) == sorted(made)
