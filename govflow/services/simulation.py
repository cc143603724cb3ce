"""Tries a changed rule on past papers: which would have missed their meeting, and by how much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govflow.domain.deadline import local_day
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.policy import BOUNDS, POLICY_TITLES
from govflow.domain.simulation import (
    JUDGED,
    RULES,
    Outcome,
    PastPaper,
    Simulated,
    Simulation,
    counts,
)
from govflow.engine.faults import unknown
from govflow.engine.workflow import Workflow
from govflow.services.office import Desk
from govflow.services.past import past
from govflow.store import meetings

SENDING = "invite_networks"  # the effect of sending a paper to the networks
RULE_WORDS: dict[str, str] = {
    "minimum_window": "a shortest window of {}",
    "minimum_window_organisational_change": "a shortest window of {} for organisational change",
    "response_days": "{} for the author to answer",
    "paper_deadline_days": "papers due {} before the meeting",
    "clear_days": "{} between issue and meeting, clear of both",
}


@dataclass(frozen=True)
class Trial:
    """Which rules are changed, on which workflow's papers, sent in which days (both included)."""

    workflow: str
    rules: Mapping[str, int]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Report:
    """Every paper with its outcome; those that the rule would have touched stand first."""

    trial: Trial
    workflow: Workflow
    found: Sequence[Simulated]

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many papers had each outcome; they add up to all."""
        return counts(self.found)

    @property
    def judged(self) -> int:
        """The papers that the rule has something to say about."""
        return sum(self.counts[outcome] for outcome in JUDGED)

    def having(self, *outcomes: Outcome) -> list[Simulated]:
        """The papers with one of these outcomes."""
        return [each for each in self.found if each.outcome in outcomes]

    def sentence(self) -> str:
        """The answer in one sentence."""
        with_rules = f"With {rules_in_words(self.trial.rules)}"
        if not self.judged:
            return f"{with_rules}: no paper on record says what would have happened."
        papers = "1 paper" if self.judged == 1 else f"{self.judged:,} papers"
        missed = self.counts[Outcome.MISSED]
        whose = "its" if missed == 1 or self.judged == 1 else "their"
        said = f"{missed:,}" if missed else "none"
        return f"{with_rules}, {said} of {papers} would have missed {whose} meeting."


def rules_in_words(rules: Mapping[str, int]) -> str:
    """Such as “a shortest window of 15 working days”."""
    return " and ".join(
        RULE_WORDS[name].format("1 working day" if value == 1 else f"{value} working days")
        for name, value in rules.items()
    )


def checked_rules(asked: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Policy names and values as typed; raises Invalid with a sentence for each that is wrong."""
    rules: dict[str, int] = {}
    problems: dict[str, str] = {}
    for name, typed in asked:
        wrong = _wrong(name, typed.strip())
        if wrong is None and name in rules:
            wrong = f"{name} is given twice: give one value."
        if wrong is None:
            rules[name] = int(typed)
        else:
            problems[name] = wrong
    if not rules and not problems:
        problems["rules"] = f"Change at least one rule: {', '.join(RULES)}."
    if problems:
        raise Invalid(problems)
    return rules


def _wrong(name: str, typed: str) -> str | None:
    if name not in POLICY_TITLES:
        return unknown("rule", name, POLICY_TITLES)[0]
    if name not in RULES:
        return (
            f"{name} does not decide whether a paper reaches its meeting; "
            f"these do: {', '.join(RULES)}."
        )
    low, high = BOUNDS[name]
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and low <= int(typed) <= high):
        return f"{POLICY_TITLES[name]} must be a whole number between {low} and {high}."
    return None


def workflows_to_try(desk: Desk) -> list[Workflow]:
    """The newest version of each workflow whose papers go to networks before a meeting."""
    newest = {each.key: each for each in desk.office.workflows.all()}
    return [each for each in newest.values() if _sends(each)]


def _sends(workflow: Workflow) -> bool:
    return any(SENDING in action.does for action in workflow.actions.values())


def run(desk: Desk, trial: Trial) -> Report:
    """The trial over this organisation's past; raises NotFound for a workflow without networks."""
    workflow = desk.workflow(trial.workflow)
    if not _sends(workflow):
        known = ", ".join(each.key for each in workflows_to_try(desk))
        raise NotFound(
            f"No paper of '{workflow.key}' goes to the networks before its meeting, "
            f"so there is nothing to try. These do: {known}."
        )
    simulation = Simulation(
        rules=trial.rules,
        values=meetings.policy_values(desk.work),
        meetings=meetings.meetings(desk.work),
        calendar=desk.calendar,
        zone=desk.organisation.zone,
    )
    every = past(desk, workflow.key, simulation.meetings)
    taken = [paper for paper in every if _within(trial, paper, simulation.zone)]
    found = sorted(map(simulation.judge, taken), key=_place)
    return Report(trial, workflow, found)


def _within(trial: Trial, paper: PastPaper, zone: str) -> bool:
    day = local_day(paper.begun_at, zone)
    return (trial.since is None or trial.since <= day) and (
        trial.until is None or day <= trial.until
    )


def _place(found: Simulated) -> tuple[int, int, str]:
    return list(Outcome).index(found.outcome), -found.late_by, found.paper.reference
