"""Restricted words are kept and nowhere to be read; lifted, they stand where they stood."""

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.restriction import mark
from govflow.services import consulting, erasure, log_check, replying, restriction
from govflow.services.restriction import Wanted
from govflow.store import erasing, matters, restricting, tables, trail
from tests.builders import World
from tests.offline.test_bundle import everything
from tests.test_backups import Machine, machine
from tests.test_erasure import WORDS, commented, erase, number_of

__all__ = ["machine"]  # the fixture, found here by pytest

TOLD = {"told": "By letter of 1 March.", "reason": "The objection did not stand."}


def wanted(seq: int, field: str = "text", ground: str = "18-1-d") -> Wanted:
    return Wanted(seq, field, ground, "The person asked the trust by telephone.")


def restrict(world: World, seq: int, field: str = "text") -> None:
    who = world.who("administrator")
    restriction.restrict(world.office, who, world.now, wanted(seq, field))


def lift(world: World, seq: int, field: str = "text", **changed: str) -> None:
    who, given = world.who("administrator"), {**TOLD, **changed}
    restriction.lift(world.office, who, world.now, (seq, field), **given)


def answered(world: World) -> tuple[str, str, int]:
    """A comment whose reply repeats its words."""
    made, comment_id, seq = commented(world)
    with world.as_("author") as desk:
        reason = f"You say: “{WORDS}”. We differ."
        replying.reply(desk, comment_id, outcome="not_accepted", reason=reason)
    return made, comment_id, seq


def in_use(world: World) -> dict[str, int]:
    """In which tables that anything reads the words stand, and how often."""
    with world.looking("system") as desk:
        found = {}
        for table in tables.metadata.sorted_tables:
            if table.name == "restricted":
                continue
            rows = desk.work.session.execute(sa.select(table)).all()
            count = sum(WORDS in _text(value) for row in rows for value in row)
            if count:
                found[table.name] = count
        return found


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def faults(world: World) -> tuple[str, ...]:
    with world.looking("auditor") as desk:
        return log_check.check_log(desk).faults


def test_restricted_words_are_in_no_table_that_is_read_and_come_back_where_they_stood(
    world: World,
) -> None:
    made, comment_id, seq = answered(world)
    before = in_use(world)
    assert {"comment", "reply", "sealed"} <= set(before)
    restrict(world, seq)
    assert in_use(world) == {}
    assert faults(world) == ()
    with world.looking("secretary") as desk:
        said = matters.comment(desk.work, comment_id)
        assert said.text == mark(seq, "text")
        assert said.reply
        assert said.reply.reason == f"You say: “{mark(seq, 'text')}”. We differ."
    assert world.state(made) == "consulting"
    lift(world, seq)
    assert in_use(world) == before
    assert faults(world) == ()
    with world.looking("secretary") as desk:
        assert matters.comment(desk.work, comment_id).text == WORDS
        assert restricting.standing(desk.work) == []


def test_a_text_within_a_restricted_one_stays_restricted_when_that_is_lifted(world: World) -> None:
    _, comment_id, inner = commented(world)
    _, other_id, outer = commented(world, f"Long before. {WORDS} And long after.")
    restrict(world, outer)
    restrict(world, inner)
    assert in_use(world) == {}
    lift(world, outer)
    assert in_use(world) == {}
    with world.looking("secretary") as desk:
        there = matters.comment(desk.work, other_id).text
        assert there == f"Long before. {mark(inner, 'text')} And long after."
    lift(world, inner)
    with world.looking("secretary") as desk:
        assert matters.comment(desk.work, comment_id).text == WORDS
        there = matters.comment(desk.work, other_id).text
        assert there == f"Long before. {WORDS} And long after."
    assert faults(world) == ()


def test_a_restricted_text_can_be_erased_for_good(world: World) -> None:
    _, comment_id, seq = answered(world)
    restrict(world, seq)
    with world.looking("administrator") as desk:
        (item,) = erasure.subject(desk, seq).items
    assert (item.there, item.restricted) == (True, True)
    assert [each.place for each in item.copies] == ["comments", "replies"]
    erase(world, seq)
    with world.looking("secretary") as desk:
        said = matters.comment(desk.work, comment_id)
        assert said.text == "[erased]"
        assert said.reply
        assert said.reply.reason == "You say: “[erased]”. We differ."
        assert restricting.standing(desk.work) == []
    with pytest.raises(NotFound):
        lift(world, seq)
    assert faults(world) == ()


def test_erasing_words_reaches_the_restricted_texts_that_hold_them(world: World) -> None:
    _, _, inner = commented(world)
    _, other_id, outer = commented(world, f"Long before. {WORDS} And long after.")
    restrict(world, outer)
    erase(world, inner)
    with world.looking("secretary") as desk:
        assert restricting.standing(desk.work) == []
        assert matters.comment(desk.work, other_id).text == "[erased]"


def test_what_is_wrong_is_named_and_nothing_changes(world: World) -> None:
    _, _, seq = commented(world)
    before = in_use(world)
    with pytest.raises(WrongRole):
        restriction.restrict(world.office, world.who("secretary"), world.now, wanted(seq))
    bad = Wanted(seq, "statement", "17-1-a", " ")
    with pytest.raises(Invalid) as caught:
        restriction.restrict(world.office, world.who("administrator"), world.now, bad)
    assert set(caught.value.problems) == {"field", "ground", "reason"}
    with pytest.raises(NotFound):
        restrict(world, 10_000)
    with pytest.raises(NotFound):
        lift(world, seq)
    assert in_use(world) == before
    restrict(world, seq)
    with pytest.raises(Invalid, match="in use"):
        restrict(world, seq)
    for missing in ({"told": ""}, {"reason": ""}, {"told": "x" * 4001}):
        with pytest.raises(Invalid) as caught:
            lift(world, seq, **missing)
        assert set(caught.value.problems) == set(missing)
    with pytest.raises(WrongRole):
        restriction.lift(world.office, world.who("auditor"), world.now, (seq, "text"), **TOLD)
    assert in_use(world) == {}


def test_what_was_put_away_with_another_is_lifted_with_it(world: World) -> None:
    answered(world)
    reply, comment = number_of(world, "comment_answered"), number_of(world, "comment_made")
    restrict(world, comment)
    with pytest.raises(NotFound, match="No restriction"):
        lift(world, reply, "reason")
    with world.looking("auditor") as desk:
        (one,) = restriction.standing(desk)
        assert sorted(one.with_it) == [(comment, "text"), (reply, "reason")]
    with world.looking("secretary") as desk, pytest.raises(WrongRole):
        restriction.standing(desk)


def test_a_name_that_is_put_away_is_said_to_be(world: World) -> None:
    world.draft()
    seq = number_of(world, "paper_started")
    with world.as_("administrator") as desk:
        told = erasing.text_of(desk.work, seq, "actor")
        assert told
        restricting.hold(desk.work, told, mark(seq, "actor"))
    with world.looking("auditor") as desk:
        entry = trail.by_seq(desk.work, seq)
        assert entry
        assert entry.actor == "[restricted]"


def test_a_backup_that_comes_back_is_restricted_again(machine: Machine) -> None:
    _, _, seq = commented(machine.world)
    _, _, other = commented(machine.world, "Other words that were restricted and came back")
    assert machine.run("sign", "--once").exit_code == 0
    path = machine.backup()
    restrict(machine.world, seq)
    restrict(machine.world, other)
    lift(machine.world, other)
    assert machine.run("sign", "--once").exit_code == 0
    told = machine.restore(path, "--stale", "The newer disk is lost")
    assert told.exit_code == 0, told.output
    assert "1 texts that were restricted since were restricted again." in told.output
    assert machine.run("trail", "verify").exit_code == 0
    listed = machine.run("erasures", "restrictions").output
    assert f"{seq:>6}  text  restricted since" in listed
    assert WORDS not in listed


def test_no_page_mail_download_or_bundle_shows_restricted_words(machine: Machine) -> None:
    made, _, seq = commented(machine.world)
    restrict(machine.world, seq)
    with machine.world.as_("race_chair") as desk:
        said = consulting.asked(desk, machine.world.requests(made)["race"]).request.comments
        assert [each.text for each in said] == [mark(seq, "text")]
    assert machine.run("sign", "--once").exit_code == 0
    bundle = machine.folder / "restricted.zip"
    assert machine.run("trail", "bundle", "--matter", made, "--out", str(bundle)).exit_code == 0
    assert WORDS not in everything(bundle)
