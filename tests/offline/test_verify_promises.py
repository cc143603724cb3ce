"""The verifier's reading of promises: the states they mean, and the order of gates."""

from pathlib import Path

from tests.offline.forge import Forged
from tests.offline.test_verify_replay import WINDOW, closed, said


def test_a_second_window_asks_everybody_anew(tmp_path: Path) -> None:
    made = closed()
    made.rules["actions"]["ask"]["from"] = ["draft", "closed"]
    made = _anew(made)
    fault = (
        "Event 6: the consultation was closed before its window ended, and n1, n2 had not answered."
    )
    assert said(made, tmp_path) == [fault]


def _anew(made: Forged) -> Forged:
    made.events[0]["workflow"] = made.workflow
    made.act("ask", "closed", "asked", facts={"details": WINDOW})
    return made.act("close", "asked", "closed")


def test_the_word_decision_stands_for_every_decision(tmp_path: Path) -> None:
    for to_reach in ("decision", ["decision"]):
        made = Forged()
        made.rules["promises"][0]["to_reach"] = to_reach
        made.opens().act("pass", "draft", "urgent")
        broken = "Event 1: “asked before decided” is broken: “ask” was not done before."
        assert said(made, tmp_path) == [broken]
    made = Forged()
    made.rules["promises"][0]["to_reach"] = "decision"
    assert len(said(made.opens().act("ask", "draft", "asked"), tmp_path)) == 5


def test_a_state_of_that_name_is_meant_itself(tmp_path: Path) -> None:
    made = Forged()
    made.rules["states"]["decision"] = {}
    made.rules["promises"][0]["to_reach"] = "decision"
    assert len(said(made.opens().act("pass", "draft", "urgent"), tmp_path)) == 5


def test_gates_are_passed_in_their_order(tmp_path: Path) -> None:
    made = Forged()
    made.rules["actions"]["close"]["from"] = "draft"
    made.rules["actions"]["close"]["to"] = "draft"
    made.rules["actions"]["ask"]["to"] = "draft"
    made.opens().act("close", "draft", "draft").act("ask", "draft", "draft")
    made.act("decide", "draft", "decided")
    broken = "Event 3: “asked before decided” is broken: “close” was not done before."
    assert said(made, tmp_path) == [broken]
