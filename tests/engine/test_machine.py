"""What may be done here, and how a refusal is said."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from govflow.domain.errors import NoSuchAction, NotYet, WrongRole
from govflow.engine import diagram
from govflow.engine.asking import problems
from govflow.engine.definition import load_text
from govflow.engine.machine import fire, offers
from govflow.engine.workflow import Ask
from tests.engine.build import GUARDS, LOAN, SOUND

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WORKFLOW = load_text(SOUND, GUARDS)


@dataclass
class Request:
    state: str = "asked"


def test_offers_show_what_stands_in_the_way_but_not_what_the_form_asks() -> None:
    grant, refuse = offers(WORKFLOW, Request(), {"secretary"}, {"actor_id": "x"}, NOW)
    assert grant.stands_in_the_way == ("They may not go yet.",)
    assert refuse.open


def test_nothing_is_offered_to_others() -> None:
    assert offers(WORKFLOW, Request(), {"author"}, {}, NOW) == []


def test_firing_moves_nothing_itself() -> None:
    subject = Request()
    move = fire(WORKFLOW, subject, "grant", {"secretary"}, {"may": 1, "reason": "Rest"}, NOW)
    assert (move.from_state, move.to_state, subject.state) == ("asked", "granted", "asked")


def test_every_sentence_in_the_way_is_said() -> None:
    with pytest.raises(NotYet) as refused:
        fire(WORKFLOW, Request(), "grant", {"secretary"}, {}, NOW)
    assert refused.value.sentences == ("They may not go yet.", "Give the reason.")


def test_the_wrong_role_is_told_who_may() -> None:
    with pytest.raises(WrongRole, match="Only the company secretary may grant the leave"):
        fire(WORKFLOW, Request(), "grant", {"author"}, {}, NOW)


def test_the_wrong_state_is_told_where() -> None:
    with pytest.raises(NoSuchAction, match="is possible only from"):
        fire(WORKFLOW, Request("granted"), "refuse", {"secretary"}, {}, NOW)
    with pytest.raises(NoSuchAction):
        fire(WORKFLOW, Request(), "burn", {"secretary"}, {}, NOW)


def test_the_drawing_marks_where_we_are_without_scripts_or_inline_styles() -> None:
    svg = diagram.svg(WORKFLOW, "asked", ["asked"])
    assert "You are here" in svg
    assert "<title" in svg
    for forbidden in ("<script", "<style", "style=", "javascript:"):
        assert forbidden not in svg
    assert any("grant the leave" in line for line in diagram.described(WORKFLOW, "asked"))
    assert diagram.mermaid(WORKFLOW).startswith("stateDiagram")


LENT = load_text(LOAN, GUARDS)
GIVEN = {"may": 1, "back_on": "2026-03-09", "key": "R/12-b", "note": "Ground floor"}


def refused_for(**facts: object) -> tuple[str, ...]:
    with pytest.raises(NotYet) as refused:
        fire(LENT, Request(), "lend", {"keeper"}, {**GIVEN, **facts}, NOW)
    return refused.value.sentences


def test_what_the_form_requires_is_required_by_the_engine_too() -> None:
    assert fire(LENT, Request(), "lend", {"keeper"}, GIVEN, NOW).to_state == "lent"
    day = {**GIVEN, "back_on": date(2026, 3, 9)}
    assert fire(LENT, Request(), "lend", {"keeper"}, day, NOW).to_state == "lent"
    assert refused_for(back_on=None, key=" ", note="") == (
        "Answer “Until which day?”",
        "Enter the key.",
        "Enter the note.",
    )


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "20260309", "9999-12-31", NOW, 7])
def test_a_date_must_exist(day: object) -> None:
    assert refused_for(back_on=day) == ("“Until which day?” must be a real date.",)


@pytest.mark.parametrize("key", ["Mr Smith", "a_b", "é", "A\nB"])
def test_a_reference_has_no_room_for_a_name(key: str) -> None:
    [sentence] = refused_for(key=key)
    assert sentence == "“Key” may hold letters, digits, “/”, “-” and “.” and no spaces."


def test_a_text_has_an_end_and_is_text() -> None:
    assert refused_for(key="k" * 41) == ("“Key” must be 40 characters or fewer.",)
    assert refused_for(note="n" * 201) == ("“Note” must be 200 characters or fewer.",)
    assert refused_for(note=["n"]) == ("“Note” must be given as text.",)


def test_each_kind_of_field_says_what_it_lacks() -> None:
    asks = (
        Ask("room", "Which room?", "choice", choices=("Small", "Large")),
        Ask("agreed", "It was agreed.", "checkbox"),
        Ask("keeper", "Who keeps it?", "person"),
        Ask("size", "Size", "text", required=False, max_length=3),
    )
    assert problems(asks, {}) == {
        "room": "Choose an answer to “Which room?”.",
        "agreed": "Tick the statement: without it this cannot be recorded.",
        "keeper": "Choose an answer to “Who keeps it?”.",
    }
    given = {"room": "Huge", "agreed": "no", "keeper": "p1", "size": "long"}
    assert problems(asks, given) == {
        "room": "Choose one of the answers to “Which room?”.",
        "agreed": "Tick the statement: without it this cannot be recorded.",
        "size": "“Size” must be 3 characters or fewer.",
    }
    assert problems(asks, {"room": "Small", "agreed": True, "keeper": "p1"}) == {}


def test_offers_say_nothing_of_an_empty_form() -> None:
    [lend] = offers(LENT, Request(), {"keeper"}, {"may": 1}, NOW)
    assert lend.open
