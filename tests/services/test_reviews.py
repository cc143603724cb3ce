"""The December 2021 commitment: dated evidence, the workflow, verdicts that stand alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from govflow.domain.errors import Invalid, NotYet, Stale, WrongRole
from govflow.services import matters, overseeing, review_page, reviews
from govflow.services.review_page import ReviewPage
from tests.builders import Peopled, World
from tests.clients import app_with_a_world, entered, statements, world_of


def opened(world: World) -> str:
    with world.as_("secretary") as desk:
        return reviews.open_review(desk).id


def add(world: World, review_id: str, criterion: int, dated_on: date) -> str:
    with world.as_("secretary") as desk:
        return reviews.add_evidence(
            desk,
            review_id,
            criterion=criterion,
            text="The board named an owner.",
            source="Minute 2021/044",
            dated_on=dated_on,
        ).id


def page(world: World, review_id: str, as_at: date, name: str = "secretary") -> ReviewPage:
    with world.looking(name) as desk:
        return review_page.page(desk, review_id, as_at)


def test_without_evidence_there_is_no_evidence_on_any_day(world: World) -> None:
    made = opened(world)
    for day in (date(2021, 12, 31), world.now.date()):
        assert page(world, made, day).judgement.status == "no_evidence"
    assert page(world, made, date(2021, 12, 31)).state_title == "Not yet opened"


@pytest.mark.parametrize(
    ("last", "status"), [(date(2021, 12, 31), "met_on_time"), (date(2022, 1, 1), "met_late")]
)
def test_the_last_criterion_decides_whether_it_was_on_time(
    world: World, last: date, status: str
) -> None:
    made = opened(world)
    for criterion in range(1, 11):
        add(world, made, criterion, date(2021, 6, 1))
    add(world, made, 11, last)
    assert page(world, made, world.now.date()).judgement.status == status
    assert page(world, made, date(2021, 7, 1)).judgement.status == "partly"
    assert page(world, made, date(2021, 5, 1)).judgement.status == "no_evidence"


def test_evidence_put_in_later_is_said_to_be_later(world: World) -> None:
    made = opened(world)
    add(world, made, 1, date(2021, 6, 1))
    piece = page(world, made, date(2021, 12, 31)).criteria[0].pieces[0]
    assert piece.counts
    assert piece.remark == "Put into the record only after the day shown."


def test_withdrawn_evidence_still_counts_for_the_days_before(world: World) -> None:
    made = opened(world)
    evidence = add(world, made, 1, date(2021, 6, 1))
    with pytest.raises(Invalid), world.as_("secretary") as desk:
        reviews.withdraw_evidence(desk, made, evidence, reason=" ")
    with world.as_("secretary") as desk:
        reviews.withdraw_evidence(desk, made, evidence, reason="It was another review.")
    assert page(world, made, world.now.date()).judgement.status == "no_evidence"
    assert page(world, made, date(2025, 1, 1)).judgement.status == "not_met"
    with pytest.raises(NotYet), world.as_("secretary") as desk:
        reviews.withdraw_evidence(desk, made, evidence, reason="Again.")


def test_secretary_and_board_chair_bring_it_to_adopted(world: World) -> None:
    made = opened(world)
    world.act("secretary", made, "scope_review", owner_name="Sian Pritchard")
    world.act("secretary", made, "start_review")
    with pytest.raises(NotYet, match="networks"):
        world.act("secretary", made, "take_to_board")
    add(world, made, 2, date(2021, 6, 1))
    world.act("secretary", made, "take_to_board")
    with pytest.raises(WrongRole):
        world.act("secretary", made, "adopt", minute_reference="2026/9")
    world.act("board_chair", made, "adopt", minute_reference="2026/9")
    shown = page(world, made, world.now.date())
    assert (shown.state_title, shown.review.adoption_minute) == ("Adopted by the board", "2026/9")
    [minute] = [e for e in shown.review.evidence if e.criterion == 11]
    assert (minute.source, minute.dated_on) == ("Minute 2026/9", world.now.date())
    refused = [e for e in shown.history if e.type == "action_refused"]
    assert [e.actor for e in refused] == ["Sian Pritchard", "Sian Pritchard"]


def test_the_second_of_two_is_told(world: World) -> None:
    made = opened(world)
    who, now = world.who("secretary"), world.now
    facts = {"owner_name": "Sian"}
    matters.act(world.office, who, now, made, "scope_review", facts=facts, seen_version=1)
    with pytest.raises(Stale):
        matters.act(world.office, who, now, made, "start_review", facts={}, seen_version=1)


def test_each_networks_verdict_stands_alone_and_names_nobody(world: World) -> None:
    made = opened(world)
    for name, text in (("race", "We are asked late."), ("women", "We are asked.")):
        with world.as_(f"{name}_chair") as desk:
            reviews.give_verdict(desk, made, text=text, network_id=world.network_ids[name])
    with world.as_("race_chair") as desk:
        reviews.give_verdict(desk, made, text="We are asked earlier.")
    shown = page(world, made, world.now.date(), "auditor")
    assert [(v.network, v.text) for v in shown.verdicts] == [
        ("Race Equality Network", "We are asked earlier."),
        ("Women's Network", "We are asked."),
    ]
    spoken = [e for e in shown.history if e.type == "verdict_given"]
    assert all("Rashida" not in e.sentence() + e.actor for e in spoken)
    assert page(world, made, date(2026, 1, 1)).verdicts == []


def test_nobody_speaks_for_another_network(world: World) -> None:
    made = opened(world)
    for name in ("race_chair", "secretary"):
        with pytest.raises(WrongRole), world.as_(name) as desk:
            reviews.give_verdict(desk, made, text="Fine.", network_id=world.network_ids["women"])


def test_bad_evidence_names_each_field(world: World) -> None:
    made = opened(world)
    with pytest.raises(Invalid) as refused, world.as_("secretary") as desk:
        reviews.add_evidence(
            desk, made, criterion=13, text=" ", source="", dated_on=date(2027, 1, 1)
        )
    assert set(refused.value.problems) == {"criterion", "text", "source", "dated_on"}


def test_there_is_one_review_and_only_the_secretary_opens_it(world: World) -> None:
    with pytest.raises(WrongRole), world.as_("auditor") as desk:
        reviews.open_review(desk)
    opened(world)
    with pytest.raises(NotYet, match="open already"):
        opened(world)


def test_without_a_register_an_overseer_sees_this_organisation(world: World) -> None:
    add(world, opened(world), 1, date(2021, 6, 1))
    with world.looking("oversight") as desk:
        seen = overseeing.overview(desk, date(2021, 12, 31))
    assert not seen.whole
    assert [(row.code, row.judgement.status) for row in seen.rows] == [("RQX", "partly")]
    assert sum(number for _, _, number in seen.counts()) == 1
    assert seen.chosen("rqx", "partly") == seen.rows
    assert seen.chosen("", "not_met") == []


def test_an_organisation_outside_the_register_is_shown_apart(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.looking("oversight") as desk:
        alone = overseeing.overview(desk, date(2021, 12, 31)).own
        listed = [replace(alone, code="R0X"), replace(alone, code="R1X")]
        monkeypatch.setattr(overseeing, "review_status", lambda *_: listed)
        seen = overseeing.overview(desk, date(2021, 12, 31))
    assert (seen.whole, seen.own_apart, len(seen.rows)) == (True, True, 2)
    assert seen.counts()[0] == ("no_evidence", "No evidence", 2)


# The pages.


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


READERS = ("secretary", "board_chair", "equality_lead", "auditor", "race_chair", "oversight")


def test_its_readers_read_it_and_others_do_not(app: Flask) -> None:
    made = opened(world_of(app))
    for name in READERS:
        client = entered(app, name)
        assert client.get("/reviews").status_code == 200
        assert client.get(f"/reviews/{made}?as-at=2021-12-31").status_code == 200
    assert entered(app, "author").get(f"/reviews/{made}").status_code == 403
    assert entered(app, "administrator").get("/reviews").status_code == 403


def test_no_evidence_has_a_colour_of_its_own(app: Flask) -> None:
    page = entered(app, "oversight").get("/reviews").text
    assert "nhsuk-tag--purple" in page
    assert "nhsuk-tag--green" not in page
    assert "nhsuk-tag--red" not in page


def test_a_day_to_come_and_a_day_that_is_none_are_refused(app: Flask) -> None:
    made = opened(world_of(app))
    client = entered(app, "auditor")
    late = client.get(f"/reviews/{made}?as-at=2030-01-01")
    assert late.status_code == 422
    assert "Choose today or an earlier date" in late.text
    assert client.get(f"/reviews/{made}?as-at=31/11/2021").status_code == 422
    assert client.get("/oversight/reviews").status_code == 403
    overseer = entered(app, "oversight")
    assert overseer.get("/oversight/reviews?as-at=2030-01-01").status_code == 422
    assert overseer.get("/oversight/reviews?as-at=2021-12-31&page=7").status_code == 200


def test_a_form_that_comes_back_keeps_what_was_typed(app: Flask) -> None:
    world = world_of(app)
    made = opened(world)
    client = entered(app, "secretary")
    typed = {"criterion": "3", "text": "Every network has terms.", "source": "", "dated_on": "soon"}
    answer = client.post(f"/reviews/{made}/evidence", data=typed)
    assert answer.status_code == 422
    assert "Every network has terms." in answer.text
    answer = client.post(f"/reviews/{made}/actions/scope_review", data={"version": "1"})
    assert answer.status_code == 422
    assert world.state(made) == "not_started"
    stale = client.post(
        f"/reviews/{made}/actions/scope_review", data={"version": "9", "owner_name": "Sian P"}
    )
    assert stale.status_code == 409
    assert "Sian P" in stale.text
    assert client.get(f"/reviews/{made}/actions/adopt").status_code == 200
    assert client.get(f"/reviews/{made}/actions/nonsense").status_code == 404


def test_the_page_asks_as_much_for_much_evidence_as_for_little(app: Flask) -> None:
    world = world_of(app)
    made = opened(world)
    client = entered(app, "auditor")
    for criterion in range(1, 6):
        add(world, made, criterion, date(2021, 6, 1))
    few = statements(client, app, f"/reviews/{made}")
    for criterion in [*range(1, 13), *range(1, 9)]:
        add(world, made, criterion, date(2021, 7, 1))
    assert statements(client, app, f"/reviews/{made}") == few


def test_the_deadline_is_in_its_own_words(world: World) -> None:
    deadline = review_page.commitment("Europe/London")
    assert deadline.raw == "By December 2021"
    assert deadline.sentence(datetime(2021, 12, 1, tzinfo=UTC)) == (
        "the end of December 2021, 30 days left"
    )
