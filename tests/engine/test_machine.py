"""What may be done here, and how a refusal is said."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from govflow.domain.errors import NoSuchAction, NotYet, WrongRole
from govflow.engine import diagram
from govflow.engine.definition import load_text
from govflow.engine.machine import fire, offers
from tests.engine.build import GUARDS, SOUND

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
