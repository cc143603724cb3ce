"""Agreements between organisations: both sides' trails, and nobody else's business."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import PartnershipProposed
from govflow.domain.people import system_actor
from govflow.services import partners
from govflow.services.office import Office
from govflow.store.log import Entry, entries
from govflow.store.records import event, partnership
from tests.builders import World, make_world


@pytest.fixture
def other(world: World, office: Office) -> World:
    """Another organisation in the same system."""
    return make_world(office, code="RZZ")


def proposed(world: World, code: str = "RZZ") -> str:
    return partners.propose(world.office, world.who("administrator"), world.now, code)


def agreed(world: World, other: World) -> str:
    made = proposed(world)
    partners.agree(world.office, other.who("administrator"), world.now, made)
    return made


def ended(by: World, made: str, reason: str = "The joint programme is over.") -> None:
    partners.end(by.office, by.who("administrator"), by.now, made, reason)


def standing(of: World) -> list[tuple[str, str, bool]]:
    with of.looking("administrator") as desk:
        return [
            (p.organisation.name, p.partnership.standing, p.ours) for p in partners.partners(desk)
        ]


def told(of: World) -> list[Entry]:
    with of.looking("auditor") as desk:
        own = event.c.organisation_id == of.organisation_id
        return entries(desk.work.session, own, event.c.type.like("partnership_%"))


def test_both_sides_agree_and_either_may_end_it(world: World, other: World) -> None:
    made = proposed(world)
    assert standing(other) == [("Trust RQX", "proposed", False)]
    with pytest.raises(NotYet, match="only the other side"):
        partners.agree(world.office, world.who("administrator"), world.now, made)
    partners.agree(world.office, other.who("administrator"), world.now, made)
    assert standing(world) == [("Trust RZZ", "agreed", True)]
    with pytest.raises(Invalid, match="Say why"):
        ended(other, made, " ")
    ended(other, made)
    assert standing(world) == [("Trust RZZ", "ended", True)]
    with pytest.raises(NotYet, match="already ended"):
        ended(world, made)
    world.wait(1)
    other.wait(1)
    proposed(other, "RQX")
    assert [s for _, s, _ in standing(world)] == ["ended", "proposed"]


def test_a_proposal_may_be_declined_and_made_only_once(world: World, other: World) -> None:
    made = proposed(world)
    for side, code in ((world, "RZZ"), (other, "RQX")):
        with pytest.raises(Invalid, match="already here"):
            proposed(side, code)
    for code in ("RQX", "NOPE", ""):
        with pytest.raises(Invalid, match="another organisation"):
            proposed(world, code)
    ended(other, made)
    assert standing(world) == [("Trust RZZ", "declined", True)]


def test_both_trails_record_it_and_can_be_matched(world: World, other: World) -> None:
    ended(world, agreed(world, other))
    ours, theirs = told(world), told(other)
    assert [e.sentence() for e in ours] == [
        "Morag Kerr proposed a partner agreement to Trust RZZ.",
        "Trust RZZ agreed to be a partner of Trust RQX.",
        "Morag Kerr ended the partner agreement with Trust RZZ.",
    ]
    assert theirs[0].sentence() == "Trust RQX proposed a partner agreement to Trust RZZ."
    by_seq = {(w.organisation_id, e.seq): e for w in (world, other) for e in told(w)}
    sides = [(world, other), (other, world), (world, other)]
    for (actor, mirror), one, two in zip(sides, ours, theirs, strict=True):
        first, twin = (one, two) if actor is world else (two, one)
        assert twin.facts["twin_seq"] == first.seq
        assert twin.facts["twin_leaf"] == first.leaf_hash
        assert first.facts["twin_seq"] is None
        assert by_seq[mirror.organisation_id, twin.seq].texts == first.texts
        assert first.actor_name == "Morag Kerr"
        assert twin.actor_name != "Morag Kerr"
        assert "Morag Kerr" not in json.dumps(twin.payload)
    for side in (world, other):
        with side.looking("auditor") as desk:
            assert log_check_is_whole(desk)


def log_check_is_whole(desk: Any) -> bool:
    own = event.c.organisation_id == desk.work.organisation_id
    seqs = [e.seq for e in entries(desk.work.session, own)]
    return seqs == list(range(len(seqs)))


def test_an_act_that_fails_is_in_neither_trail(
    world: World, other: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("govflow.store.work.Work.record_beside", fails)
    with pytest.raises(RuntimeError, match="power cut"):
        proposed(world)
    assert (told(world), told(other), standing(world)) == ([], [], [])


def test_a_third_organisation_and_other_roles_find_nothing(
    world: World, other: World, office: Office
) -> None:
    made = agreed(world, other)
    third = make_world(office, code="RYY")
    assert standing(third) == []
    with pytest.raises(NotFound):
        ended(third, made)
    with pytest.raises(NotFound):
        partners.agree(office, third.who("administrator"), third.now, made)
    for role in ("secretary", "race_chair", "auditor"):
        with pytest.raises(WrongRole):
            partners.end(office, world.who(role), world.now, made, "Because.")
        with pytest.raises(WrongRole), world.looking(role) as desk:
            partners.partners(desk)


def test_work_writes_only_beside_whom_it_was_opened(world: World, other: World) -> None:
    twin = PartnershipProposed(partnership="x", by_organisation="A", with_organisation="B")
    with pytest.raises(RuntimeError, match="not opened beside"), world.as_("system") as desk:
        desk.work.record_beside(other.organisation_id, twin, system_actor("test"))


@pytest.mark.postgresql_only
def test_row_security_keeps_agreements_between_their_sides(
    world: World, other: World, office: Office
) -> None:
    agreed(world, other)
    third = make_world(office, code="RYY")
    for side, seen in ((world, 1), (other, 1), (third, 0)):
        with side.as_("system") as desk:
            count = sa.select(sa.func.count()).select_from(partnership)
            assert desk.work.session.scalar(count) == seen
    forged = partnership.insert().values(
        id="0" * 32,
        organisation_id=other.organisation_id,
        partner_id=third.organisation_id,
        proposed_at=third.now,
    )
    with pytest.raises(DBAPIError, match="row-level security"), third.as_("system") as desk:
        desk.work.session.execute(forged)


@pytest.mark.postgresql_only
def test_after_writing_beside_only_the_own_rows_are_seen(world: World, other: World) -> None:
    twin = PartnershipProposed(partnership="x", by_organisation="A", with_organisation="B")
    who = world.who("administrator")
    with world.office.writing(who, world.now, beside=other.organisation_id) as desk:
        desk.work.record_beside(other.organisation_id, twin, system_actor("test"))
        owners = desk.work.session.scalars(sa.text("SELECT DISTINCT organisation_id FROM person"))
        assert list(owners) == [world.organisation_id]
