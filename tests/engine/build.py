"""Small workflows for tests: a sound one as text, and automata made of bare edges."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from govflow.domain.guarding import Act, Facts, Guard
from govflow.domain.promises import Promise
from govflow.engine.workflow import Action, State, Workflow

SOUND = """\
workflow: leave
version: 1
title: Leave request
matter: paper
initial: asked
roles:
  secretary: Company secretary
states:
  asked:
    title: Asked for
    waits_for: secretary
    why_no_deadline: The secretary answers the same day.
  granted:
    title: Granted
    decision: true
    final: true
  refused:
    title: Refused
    final: true
actions:
  grant:
    title: Grant the leave
    from: asked
    to: granted
    by: [secretary]
    needs: [may_go, reason_given]
    asks:
      reason: {label: Why?, kind: text}
  refuse:
    title: Refuse the leave
    from: asked
    to: refused
    by: [secretary]
promises:
  - name: Granted by an act
    to_reach: decision
    must_pass: grant
"""


def says_no(case: Any, facts: Facts, now: datetime, parameters: Mapping[str, Any]) -> str | None:
    return None if facts.get("may") else "They may not go yet."


def asks_reason(
    case: Any, facts: Facts, now: datetime, parameters: Mapping[str, Any]
) -> str | None:
    return None if facts.get("reason") else "Give the reason."


GUARDS = {
    "may_go": Guard("may_go", says_no),
    "reason_given": Guard("reason_given", asks_reason, asked_in_form=True, reads="reason"),
    "after": Guard("after", says_no, {"days": int}),
    "different_person": Guard("different_person", says_no, {"from": Act}),
}


def automaton(
    count: int, edges: Iterable[tuple[int, int]], promises: Iterable[Promise] = ()
) -> Workflow:
    """States s0 … and one action a0 … for each edge, in order."""
    states = {f"s{n}": State(f"s{n}", f"S{n}") for n in range(count)}
    actions = {
        f"a{i}": Action(f"a{i}", f"A{i}", (f"s{source}",), f"s{target}", ("author",))
        for i, (source, target) in enumerate(edges)
    }
    return Workflow("random", 1, "Random", "paper", "s0", {}, states, actions, tuple(promises))
