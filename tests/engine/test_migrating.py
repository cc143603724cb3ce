"""Whether a life and all its continuations keep a promise: the engine against plain enumeration."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.domain.promises import (
    AlwaysCanReach,
    AtMostOnce,
    DifferentPeople,
    MustPass,
    NeverAfter,
    NotLaterThan,
    Promise,
)
from govflow.domain.timing import DeadlineRule, Unit
from govflow.engine.graph import Edges, edges_of
from govflow.engine.migrating import Move, Standing, breaking, lived
from govflow.engine.watching import Act, keeps_apart, watch_for
from govflow.engine.workflow import Action, Ask, Need, State, Workflow
from tests.engine.build import automaton
from tests.engine.chance import chance

AUTOMATA = 2000
DEEP = 6
MOST_WALKS = 4000
DAY = date(2026, 3, 2)


def life(luck: Random, workflow: Workflow) -> list[Act]:
    """What may have happened before: walked in another table, under the same names."""
    old = edges_of(chance(luck, 5, 8))
    acts, state = [], "s0"
    for number in range(luck.randint(0, 5)):
        if not old.get(state):
            break
        step = luck.choice(old[state])
        actor, on = luck.choice("xyz"), DAY + timedelta(days=number // 2)
        acts.append(Act(step.action, step.source, step.target, actor, on))
        state = step.target
    return acts if state in workflow.states else []


def continuations(edges: Edges, state: str) -> Iterator[list[Act]]:
    """Every walk from here of up to so many steps, the shortest first."""
    ends: list[tuple[str, list[Act]]] = [(state, [])]
    for _ in range(DEEP + 1):
        longer = []
        for place, walk in ends:
            yield walk
            for step in edges[place]:
                act = Act(step.action, step.source, step.target)
                longer.append((step.target, [*walk, act]))
        ends = longer[:MOST_WALKS]


def broken_by(workflow: Workflow, promise: Promise, past: list[Act], ahead: list[Act]) -> bool:
    """The definition of each promise, read off one whole walk; nothing is remembered."""
    acts = [*past, *ahead]
    names = [act.action for act in acts]
    match promise:
        case MustPass():
            return any(_reached_early(promise, acts, end) for end in range(len(acts) + 1))
        case AlwaysCanReach():
            return _stuck(workflow, promise, acts)
        case DifferentPeople():
            return any(_same_hands(workflow, promise, *pair) for pair in combinations(acts, 2))
        case NeverAfter():
            return any(a in promise.after and b in promise.acts for a, b in combinations(names, 2))
        case AtMostOnce():
            return any(names.count(name) > 1 for name in promise.acts)
        case NotLaterThan():
            return _late(promise, past)


def _reached_early(promise: MustPass, acts: list[Act], end: int) -> bool:
    place = acts[end - 1].target if end else (acts[0].source if acts else "")
    names = [act.action for act in acts[:end]]
    if place not in promise.targets or set(names) & set(promise.unless):
        return False
    rest = iter(names)
    return not all(any(name == gate for name in rest) for gate in promise.gates)


def _stuck(workflow: Workflow, promise: AlwaysCanReach, acts: list[Act]) -> bool:
    places = [acts[0].source, *(act.target for act in acts)]
    reached = max((n for n, place in enumerate(places) if place in promise.targets), default=-1)
    owed = any(place in promise.starts for place in places[reached + 1 :])
    return owed and not _can_reach(workflow, places[-1], promise.targets)


def _can_reach(workflow: Workflow, state: str, targets: tuple[str, ...]) -> bool:
    seen, waiting = {state}, [state]
    while waiting:
        for action in workflow.leaving(waiting.pop()):
            if action.to not in seen:
                seen.add(action.to)
                waiting.append(action.to)
    return bool(seen & set(targets))


def _same_hands(workflow: Workflow, promise: DifferentPeople, early: Act, late: Act) -> bool:
    if early.action == late.action or not {early.action, late.action} <= set(promise.actions):
        return False
    if late.actor:
        return early.actor == late.actor
    return not keeps_apart(workflow, early.action, late.action)


def _late(promise: NotLaterThan, past: list[Act]) -> bool:
    days = [(act.action, act.on) for act in past if act.on]
    first = next((n for n, (name, _) in enumerate(days) if name in promise.than), None)
    if first is None:
        return False
    return any(name in promise.acts and on > days[first][1] for name, on in days[first:])


def test_the_engine_agrees_with_trying_every_continuation() -> None:
    told = {True: 0, False: 0}
    for seed in range(AUTOMATA):
        luck = Random(seed)
        workflow = chance(luck, 4, 6)
        past = life(luck, workflow)
        for promise in workflow.promises:
            told[_agrees(workflow, promise, past)] += 1
    assert min(told.values()) > AUTOMATA  # both answers were put to the test


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_hypothesis_looks_for_a_life_on_which_they_differ(luck: Random) -> None:
    workflow = chance(luck, 4, 6)
    past = life(luck, workflow)
    for promise in workflow.promises:
        _agrees(workflow, promise, past)


def _agrees(workflow: Workflow, promise: Promise, past: list[Act]) -> bool:
    """Whether the promise holds, once both agree on it and on the length of the walk."""
    if isinstance(promise, AlwaysCanReach) and not past:
        past = [Act("opened", workflow.initial, workflow.initial, "x", DAY)]
    state = past[-1].target if past else workflow.initial
    watch, edges = watch_for(workflow, promise), edges_of(workflow)
    memory, broken = lived(watch, past, state)
    walk = None if broken else breaking(edges, watch, state, memory)
    found = next(
        (len(ahead) for ahead in continuations(edges, state)
         if _broken(workflow, promise, past, ahead)),
        None,
    )  # fmt: skip
    if broken:
        assert found == 0, (workflow, promise, past)
    elif walk is None or len(walk) > DEEP:
        assert found is None, (workflow, promise, past, found)
    else:
        assert found == len(walk), (workflow, promise, past, walk, found)
    return not broken and walk is None


def _broken(workflow: Workflow, promise: Promise, past: list[Act], ahead: list[Act]) -> bool:
    if not past and isinstance(promise, MustPass) and not ahead:
        return workflow.initial in promise.targets and bool(promise.gates)
    return broken_by(workflow, promise, past, ahead)


def test_facts_that_nobody_will_be_asked_for_any_more() -> None:
    old, new = automaton(3, [(0, 1), (1, 2)]), automaton(3, [(0, 1), (1, 2)])
    rule = DeadlineRule("due_on", Unit.DAYS, 5)
    states = {**new.states, "s1": State("s1", "S1", deadline=rule)}
    need = (Need("fact_is", {"fact": "route", "is": "long"}),)
    asks = (Ask("route", "Which?", "text", keep=True), Ask("due_on", "When?", "date", keep=True))
    actions = {
        "a0": Action("a0", "A0", ("s0",), "s1", ("author",), asks=asks),
        "a1": Action("a1", "Close it", ("s1",), "s2", ("author",), needs=need),
    }
    later = Workflow("random", 2, "Random", "paper", "s0", {}, states, actions, ())
    move = Move(old, later, {})
    assert move.judge(Standing("s0")).may_move  # it will be asked on the way
    said = [h.sentence for h in move.judge(Standing("s1")).hindrances]
    assert said == [
        "The matter has no 'due_on', which the deadline of 'S1' is counted from.",
        "The matter has no 'route', which is needed to close it.",
    ]
    assert move.judge(Standing("s1", facts={"due_on": "2026-03-02", "route": "long"})).may_move
