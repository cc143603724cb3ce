"""Several networks sign one text: who may, what it becomes, what stays each network's own."""

from typing import Any

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.joint import matrix
from govflow.services import (
    consulting,
    joint_answering,
    joint_pages,
    joint_sending,
    joint_writing,
    network_desk,
    replying,
)
from govflow.services.cover import cover_rows
from govflow.services.joint_answering import Given
from govflow.services.matters import paper_case
from govflow.store import joint as stored
from govflow.store import matters, records
from tests.builders import World

TEXT = "Panels must be mixed.\n\nAdverts must be open."
OWN = "Not before autumn."


class Round:
    """A paper with three networks, and a joint response that the race network began."""

    def __init__(self, world: World, *asked: str) -> None:
        self.world = world
        self.made = world.consulting()
        self.ids = world.requests(self.made)
        with world.as_("race_chair") as desk:
            others = [self.ids[n] for n in asked or ("disability", "women")]
            self.joint = joint_writing.start(desk, self.ids["race"], text=TEXT, others=others).id

    def now(self) -> Any:
        with self.world.looking("secretary") as desk:
            return stored.one(desk.work, self.joint)

    def answer(self, network: str, signs: bool = True, edition: int = 1, **own: Any) -> None:
        paragraphs = {str(p.number): p.id for p in self.now().paragraphs}
        views = {paragraphs[name.removeprefix("on_")]: view for name, view in own.items()}
        with self.world.as_(f"{network}_chair") as desk:
            joint_answering.answer(
                desk, self.ids[network], self.joint, signs=signs, views=views, edition=edition
            )

    def rewrite(self, text: str, *others: str, edition: int = 1) -> None:
        with self.world.as_("race_chair") as desk:
            joint_writing.rewrite(
                desk,
                self.ids["race"],
                self.joint,
                text=text,
                others=[self.ids[n] for n in others],
                edition=edition,
            )

    def send(self, edition: int = 1) -> None:
        with self.world.as_("race_chair") as desk:
            joint_sending.send(desk, self.ids["race"], self.joint, edition=edition)

    def request(self, network: str) -> Any:
        with self.world.looking("secretary") as desk:
            return matters.request(desk.work, self.ids[network])


@pytest.fixture
def round_(world: World) -> Round:
    return Round(world)


def told(world: World, kind: str) -> list[tuple[str, str]]:
    with world.looking("secretary") as desk:
        n = records.notice.c
        query = sa.select(n.person_id, n.sentence).where(n.kind == kind).order_by(n.id)
        return [(row[0], row[1]) for row in desk.work.session.execute(query)]


def test_each_paragraph_becomes_a_comment_that_must_be_answered(round_: Round) -> None:
    round_.answer("women")
    round_.answer("disability", on_2=Given("differs", OWN))
    round_.send()
    race, women, disability = (round_.request(n) for n in ("race", "women", "disability"))
    assert [c.text for c in race.comments] == TEXT.split("\n\n")
    assert [c.text for c in disability.comments] == [OWN]
    assert women.comments == []
    assert (women.status(round_.world.now), women.position) == ("commented", None)
    with round_.world.looking("secretary") as desk:
        case = paper_case(desk, round_.made)
        assert case.consultation is not None
        assert len(case.consultation.unanswered_comments()) == 3
        rows = {row.network: row.status for row in cover_rows(case, round_.world.now)}
    assert rows["Women's Network"] == "commented"


def test_words_of_a_network_that_differs_are_its_own_in_the_record(round_: Round) -> None:
    round_.answer("women", on_1=Given("no_view"))
    round_.answer("disability", on_2=Given("differs", OWN))
    round_.send()
    with round_.world.looking("auditor") as desk:
        e = records.event.c
        query = sa.select(e.type, e.network, e.actor_id).where(e.matter_id == round_.made)
        rows = [tuple(r) for r in desk.work.session.execute(query.order_by(e.seq))]
    assert rows[-5:] == [
        ("joint_response_answered", "Disability Network", ""),
        ("comment_made", "Race Equality Network", ""),
        ("comment_made", "Race Equality Network", ""),
        ("comment_made", "Disability Network", ""),
        ("joint_response_sent", "Race Equality Network", ""),
    ]
    comment = round_.request("disability").comments[0]
    assert comment.made_by_id == round_.world.ids["disability_chair"]


def test_silence_is_no_reply_and_nobody_signs_for_another(round_: Round) -> None:
    with pytest.raises(NotYet, match="needs two"):
        round_.send()
    round_.answer("women", signs=False)
    with pytest.raises(NotYet, match="needs two"):
        round_.send()
    round_.answer("women")
    round_.send()
    joint = round_.now()
    assert [[c.title for c in cells] for _, cells in matrix(joint)] == [
        ["Wrote it", "No reply", "Agrees"],
        ["Wrote it", "No reply", "Agrees"],
    ]
    disability = round_.request("disability")
    assert disability.status(disability.closes_at) == "no_reply"
    with round_.world.as_("women_chair") as desk, pytest.raises(WrongRole):
        joint_writing.withdraw(desk, round_.ids["disability"], round_.joint)
    with pytest.raises(NotYet, match="has been sent"):
        round_.answer("disability")
    with pytest.raises(NotYet, match="has been sent"):
        round_.rewrite("Something else.")


def test_a_changed_text_must_be_read_again_and_keeps_what_stayed(round_: Round) -> None:
    round_.answer("women", on_2=Given("differs", OWN))
    before = {p.text: p.id for p in round_.now().paragraphs}
    round_.rewrite("We begin.\n\nAdverts must be open.")
    joint = round_.now()
    assert joint.edition == 2
    assert [p.number for p in joint.paragraphs] == [1, 2]
    assert joint.paragraphs[1].id == before["Adverts must be open."]
    assert joint.signing() == []
    assert joint.waits_for(round_.ids["women"])
    kept = joint.voice_of(round_.ids["women"]).on(joint.paragraphs[1].id)
    assert (kept.view, kept.words) == ("differs", OWN)
    with pytest.raises(NotYet, match="needs two"):
        round_.send(edition=2)
    with pytest.raises(Invalid, match="changed while you were reading"):
        round_.answer("women", edition=1)
    with pytest.raises(Invalid, match="changed while you were reading"):
        round_.rewrite("Another text.", edition=1)
    round_.answer("women", edition=2)
    round_.send(edition=2)
    assert len(round_.request("race").comments) == 2


def test_one_more_network_is_asked_without_a_new_edition(world: World) -> None:
    round_ = Round(world, "women")
    with pytest.raises(Invalid, match="Nothing was changed"):
        round_.rewrite(TEXT)
    round_.rewrite(TEXT, "disability")
    assert [v.network_name for v in round_.now().voices] == [
        "Disability Network",
        "Women's Network",
    ]
    assert round_.now().edition == 1
    assert {person for person, _ in told(world, "joint")} == {
        world.ids["women_chair"],
        world.ids["disability_chair"],
    }


def test_given_up_its_words_are_gone(round_: Round) -> None:
    round_.answer("women", on_1=Given("differs", OWN))
    with round_.world.as_("race_chair") as desk:
        joint_writing.withdraw(desk, round_.ids["race"], round_.joint)
    joint = round_.now()
    assert (joint.paragraphs, [v.views for v in joint.voices]) == ([], [[], []])
    with pytest.raises(NotYet, match="given up"):
        round_.answer("women")
    with round_.world.as_("race_chair") as desk:
        joint_writing.start(desk, round_.ids["race"], text=TEXT, others=[round_.ids["women"]])
    with round_.world.as_("race_chair") as desk, pytest.raises(NotYet, match="already"):
        joint_writing.start(desk, round_.ids["race"], text=TEXT, others=[round_.ids["women"]])


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"on_1": Given("perhaps")}, "Choose what you say of paragraph 1."),
        ({"on_2": Given("differs", " ")}, "own words how it differs on paragraph 2"),
        ({"on_2": Given("differs", "a" * 20_001)}, "20,000 characters or fewer"),
        ({"on_1": Given("no_view"), "on_2": Given("differs", OWN)}, "agrees to no paragraph"),
    ],
    ids=["unknown", "no words", "too long", "no agreement"],
)
def test_an_answer_that_cannot_be_is_refused(
    round_: Round, own: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        round_.answer("women", **own)
    assert round_.now().voice_of(round_.ids["women"]).signs is None


def test_what_cannot_be_begun_is_refused_with_every_problem(world: World) -> None:
    made = world.consulting("race", "women")
    ids = world.requests(made)
    with world.as_("race_chair") as desk, pytest.raises(Invalid) as found:
        joint_writing.start(desk, ids["race"], text=" ", others=["nobody", ids["race"]])
    assert set(found.value.problems) == {"text", "others"}
    with world.as_("women_chair") as desk, pytest.raises(WrongRole):
        joint_writing.start(desk, ids["race"], text=TEXT, others=[ids["women"]])


def test_before_it_is_sent_only_its_networks_read_it(world: World) -> None:
    round_ = Round(world, "women")
    with world.looking("women_chair") as desk:
        assert joint_pages.own(desk, round_.ids["women"], round_.joint).rows
        assert [each.joint_id for each in _to_sign(desk, world, "women")] == [round_.joint]
    with world.looking("disability_chair") as desk, pytest.raises(NotFound):
        joint_pages.own(desk, round_.ids["disability"], round_.joint)
    for name in ("author", "secretary", "board_chair", "auditor"):
        with world.looking(name) as desk, pytest.raises(NotFound):
            joint_pages.sent(desk, round_.joint)
    round_.answer("women")
    round_.send()
    for name in ("author", "secretary", "board_chair", "auditor"):
        with world.looking(name) as desk:
            assert joint_pages.sent(desk, round_.joint).networks == [
                "Race Equality Network",
                "Women's Network",
            ]
    with world.looking("disability_chair") as desk, pytest.raises(NotFound):
        joint_pages.sent(desk, round_.joint)


def _to_sign(desk: Any, world: World, network: str) -> Any:
    found = network_desk.own_networks(desk)
    assert [n.id for n in found] == [world.network_ids[network]]
    return joint_pages.to_sign(desk, found)


def test_each_network_that_signed_marks_the_reply_for_itself(round_: Round) -> None:
    world = round_.world
    round_.answer("women")
    round_.answer("disability", on_1=Given("differs", OWN))
    round_.send()
    first, second = (p for p in round_.now().paragraphs)

    def mark(network: str, paragraph: str, yes: bool) -> None:
        with world.as_(f"{network}_chair") as desk:
            joint_answering.mark(
                desk, round_.ids[network], round_.joint, paragraph, answers_point=yes
            )

    with pytest.raises(NotYet, match="no reply yet"):
        mark("women", first.id, True)
    for comment in (first.comment_id, second.comment_id):
        with world.as_("author") as desk:
            replying.reply(desk, comment, outcome="not_accepted", reason="The law says so.")
    mark("women", first.id, False)
    mark("disability", second.id, True)
    with pytest.raises(NotFound):
        mark("disability", first.id, True)  # it differs: its own comment gets its own reply
    with pytest.raises(NotFound):
        mark("race", first.id, True)  # its marks stand with its own comments
    with world.looking("women_chair") as desk:
        page = joint_pages.own(desk, round_.ids["women"], round_.joint)
    assert page.voice is not None
    found = {v.paragraph_id: v.answers_point for v in page.voice.views}
    assert found == {first.id: False, second.id: None}
    assert page.to_mark == [first.id, second.id]


def test_signing_gives_no_position_and_lets_an_objection_stand_on_it(round_: Round) -> None:
    world = round_.world
    with world.as_("women_chair") as desk, pytest.raises(Invalid):
        consulting.take_position(desk, round_.ids["women"], position="object")
    round_.answer("women")
    round_.send()
    assert round_.request("women").position is None
    with world.as_("women_chair") as desk:
        consulting.take_position(desk, round_.ids["women"], position="object")
    assert round_.request("women").unresolved_objection()
