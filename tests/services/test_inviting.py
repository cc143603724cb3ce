"""A partner's network at one paper: what it may do there, and what each trail says of it."""

import json

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.services import consulting, guests, matters, network_request, partners
from govflow.services.cover import cover_rows
from govflow.services.guests import VERBS
from govflow.services.office import Office
from govflow.store import records, tables
from govflow.store.log import Entry, entries
from govflow.store.mapping import mapper
from tests.builders import World, make_world
from tests.partners import Pair, make_pair

ALLOWED = {
    "acknowledge",
    "comment",
    "position",
    "keep",
    "question",
    "extension",
    "format",
    "answer",
}
NAME = "Race Equality Network of Trust RZZ"


@pytest.fixture
def pair(world: World, office: Office) -> Pair:
    return make_pair(world, office)


@pytest.fixture
def paper(pair: Pair) -> str:
    return pair.host.consulting()


def trail(of: World) -> list[Entry]:
    with of.looking("auditor") as desk:
        own = records.event.c.organisation_id == of.organisation_id
        return entries(desk.work.session, own)


def told_to(of: World) -> list[str]:
    with of.looking("system") as desk:
        query = sa.select(records.notice.c.sentence, records.notice.c.path).where(
            records.notice.c.organisation_id == of.organisation_id
        )
        return [f"{sentence} {path}" for sentence, path in desk.work.session.execute(query)]


def listed(of: World, name: str = "race_chair") -> list[tuple[str, str, bool]]:
    with of.looking(name) as desk:
        found = guests.invited(of.office, desk)
        return [(each.host.name, each.status, each.waits) for each in found]


def seen(pair: Pair, invitation: str, name: str = "race_chair") -> network_request.RequestPage:
    with pair.guest.looking(name) as own:
        return guests.page(pair.guest.office, pair.guest.who(name), own, invitation)


def test_from_invitation_to_position(pair: Pair, paper: str) -> None:
    host, guest = pair.host, pair.guest
    made = pair.invite(paper)
    assert listed(guest) == [("Trust RQX", "asked", True)]
    assert listed(guest, "women_chair") == []
    page = seen(pair, made)
    assert page.request.network_name == NAME
    assert listed(guest) == [("Trust RQX", "opened by the network", True)]
    pair.act(made, "comment", text="Ask those who left.", anchor="p-2")
    pair.act(made, "question", text="How many left?")
    pair.act(made, "extension", working_days=5, reason="We meet late.")
    pair.act(made, "format", wanted="Easy Read")
    told = " ".join(told_to(host))
    assert f"The {NAME} asks for 5 more working days" in told
    assert "in another format" in told
    assert f"The {NAME} commented on" in told
    pair.act(made, "position", position="object", statement="Not without those who left.")
    assert listed(guest) == [("Trust RQX", "object", False)]
    with host.looking("secretary") as desk:
        case = matters.paper_case(desk, paper)
        row = next(r for r in cover_rows(case, host.now) if r.network == NAME)
        assert (row.position, row.comments) == ("Object", 1)
        assert row.objection == "Not without those who left."
    pair.wait(20)
    host.act("secretary", paper, "close_consultation")
    host.reply_to_all(paper)
    said = seen(pair, made).request.comments[0]
    assert said.reply
    with guest.looking("race_chair") as own:
        guests.mark(guest.office, guest.who("race_chair"), own, made, said.id, answers=False)
    assert seen(pair, made).request.comments[0].reply.answers_point is False  # type: ignore[union-attr]
    assert any("replied" in each and f"/invitations/{made}" in each for each in told_to(guest))


def test_both_trails_record_each_act_and_the_host_learns_no_name(pair: Pair, paper: str) -> None:
    host, guest = pair.host, pair.guest
    made = pair.invite(paper)
    seen(pair, made)
    pair.act(made, "comment", text="Ask those who left.")
    pair.act(made, "position", position="concern")
    pair.withdraw(made)
    here = [e.sentence() for e in trail(host)][-5:]
    assert here == [
        f"Sian Pritchard invited the {NAME} to answer.",
        f"The {NAME} opened the pack, version 1.",
        f"The {NAME} commented on version 1.",
        f"The {NAME} gave its position: concern.",
        f"Sian Pritchard withdrew the invitation of the {NAME}.",
    ]
    there = [e.sentence() for e in trail(guest)][-5:]
    assert there == [
        f"Trust RQX invited the {NAME} to answer.",
        "The Race Equality Network opened the pack, as a guest of Trust RQX.",
        "The Race Equality Network commented, as a guest of Trust RQX.",
        "The Race Equality Network gave its position, as a guest of Trust RQX.",
        f"Trust RQX withdrew the invitation of the {NAME}.",
    ]
    leaves = {e.seq: e.leaf_hash for e in trail(host)}
    for entry in trail(guest)[-5:]:
        assert leaves[entry.facts["twin_seq"]] == entry.facts["twin_leaf"]
    own = guest.ids["race_chair"]
    for entry in trail(host):
        whole = json.dumps(entry.payload) + json.dumps(entry.texts) + entry.actor_name
        assert own not in whole
    with host.looking("auditor") as desk:
        kept = sa.select(records.sealed.c.data).where(
            records.sealed.c.organisation_id == host.organisation_id
        )
        assert not any(own.encode() in bytes(data) for data in desk.work.session.scalars(kept))
    assert "Ask those who left." not in json.dumps([e.texts for e in trail(guest)])


def test_nothing_else_can_be_asked_of_a_guests_desk(pair: Pair, paper: str) -> None:
    """Every mapped class, read whole: only the rows of the one request are there."""
    made = pair.invite(paper)
    other = other_requests(pair.host, paper)
    with pair.host.as_("race_chair") as desk:
        consulting.comment(desk, other["Race Equality Network"], text="Ours alone.")
    pair.act(made, "comment", text="A guest's.")
    pair.host.submitted(title="Another paper")
    with pair.guest.looking("race_chair") as own, guests._there(own.office, own, made) as desk:
        found = {
            each.class_.__name__: len(
                desk.work.session.scalars(sa.select(each.class_)).unique().all()
            )
            for each in mapper.mappers
        }
    assert {name: n for name, n in found.items() if n} == {
        "Request": 1,
        "Comment": 1,
        "Consultation": 1,
        "StaffNetwork": 1,
        "Matter": 1,
        "Paper": 1,
        "PaperVersion": 1,
        "Meeting": 1,
    }


def other_requests(host: World, paper: str) -> dict[str, str]:
    with host.looking("secretary") as desk:
        round_ = matters.paper_case(desk, paper).consultation
        return {r.network_name: r.id for r in round_.requests} if round_ else {}


@pytest.mark.postgresql_only
def test_row_security_lets_a_guest_through_to_one_request(pair: Pair, paper: str) -> None:
    made = pair.invite(paper)
    pair.act(made, "comment", text="A guest's.")
    pair.host.submitted(title="Another paper")
    owned = [t for t in tables.metadata.sorted_tables if "organisation_id" in t.c]
    with pair.guest.looking("race_chair") as own, guests._there(own.office, own, made) as desk:
        counted = {
            t.name: desk.work.session.scalar(sa.select(sa.func.count()).select_from(t))
            for t in owned
        }
    assert {name: n for name, n in counted.items() if n} == {
        "request": 1,
        "comment": 1,
        "consultation": 1,
        "staff_network": 1,
        "matter": 1,
        "paper": 1,
        "paper_version": 1,
        "meeting": 1,
    }


def test_who_may_invite_and_whom(pair: Pair, paper: str, office: Office) -> None:
    made = pair.invite(paper)
    with pytest.raises(Invalid):
        pair.invite(paper)
    with pytest.raises(Invalid, match="Say why"):
        pair.invite(paper, "women", " ")
    third = make_world(office, code="RYY")
    with third.looking("race_chair") as own, pytest.raises(NotFound):
        guests.page(office, third.who("race_chair"), own, made)
    for name in ("women_chair", "secretary", "administrator"):
        with pair.guest.looking(name) as own, pytest.raises(WrongRole):
            guests.page(office, pair.guest.who(name), own, made)
    with pair.host.looking("race_chair") as own, pytest.raises(NotFound):
        guests.page(office, pair.host.who("race_chair"), own, made)
    with pytest.raises(NotYet, match="Send the paper"):
        pair.invite(pair.host.submitted(title="Not sent yet"))


def test_withdrawn_and_ended(pair: Pair, paper: str) -> None:
    made, second = pair.invite(paper), pair.invite(paper, "women")
    pair.act(made, "comment", text="Ask those who left.")
    pair.withdraw(second)
    assert listed(pair.guest, "women_chair") == [("Trust RQX", "withdrawn", False)]
    with pytest.raises(NotYet):
        pair.withdraw(second)
    by = pair.guest
    partners.end(by.office, by.who("administrator"), by.now, pair.agreement, "We have merged.")
    assert listed(pair.guest) == [("Trust RQX", "withdrawn", False)]
    assert set(VERBS) == ALLOWED
    for verb in VERBS:
        with pytest.raises(NotYet, match="was withdrawn"):
            pair.act(made, verb)
    assert [e.sentence() for e in trail(pair.host)][-2:] == [
        "Trust RZZ withdrew the invitation of the Race Equality Network.",
        "Trust RZZ ended the partner agreement with Trust RQX.",
    ]
    assert "Ask those who left." in json.dumps([e.texts for e in trail(pair.host)])
    with pytest.raises(Invalid):
        pair.invite(paper, "disability")
    for side in (pair.host, pair.guest):
        seqs = [e.seq for e in trail(side)]
        assert seqs == list(range(len(seqs)))


def test_an_invitation_that_ends_while_somebody_writes_takes_nothing(
    pair: Pair, paper: str
) -> None:
    made = pair.invite(paper)
    who, guest = pair.guest.who("race_chair"), pair.guest
    with guest.looking("race_chair") as own:
        assert guests.guest(own, made).open
        pair.withdraw(made)
        with pytest.raises(NotYet, match="was withdrawn"):
            guests.act(guest.office, who, own, made, "comment", text="Too late.")
    assert "Too late." not in json.dumps([e.texts for e in trail(pair.host)])
