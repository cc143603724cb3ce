"""Running matters move to another version only where every promise still holds for them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from govflow.domain.errors import Invalid, NotFound, Stale, WrongRole
from govflow.engine.machine import Offer
from govflow.services import matters, migrating
from govflow.services.log_check import check_log
from govflow.services.migrating import Line, Planned, Wanted
from govflow.services.timeline import path_of, timeline
from govflow.store.matters import pins
from tests.builders import World
from tests.second_versions import KEY, harmless, office_with, with_a_gate, without_a_state

Second = Callable[[str], World]


@pytest.fixture
def second(world: World, tmp_path: Path) -> Second:
    """second(text) is the world with that text as version 2 beside version 1."""
    return lambda text: world.seen_through(office_with(world.office.store, tmp_path / "w", text))


def wanted(**changes: object) -> Wanted:
    values: dict[str, object] = {
        "workflow": KEY,
        "from_version": 1,
        "to_version": 2,
        "reason": "The board asked for it.",
        **changes,
    }
    return Wanted(**values)  # type: ignore[arg-type]


def planned(world: World, by: str = "secretary", **changes: object) -> Planned:
    return migrating.plan(world.office, world.who(by), world.now, wanted(**changes))


def dry(world: World, agreed: Planned) -> list[Line]:
    return migrating.judged(world.office, agreed, world.now)


def done(world: World, agreed: Planned) -> list[Line]:
    return list(migrating.moved(world.office, agreed, world.now))


def version_of(world: World, matter_id: str) -> int:
    with world.looking("secretary") as desk:
        return matters.case_of(desk, matter_id).matter.workflow_version


def test_other_words_change_nothing_for_anybody(world: World, second: Second) -> None:
    made = [world.draft(), world.consulting(), world.issued()]
    ended = world.submitted()
    world.act("secretary", ended, "withdraw", reason="Not needed.")
    later = second(harmless())
    agreed = planned(later)
    assert (len(agreed.running), agreed.ended, agreed.added, agreed.given_up) == (3, 1, [], [])
    before = dry(later, agreed)
    assert all(line.moves for line in before)
    assert [version_of(later, each) for each in made] == [1, 1, 1]
    assert done(later, agreed) == before
    assert [version_of(later, each) for each in (*made, ended)] == [2, 2, 2, 1]
    assert planned(later).running == ()  # a second run has nothing left to do
    later.act("author", made[0], "submit")
    later.act("board_chair", made[2], "approve", attestation="yes", minute_reference="2026/4")
    assert later.state(made[2]) == "approved"


def test_a_gate_already_passed_by_cannot_be_promised(world: World, second: Second) -> None:
    before_it, past_it = world.submitted(), world.ready()
    later = second(with_a_gate())
    agreed = planned(later)
    assert agreed.added == ["Screened before decided"]
    lines = dry(later, agreed)
    assert lines == done(later, agreed)
    stays = next(line for line in lines if not line.moves)
    [hindrance] = stays.hindrances
    assert hindrance.sentence == (
        "“Screened before decided” would not hold from 'Ready for the board': "
        "this may still happen."
    )
    assert [step.action for step in hindrance.walk] == ["issue", "approve"]
    assert hindrance.example[0].startswith("Ready for the board: Company secretary does")
    assert (version_of(later, before_it), version_of(later, past_it)) == (2, 1)
    assert [o.action for o in offers(later, before_it)][:1] == ["screen"]
    assert len(planned(later).running) == 1  # the one that stays is looked at again


def offers(world: World, matter_id: str) -> list[Offer]:
    with world.looking("secretary") as desk:
        return matters.offers(desk, matters.case_of(desk, matter_id))


def test_going_back_counts_what_was_done_under_the_other_version(
    world: World, second: Second
) -> None:
    later = second(with_a_gate())
    made = later.submitted()
    assert version_of(later, made) == 2
    later.act("secretary", made, "screen")
    back = planned(later, from_version=2, to_version=1)
    assert back.given_up == ["Screened before decided"]
    [line] = dry(later, back)
    assert "Version 1 has no state 'screened'" in line.hindrances[0].sentence
    named = planned(later, from_version=2, to_version=1, renamed={"screened": "submitted"})
    assert [each.moves for each in done(later, named)] == [True]
    assert later.state(made) == "submitted"
    forth = planned(later)
    assert [each.moves for each in done(later, forth)] == [True]  # screened once, for good


def test_a_state_that_is_gone_needs_a_name(world: World, second: Second) -> None:
    made, untouched = world.scoped(), world.draft()
    later = second(without_a_state())
    [stays] = [line for line in dry(later, planned(later)) if not line.moves]
    assert stays.hindrances[0].sentence == (
        "Version 2 has no state 'scoped' (About to go to the networks). "
        "Say which state it becomes: --state scoped=…"
    )
    agreed = planned(later, renamed={"scoped": "chosen"})
    assert [line.to_title for line in done(later, agreed)] == ["Networks chosen", "Being drafted"]
    assert (later.state(made), later.state(untouched)) == ("chosen", "draft")
    with later.looking("auditor") as desk:
        assert path_of(desk, made) == ("draft", "submitted", "chosen")
        [newest, *_] = timeline(desk, made)
        assert newest.sentence == (
            "Sian Pritchard moved it from version 1 to version 2 of Board paper, "
            "where it is “Networks chosen”."
        )
        assert newest.words == ("The board asked for it.",)
        assert check_log(desk).holds
        assert {pin[:2] for pin in pins(desk.work)} == {(KEY, 2)}
    later.act("secretary", made, "send_to_networks")
    assert later.state(made) == "consulting"


def test_a_matter_is_not_ended_or_decided_by_moving_it(world: World, second: Second) -> None:
    world.scoped()
    later = second(without_a_state())
    [line] = dry(later, planned(later, renamed={"scoped": "withdrawn"}))
    assert "is an end in version 2: moving would end it" in line.hindrances[0].sentence
    [line] = dry(later, planned(later, renamed={"scoped": "approved"}))
    assert "is a decision in version 2, unlike" in line.hindrances[0].sentence


def test_the_clock_of_a_state_runs_on(world: World, second: Second) -> None:
    made = world.responding()
    with world.looking("author") as desk:
        case = matters.paper_case(desk, made)
        before = case.deadline("response")
    later = second(harmless())
    later.wait(2)
    done(later, planned(later))
    with later.looking("author") as desk:
        assert matters.paper_case(desk, made).deadline("response") == before


def test_a_page_from_before_is_out_of_date(world: World, second: Second) -> None:
    made = world.draft()
    with world.looking("author") as desk:
        seen = matters.case_of(desk, made).matter.version
    later = second(harmless())
    done(later, planned(later))
    with pytest.raises(Stale):
        matters.act(
            later.office, later.who("author"), later.now, made, "submit", facts={},
            seen_version=seen,
        )  # fmt: skip


def test_what_happens_while_it_runs(world: World, second: Second) -> None:
    first, between, last = world.submitted(), world.submitted(), world.submitted()
    later = second(with_a_gate())
    agreed = planned(later)
    going = migrating.moved(later.office, agreed, later.now)
    assert next(going).moves
    later.act("secretary", between, "withdraw", reason="Not needed.")
    with later.as_("secretary") as desk:  # somebody moved the last one by hand
        case = matters.paper_case(desk, last)
        case.paper.meeting_id = later.meeting_ids[2]
        desk.work.touch(case.paper)
    ended, moved_on = list(going)
    assert ended.meanwhile
    assert not ended.moves
    assert moved_on.moves
    assert [version_of(later, each) for each in (first, between, last)] == [2, 1, 2]
    again = list(migrating.moved(later.office, agreed, later.now))
    assert [line.meanwhile for line in again] == [True, True, True]


def test_bad_input_is_refused_before_anything_moves(world: World, second: Second) -> None:
    world.submitted()
    later = second(harmless())
    with pytest.raises(WrongRole, match="Amara Osei is neither"):
        planned(later, by="author")
    with pytest.raises(NotFound, match="did you mean 'board_paper'"):
        planned(later, workflow="bord_paper")
    with pytest.raises(NotFound, match="There is no version 9 of workflow"):
        planned(later, to_version=9)
    with pytest.raises(Invalid, match="Version 1 is where the matters are"):
        planned(later, to_version=1)
    with pytest.raises(Invalid, match="Give the reason"):
        planned(later, reason=" ")
    with pytest.raises(Invalid, match="There is no state of version 1 'scooped'; did you mean"):
        planned(later, renamed={"scooped": "scoped"})
    with pytest.raises(Invalid, match="There is no state of version 2 'x'"):
        planned(later, renamed={"scoped": "x"})
    assert planned(later, by="administrator").running
