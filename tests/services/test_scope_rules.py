"""Scope rules a secretary edits: drafted, tried on past papers, saved as versions, recorded."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from govflow.domain.errors import Invalid, NotFound, NotYet, Stale, WrongRole
from govflow.domain.scope_rules import About, Named, Rule, rule_said
from govflow.services import matters, scope_rules, scope_versions
from govflow.services.scope import proposals
from govflow.store import log
from tests.builders import World

DIGITAL = Rule(topics=("digital",), remits=("women",), why="Who is filmed, and when, differs.")
RECRUITMENT = 3  # the rule of the shipped file that brings race, disability and women in


def put(world: World, rule: Rule, number: int | None = None) -> None:
    with world.as_("secretary") as desk:
        seen = scope_rules.editing(desk).revision
        scope_rules.put(desk, number, rule, seen=seen)


def saved(world: World, reason: str = "The networks asked for it.") -> int:
    with world.as_("secretary") as desk:
        kept = scope_rules.save(desk, reason=reason, seen=scope_rules.editing(desk).revision)
    return kept.number


def proposed(world: World, about: About) -> set[str]:
    names = {v: k for k, v in world.network_ids.items()}
    with world.looking("secretary") as desk:
        return {names[p.network_id] for p in proposals(desk, about) if p.proposed}


def test_a_draft_changes_nothing_until_it_is_saved(world: World) -> None:
    put(world, DIGITAL)
    assert proposed(world, About(("digital",))) == {"disability"}
    assert saved(world) == 2
    assert proposed(world, About(("digital",))) == {"disability", "women"}
    with world.looking("secretary") as desk:
        now = scope_rules.editing(desk)
        assert now.in_force.version == 2
        assert not now.changed
        assert now.draft is None


def test_money_staff_and_kind_bring_networks_in(world: World) -> None:
    named = Named(world.network_ids["race"], "Race Equality Network")
    rule = Rule(
        topics=(),
        kinds=("policy",),
        remits=(),
        networks=(named,),
        money_at_least=250_000,
        staff_at_least=50,
        why="It is large.",
    )
    put(world, rule)
    saved(world)
    assert proposed(world, About((), "policy", 250_000, 50)) == {"race"}
    for missed in (
        About((), "ordinary", 250_000, 50),
        About((), "policy", 249_999, 50),
        About((), "policy", 250_000, None),
    ):
        assert proposed(world, missed) == set()
    with world.looking("secretary") as desk:
        [why] = [p.why for p in proposals(desk, About((), "policy", 300_000, 60)) if p.proposed]
        said = rule_said(desk.rules, desk.rules.rules[-1])
    assert why == (
        "The paper is of the kind “policy”, is about £250,000 or more and touches 50 staff or "
        "more: it is large."
    )
    assert said == (
        "When the paper is of the kind “policy”, is about £250,000 or more and touches 50 staff "
        "or more, ask the Race Equality Network. It is large."
    )


def test_it_is_tried_on_past_papers_before_it_is_saved(world: World) -> None:
    past = world.issued()
    other = world.consulting(topics=("digital",))
    world.draft(topics=("digital",))
    put(world, DIGITAL)
    with world.as_("secretary") as desk:
        seen = scope_rules.editing(desk).revision
        scope_rules.remove(desk, RECRUITMENT, seen=seen)
    with world.looking("secretary") as desk:
        tried = scope_rules.trial(desk, scope_rules.editing(desk))
    everybody = ("Disability Network", "Race Equality Network", "Women's Network")
    assert tried.looked_at == 2
    assert {d.paper.id: (d.added, d.removed) for d in tried.papers} == {
        other: (("Women's Network",), ()),
        past: ((), everybody),
    }
    assert tried.by_network == [
        ("Disability Network", 0, 1),
        ("Race Equality Network", 0, 1),
        ("Women's Network", 1, 1),
    ]
    assert [p.id for p in tried.nobody] == [past]


def test_each_consultation_records_its_version_and_keeps_it(world: World) -> None:
    before = world.scoped()
    put(world, DIGITAL)
    saved(world)
    after = world.scoped()
    with world.looking("secretary") as desk:
        first, second = (matters.paper_case(desk, m).consultation for m in (before, after))
        assert first is not None
        assert second is not None
        assert first.rule_version.startswith("paper-topics.v1 ")
        assert second.rule_version == f"paper-topics.v2 {desk.rules.content_hash[:12]}"
        known = scope_versions.versions(desk)
    assert [(v.number, v.consultations) for v in known] == [(2, 1), (1, 1)]


def test_versions_are_compared_rule_by_rule(world: World) -> None:
    put(world, DIGITAL)
    with world.as_("secretary") as desk:
        scope_rules.shift(desk, 1, 1, seen=1)
    saved(world)
    with world.looking("auditor") as desk:
        known = scope_versions.versions(desk)
        shown = scope_versions.compared(known[1], known[0])
        assert shown.added == [rule_said(desk.rules, DIGITAL)]
        assert shown.removed == []
        assert shown.reordered
        assert shown.kept == len(desk.office.rules.rules)
        with pytest.raises(NotFound):
            scope_versions.numbered(known, 9)


def test_the_trail_says_who_why_and_which_hash(world: World) -> None:
    put(world, DIGITAL)
    saved(world, "Agreed with the Women's Network.")
    with world.looking("auditor") as desk:
        found = [e for e in log.entries(desk.work.session) if e.type == "scope_rules_saved"]
        [entry] = found
        assert entry.facts["sha256"] == desk.rules.content_hash
        assert entry.texts["reason"] == "Agreed with the Women's Network."
        assert "saved version 2 of the scope rules (15 rules)" in entry.sentence()


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule((), ("women",), "Why."), "topics"),
        (Rule(("digital",), (), "Why."), "remits"),
        (Rule(("digital",), ("women",), " "), "why"),
        (Rule(("digital",), ("women",), "x" * 501), "why"),
        (Rule(("weather",), ("women",), "Why."), "topics"),
        (Rule(("digital",), ("men",), "Why."), "remits"),
        (Rule(("digital",), ("women",), "Why.", kinds=("secret",)), "kinds"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(world: World, rule: Rule, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        put(world, rule)
    assert list(refused.value.problems) == [field]


def test_two_secretaries_at_once_and_nothing_to_save(world: World) -> None:
    put(world, DIGITAL)
    with pytest.raises(Stale), world.as_("secretary") as desk:
        scope_rules.remove(desk, 1, seen=0)
    with pytest.raises(Stale), world.as_("secretary") as desk:
        scope_rules.save(desk, reason="Because.", seen=0)
    with pytest.raises(Invalid), world.as_("secretary") as desk:
        scope_rules.save(desk, reason="  ", seen=1)
    with world.as_("secretary") as desk:
        scope_rules.discard(desk)
    with pytest.raises(NotYet), world.as_("secretary") as desk:
        scope_rules.save(desk, reason="Because.", seen=0)
    for name in ("author", "board_chair", "administrator", "race_chair"):
        with pytest.raises(WrongRole), world.as_(name) as desk:
            scope_rules.editing(desk)


def test_a_saved_version_is_never_changed_or_removed(world: World) -> None:
    put(world, DIGITAL)
    saved(world)
    for sql in (
        "UPDATE scope_rules_version SET reason = 'x'",
        "DELETE FROM scope_rules_version",
    ):
        with pytest.raises(DBAPIError), world.as_("system") as desk:
            desk.work.session.execute(sa.text(sql))


def test_another_organisation_keeps_its_own_rules(world: World) -> None:
    from tests.builders import make_world

    other = make_world(world.office, code="RQY")
    put(world, DIGITAL)
    saved(world)
    put(other, DIGITAL)
    assert proposed(other, About(("digital",))) == {"disability"}
    with other.looking("secretary") as desk:
        assert [v.number for v in scope_versions.versions(desk)] == [1]
