"""The verifier's replay: a lawful life holds, and each way to break the rules has its sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from govflow.offline.govflow_verify import Fault, Head, read_keys, verify_bundle
from tests.offline.forge import Forged, key_line, written

Change = Callable[[Forged], object]
WINDOW = {"closes_at": "2026-03-20T17:00:00.000000Z", "networks": ["n1", "n2"]}
SECRETARY, CHAIR = '{"id":"p1","name":"Sian"}', '{"id":"p2","name":"Owen"}'


def said(forged: Forged, folder: Path, *, kept: Head | None = None) -> list[str]:
    """What the verifier says of the bundle, or the one sentence of its fault."""
    path = written(forged.parts(), folder / "bundle.zip")
    try:
        return list(verify_bundle(path, read_keys([key_line()]), kept, hashes_only=False))
    except Fault as fault:
        return [str(fault)]


def asked() -> Forged:
    """A matter that two networks are asked about."""
    made = Forged().opens()
    return made.act("ask", "draft", "asked", facts={"details": WINDOW, "acted_as": "secretary"})


def heard(made: Forged) -> Forged:
    """Both networks are heard."""
    made.say("position_given", facts={"network": "n1"})
    return made.say("network_waived", facts={"waived_network": "n2"})


def closed() -> Forged:
    """A matter of which the window closed early, because everybody was heard."""
    return heard(asked()).act("close", "asked", "closed", facts={"acted_as": "secretary"})


def decided() -> Forged:
    """The whole lawful life of a matter."""
    made = closed().say("comment_made", facts={"comment": "c1"})
    made.say("comment_answered", facts={"comment": "c1"})
    return made.act("check", "closed", "ready").act("decide", "ready", "decided")


def test_a_lawful_life_holds(tmp_path: Path) -> None:
    made = decided().opens("m2", "review_opened").opens("m3", "matter_opened").say("heard_of", None)
    assert said(made, tmp_path) == [
        "The checkpoint over 12 events is signed by the key you gave.",
        "12 events are as they were recorded: the whole log.",
        "0 documents have the hash they were recorded with.",
        "0 of 0 sealed texts are shown, and each is the one recorded; the others were withheld "
        "from this bundle or erased.",
        "4 moves of 3 matters are legal under their workflows, and lead to the states that are "
        "stored.",
    ]


def test_matters_that_moved_on_are_not_compared(tmp_path: Path) -> None:
    made = decided()
    del made.stored["m1"]
    made.later = ["m1"]
    made.events[0]["workflow"] = made.workflow
    assert "1 matters moved on since: their stored state is not compared." in said(made, tmp_path)
    made.opens("m2").stored["m2"] = "ready"
    other = "The matter m2 is stored in “ready”, but its events lead to “draft”."
    assert said(made, tmp_path) == [other]
    made.stored["m2"] = "draft"
    made.later = ["another"]
    gone = "The matter m1 is in the events, but not among the states."
    assert said(made, tmp_path) == [gone]


def test_the_workflow_may_be_known_from_the_state_alone(tmp_path: Path) -> None:
    made = closed()
    del made.events[0]["workflow"]
    assert len(said(made, tmp_path)) == 5
    made.stored.clear()
    assert said(made, tmp_path) == ["Event 0: the workflow … is not in the bundle."]


def _move(made: Forged, **facts: object) -> Forged:
    made.events[-1]["facts"] |= facts
    return made


def _kind(made: Forged, kind: str) -> Forged:
    made.events[0]["type"] = kind
    return made


def _versions(*versions: int) -> Forged:
    made = closed()
    for event, version in zip(made.events, versions, strict=True):
        event["version"] = version
    return made


def _hurried(**opened: str) -> Forged:
    return Forged().opens().act("hurry", "draft", "decided", opened=opened)


def _twice() -> Forged:
    made = _hurried(reason="Fire.").act("reopen", "decided", "draft")
    return made.act("hurry", "draft", "decided", opened={"reason": "Fire again."})


def _asked_again() -> Forged:
    made = decided().act("reopen", "decided", "draft")
    return made.act("ask", "draft", "asked", facts={"details": WINDOW})


def _one_person(second: str) -> Forged:
    made = Forged().opens()
    made.act("ask", "draft", "asked", facts={"details": WINDOW}, opened={"actor": SECRETARY})
    heard(made).act("close", "asked", "closed").act("check", "closed", "ready")
    return made.act("decide", "ready", "decided", opened={"actor": second})


FAULTS: list[tuple[str, Callable[[], Forged]]] = [
    ("Event 0: the matter m1 was never opened.", lambda: _kind(closed(), "matter_moved")),
    ("Event 4: paper has no act “burn”.", lambda: _move(closed(), action="burn")),
    (
        "Event 4: it moved from “draft”, but the matter stood in “asked”.",
        lambda: _move(closed(), from_state="draft"),
    ),
    (
        "Event 4: “close” does not lead from “asked” to “ready”.",
        lambda: _move(closed(), to_state="ready"),
    ),
    (
        "Event 4: “check” does not lead from “asked” to “ready”.",
        lambda: _move(closed(), action="check", to_state="ready"),
    ),
    ("Event 4: “close” is not an act of chair.", lambda: _move(closed(), acted_as="chair")),
    ("Event 4: the matter's version goes back.", lambda: _versions(1, 2, 3, 3, 2)),
    ("Event 4: the matter's version goes back.", lambda: _versions(1, 1, 1, 1, 0)),
    (
        "Event 2: the consultation was closed before its window ended, and n1, n2 had not "
        "answered.",
        lambda: asked().act("close", "asked", "closed"),
    ),
    (
        "Event 3: the consultation was closed before its window ended, and n2 had not answered.",
        lambda: (
            asked().say("position_given", facts={"network": "n1"}).act("close", "asked", "closed")
        ),
    ),
    (
        "Event 7: “check” needs every comment answered, and 1 had no reply.",
        lambda: (
            closed()
            .say("comment_made", facts={"comment": "c1"})
            .say("comment_answered", facts={"comment": "c0"})
            .act("check", "closed", "ready")
        ),
    ),
    ("Event 1: “hurry” needs a reason, and none is recorded.", _hurried),
    ("Event 3: “hurried once” is broken.", _twice),
    ("Event 10: “no asking after” is broken.", _asked_again),
    ("Event 6: “two people” is broken: one person did both.", lambda: _one_person(SECRETARY)),
    (
        "Event 1: “asked before decided” is broken: “ask” was not done before.",
        lambda: Forged().opens().act("decide", "draft", "decided"),
    ),
    ("Event 6: who acted is not written as it should be.", lambda: _one_person("{}")),
    ("Event 4 lacks what such an event says.", lambda: _lacking(closed(), "action")),
    ("Event 4 lacks what such an event says.", lambda: _lacking(closed(), "from_state")),
    ("Event 3 lacks what such an event says.", lambda: _lacking(heard(asked()), "waived_network")),
    (
        "The matter m1 is stored in “ready”, but its events lead to “closed”.",
        lambda: _stored(closed(), m1="ready"),
    ),
    ("The matter m0 has a state, but no events.", lambda: _stored(closed(), m0="draft", m9="x")),
    (
        "Event 2: “no asking after” is broken.",
        lambda: _promising(Forged().rules["promises"][1:]),
    ),
    ("Event 1: “asked first” is broken: “close” was not done before.", lambda: _reaching("asked")),
    ("Event 1: “asked first” is broken: “close” was not done before.", lambda: _reaching("urgent")),
    ("Event 5: the matter was not in “draft”.", lambda: _migrated(from_state="draft")),
    ("Event 5: there is no state “burnt”.", lambda: _migrated(to_state="burnt")),
    ("Event 5: the workflow 0123456789ab… is not in the bundle.", lambda: _migrated(to_hash=OTHER)),
    ("Event 5: the workflow … is not in the bundle.", lambda: _lacking(_migrated(), "to_hash")),
]
OTHER = "0123456789abcdef"


def _reaching(state: str) -> Forged:
    made, acts = Forged(), {"asked": "ask", "urgent": "pass"}
    made.rules["promises"] = [
        {"name": "asked first", "to_reach": ["asked", "decision"], "must_pass": "close"}
    ]
    return made.opens().act(acts[state], "draft", state)


def _lacking(made: Forged, name: str) -> Forged:
    del made.events[-1]["facts"][name]
    return made


def _stored(made: Forged, **states: str) -> Forged:
    made.stored |= states
    return made


def _migrated(workflow: str = "", **facts: str) -> Forged:
    made = closed()
    moved = {"from_state": "closed", "to_state": "ready", "to_hash": made.workflow, **facts}
    more = {"workflow": workflow} if workflow else {}
    if workflow:
        del moved["to_hash"]
    return _stored(made.say("matter_migrated", facts=moved, **more), m1="ready")


def _promising(promises: list[object] | None) -> Forged:
    made = Forged()
    if promises is None:
        del made.rules["promises"]
    else:
        made.rules["promises"] = promises
    made.rules["actions"]["ask"]["from"] = ["draft", "decided"]
    return made.opens().act("decide", "draft", "decided").act("ask", "decided", "asked")


@pytest.mark.parametrize(("sentence", "make"), FAULTS)
def test_each_broken_rule_is_named(
    sentence: str, make: Callable[[], Forged], tmp_path: Path
) -> None:
    assert said(make(), tmp_path) == [sentence]


def test_two_people_may(tmp_path: Path) -> None:
    assert len(said(_one_person(CHAIR), tmp_path)) == 5
    hidden = _one_person(SECRETARY)
    hidden.texts.clear()  # who acted is withheld: nothing can be said of it
    assert len(said(hidden, tmp_path)) == 5


LAWFUL: list[Callable[[], Forged]] = [
    lambda: _hurried(reason="Fire."),  # an exception that is recorded lifts the promise
    lambda: Forged().opens().act("pass", "draft", "urgent"),  # the promise is of another state
    lambda: _migrated(),
    lambda: _lawful_window(),
    lambda: _again_heard(),
    lambda: _versions(1, 1, 2, 2, 3),
    lambda: _migrated(workflow=Forged().workflow),
    lambda: _promising(None),
    lambda: Forged().opens().act("ask", "draft", "asked", facts={"details": {"closes_at": "x"}}),
    lambda: Forged().opens().act("ask", "draft", "asked", facts={"details": {"networks": ["n"]}}),
]


def _lawful_window() -> Forged:
    return asked().act("close", "asked", "closed", at="2026-03-20T17:00:00.000000Z")


def _again_heard() -> Forged:
    made = Forged(rules=_renamed()).opens()
    made.act("ask", "draft", "asked", facts={"details": WINDOW})
    return heard(made).act("close", "asked", "closed")


def _renamed() -> dict[str, object]:
    rules = Forged().rules
    rules["actions"]["close"]["needs"] = [{"window_over_or_all_answered": True}]
    return rules


@pytest.mark.parametrize("make", LAWFUL)
def test_what_the_rules_allow_holds(make: Callable[[], Forged], tmp_path: Path) -> None:
    assert len(said(make(), tmp_path)) == 5
