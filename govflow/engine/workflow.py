"""A loaded workflow: states, actions and promises, all names checked, ready to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from govflow.domain.guards import Guard
from govflow.domain.promises import Promise
from govflow.domain.timing import DeadlineRule


@dataclass(frozen=True)
class State:
    """A place where a matter rests; `title` reads on from "This paper is …"."""

    name: str
    title: str
    help: str | None = None
    waits_for: str | None = None
    deadline: str | DeadlineRule | None = None  # a deadline of the house by name, or a rule
    why_no_deadline: str | None = None
    final: bool = False
    decision: bool = False
    lasting: bool = False

    @property
    def may_end(self) -> bool:
        """Whether a matter may stay here for good."""
        return self.final or self.lasting


@dataclass(frozen=True)
class Need:
    """A guard that an action asks, with the parameters the file gave it."""

    guard: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """A field of a form, naming the fact it supplies.

    `keep`: the fact stays with the matter. `holding`: a person field offers only people with one
    of these roles; empty is anybody. `max_length` is in characters; None is the kind's own.
    """

    fact: str
    label: str
    kind: str  # text | textarea | choice | checkbox | date | person | reference
    required: bool = True
    hint: str | None = None
    choices: tuple[str, ...] = ()
    keep: bool = False
    holding: tuple[str, ...] = ()
    max_length: int | None = None


@dataclass(frozen=True)
class Opens:
    """Who may begin such a matter, and the form; the field `titled` becomes its title."""

    title: str
    by: tuple[str, ...]
    asks: tuple[Ask, ...] = ()
    titled: str = "title"
    help: str | None = None


@dataclass(frozen=True)
class Action:
    """An act that moves a matter from one of `sources` to `to`."""

    name: str
    title: str
    sources: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    past: str = ""  # what the record says after the actor's name
    help: str | None = None
    needs: tuple[Need, ...] = ()
    does: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, eq=False)
class Workflow:
    """One workflow and version; compared by identity, so that it can key caches."""

    key: str
    version: int
    title: str
    matter: str
    initial: str
    roles: Mapping[str, str]
    states: Mapping[str, State]
    actions: Mapping[str, Action]
    promises: tuple[Promise, ...]
    opens: Opens | None = None
    content_hash: str = ""
    source: str = field(default="", repr=False)
    file: str = ""
    guards: Mapping[str, Guard] = field(default_factory=dict, repr=False)

    def leaving(self, state: str) -> list[Action]:
        """The actions that leave a state, in the order of the file."""
        return [action for action in self.actions.values() if state in action.sources]

    def decisions(self) -> tuple[str, ...]:
        """The names of the states in which a decision has been taken."""
        return tuple(name for name, state in self.states.items() if state.decision)

    def kept(self) -> dict[str, Ask]:
        """The facts that stay with the matter, each with the first field that asks for it."""
        forms = [self.opens.asks if self.opens else (), *(a.asks for a in self.actions.values())]
        found: dict[str, Ask] = {}
        for ask in (ask for asks in forms for ask in asks if ask.keep):
            found.setdefault(ask.fact, ask)
        return found

    def role_title(self, role: str) -> str:
        """The role as people say it."""
        return self.roles.get(role, role.replace("_", " "))
