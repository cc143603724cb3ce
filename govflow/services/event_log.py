"""The trail as an event log: each matter a case, each move an event, for tools that replay them.

Only openings and moves leave the house this way. Comments, positions and questions stay inside,
with whoever wrote them: no event of the log says what a network said, or who spoke in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from govflow.domain.errors import Invalid, WrongRole
from govflow.domain.events import (
    MatterMigrated,
    MatterMoved,
    MatterOpened,
    PaperStarted,
    ReviewOpened,
    TrailExported,
)
from govflow.domain.people import Role
from govflow.engine.workflow import Workflow
from govflow.services.office import Desk, Office, Who
from govflow.store import trail, walks
from govflow.store.people import Organisation
from govflow.store.walks import Step, Walked

MOVED, MIGRATED = MatterMoved.name(), MatterMigrated.name()
OPENINGS = frozenset(kind.name() for kind in (MatterOpened, PaperStarted, ReviewOpened))
TOLD = frozenset({MOVED, *OPENINGS})
OPENED = "matter_opened"  # what every opening is called in the log, whatever kind of matter
CHUNK = 200  # matters read at a time
TITLED = frozenset({"paper", "review"})  # a procedure may be about a person: its reference is all
SYSTEM = "system"
FORMS = {"xes": "an XES event log", "csv": "a CSV event log"}


@dataclass(frozen=True)
class Wanted:
    """What an export takes: one workflow and version or all, people by name or by id only."""

    workflow: str = ""
    version: int = 0
    names: bool = False


@dataclass(frozen=True)
class Agreed:
    """An export that stands in the trail: it takes what came before its own event.

    `dates` names the kept dates that go with the events; deadlines are reckoned from them.
    """

    organisation: Organisation
    wanted: Wanted
    below_seq: int
    events: int
    taken_at: datetime
    dates: tuple[str, ...] = ()
    only: frozenset[str] | None = None  # ids of the matters, or None for all


@dataclass(frozen=True)
class Act:
    """An opening or a move; `actor` is an id, `role` is empty where the record says none."""

    action: str
    title: str
    at: datetime
    actor: str
    role: str
    from_state: str
    to_state: str
    workflow_version: int
    actor_name: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)

    @property
    def opens(self) -> bool:
        """Whether it only began the matter."""
        return self.action == OPENED


@dataclass(frozen=True)
class Trace:
    """One matter with its opening and all its moves, in order."""

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


def prepared(desk: Desk, wanted: Wanted) -> Agreed:
    """What an export would take just now; raises WrongRole, Invalid, or NotFound naming others.

    Auditors may take it, and whoever runs commands on the server itself.
    """
    if not (desk.actor.holds(Role.AUDITOR) or desk.actor.is_system):
        raise WrongRole("Only an auditor may download the trail.")
    dates = _dates(_workflows(desk, wanted))
    below = trail.head(desk.work).size
    events = walks.count(
        desk.work, TOLD, workflow=wanted.workflow, version=wanted.version, below_seq=below
    )
    return Agreed(desk.organisation, wanted, below, events, desk.now, dates)


def of_matters(desk: Desk, only: frozenset[str] | None, below_seq: int) -> Agreed:
    """The log of these matters for an evidence bundle, which was recorded by itself."""
    dates = _dates(desk.office.workflows.all())
    return Agreed(desk.organisation, Wanted(), below_seq, 0, desk.now, dates, only)


def agree(desk: Desk, form: str, wanted: Wanted) -> Agreed:
    """Record that the log is taken outside, before anything of it is; raises as `prepared`."""
    agreed = prepared(desk, wanted)
    event = TrailExported(rows=agreed.events, form=FORMS[form], filters=_said(wanted))
    desk.work.record(event, desk.actor)
    return agreed


def _workflows(desk: Desk, wanted: Wanted) -> list[Workflow]:
    """Whose matters are taken: every version of the one named, or of all."""
    if not wanted.workflow:
        if wanted.version:
            raise Invalid({"workflow": "A version is one of a workflow: name the workflow too."})
        return desk.office.workflows.all()
    desk.workflow(wanted.workflow, wanted.version or None)
    return [each for each in desk.office.workflows.all() if each.key == wanted.workflow]


def _dates(workflows: Iterable[Workflow]) -> tuple[str, ...]:
    """The dates that matters keep: no other fact leaves, because it might name somebody."""
    found = {fact for each in workflows for fact, ask in each.kept().items() if ask.kind == "date"}
    return tuple(sorted(found))


def _said(wanted: Wanted) -> str:
    version = f" version {wanted.version}" if wanted.version else ""
    said = f"workflow {wanted.workflow}{version}" if wanted.workflow else "every workflow"
    return f"moves of {said}{', with names' if wanted.names else ''}"


def traces(office: Office, who: Who, agreed: Agreed) -> Iterator[Trace]:
    """Every matter agreed on, by reference; at any time only one chunk of them is in memory."""
    after = ""
    while True:
        with office.reading(who, agreed.taken_at) as desk:
            matters = _matters(desk, agreed, after)
            found = list(_chunk(desk, agreed, [m for m in matters if _is_wanted(agreed, m)]))
        yield from found
        if len(matters) < CHUNK:
            return
        after = matters[-1].reference


def _is_wanted(agreed: Agreed, matter: Walked) -> bool:
    return agreed.only is None or matter.id in agreed.only


def _matters(desk: Desk, agreed: Agreed, after: str) -> list[Walked]:
    return walks.matters_after(
        desk.work,
        after,
        workflow=agreed.wanted.workflow,
        version=agreed.wanted.version,
        below_seq=agreed.below_seq,
        limit=CHUNK,
    )


def _chunk(desk: Desk, agreed: Agreed, matters: list[Walked]) -> Iterator[Trace]:
    wanted, below = agreed.wanted, agreed.below_seq
    types = {*TOLD, MIGRATED}
    steps = walks.steps_of(desk.work, [m.id for m in matters], types, below_seq=below)
    names = _names(desk, steps) if wanted.names else {}
    for matter in matters:
        yield Trace(matter, tuple(_acts(desk, agreed, matter, steps.get(matter.id, []), names)))


def _names(desk: Desk, steps: Mapping[str, list[Step]]) -> dict[int, str]:
    """The name of who did each step; what was erased is said to be."""
    seqs = [step.seq for own in steps.values() for step in own]
    return dict.fromkeys(seqs, "[erased]") | walks.names_beside(desk.work, seqs)


def _acts(
    desk: Desk, agreed: Agreed, matter: Walked, steps: list[Step], names: Mapping[int, str]
) -> Iterator[Act]:
    """The matter's acts, each under the version of the workflow that it then followed."""
    moved_on = [step.facts for step in steps if step.type == MIGRATED]
    version = moved_on[0]["from_version"] if moved_on else matter.workflow_version
    for step in steps:
        if step.type == MIGRATED:
            version = step.facts["to_version"]
            continue
        workflow = desk.workflow(matter.workflow, version)
        yield Act(
            **(_opening(workflow) if step.type in OPENINGS else _move(workflow, step)),
            at=step.at,
            actor=step.actor,
            workflow_version=version,
            actor_name=names.get(step.seq, ""),
            dates=_kept(agreed, step),
        )


def _opening(workflow: Workflow) -> dict[str, Any]:
    title = workflow.opens.title if workflow.opens else "Begin"
    return {
        "action": OPENED,
        "title": title,
        "role": "",
        "from_state": "",
        "to_state": workflow.initial,
    }


def _move(workflow: Workflow, step: Step) -> dict[str, Any]:
    action = step.facts["action"]
    known = workflow.actions.get(action)
    return {
        "action": action,
        "title": known.title if known else action,
        "role": step.facts.get("acted_as") or _only_role(workflow, action, step),
        "from_state": step.facts["from_state"],
        "to_state": step.facts["to_state"],
    }


def _only_role(workflow: Workflow, action: str, step: Step) -> str:
    """Older events do not say the role; where only one may act, it was that one."""
    if step.actor.startswith(f"{SYSTEM}:"):
        return SYSTEM
    known = workflow.actions.get(action)
    return known.by[0] if known and len(known.by) == 1 else ""


def _kept(agreed: Agreed, step: Step) -> dict[str, str]:
    kept = step.facts.get("kept") or {}
    return {name: str(kept[name]) for name in agreed.dates if kept.get(name)}
