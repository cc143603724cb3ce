"""Tells a workflow in the elements of BPMN 2.0; what is lost on the way stands in ADR 19."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from govflow.engine import prover
from govflow.engine.rules_said import deadline_said, need_said, roles_said
from govflow.engine.vocabulary import SYSTEM
from govflow.engine.words import lowered
from govflow.engine.workflow import Action, State, Workflow

START, END = "startEvent", "endEvent"
CHOICE, MILESTONE = "exclusiveGateway", "intermediateThrowEvent"
BY_PEOPLE, BY_ITSELF = "userTask", "serviceTask"


@dataclass(frozen=True)
class Node:
    """One element of the flow; `roles` may perform it, `note` is written beside it."""

    id: str
    kind: str
    name: str
    lane: str
    told: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Flow:
    """One arrow; `choice` is the action that takes it where several leave a state."""

    id: str
    source: str
    target: str
    choice: str = ""


@dataclass(frozen=True)
class Process:
    """A whole workflow: nodes and flows in the order of the file, and the lanes they stand in."""

    id: str
    name: str
    told: tuple[str, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    roles: dict[str, str]

    @cached_property
    def lanes(self) -> dict[str, list[Node]]:
        """Each lane with what stands in it, in the order of the file's roles."""
        found = {role: [n for n in self.nodes if n.lane == role] for role in self.roles}
        return {role: nodes for role, nodes in found.items() if nodes}

    def entering(self, node: Node) -> list[Flow]:
        """The flows that end in a node."""
        return [flow for flow in self.flows if flow.target == node.id]

    def leaving(self, node: Node) -> list[Flow]:
        """The flows that begin in a node."""
        return [flow for flow in self.flows if flow.source == node.id]


def process_of(workflow: Workflow) -> Process:
    """Every state and action as one node, every move as two flows."""
    return Process(
        id=f"process-{workflow.key}-v{workflow.version}",
        name=workflow.title,
        told=tuple(_promises(workflow)),
        nodes=tuple(_nodes(workflow)),
        flows=tuple(_flows(workflow)),
        roles=_roles(workflow),
    )


def _roles(workflow: Workflow) -> dict[str, str]:
    used = {role for action in workflow.actions.values() for role in action.by}
    used |= {state.waits_for for state in workflow.states.values() if state.waits_for}
    return {role: workflow.role_title(role) for role in [*workflow.roles, *sorted(used)]}


def _promises(workflow: Workflow) -> Iterator[str]:
    yield f"govflow workflow {workflow.key}, version {workflow.version}."
    for proof in prover.prove(workflow):
        yield f"Promise, {proof.kind}: {proof.promise}. {proof.sentence}"


def _nodes(workflow: Workflow) -> Iterator[Node]:
    first = workflow.states[workflow.initial]
    begun = workflow.opens.title if workflow.opens else "Begun"
    yield Node("start", START, begun, _lane_of_state(workflow, first))
    for state in workflow.states.values():
        lane = _lane_of_state(workflow, state)
        yield _state(workflow, state, lane)
        if state.lasting:
            yield Node(f"stays-{state.name}", END, f"Stays so: {state.title}", lane)
    for action in workflow.actions.values():
        yield _action(workflow, action)


def _lane_of_state(workflow: Workflow, state: State) -> str:
    """Whoever is waited for; an end stands with whoever brings it about."""
    if state.waits_for:
        return state.waits_for
    acts = [action for action in workflow.actions.values() if action.to == state.name]
    return _lane_of_action([*acts, *workflow.actions.values()][0])


def _lane_of_action(action: Action) -> str:
    return next((role for role in action.by if role != SYSTEM), SYSTEM)


def _state(workflow: Workflow, state: State, lane: str) -> Node:
    kind = END if state.final else CHOICE if _chooses(workflow, state) else MILESTONE
    decision = ["In this state a decision has been taken."] if state.decision else []
    why = [f"No deadline: {state.why_no_deadline}"] if state.why_no_deadline else []
    return Node(
        id=f"state-{state.name}",
        kind=kind,
        name=state.title,
        lane=lane,
        told=(*([state.help] if state.help else []), *decision, *why),
        note=_note(workflow, state),
    )


def _note(workflow: Workflow, state: State) -> str:
    said = deadline_said(workflow, state)
    return f"Deadline: {said}" if said else ""


def _chooses(workflow: Workflow, state: State) -> bool:
    return state.lasting or len(workflow.leaving(state.name)) > 1


def _action(workflow: Workflow, action: Action) -> Node:
    people = tuple(role for role in action.by if role != SYSTEM)
    who = f"Taken by {roles_said(workflow, action.by)}."
    needs = (f"Needs: {need_said(workflow, action, need)}" for need in action.needs)
    asks = (f"Asks: {ask.label}" for ask in action.asks)
    does = (f"Then: {lowered(effect.replace('_', ' '))}." for effect in action.does)
    return Node(
        id=f"action-{action.name}",
        kind=BY_PEOPLE if people else BY_ITSELF,
        name=action.title,
        lane=_lane_of_action(action),
        told=(*([action.help] if action.help else []), who, *needs, *asks, *does),
        roles=people,
    )


def _flows(workflow: Workflow) -> Iterator[Flow]:
    yield Flow("begins", "start", f"state-{workflow.initial}")
    for action in workflow.actions.values():
        for source in action.sources:
            choice = action.name if _chooses(workflow, workflow.states[source]) else ""
            node, act = f"state-{source}", f"action-{action.name}"
            yield Flow(f"from-{source}-{action.name}", node, act, choice)
        yield Flow(f"after-{action.name}", f"action-{action.name}", f"state-{action.to}")
    for state in workflow.states.values():
        if state.lasting:
            stays = f"stays-{state.name}"
            yield Flow(f"flow-{stays}", f"state-{state.name}", stays, stays)
