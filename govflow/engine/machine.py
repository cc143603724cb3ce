"""Says what a person may do with a matter, and moves it: the only door to another state.

`transitions` is wrapped (ADR 7): one machine per workflow, no automatic transitions, no
callbacks, driven on a throw-away cursor. Guards are asked by us, so that a refusal is a sentence.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from transitions import Machine

from govflow.domain.errors import NoSuchAction, NotYet, Refused, WrongRole
from govflow.domain.guards import Facts
from govflow.engine.asking import unanswered
from govflow.engine.vocabulary import SYSTEM
from govflow.engine.words import listed, lowered, quoted, the
from govflow.engine.workflow import Action, Workflow


class Subject(Protocol):
    """Whatever moves through a workflow; guards may ask it for much more."""

    @property
    def state(self) -> str: ...


@dataclass(frozen=True)
class Offer:
    """An action this person may take here, and the sentences that still stand in its way."""

    action: str
    title: str
    help: str | None
    to: str
    stands_in_the_way: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether nothing stands in the way (a form may still ask for something)."""
        return not self.stands_in_the_way


@dataclass(frozen=True)
class Move:
    """What `fire` decided: the service stores it and runs the effects in one transaction."""

    action: str
    from_state: str
    to_state: str
    effects: tuple[str, ...]


@dataclass
class _Cursor:
    """Stands in for the matter inside `transitions`, so that nothing real can half-move."""

    state: str


_machines: WeakKeyDictionary[Workflow, Machine] = WeakKeyDictionary()


def offers(
    workflow: Workflow,
    subject: Subject,
    standing: Collection[str],
    facts: Facts,
    now: datetime,
) -> list[Offer]:
    """Every action leaving the subject's state that this standing allows, in the file's order.

    With no facts yet, guards that the form itself answers are not held against the person.
    """
    return [
        Offer(
            action.name,
            action.title,
            action.help,
            action.to,
            tuple(_in_the_way(workflow, action, subject, facts, now)),
        )
        for action in workflow.leaving(subject.state)
        if set(action.by) & set(standing)
    ]


def fire(
    workflow: Workflow,
    subject: Subject,
    action: str,
    standing: Collection[str],
    facts: Facts,
    now: datetime,
) -> Move:
    """The move that `action` makes; raises WrongRole, NoSuchAction or NotYet. Changes nothing.

    What the action's form requires is required here too, whoever asks and by whichever door.
    """
    found = workflow.actions.get(action)
    if found is None:
        raise NoSuchAction(f"{workflow.title} has no action '{action}'.")
    if not set(found.by) & set(standing):
        raise WrongRole(wrong_role(workflow, found))
    if subject.state not in found.sources:
        raise NoSuchAction(wrong_state(workflow, found, subject.state))
    sentences = list(_in_the_way(workflow, found, subject, facts, now, fired=True))
    sentences += unanswered(workflow, found, facts)
    if sentences:
        raise NotYet(sentences)
    return Move(action, subject.state, _target(workflow, found, subject.state), found.does)


def wrong_role(workflow: Workflow, action: Action) -> str:
    """Who may, said to somebody who may not."""
    people = [the(workflow.role_title(role)) for role in action.by if role != SYSTEM]
    who = listed(people, "or") or "a scheduled check"
    return f"Only {who} may {lowered(action.title)}."


def wrong_state(workflow: Workflow, action: Action, state: str) -> str:
    """Where the matter stands, and where the action would be possible."""
    known = workflow.states.get(state)
    here = lowered(known.title) if known else f"in an unknown state '{state}'"
    sources = quoted([workflow.states[name].title for name in action.sources])
    return f"This {workflow.matter} is {here}; '{action.title}' is possible only from {sources}."


def _in_the_way(
    workflow: Workflow,
    action: Action,
    subject: Subject,
    facts: Facts,
    now: datetime,
    *,
    fired: bool = False,
) -> Iterator[str]:
    for need in action.needs:
        guard = workflow.guards[need.guard]
        if guard.asked_in_form and not fired:
            continue
        sentence = guard.check(subject, facts, now, need.parameters)
        if sentence is not None:
            yield sentence


def _target(workflow: Workflow, action: Action, state: str) -> str:
    """Where `transitions` says the action leads, checked against the file."""
    machine = _machines.get(workflow)
    if machine is None:
        machine = _machines.setdefault(workflow, _built(workflow))
    cursor = _Cursor(state)
    moved = machine.events[action.name].trigger(cursor)
    if not moved or cursor.state != action.to:
        raise Refused(f"The engine and '{workflow.file}' disagree about '{action.title}'.")
    return cursor.state


def _built(workflow: Workflow) -> Machine:
    moves: list[Mapping[str, Any]] = [
        {"trigger": action.name, "source": list(action.sources), "dest": action.to}
        for action in workflow.actions.values()
    ]
    return Machine(
        model=None,
        states=list(workflow.states),
        initial=workflow.initial,
        transitions=moves,
        auto_transitions=False,
    )
