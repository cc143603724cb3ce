"""The database says no too: invariants, a trail that only grows, one organisation at a time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from govflow.domain.errors import NotFound
from govflow.domain.trail import Frontier, commit, leaf_hash
from govflow.services import consulting, marking, matters, papers, planning, replying, reviews
from govflow.services.office import Desk, Office
from govflow.store import matters as stored
from govflow.store import people, records, tables
from govflow.store.log import SEAL
from tests.builders import World, make_world


def broken(world: World, statement: Any) -> None:
    with pytest.raises(IntegrityError), world.as_("system") as desk:
        desk.work.session.execute(statement)


def test_a_decided_paper_has_a_decision(world: World) -> None:
    made = world.draft()
    broken(world, tables.matter.update().where(tables.matter.c.id == made).values(decided=True))


def test_a_decision_has_its_attestation_and_minute(world: World) -> None:
    made = world.approved()
    decision = tables.decision.update().where(tables.decision.c.matter_id == made)
    broken(world, decision.values(attestation=""))
    broken(world, decision.values(minute_reference=""))
    broken(world, decision.values(feedback_sent_at=world.now))
    broken(world, decision.values(ratified=True))


def test_a_waiver_has_a_reason_and_a_name(world: World) -> None:
    made = world.scoped()
    world.act("board_chair", made, "waive_consultation", reason="The law leaves no time.")
    broken(world, tables.waiver.update().values(reason=""))
    broken(world, tables.waiver.update().values(approved_by_name=""))


def test_what_a_reply_and_a_choice_must_carry(world: World) -> None:
    world.answered()
    broken(world, tables.reply.update().values(reason=""))
    broken(world, tables.reply.update().values(outcome="accepted", changed_paragraph=""))
    broken(world, tables.reply.update().values(outcome="maybe"))
    broken(world, tables.network_choice.update().values(asked=False, proposed=True, reason=""))
    broken(world, tables.request.update().values(position="neutral"))
    broken(world, tables.request.update().values(closes_at=world.now - timedelta(days=90)))
    broken(world, tables.comment.update().values(text=""))


def refused(world: World, sql: str) -> None:
    with pytest.raises(DBAPIError), world.as_("system") as desk:
        desk.work.session.execute(sa.text(sql))


def test_events_are_never_changed_removed_or_skipped(world: World) -> None:
    world.draft()
    refused(world, "UPDATE event SET type = 'x' WHERE seq = 0")
    refused(world, "DELETE FROM event WHERE seq = 0")
    refused(world, INSERT.format(verb="INSERT", seq=999_999, organisation=world.organisation_id))
    refused(world, INSERT.format(verb="INSERT", seq=0, organisation=world.organisation_id))


INSERT = (
    "{verb} INTO event (organisation_id, seq, at, type, network, actor_id, payload, leaf_hash) "
    "SELECT '{organisation}', {seq}, at, type, network, actor_id, payload, leaf_hash "
    "FROM event WHERE seq = 0 AND organisation_id = '{organisation}'"
)


@pytest.mark.sqlite_only
def test_sqlite_refuses_to_replace_an_event(world: World) -> None:
    text = INSERT.format(verb="INSERT OR REPLACE", seq=0, organisation=world.organisation_id)
    refused(world, text)


@pytest.mark.postgresql_only
def test_postgresql_refuses_to_empty_the_trail(world: World) -> None:
    refused(world, "TRUNCATE event CASCADE")


@pytest.mark.postgresql_only
def test_row_security_hides_and_refuses_the_other_organisation(
    world: World, office: Office
) -> None:
    other = make_world(office, code="RZZ")
    with world.as_("system") as desk:
        count = desk.work.session.execute(
            sa.text("SELECT count(*) FROM person WHERE organisation_id = :other"),
            {"other": other.organisation_id},
        ).scalar()
    assert count == 0
    with pytest.raises(DBAPIError, match="row-level security"), world.as_("system") as desk:
        desk.work.session.execute(
            tables.committee.insert().values(
                id="0" * 32, organisation_id=other.organisation_id, name="Theirs", is_board=False
            )
        )


def test_the_head_follows_from_the_payloads_alone(world: World) -> None:
    world.approved()
    with world.looking("auditor") as desk:
        session, own = desk.work.session, world.organisation_id
        event, sealed, head = records.event, records.sealed, records.trail_head
        rows = session.execute(
            sa.select(event).where(event.c.organisation_id == own).order_by(event.c.seq)
        ).all()
        frontier = Frontier()
        for row in rows:
            assert leaf_hash(row.payload).hex() == row.leaf_hash
            frontier = frontier.append(leaf_hash(row.payload))
        kept = session.execute(sa.select(head).where(head.c.organisation_id == own)).one()
        assert (kept.size, kept.root) == (len(rows), frontier.root().hex())
        seals = session.execute(sa.select(sealed).where(sealed.c.organisation_id == own)).all()
    payloads = {row.seq: row.payload.decode() for row in rows}
    for seal in seals:
        assert commit(SEAL, seal.salt, seal.data) in payloads[seal.seq]
        assert seal.data.decode() not in payloads[seal.seq]


def test_who_spoke_for_a_network_is_in_no_column(world: World) -> None:
    world.responding()
    with world.looking("auditor") as desk:
        rows = desk.work.session.execute(
            sa.select(records.event).where(records.event.c.network != "")
        ).all()
    assert rows
    for row in rows:
        assert row.actor_id == ""
        for key in ("race_chair", "disability_chair", "women_chair"):
            assert world.ids[key] not in row.payload.decode()


def verbs(theirs: World) -> Iterator[tuple[str, str, Any]]:
    """Who would do it, on what, and the verb."""
    matter = theirs.responding()
    request = theirs.requests(matter)["race"]
    with theirs.looking("author") as desk:
        comment = desk.work.session.scalars(sa.select(tables.comment.c.id)).one()
    network, person = theirs.network_ids["race"], theirs.ids["author"]
    yield "author", "paper", lambda desk: papers.make_version(desk, matter, note="x")
    yield "author", "case", lambda desk: matters.case_of(desk, matter)
    yield "race_chair", "request", lambda desk: consulting.comment(desk, request, text="x")
    yield (
        "author",
        "comment",
        lambda desk: replying.reply(desk, comment, outcome="out_of_scope", reason="x"),
    )
    yield (
        "race_chair",
        "mark",
        lambda desk: marking.mark_reply(desk, comment, answers_point=True),
    )
    yield "secretary", "again", lambda desk: planning.ask_again(desk, request)
    yield (
        "secretary",
        "review",
        lambda desk: reviews.withdraw_evidence(desk, matter, "0" * 32, reason="x"),
    )
    yield "secretary", "network", lambda desk: people.network(desk.work, network)
    yield "secretary", "person", lambda desk: people.person(desk.work, person)


def not_found(desk: Desk, verb: Any) -> bool:
    try:
        verb(desk)
    except NotFound:
        return True
    return False


def test_no_verb_reaches_the_other_organisation(world: World, office: Office) -> None:
    theirs = make_world(office, code="RZZ")
    for name, what, verb in list(verbs(theirs)):
        with world.as_(name) as desk:
            assert not_found(desk, verb), f"{what} was reached"
    with world.looking("secretary") as desk:
        assert stored.lines(desk.work) == []
