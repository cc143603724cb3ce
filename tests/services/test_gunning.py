"""The evidence sheet: each check finds what is there, and says so when nothing is."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from govflow.domain.document import Considered
from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.gunning import Check, Result
from govflow.services import consulting, gunning, planning, replying
from govflow.services.gunning import Sheet
from govflow.store import tables
from tests.begun import begun, decided
from tests.builders import World, make_world
from tests.services.urgent import urgent

FORMATIVE, INFORMED, TIMELY, CONSIDERED = range(4)


def sheet(world: World, matter_id: str, name: str = "auditor") -> Sheet:
    with world.looking(name) as desk:
        return gunning.sheet(desk, matter_id)


def check(world: World, matter_id: str, test: int, begins: str) -> Check:
    found = [c for c in sheet(world, matter_id).tests[test].checks if c.asked.startswith(begins)]
    assert len(found) == 1, [c.asked for c in sheet(world, matter_id).tests[test].checks]
    return found[0]


def results(world: World, matter_id: str) -> list[set[str]]:
    return [{str(c.result) for c in test.checks} for test in sheet(world, matter_id).tests]


def test_a_paper_that_kept_the_order_shows_it(world: World) -> None:
    made = world.approved(position="object")
    first = check(world, made, FORMATIVE, "Opened before")
    assert first.result == Result.SHOWN
    assert "the first of these came at 9.00am on" in first.sentence or "none" in first.sentence
    assert check(world, made, INFORMED, "The stored bytes").result == Result.SHOWN
    assert check(world, made, INFORMED, "The pack was complete").result == Result.SHOWN
    assert check(world, made, TIMELY, "Every window had at least 10").result == Result.SHOWN
    assert check(world, made, CONSIDERED, "Every comment").result == Result.SHOWN
    assert check(world, made, CONSIDERED, "The decision was taken after").result == Result.SHOWN
    assert check(world, made, CONSIDERED, "Feedback").result == Result.NOT_YET


@pytest.mark.parametrize(("key", "least"), [("policy_review", 10), ("organisational_change", 20)])
def test_other_kinds_of_papers_have_their_sheet(world: World, key: str, least: int) -> None:
    made = begun(world, key)
    if key == "policy_review":
        world.act("author", made, "begin_review")
    decided(world, made)
    assert check(world, made, FORMATIVE, "Opened before").result == Result.SHOWN
    assert check(world, made, TIMELY, f"Every window had at least {least}").result == Result.SHOWN
    assert check(world, made, CONSIDERED, "The decision was taken").result == Result.SHOWN


def test_nothing_asked_yet_is_not_yet(world: World) -> None:
    for made in (world.draft(), world.scoped()):
        assert results(world, made) == [{Result.NOT_YET}] * 4


def test_a_waived_paper_says_who_answers_for_it(world: World) -> None:
    made = world.scoped()
    world.act("board_chair", made, "waive_consultation", reason="The law changed.")
    for test in sheet(world, made).tests:
        [only] = test.checks
        assert only.result == Result.OTHERWISE
        assert "Bernard Achebe answers for this" in only.sentence
        assert "“The law changed.”" in only.sentence
    assert sheet(world, made).lines[0].by == "Bernard Achebe"


def test_a_retrospective_round_never_counts_as_formative(world: World) -> None:
    made = urgent(world)
    first = check(world, made, FORMATIVE, "Opened before")
    assert first.result == Result.OTHERWISE
    assert "never counts as formative" in first.sentence
    assert sheet(world, made).retrospective
    assert check(world, made, CONSIDERED, "The board said").result == Result.NOT_YET


def test_an_earlier_body_is_for_people_to_look_at(world: World) -> None:
    seen = (Considered(body="Executive Committee", on="1 March 2026", outcome="agreed"),)
    made = world.consulting(previously_considered=seen)
    found = check(world, made, FORMATIVE, "No earlier body")
    assert found.result == Result.LOOK
    assert "Executive Committee (1 March 2026; agreed)" in found.sentence


def test_an_act_before_the_opening_is_found(world: World) -> None:
    made = world.approved()
    round_ = tables.consultation
    with world.as_("system") as desk:
        desk.work.session.execute(
            round_.update()
            .where(round_.c.matter_id == made)
            .values(opened_at=world.now + timedelta(hours=1), closes_at=world.now + timedelta(9))
        )
    found = check(world, made, FORMATIVE, "Opened before")
    assert found.result == Result.OTHERWISE
    assert "the board chair recorded it as approved" in found.sentence


def test_bytes_that_were_meddled_with_are_found(world: World) -> None:
    made = world.consulting()
    version = tables.paper_version
    with world.as_("system") as desk:
        desk.work.session.execute(
            version.update().where(version.c.matter_id == made).values(sha256="0" * 64)
        )
    assert check(world, made, INFORMED, "The stored bytes").result == Result.OTHERWISE


def test_questions_show_whether_they_were_answered_in_time(world: World) -> None:
    made = world.consulting()
    assert check(world, made, INFORMED, "Questions").result == Result.NOTHING
    with world.as_("race_chair") as desk:
        consulting.ask_question(desk, world.requests(made)["race"], text="What of nights?")
    assert check(world, made, INFORMED, "Questions").result == Result.NOT_YET
    now, world.now = world.now, world.now + timedelta(days=30)
    assert check(world, made, INFORMED, "Questions").result == Result.OTHERWISE
    world.now = now
    with world.as_("author") as desk:
        [request] = [r for r in sheet(world, made).case.consultation.requests if r.questions]  # type: ignore[union-attr]
        replying.answer_question(desk, request.id, request.questions[0].id, text="The same.")
    assert check(world, made, INFORMED, "Questions").result == Result.SHOWN


def test_the_policy_is_that_of_the_day_of_opening(world: World) -> None:
    made = world.consulting()
    from govflow.services import meetings

    world.wait(1)
    with world.as_("administrator") as desk:
        meetings.set_policy(desk, "minimum_window", 20, starts_on=desk.today + timedelta(days=1))
    world.wait(60)
    found = check(world, made, TIMELY, "Every window had at least 10")
    assert found.result == Result.SHOWN
    later = world.scoped(window=20)
    assert results(world, later)[TIMELY] == {Result.NOT_YET}


def test_a_window_shorter_than_the_policy_is_found(world: World) -> None:
    made = world.consulting()
    request = tables.request
    with world.as_("system") as desk:
        desk.work.session.execute(
            request.update()
            .where(request.c.id == world.requests(made)["race"])
            .values(closes_at=world.now + timedelta(days=3))
        )
    found = check(world, made, TIMELY, "Every window")
    assert (found.result, found.sentence) == (Result.OTHERWISE, "Race Equality Network had 3.")


def test_extensions_stand_with_their_reasons(world: World) -> None:
    made = world.consulting()
    requests = world.requests(made)
    for name in ("race", "women"):
        with world.as_(f"{name}_chair") as desk:
            asked = consulting.ask_extension(
                desk, requests[name], working_days=5, reason="Half of us are on nights."
            )
        if name == "race":
            assert check(world, made, TIMELY, "Requests for more").result == Result.NOT_YET
        with world.as_("secretary") as desk:
            planning.answer_extension(
                desk, requests[name], asked.id, granted=name == "race", answer="The pack goes out."
            )
    found = check(world, made, TIMELY, "Requests for more")
    assert (found.result, found.sentence) == (
        Result.LOOK, "Refused with a reason: Women's Network.",
    )  # fmt: skip
    [told] = [e for e in sheet(world, made).tests[TIMELY].evidence if e.name.startswith("More")]
    assert "granted 2 March 2026 by Sian Pritchard: “The pack goes out.”" in told.said[0]


def test_bank_holidays_in_a_window_are_named(world: World) -> None:
    world.now += timedelta(days=date(2026, 3, 30).toordinal() - world.now.date().toordinal())
    made = world.scoped(window=10)
    world.meeting_ids[1] = world.meeting_ids[3]
    world.act("secretary", made, "send_to_networks")
    found = check(world, made, TIMELY, "No window crosses")
    assert found.result == Result.LOOK
    assert "3 April 2026 and 6 April 2026" in found.sentence
    unknown = check(world, made, TIMELY, "No named religious date")
    assert unknown.title == "The record does not show this"


def test_copied_replies_are_found_whatever_their_dress(world: World) -> None:
    made = world.consulting()
    for number in range(3):
        with world.as_("race_chair") as desk:
            consulting.comment(desk, world.requests(made)["race"], text=f"Point {number}.")
    world.wait(30)
    world.act("system", made, "close_consultation")
    with world.looking("author") as desk:
        comments = sa.select(tables.comment.c.id).where(tables.comment.c.matter_id == made)
        ids = list(desk.work.session.scalars(comments))
    for number, comment in enumerate(ids[:2]):
        with world.as_("author") as desk:
            reason = ["Noted.", "NOTED"][number]
            replying.reply(desk, comment, outcome="out_of_scope", reason=reason)
    assert check(world, made, CONSIDERED, "No reply text").result == Result.SHOWN
    assert check(world, made, CONSIDERED, "Every comment").result == Result.NOT_YET
    with world.as_("author") as desk:
        replying.reply(desk, ids[2], outcome="out_of_scope", reason="noted!")
    found = check(world, made, CONSIDERED, "No reply text")
    assert (found.result, found.sentence) == (
        Result.LOOK, "The same words: “Noted.” under 3 comments.",
    )  # fmt: skip


def test_feedback_is_measured_against_the_policy_of_the_day(world: World) -> None:
    late, prompt = world.approved(), world.approved()
    world.act("secretary", prompt, "send_feedback", feedback="We changed it.")
    world.wait(20)
    assert check(world, late, CONSIDERED, "Feedback").result == Result.OTHERWISE
    world.act("secretary", late, "send_feedback", feedback="We changed it.")
    assert check(world, late, CONSIDERED, "Feedback").result == Result.OTHERWISE
    assert check(world, prompt, CONSIDERED, "Feedback").result == Result.SHOWN


@pytest.mark.parametrize("name", ["author", "lead", "race_chair", "administrator", "oversight"])
def test_others_do_not_read_it(world: World, name: str) -> None:
    made = world.consulting()
    with world.looking(name) as desk, pytest.raises(WrongRole):
        gunning.sheet(desk, made)


def test_another_organisation_finds_no_sheet(world: World) -> None:
    made = world.consulting()
    other = make_world(world.office, code="RQY")
    with other.looking("auditor") as desk, pytest.raises(NotFound):
        gunning.sheet(desk, made)


def test_a_form_nobody_knows_is_refused(world: World) -> None:
    made = world.consulting()
    with world.as_("auditor") as desk, pytest.raises(Invalid):
        gunning.export(desk, made, "pdf")
