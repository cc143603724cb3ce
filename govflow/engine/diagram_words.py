"""Tells a diagram in sentences, for whoever cannot see it or would rather read."""

from govflow.engine.graph import Walk
from govflow.engine.words import listed, lowered, the
from govflow.engine.workflow import Action, State, Workflow


def described(workflow: Workflow, current: str | None = None, walk: Walk = ()) -> list[str]:
    """Where the matter is, the walk that breaks a promise, each state and what leaves it."""
    told = []
    if current is not None and current in workflow.states:
        title = lowered(workflow.states[current].title)
        told.append(f"You are here: this {workflow.matter} is {title}.")
    if walk:
        told.append("The numbered steps are a walk that breaks a promise.")
        told.extend(_step_sentence(workflow, number, walk) for number in range(1, len(walk) + 1))
    told.append(f"It starts as '{workflow.states[workflow.initial].title}'.")
    told.extend(_state_sentence(workflow, state) for state in workflow.states.values())
    return told


def _step_sentence(workflow: Workflow, number: int, walk: Walk) -> str:
    step = walk[number - 1]
    target = workflow.states[step.target].title
    end = ", where the promise is broken" if number == len(walk) else ""
    who = _who(workflow, workflow.actions[step.action])
    act, source = lowered(workflow.actions[step.action].title), workflow.states[step.source].title
    return f"Step {number}: from '{source}', {who} may {act}, which leads to '{target}'{end}."


def _state_sentence(workflow: Workflow, state: State) -> str:
    ways = [_way(workflow, action) for action in workflow.leaving(state.name)]
    kind = " (a decision)" if state.decision else ""
    if not ways:
        return f"'{state.title}'{kind} is an end."
    stay = " It may also stay so for good." if state.lasting else ""
    return f"From '{state.title}'{kind}: {'; '.join(ways)}.{stay}"


def _way(workflow: Workflow, action: Action) -> str:
    target = workflow.states[action.to].title
    return f"{_who(workflow, action)} may {lowered(action.title)}, which leads to '{target}'"


def _who(workflow: Workflow, action: Action) -> str:
    return listed([the(workflow.role_title(role)) for role in action.by], "or")
