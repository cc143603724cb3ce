"""The trail as an event log: each matter a case, each move an event, for tools that replay them.

Only moves leave the house this way. Comments, positions and questions stay inside, with whoever
wrote them: no event of the log says what a network said, or who spoke in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.errors import WrongRole
from govflow.domain.events import MatterMoved, TrailExported
from govflow.domain.people import Role
from govflow.engine.workflow import Workflow
from govflow.services.office import Desk, Office, Who
from govflow.store import trail, walks
from govflow.store.people import Organisation
from govflow.store.walks import Step, Walked

MOVED = MatterMoved.name()
CHUNK = 200  # matters read at a time
TITLED = frozenset({"paper", "review"})  # a procedure may be about a person: its reference is all
SYSTEM = "system"
FORMS = {"xes": "an XES event log", "csv": "a CSV event log"}


@dataclass(frozen=True)
class Wanted:
    """What an export takes: one workflow or all, people by name or by id only."""

    workflow: str = ""
    names: bool = False


@dataclass(frozen=True)
class Agreed:
    """An export that stands in the trail: it takes what came before its own event."""

    organisation: Organisation
    wanted: Wanted
    below_seq: int
    events: int
    taken_at: datetime


@dataclass(frozen=True)
class Act:
    """One move; `actor` is an id, `role` is empty where the record does not say it."""

    action: str
    title: str
    at: datetime
    actor: str
    role: str
    from_state: str
    to_state: str
    workflow_version: int
    actor_name: str = ""


@dataclass(frozen=True)
class Trace:
    """One matter with all its moves in order."""

    matter: Walked
    acts: tuple[Act, ...]

    @property
    def title(self) -> str:
        """The title, where it cannot be about a person."""
        return self.matter.title if self.matter.kind in TITLED else ""


def workflow_choices(desk: Desk) -> list[tuple[str, str, int]]:
    """Key, title and number of matters of each workflow that some matter is in."""
    return [
        (key, desk.workflow(key).title, matters)
        for key, matters in walks.workflows_walked(desk.work)
    ]


def agree(desk: Desk, form: str, wanted: Wanted) -> Agreed:
    """Record that the log is taken outside; raises WrongRole, or NotFound for no workflow.

    Auditors may take it, and whoever runs commands on the server itself.
    """
    if not (desk.actor.holds(Role.AUDITOR) or desk.actor.is_system):
        raise WrongRole("Only an auditor may download the trail.")
    if wanted.workflow:
        desk.workflow(wanted.workflow)
    below = trail.head(desk.work).size
    events = walks.count(desk.work, MOVED, workflow=wanted.workflow, below_seq=below)
    said = f"workflow {wanted.workflow}" if wanted.workflow else "everything"
    told = f"{said}, with names" if wanted.names else said
    event = TrailExported(rows=events, form=FORMS[form], filters=f"moves of {told}")
    desk.work.record(event, desk.actor)
    return Agreed(desk.organisation, wanted, below, events, desk.now)


def traces(office: Office, who: Who, agreed: Agreed) -> Iterator[Trace]:
    """Every matter agreed on, by reference; at any time only one chunk of them is in memory."""
    after = ""
    while True:
        with office.reading(who, agreed.taken_at) as desk:
            found = list(_chunk(desk, agreed, after))
        yield from found
        if len(found) < CHUNK:
            return
        after = found[-1].matter.reference


def _chunk(desk: Desk, agreed: Agreed, after: str) -> Iterator[Trace]:
    below = agreed.below_seq
    matters = walks.matters_after(
        desk.work, after, workflow=agreed.wanted.workflow, below_seq=below, limit=CHUNK
    )
    steps = walks.steps_of(desk.work, [m.id for m in matters], [MOVED], below_seq=below)
    names = _names(desk, steps) if agreed.wanted.names else {}
    for matter in matters:
        own = steps.get(matter.id, [])
        yield Trace(matter, tuple(_act(desk, matter, step, names) for step in own))


def _names(desk: Desk, steps: dict[str, list[Step]]) -> dict[int, str]:
    """The name of who did each step; what was erased is said to be."""
    seqs = [step.seq for own in steps.values() for step in own]
    return dict.fromkeys(seqs, "[erased]") | walks.names_beside(desk.work, seqs)


def _act(desk: Desk, matter: Walked, step: Step, names: dict[int, str]) -> Act:
    workflow = desk.workflow(matter.workflow, matter.workflow_version)
    action = step.facts["action"]
    known = workflow.actions.get(action)
    return Act(
        action=action,
        title=known.title if known else action,
        at=step.at,
        actor=step.actor,
        role=step.facts.get("acted_as") or _only_role(workflow, action, step),
        from_state=step.facts["from_state"],
        to_state=step.facts["to_state"],
        workflow_version=matter.workflow_version,
        actor_name=names.get(step.seq, ""),
    )


def _only_role(workflow: Workflow, action: str, step: Step) -> str:
    """Older events do not say the role; where only one may act, it was that one."""
    if step.actor.startswith(f"{SYSTEM}:"):
        return SYSTEM
    known = workflow.actions.get(action)
    return known.by[0] if known and len(known.by) == 1 else ""
