"""Small workflows for tests: a sound one as text, and automata made of bare edges."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from govflow.domain.guarding import Act, DateFact, Fact, Facts, FactValue, Guard
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

LOAN = """\
workflow: loan
version: 1
title: Loan of a room
matter: procedure
initial: asked
roles:
  opener: Whoever asked
  keeper: Keeper of the rooms
opens:
  title: Ask for a room
  by: [manager, secretary]
  titled: purpose
  asks:
    purpose: {label: What for?, kind: text, max_length: 80}
    room: {label: Which room?, kind: choice, choices: [Small, Large]}
    keeper: {label: Who keeps it?, kind: person, holding: [secretary]}
    wanted_on: {label: For which day?, kind: date}
states:
  asked:
    title: Asked for
    waits_for: keeper
    deadline: {working_days: 2, before: wanted_on}
  lent:
    title: Lent
    waits_for: opener
    deadline: {on: back_on}
  ended:
    title: Ended
    final: true
actions:
  lend:
    title: Lend the room
    from: asked
    to: lent
    by: [keeper]
    needs:
      - fact_is: {fact: room, is: Small}
    asks:
      back_on: {label: Until which day?, kind: date, keep: true}
      key: {label: Key, kind: reference}
      note: {label: Note, kind: text}
  return:
    title: Return the room
    from: lent
    to: ended
    by: [opener]
    needs:
      - date_reached: {fact: back_on}
promises:
  - name: Lent once
    at_most_once: lend
  - name: Lent before it ends
    acts: lend
    never_after: return
  - name: Back in time
    acts: lend
    not_later_than: return
"""


def says_no(case: Any, facts: Facts, now: datetime, parameters: Mapping[str, Any]) -> str | None:
    return None if facts.get("may") else "They may not go yet."


def asks_reason(
    case: Any, facts: Facts, now: datetime, parameters: Mapping[str, Any]
) -> str | None:
    return None if facts.get("reason") else "Give the reason."


GUARDS = {
    each.name: each
    for each in (
        Guard("may_go", says_no),
        Guard("reason_given", asks_reason, asked_in_form=True, reads="reason"),
        Guard("after", says_no, {"days": int}),
        Guard("different_person", says_no, {"from": Act}),
        Guard("fact_is", says_no, {"fact": Fact, "is": FactValue}),
        Guard(
            "date_reached",
            says_no,
            {"fact": DateFact, "days_before": int},
            optional=frozenset({"days_before"}),
        ),
        Guard("pack_complete", says_no, matters=frozenset({"paper"})),
    )
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
