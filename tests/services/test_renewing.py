"""A changed pack restarts the clocks of those it touches, and of nobody else; nothing is lost."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, NotYet, Stale, WrongRole
from govflow.services import (
    calendar_feed,
    consulting,
    lookup,
    matters,
    pausing,
    planning,
    renewed,
    renewing,
    replying,
)
from govflow.store import records
from tests.builders import World
from tests.services.changing import NEW_PANELS, PANELS, change, comment_on, judge, seen

FULL = datetime(2026, 3, 19, 17, tzinfo=UTC)  # ten working days after Thursday 5 March


@pytest.fixture
def changed(world: World) -> str:
    """Three networks were asked; race commented on panels; three days later panels changed."""
    made = world.consulting()
    comment_on(world, made, "race")
    world.wait(3)
    change(world, made)
    return made


def test_the_record_proposes_whom_a_change_touches(world: World, changed: str) -> None:
    with world.looking("secretary") as desk:
        found = renewing.pending(desk, changed)
    why = {each.request.network_name: each.why for each in found.networks}
    assert why == {
        "Disability Network": "",
        "Race Equality Network": "it commented on a paragraph that changed",
        "Women's Network": "",
    }
    assert found.proposed == [world.requests(changed)["race"]]


def test_what_all_were_asked_about_touches_all(world: World) -> None:
    made = world.consulting()
    change(world, made, summary="We want to stop hiring.", not_open="Everything.")
    with world.looking("secretary") as desk:
        found = renewing.pending(desk, made)
    said = "it was asked about the summary in plain language and what is not open, and why"
    assert {each.why for each in found.networks} == {said}


def test_a_material_change_restarts_the_clock_of_those_affected(world: World, changed: str) -> None:
    before = seen(world, changed, "women").deadline.instant_at
    judge(world, changed, "race")
    page = seen(world, changed)
    assert page.deadline.instant_at == FULL
    assert page.asked.version.number == 2
    assert [c.version_number for c in page.request.comments] == [1]
    assert seen(world, changed, "women").deadline.instant_at == before
    assert seen(world, changed, "women").asked.version.number == 1
    with world.looking("race_chair") as desk:
        assert FULL in {e.deadline.instant_at for e in calendar_feed.entries(desk)}
    told = [e.sentence() for e in lookup.trail(world.office, world.now, changed)][-2:]
    judged = "judged the change to version 2: material for the Race Equality Network."
    assert told[0].endswith(judged)
    assert told[1].endswith("asked the Race Equality Network anew, about version 2.")


def test_the_trail_names_both_deadlines(world: World, changed: str) -> None:
    before = seen(world, changed).deadline.instant_at
    judge(world, changed, "race")
    (made,) = seen(world, changed).request.changes
    assert (made.closed_before, made.closes_at) == (before, FULL)
    assert (made.told_by_name, made.reason) == ("Sian Pritchard", "It changes a promise.")


def test_a_change_that_is_not_material_is_told_with_its_reason(world: World, changed: str) -> None:
    before = seen(world, changed).deadline.instant_at
    judge(world, changed, reason="It only says what was meant.")
    page = seen(world, changed)
    (told,) = page.changes
    assert page.deadline.instant_at == before
    assert not told.change.asked
    assert told.change.reason == "It only says what was meant."
    with world.looking("secretary") as desk, pytest.raises(NotYet):
        renewing.pending(desk, changed)


def test_a_position_given_before_must_be_kept_or_given_again(world: World) -> None:
    made = world.consulting("race")
    request = world.requests(made)["race"]
    comment_on(world, made, "race")
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, request, position="object", statement="No.")
    change(world, made)
    with pytest.raises(NotYet, match="material"):
        world.act("secretary", made, "close_consultation")
    judge(world, made, "race")
    with pytest.raises(NotYet, match="Still waiting"):
        world.act("secretary", made, "close_consultation")
    assert seen(world, made).request.position == "object"
    with world.as_("race_chair") as desk:
        renewed.keep(desk, request)
    with world.as_("race_chair") as desk, pytest.raises(NotYet):
        renewed.keep(desk, request)
    (told,) = seen(world, made).changes
    assert told.change.outcome == "kept"
    world.act("secretary", made, "close_consultation")


def test_only_the_paragraphs_commented_on_are_shown_with_what_came_and_went(
    world: World, changed: str
) -> None:
    with world.looking("author") as desk:
        body = matters.paper_case(desk, changed).paper.draft.body
    change(world, changed, body=body.replace("Shortlists are narrow.", "Shortlists are short."))
    judge(world, changed, "race")
    (told,) = seen(world, changed).changes
    assert [(p.old, p.new) for p in told.paragraphs] == [(PANELS, NEW_PANELS)]
    assert told.own
    runs = [(run.kind, run.text) for p in told.paragraphs for run in p.runs]
    assert ("added", ", and every panel has a trained member") in runs


def test_a_restart_never_takes_days_away(world: World, changed: str) -> None:
    request = world.requests(changed)["race"]
    with world.as_("race_chair") as desk:
        asked = consulting.ask_extension(desk, request, working_days=20, reason="Nights.")
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, request, asked.id, granted=True, answer="Yes.")
    before = seen(world, changed).deadline.instant_at
    judge(world, changed, "race")
    assert seen(world, changed).deadline.instant_at == before


def test_a_stopped_clock_gets_its_full_window_when_it_goes_on(world: World, changed: str) -> None:
    request = world.requests(changed)["race"]
    with world.as_("race_chair") as desk:
        consulting.ask_question(desk, request, text="Who?", stop=True)
    judge(world, changed, "race")
    assert seen(world, changed).request.stopped
    with world.as_("secretary") as desk:
        pausing.resume(desk, request, reason="It must go on.")
    assert seen(world, changed).deadline.left(world.now) == "10 working days left"


def test_each_network_is_told_once(world: World, changed: str) -> None:
    judge(world, changed, "race")
    table = records.notice.c
    with world.looking("secretary") as desk:
        query = sa.select(table.path, table.sentence).where(table.kind == "changed")
        rows = [(row.path, row.sentence) for row in desk.work.session.execute(query)]
    paths = [f"/requests/{request}" for request in world.requests(changed).values()]
    assert sorted(path for path, _ in rows) == sorted(paths)
    assert sum("your network is asked again. Reply by 5pm" in said for _, said in rows) == 1


def test_who_may_judge_and_what_is_missing(world: World, changed: str) -> None:
    request = world.requests(changed)["race"]
    with pytest.raises(WrongRole), world.as_("author") as desk:
        renewing.judge(desk, changed, material=False, reason="Small.")
    with pytest.raises(Invalid) as missing, world.as_("secretary") as desk:
        renewing.judge(desk, changed, material=True, reason=" ")
    assert set(missing.value.problems) == {"reason", "networks"}
    with pytest.raises(Invalid), world.as_("secretary") as desk:
        renewing.judge(desk, changed, material=True, reason="So.", networks=[request, "other"])
    with pytest.raises(Stale), world.as_("secretary") as desk:
        renewing.judge(desk, changed, material=False, reason="Small.", seen_version=1)


@pytest.fixture
def after(world: World) -> str:
    """Closed and replied to; then the author changed what the race network commented on."""
    made = world.consulting()
    said = comment_on(world, made, "race")
    for network, request in world.requests(made).items():
        with world.as_(f"{network}_chair") as desk:
            position = "object" if network == "race" else "nothing_to_add"
            consulting.take_position(desk, request, position=position)
    world.act("secretary", made, "close_consultation")
    with world.as_("author") as desk:
        replying.reply(desk, said, outcome="partly", reason="So.", changed_paragraph=NEW_PANELS)
    change(world, made, version=False)
    world.act("author", made, "finish_responses")
    world.act("lead", made, "accept_responses")
    return made


def test_no_board_pack_past_a_paragraph_that_changed_unasked(world: World, after: str) -> None:
    with pytest.raises(NotYet, match="Race Equality Network commented on have changed"):
        world.act("secretary", after, "issue")
    judge(world, after, "race")
    with pytest.raises(NotYet, match="Still waiting for Race Equality Network"):
        world.act("secretary", after, "issue")
    page = seen(world, after)
    assert page.deadline.left(world.now) == "10 working days left"
    assert not page.late
    with world.as_("race_chair") as desk:
        late = consulting.comment(desk, page.request.id, text="Better.").late
    with world.as_("race_chair") as desk:
        consulting.take_position(desk, page.request.id, position="support")
    assert not late
    with pytest.raises(NotYet, match="no reply yet"):
        world.act("secretary", after, "issue")
    world.reply_to_all(after)
    world.act("secretary", after, "issue")


def test_silence_about_a_change_leaves_the_position_given(world: World, after: str) -> None:
    judge(world, after, "race")
    world.wait(15)
    page = seen(world, after)
    assert page.late
    assert page.status_title == "Object"
    world.act("secretary", after, "issue")


def test_only_a_board_chair_goes_on_without_hearing_a_network_again(
    world: World, after: str
) -> None:
    judge(world, after, "race")
    request = world.requests(after)["race"]
    with pytest.raises(WrongRole), world.as_("secretary") as desk:
        renewed.waive(desk, request, reason="No time.")
    with pytest.raises(Invalid), world.as_("board_chair") as desk:
        renewed.waive(desk, request, reason=" ")
    with world.as_("board_chair") as desk:
        renewed.waive(desk, request, reason="The regulator wants it by Friday.")
    (told,) = seen(world, after).changes
    assert (told.change.outcome, told.change.waived_by_name) == ("waived", "Bernard Achebe")
    world.act("secretary", after, "issue")


def test_nobody_goes_on_without_a_network_that_had_no_window(world: World, changed: str) -> None:
    judge(world, changed, "race")
    with pytest.raises(NotYet, match="has not had its window"), world.as_("board_chair") as desk:
        renewed.waive(desk, world.requests(changed)["race"], reason="No time.")


def test_not_material_after_the_window_lets_the_paper_go_on(world: World, after: str) -> None:
    judge(world, after, reason="The paragraph now says what the network asked for.")
    world.act("secretary", after, "issue")
