"""Moves running matters to another version of their workflow, each in a recorded act of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from govflow.domain.deadline import local_day
from govflow.domain.errors import Invalid, WrongRole
from govflow.domain.events import MatterMigrated
from govflow.domain.matter import Matter
from govflow.domain.people import Role
from govflow.engine.faults import unknown
from govflow.engine.migrating import Hindrance, Judgement, Move, Standing
from govflow.engine.watching import Act
from govflow.engine.workflow import Workflow
from govflow.services.office import Desk, Office, Who
from govflow.store import matters, pinned
from govflow.store.pinned import Pinned
from govflow.store.walks import Step

LONGEST_REASON = 2000
ABOUT_A_PERSON = "procedure"  # whose title may name somebody: its reference is all that is shown


@dataclass(frozen=True)
class Wanted:
    """Which matters are to move where, and why; `renamed` maps old states to new ones."""

    workflow: str
    from_version: int
    to_version: int
    reason: str
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """What becomes of one running matter; `meanwhile` when it moved or ended while we looked."""

    reference: str
    title: str
    state_title: str
    to_title: str = ""
    hindrances: tuple[Hindrance, ...] = ()
    meanwhile: bool = False

    @property
    def moves(self) -> bool:
        """Whether it is (or would be) under the new version."""
        return not self.hindrances and not self.meanwhile


@dataclass(frozen=True)
class Planned:
    """The move as agreed: who makes it, the versions, and which matters are running."""

    who: Who
    wanted: Wanted
    move: Move
    running: tuple[str, ...]
    ended: int

    @property
    def added(self) -> list[str]:
        """Promises that only the new version makes."""
        return _only_in(self.move.new, self.move.old)

    @property
    def given_up(self) -> list[str]:
        """Promises that the new version no longer makes."""
        return _only_in(self.move.old, self.move.new)


def _only_in(one: Workflow, other: Workflow) -> list[str]:
    kept = set(other.promises)
    return [promise.name for promise in one.promises if promise not in kept]


def plan(office: Office, who: Who, now: datetime, wanted: Wanted) -> Planned:
    """Check what is wanted and find the running matters; raises WrongRole, NotFound, Invalid."""
    if not who.actor.holds(Role.ADMINISTRATOR, Role.SECRETARY):
        raise WrongRole(
            "Only an administrator or the company secretary may move matters to another version; "
            f"{who.actor.name} is neither."
        )
    old = office.workflows.get(wanted.workflow, wanted.from_version)
    new = office.workflows.get(wanted.workflow, wanted.to_version)
    problems = _problems(old, new, wanted)
    if problems:
        raise Invalid(problems)
    with office.reading(who, now) as desk:
        found = pinned.pinned(desk.work, old.key, old.version)
    running = tuple(each.id for each in found if not old.states[each.state].final)
    return Planned(who, wanted, Move(old, new, wanted.renamed), running, len(found) - len(running))


def _problems(old: Workflow, new: Workflow, wanted: Wanted) -> dict[str, str]:
    problems = {}
    if old.version == new.version:
        problems["to"] = f"Version {old.version} is where the matters are: name another one."
    elif old.matter != new.matter:
        problems["to"] = f"Version {new.version} is for a {new.matter}, not for a {old.matter}."
    if not wanted.reason.strip():
        problems["reason"] = "Give the reason: it stands in the record of every matter moved."
    if len(wanted.reason) > LONGEST_REASON:
        problems["reason"] = f"The reason may have at most {LONGEST_REASON} characters."
    for before, after in wanted.renamed.items():
        for name, workflow in ((before, old), (after, new)):
            if name not in workflow.states:
                what = f"state of version {workflow.version}"
                problems[f"state {before}={after}"] = unknown(what, name, workflow.states)[0]
    return problems


def judged(office: Office, planned: Planned, now: datetime) -> list[Line]:
    """What would become of each running matter; changes nothing."""
    with office.reading(planned.who, now) as desk:
        found = {
            each.id: each
            for each in pinned.pinned(
                desk.work, planned.wanted.workflow, planned.wanted.from_version
            )
        }
        walks = pinned.walks_of(desk.work, planned.running)
        zone = desk.organisation.zone
    return [
        _line(planned, found[each], _judge(planned, found[each], walks.get(each, ()), zone))
        for each in planned.running
        if each in found
    ]


def moved(office: Office, planned: Planned, now: datetime) -> Iterator[Line]:
    """Move the running matters one by one, judging each anew inside its own transaction.

    A matter that cannot move stays as it is; what was moved before a failure stays moved, and a
    second run goes on with the rest.
    """
    for matter_id in planned.running:
        with office.writing(planned.who, now) as desk:
            line = _move_one(desk, planned, matters.matter(desk.work, matter_id))
        yield line


def _move_one(desk: Desk, planned: Planned, matter: Matter) -> Line:
    old, new = planned.move.old, planned.move.new
    under = desk.workflow(matter.workflow, matter.workflow_version)
    if under is not old or old.states[matter.state].final:
        title = under.states[matter.state].title
        return Line(matter.reference, _title(matter), title, meanwhile=True)
    steps = pinned.walks_of(desk.work, [matter.id]).get(matter.id, ())
    judgement = _judge(planned, matter, steps, desk.organisation.zone)
    line = _line(planned, matter, judgement)
    if not judgement.may_move:
        return line
    before = matter.state
    desk.work.repin(matter, version=new.version, hash_=new.content_hash, to=judgement.to_state)
    desk.work.record(_event(planned, before, judgement.to_state), desk.actor, matter)
    return line


def _event(planned: Planned, before: str, after: str) -> MatterMigrated:
    old, new = planned.move.old, planned.move.new
    return MatterMigrated(
        workflow=new.key,
        workflow_title=new.title,
        from_version=old.version,
        to_version=new.version,
        from_hash=old.content_hash,
        to_hash=new.content_hash,
        from_state=before,
        to_state=after,
        to_title=new.states[after].title,
        renamed=dict(planned.wanted.renamed),
        reason=planned.wanted.reason.strip(),
    )


def _judge(
    planned: Planned, matter: Matter | Pinned, steps: Iterable[Step], zone: str
) -> Judgement:
    return planned.move.judge(Standing(matter.state, acts_of(steps, zone), matter.facts))


def acts_of(steps: Iterable[Step], zone: str) -> Sequence[Act]:
    """The moves of a matter, with every state under the name its present version gives it."""
    acts: list[Act] = []
    for step in steps:
        facts = step.facts
        if "renamed" in facts:
            acts = [_under_new_names(act, facts["renamed"]) for act in acts]
            continue
        day = local_day(step.at, zone)
        acts.append(Act(facts["action"], facts["from_state"], facts["to_state"], step.actor, day))
    return acts


def _under_new_names(act: Act, renamed: Mapping[str, str]) -> Act:
    source, target = (renamed.get(name, name) for name in (act.source, act.target))
    return Act(act.action, source, target, act.actor, act.on)


def _line(planned: Planned, matter: Matter | Pinned, judgement: Judgement) -> Line:
    old, new = planned.move.old, planned.move.new
    there = new.states.get(judgement.to_state)
    return Line(
        reference=matter.reference,
        title=_title(matter),
        state_title=old.states[matter.state].title,
        to_title=there.title if there else "",
        hindrances=judgement.hindrances,
    )


def _title(matter: Matter | Pinned) -> str:
    return "" if matter.kind == ABOUT_A_PERSON else matter.title
