"""The demo's story holds together, has every state in it, and copies no reply."""

from collections import Counter
from dataclasses import replace

import pytest

from govflow.demo.checks import faults
from govflow.demo.content import Content, ContentFaults, load, revised_body, unit_of
from govflow.domain.consultation import OUTCOMES, POSITIONS
from govflow.domain.document import CHARACTERISTICS, PURPOSES
from govflow.domain.network import SIZE_BANDS
from govflow.domain.people import Role
from govflow.domain.policy import POLICY_TITLES

STATES = {
    "draft": 5,
    "submitted": 3,
    "scoped": 2,
    "consulting": 6,
    "responding": 4,
    "answered": 2,
    "ready": 5,
    "issued": 3,
    "approved": 1,
    "noted": 1,
    "closed": 8,
    "withdrawn": 1,
    "awaiting_ratification": 1,
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load()


def test_nothing_contradicts(content: Content) -> None:
    assert faults(content) == []


def test_every_state_has_its_papers(content: Content) -> None:
    assert Counter(p.state for p in content.papers) == STATES
    assert sum(p.deferred_from is not None for p in content.papers) == 1
    assert sum(p.waiver is not None for p in content.papers) == 1


def test_keys_names_and_titles_are_given_once(content: Content) -> None:
    world = content.world
    for values in (
        [p.key for p in content.papers],
        [p.title for p in content.papers],
        [p.name for p in world.people],
        [p.email for p in world.people],
        [m.key for m in world.meetings],
    ):
        assert len(values) == len(set(values))


def test_each_role_has_one_sign_in(content: Content) -> None:
    roles = Counter(role for p in content.sign_ins() for role in p.roles)
    assert roles == {role.value: 1 for role in Role}


def test_every_network_is_asked_and_one_has_nobody_in_post(content: Content) -> None:
    asked = {r.network for p in content.papers if p.consultation for r in p.consultation.requests}
    assert asked == set(content.networks)
    assert [n.key for n in content.networks.values() if n.officer_on(0) is None] == ["faith"]


def test_vocabularies_are_the_domains(content: Content) -> None:
    assert {c for p in content.papers for c in p.eia.characteristics} <= set(CHARACTERISTICS)
    assert {u for p in content.papers for u in p.purposes} <= set(PURPOSES)
    assert {n.size_band for n in content.networks.values()} <= set(SIZE_BANDS)
    assert {v.name for v in content.world.policy} == set(POLICY_TITLES)
    assert {r for n in content.networks.values() for r in n.remit} == set(content.rules.remits)
    assert {t for p in content.papers for t in p.topics} <= set(content.rules.topics)


def test_every_position_and_outcome_occurs(content: Content) -> None:
    asked = [r for p in content.papers if p.consultation for r in p.consultation.requests]
    assert {r.position for r in asked} == {*POSITIONS, None}
    replies = [c.reply for p in content.papers for c in p.comments() if c.reply]
    assert {r.outcome for r in replies} == set(OUTCOMES)


def test_nobody_writes_the_same_words_twice(content: Content) -> None:
    replies = [c.reply.reason for p in content.papers for c in p.comments() if c.reply]
    assert len(replies) == len(set(replies))
    comments = [c.text for p in content.papers for c in p.comments()]
    assert len(comments) == len(set(comments))


def test_submitted_papers_have_their_front_sheet(content: Content) -> None:
    for paper in content.papers:
        if paper.state == "draft":
            continue
        assert paper.options[0].do_nothing, paper.key
        assert len(paper.options) >= 2, paper.key
        for text in (paper.summary, paper.body, paper.eia.summary, paper.eia.evidence):
            assert text, paper.key
        assert paper.recommendations, paper.key
        assert paper.presenter, paper.key
        assert paper.meeting, paper.key
        assert paper.part == "public" or paper.private_reason, paper.key


def test_bodies_have_substance(content: Content) -> None:
    lengths = sorted(len(p.body.split()) for p in content.papers)
    assert lengths[0] >= 110
    assert sum(300 <= n <= 700 for n in lengths) >= 12


def test_a_changed_paragraph_reaches_the_next_version(content: Content) -> None:
    for paper in content.papers:
        for comment in paper.comments():
            if comment.reply and comment.reply.changed_paragraph:
                changed = comment.reply.changed_paragraph
                assert unit_of(revised_body(paper), changed) is not None, changed


def test_one_issued_paper_carries_an_unresolved_objection(content: Content) -> None:
    issued = [p for p in content.papers if p.state == "issued"]
    objections = [
        r.network
        for p in issued
        if p.consultation
        for r in p.consultation.requests
        if r.position == "object" and not all(c.reply and c.reply.answers_point for c in r.comments)
    ]
    assert objections == ["carers"]


def test_the_review_was_late_and_some_evidence_fell(content: Content) -> None:
    review = content.review
    adopted = next(s.on for s in review.steps if s.action == "adopt")
    assert adopted.isoformat() == "2022-03-24"
    assert {e.criterion for e in review.evidence if e.withdrawn_on is None} == set(range(1, 13))
    assert {e.criterion for e in review.evidence if e.withdrawn_on} == {2, 3, 5, 7, 12}
    assert {v.network for v in review.verdict} == set(content.networks)


def test_a_contradiction_is_named(content: Content) -> None:
    paper = content.papers[0]
    late = paper.model_copy(update={"timeline": paper.timeline.model_copy(update={"sent": -160})})
    found = faults(replace(content, papers=(late,)))
    assert f"{paper.key}: the window does not fit before the paper deadline." in found


def test_a_slip_of_shape_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govflow.demo.content._plain", lambda name: {"papers": [{"kye": "x"}]})
    with pytest.raises(ContentFaults, match=r"organisation\.yaml: organisation: Field required"):
        load()
