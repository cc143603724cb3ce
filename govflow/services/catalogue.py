"""Every procedure explained: what it promises and how that is kept, its steps and its rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from govflow.domain.people import Role
from govflow.domain.policy import Policy
from govflow.domain.promises import DifferentPeople, NotLaterThan, Promise
from govflow.engine import diagram, drawing, prover
from govflow.engine.rules_said import about, deadline_said, need_said, roles_said
from govflow.engine.words import raised
from govflow.engine.workflow import Action, Ask, State, Workflow
from govflow.services.matter_lines import acting_roles
from govflow.services.office import Desk
from govflow.store import matter_lists

PROVEN, ENFORCED, RECORDED = "Proven", "Enforced", "Checked in the record"
HOW_KEPT = {
    PROVEN: "It holds on every way through the steps, loops included, whoever acts.",
    ENFORCED: "Checked each time somebody acts. The check is proven to stand wherever it must.",
    RECORDED: "It speaks of days, which no table shows: each record of what happened is judged.",
}
KINDS = {
    "text": "a line of text",
    "textarea": "text",
    "choice": "a choice",
    "checkbox": "a tick",
    "date": "a date",
    "person": "a person",
    "reference": "a reference",
}


@dataclass(frozen=True)
class Line:
    """One procedure in the list; `running` is None when this reader may not see such matters."""

    newest: Workflow
    versions: tuple[int, ...]
    about: str
    running: int | None


@dataclass(frozen=True)
class Kept:
    """One promise as a sentence, and how it is kept: a key of `HOW_KEPT`."""

    name: str
    sentence: str
    kept: str


@dataclass(frozen=True)
class StateRow:
    """One state in words; `waits_for` and `deadline` are empty where there is none."""

    title: str
    help: str
    marks: tuple[str, ...]
    waits_for: str
    deadline: str


@dataclass(frozen=True)
class ActionRow:
    """One action in words."""

    title: str
    help: str
    sources: tuple[str, ...]
    to: str
    by: str
    needs: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One version of a procedure, explained."""

    workflow: Workflow
    about: str
    versions: tuple[int, ...]
    running: int | None
    promises: list[Kept]
    drawing: str
    drawing_in_words: list[str]
    states: list[StateRow]
    begins: ActionRow | None
    actions: list[ActionRow]

    @property
    def how_kept(self) -> list[tuple[str, str]]:
        """The ways in which its promises are kept, each explained."""
        used = {promise.kept for promise in self.promises}
        return [(word, how) for word, how in HOW_KEPT.items() if word in used]

    @property
    def newest(self) -> bool:
        """Whether matters begun now follow this version."""
        return self.workflow.version == self.versions[-1]


def listed_procedures(desk: Desk) -> list[Line]:
    """The newest version of every procedure, by title."""
    flows = {each.key: each for each in desk.office.workflows.all()}
    running = _running(desk)
    lines = [
        Line(flow, _versions(desk, key), about(flow), _shown(desk, flow, running))
        for key, flow in flows.items()
    ]
    return sorted(lines, key=lambda line: line.newest.title)


def procedure(desk: Desk, key: str, version: int | None = None) -> Procedure:
    """One version, or the newest; raises NotFound."""
    flow = desk.office.workflows.get(key, version)
    return Procedure(
        workflow=flow,
        about=about(flow),
        versions=_versions(desk, key),
        running=_shown(desk, flow, _running(desk), only_version=True),
        promises=kept(flow),
        drawing=diagram.svg(flow),
        drawing_in_words=diagram.described(flow),
        states=[_state(flow, state, desk.policy) for state in flow.states.values()],
        begins=_begins(flow),
        actions=[_action(flow, action) for action in flow.actions.values()],
    )


def exported(desk: Desk, key: str, version: int, form: str) -> str:
    """The source (`yaml`) or a drawing; raises NotFound, or Invalid for an unknown form."""
    flow = desk.office.workflows.get(key, version)
    return flow.source if form == "yaml" else drawing.draw(flow, form)


def kept(flow: Workflow) -> list[Kept]:
    """Each promise, with the sentence that the prover says of it."""
    proofs = prover.prove(flow)
    return [
        Kept(promise.name, proof.sentence, _how(promise))
        for promise, proof in zip(flow.promises, proofs, strict=True)
    ]


def _how(promise: Promise) -> str:
    match promise:
        case DifferentPeople():
            return ENFORCED
        case NotLaterThan():
            return RECORDED
    return PROVEN


def _versions(desk: Desk, key: str) -> tuple[int, ...]:
    return tuple(each.version for each in desk.office.workflows.all() if each.key == key)


def _running(desk: Desk) -> Counter[tuple[str, int]]:
    """How many matters of each workflow and version are under way."""
    flows = {(each.key, each.version): each for each in desk.office.workflows.all()}
    found: Counter[tuple[str, int]] = Counter()
    for key, version, state, count in matter_lists.standing(desk.work):
        flow = flows.get((key, version))
        if flow and not flow.states[state].final:
            found[key, version] += count
    return found


def _shown(
    desk: Desk, flow: Workflow, running: Counter[tuple[str, int]], *, only_version: bool = False
) -> int | None:
    """The number for whoever acts on such matters or audits them: even one can tell a story."""
    if not desk.actor.holds(Role.AUDITOR, *(acting_roles(flow) & set(Role))):
        return None
    if only_version:
        return running[flow.key, flow.version]
    return sum(count for (key, _), count in running.items() if key == flow.key)


def _state(flow: Workflow, state: State, policy: Policy) -> StateRow:
    why = f"None. {state.why_no_deadline}" if state.why_no_deadline else ""
    said = deadline_said(flow, state, policy)
    return StateRow(
        title=state.title,
        help=state.help or "",
        marks=tuple(_marks(flow, state)),
        waits_for=raised(roles_said(flow, (state.waits_for,))) if state.waits_for else "",
        deadline=f"{raised(said)}." if said else why,
    )


def _marks(flow: Workflow, state: State) -> Iterator[str]:
    if state.name == flow.initial:
        yield "Start"
    if state.decision:
        yield "Decision"
    if state.final:
        yield "End"
    if state.lasting:
        yield "May stay so"


def _begins(flow: Workflow) -> ActionRow | None:
    """Beginning such a matter, as if it were an action."""
    opens = flow.opens
    if opens is None:
        return None
    first = flow.states[flow.initial].title
    who, asks = roles_said(flow, opens.by), tuple(map(_ask, opens.asks))
    return ActionRow(opens.title, opens.help or "", (), first, who, (), asks)


def _action(flow: Workflow, action: Action) -> ActionRow:
    return ActionRow(
        title=action.title,
        help=action.help or "",
        sources=tuple(flow.states[source].title for source in action.sources),
        to=flow.states[action.to].title,
        by=roles_said(flow, action.by),
        needs=tuple(need_said(flow, action, n) for n in action.needs if _own(flow, n.guard)),
        asks=tuple(map(_ask, action.asks)),
    )


def _own(flow: Workflow, guard: str) -> bool:
    """Whether the need says more than the form does, which is listed beside it."""
    known = flow.guards.get(guard)
    return known is None or not known.asked_in_form


def _ask(ask: Ask) -> str:
    return f"{ask.label} ({KINDS[ask.kind]}{'' if ask.required else ', if any'})"
