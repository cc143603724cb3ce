"""Plays the live trail again: every move continues the one before and ends in the stored state."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from govflow.domain.subtrees import Span, needed
from govflow.engine.workflow import Workflow
from govflow.services.office import Desk
from govflow.store import bundling, checkpoints

MOVED, MIGRATED = "matter_moved", "matter_migrated"
MOST_CHECKPOINTS = 100


@dataclass
class Replay:
    """Where the events of each matter have led to; `faults` are sentences."""

    workflows: Mapping[str, Workflow]
    states: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def play(self, payload: Mapping[str, Any]) -> None:
        """One event's payload, in order."""
        matter, facts = payload.get("matter"), payload.get("facts", {})
        if not matter:
            return
        known = self.states.setdefault(matter, self._initial(payload))
        if payload.get("type") not in {MOVED, MIGRATED}:
            return
        if known and facts.get("from_state") != known:
            self.faults.append(
                f"Event {payload['seq']} moves a matter from “{facts.get('from_state')}”, but the "
                f"events before it led to “{known}”."
            )
        if payload["type"] == MOVED:
            self.faults.extend(self._illegal(payload, facts))
        self.states[matter] = facts.get("to_state", "")

    def _initial(self, payload: Mapping[str, Any]) -> str:
        workflow = self.workflows.get(payload.get("workflow") or "")
        return workflow.initial if workflow else ""

    def _illegal(self, payload: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[str]:
        workflow = self.workflows.get(payload.get("workflow") or "")
        if workflow is None:
            return
        action = workflow.actions.get(facts.get("action", ""))
        walked = (facts.get("from_state"), facts.get("to_state"))
        if action is None or walked not in {(source, action.to) for source in action.sources}:
            yield (
                f"Event {payload['seq']}: {workflow.title} has no act “{facts.get('action')}” from "
                f"“{facts.get('from_state')}” to “{facts.get('to_state')}”."
            )


def replay_for(desk: Desk) -> Replay:
    """A replay under every workflow version that is loaded."""
    return Replay({each.content_hash: each for each in desk.office.workflows.all()})


def settle(desk: Desk, replay: Replay, matter_ids: Collection[str] | None = None) -> Iterator[str]:
    """A sentence for each matter (of these) whose stored state is not what its events give."""
    for each in bundling.standing(desk.work, matter_ids):
        led = replay.states.get(each.id)
        if led is None:
            yield f"The matter {each.id} is stored, but no event speaks of it."
        elif led and led != each.state:
            yield f"The matter {each.id} is stored in “{each.state}”; its events lead to “{led}”."


def signed_faults(desk: Desk) -> Iterator[str]:
    """A sentence for each signed checkpoint that the stored tree does not continue."""
    for signed in checkpoints.newest(desk.work, MOST_CHECKPOINTS):
        span = Span(0, signed.size)
        try:
            root = span.hash(checkpoints.hashes(desk.work, needed([span]))).hex()
        except KeyError:
            yield f"The tree over the first {signed.size:,} events, which was signed, has gaps."
            continue
        if root != signed.root:
            yield f"The first {signed.size:,} events are not the ones that were signed."
