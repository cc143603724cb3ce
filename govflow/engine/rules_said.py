"""Says the rules of a workflow file in words: what an act needs, and when a state's time is up."""

import inspect
from collections.abc import Mapping

from govflow.domain.policy import Policy
from govflow.domain.timing import UNIT_WORDS, DeadlineRule, Unit, unit_of
from govflow.engine.words import listed, the
from govflow.engine.workflow import Action, Need, State, Workflow

# Conditions whose sentence needs the names that the file gives them.
NEEDS: Mapping[str, str] = {
    "date_ahead": "“{fact}” is given as a day after today.",
    "date_not_ahead": "“{fact}” is given as today or an earlier day.",
    "date_not_passed": "The day of “{fact}” has not passed.",
    "date_passed": "The day of “{fact}” has passed.",
    "date_reached": "The day of “{fact}” has come{nearly}.",
    "dated_after": "The day of “{fact}” is later than that of “{limit}”.",
    "dated_within": "The day of “{fact}” is on or before that of “{limit}”.",
    "different_person": "Nobody who did “{from}” on this matter may do this.",
    "evidence_kept": "“{fact}” has been given: without it nothing counts as met.",
    "fact_is": "“{fact}” is answered “{is}”.",
    "minimum_window": "The window is as long as policy asks for this kind of paper{least}.",
    "window_ends_before": "A window sent now ends before the day of “{fact}”.",
}
# The deadlines that the house knows by name; those counted by a policy value are not here.
DEADLINES: Mapping[str, str] = {
    "consultation": "when the last network's window closes",
    "paper_deadline": "the paper deadline of the chosen meeting",
    "meeting": "the chosen meeting",
    "next_meeting": "the next meeting",
}
BY_POLICY: Mapping[str, tuple[str, str]] = {
    "response": ("response_days", "it came here"),
    "feedback": ("feedback_days", "it came here"),
    "re_review": ("re_review_months", "the review was adopted"),
}


def need_said(workflow: Workflow, action: Action, need: Need) -> str:
    """What must hold before the action, as a sentence."""
    guard = workflow.guards.get(need.guard)
    if guard is None:
        return f"{need.guard.replace('_', ' ').capitalize()}."
    if guard.asked_in_form:
        asked = next((ask.label for ask in action.asks if ask.fact == guard.reads), guard.reads)
        return f"The form gives “{asked}”."
    if need.guard in NEEDS:
        return NEEDS[need.guard].format_map(_names(workflow, action, need))
    given = listed([f"{name} {value}" for name, value in need.parameters.items()])
    told = (inspect.getdoc(guard.check) or need.guard.replace("_", " ").capitalize()).split("\n")[0]
    return f"{told.rstrip('.')}{f' ({given})' if given else ''}."


def _names(workflow: Workflow, action: Action, need: Need) -> dict[str, str]:
    """The parameters as people know them: facts by their labels, actions by their titles."""
    given = {name: str(value) for name, value in need.parameters.items()}
    for name in ("fact", "limit"):
        if name in given:
            given[name] = _label(workflow, action, given[name])
    earlier = workflow.actions.get(given.get("from", ""))
    if earlier:
        given["from"] = earlier.title
    days = given.get("working_days")
    least = f", and at least {days} working days" if days else ""
    return {**given, "least": least, "nearly": _nearly(need)}


def _nearly(need: Need) -> str:
    near = [
        counted(int(need.parameters[f"{word}s_before"]), word)
        for word in ("month", "day")
        if need.parameters.get(f"{word}s_before")
    ]
    return f", or is at most {listed(near)} away" if near else ""


def _label(workflow: Workflow, action: Action, fact: str) -> str:
    """The question that gives the fact: first where it is kept, else on the action's own form."""
    asks = {**{ask.fact: ask for ask in action.asks}, **workflow.kept()}
    return asks[fact].label if fact in asks else fact.replace("_", " ")


def counted(amount: int, word: str) -> str:
    """`1 day`, `2 days`."""
    return f"{amount} {word}{'' if amount == 1 else 's'}"


def deadline_said(workflow: Workflow, state: State, policy: Policy | None = None) -> str:
    """When the state's time is up; empty where no clock runs.

    With a policy, what it sets is said as the number now in force.
    """
    rule = state.deadline
    if rule is None:
        return ""
    if isinstance(rule, DeadlineRule):
        if rule.policy and policy:
            return _by_policy(rule.policy, _moment(workflow, rule), policy, rule.before)
        return rule.said(_labels(workflow))
    if rule in BY_POLICY:
        return _by_policy(*BY_POLICY[rule], policy)
    return DEADLINES.get(rule, rule.replace("_", " "))


def _by_policy(name: str, start: str, policy: Policy | None, before: bool = False) -> str:
    way, word = "before" if before else "after", UNIT_WORDS[unit_of(name)]
    if policy is None:
        return f"as many {word}s {way} {start} as policy sets"
    return f"{counted(getattr(policy, name), word)} {way} {start}, as policy sets"


def _moment(workflow: Workflow, rule: DeadlineRule) -> str:
    """What the rule counts from, in the rule's own words."""
    said = DeadlineRule(rule.anchor, Unit.DAYS, 1).said(_labels(workflow))
    return said.partition(" after ")[2]


def _labels(workflow: Workflow) -> dict[str, str]:
    return {fact: ask.label for fact, ask in workflow.kept().items()}


def roles_said(workflow: Workflow, roles: tuple[str, ...], last: str = "or") -> str:
    """`the author or the company secretary`."""
    return listed([the(workflow.role_title(role)) for role in roles], last)


def about(workflow: Workflow) -> str:
    """What the procedure is for: the comment that its file opens with, else its form's help."""
    words: list[str] = []
    for line in workflow.source.splitlines():
        if not line.startswith("#"):
            break
        said = line.lstrip("#").strip()
        if not said.startswith("yaml-language-server:"):
            words.append(said)
    told = " ".join(filter(None, words))
    return told or (workflow.opens.help if workflow.opens and workflow.opens.help else "")
