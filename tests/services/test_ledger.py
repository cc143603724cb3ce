"""The influence ledger: every comment from raising to outcome, with its change."""

import pytest

from govflow.domain.errors import WrongRole
from govflow.services import ledger, ledger_export, marking
from govflow.services.ledger import Line, Page, Wanted
from tests.builders import World
from tests.services.influence import (
    AFTER,
    BEFORE,
    Heard,
    changed,
    decided,
    heard,
    promised,
    replied,
)


def read(world: World, name: str, wanted: Wanted | None = None) -> Page:
    with world.looking(name) as desk:
        return ledger.page(desk, wanted or Wanted(), limit=50, offset=0)


def line(world: World, found: Heard) -> Line:
    lines = read(world, "secretary").lines
    return next(each for each in lines if each.row.comment_id == found.comment_id)


def test_a_comment_is_followed_from_raising_to_outcome(world: World) -> None:
    found = heard(world)
    assert [each.fate for each in read(world, "race_chair").lines] == ["waiting", "waiting"]
    changed(world, found)
    replied(world, found)
    with world.as_("race_chair") as desk:
        marking.mark_reply(desk, found.comment_id, answers_point=True)
    promised(world, found)
    followed = line(world, found)
    assert (followed.fate, followed.mark) == ("accepted", "yes")
    assert followed.change is not None
    assert followed.change.kind == "changed"
    assert (followed.change.before, followed.change.after) == (BEFORE, AFTER)
    assert followed.change.sentence == "The paragraph changed from version 1 to version 2."
    assert not followed.change.differs
    assert [each.text for each in followed.promises] == ["Every panel is trained."]
    assert dict(read(world, "secretary").counts) == {
        "Comments": 2,
        "Accepted": 1,
        "Out of scope": 1,
        "Answers our point": 1,
    }


def test_a_paragraph_that_did_not_change_is_said_not_to_have(world: World) -> None:
    found = heard(world)
    replied(world, found)
    followed = line(world, found)
    assert followed.change is not None
    assert followed.change.kind == "no_newer"
    changed(world, found, "Panels differ.\n\nSomething else is new.")
    followed = line(world, found)
    assert followed.change is not None
    assert followed.change.kind == "elsewhere"
    assert "did not change" in followed.change.sentence
    assert not followed.change.shown


def test_the_authors_words_are_compared_with_the_version(world: World) -> None:
    found = heard(world)
    changed(world, found)
    replied(world, found, typed="Panels will one day be fair.")
    followed = line(world, found)
    assert followed.change is not None
    assert (followed.change.kind, followed.change.differs) == ("changed", True)
    replied_with_old = heard(world, title="Another paper")
    changed(world, replied_with_old, "Panels differ.\n\nAnother paragraph.")
    replied(world, replied_with_old, typed="**Panels differ.**")
    followed = line(world, replied_with_old)
    assert followed.change is not None
    assert followed.change.kind == "unchanged"


def test_each_reader_sees_what_is_theirs(world: World) -> None:
    found = heard(world)
    assert len(read(world, "secretary").lines) == 2
    assert len(read(world, "auditor").lines) == 2
    assert read(world, "women_chair").lines == []
    for name in ("author", "lead", "manager", "administrator", "equality_lead"):
        with pytest.raises(WrongRole):
            read(world, name)
    for name in ("author", "lead", "secretary", "board_chair", "auditor"):
        with world.looking(name) as desk:
            _, page = ledger.of_paper(desk, found.matter_id, Wanted(), limit=9, offset=0)
        assert page.total == 2
    for name in ("race_chair", "manager", "equality_lead"):
        with world.looking(name) as desk, pytest.raises(WrongRole):
            ledger.of_paper(desk, found.matter_id, Wanted(), limit=9, offset=0)


def test_it_is_narrowed_by_outcome_mark_paper_and_year(world: World) -> None:
    found = heard(world)
    replied(world, found)
    other = heard(world, title="Another paper")
    narrow = [
        (Wanted(outcome="accepted"), 1),
        (Wanted(outcome="waiting"), 2),
        (Wanted(mark="none"), 2),
        (Wanted(mark="yes"), 0),
        (Wanted(matter_id=other.matter_id), 2),
        (Wanted(network_id=world.network_ids["women"]), 0),
    ]
    for wanted, count in narrow:
        page = read(world, "secretary", wanted)
        assert (len(page.lines), page.total) == (count, count)
    with world.looking("secretary") as desk:
        years = [ledger.in_year(desk, Wanted(), year) for year in (2025, 2026)]
        assert [ledger.page(desk, w, limit=9, offset=0).total for w in years] == [0, 4]
        choices = ledger.choices(desk)
        assert choices.years == [2026]
        assert len(choices.papers) == 2


def test_the_export_names_bodies_and_is_recorded(world: World) -> None:
    found = heard(world)
    changed(world, found)
    replied(world, found)
    promised(world, found)
    decided(world, found)
    promised(world, found, comment_id="", network_id=world.network_ids["women"], text="A review.")
    with world.as_("secretary") as desk:
        made = ledger_export.export(desk, Wanted(), "csv")
        rows = list(ledger_export.cells(made))
    assert {len(row) for row in rows} == {len(ledger_export.COLUMNS)}
    said = " ".join(str(cell) for row in rows for cell in row)
    assert "Race Equality Network" in said
    assert AFTER in said
    assert "A review." in said
    assert "Amara" not in said
    assert "Leila" not in said
    assert "Rashida" not in said
