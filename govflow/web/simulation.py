"""The secretary tries a rule on past papers: a page that only reads, asked by its address."""

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.domain.policy import BOUNDS, POLICY_TITLES
from govflow.domain.simulation import OUTCOME_TITLES, RULES, Outcome
from govflow.services import simulation
from govflow.services.simulation import Trial
from govflow.web.acting import reading
from govflow.web.pages import Link, audience, navigation_for, render
from govflow.web.query import answered_with, asked_day, asked_text, wrong

blueprint = Blueprint("simulation", __name__)
navigation_for(Role.SECRETARY, Link("Try a rule", "simulation.trial", place=5))

MOST_SHOWN = 200
SHOWN = (Outcome.MISSED, Outcome.GAINED, Outcome.LATE_ANYWAY)


@blueprint.get("/simulate")
@audience(Role.SECRETARY)
def trial() -> ResponseReturnValue:
    """The values to try, filled in with those in force, and what they would have done."""
    with reading() as desk:
        known = simulation.workflows_to_try(desk)
        in_force = {name: int(getattr(desk.policy, name)) for name in RULES}
        key = asked_text("papers", 64) or "board_paper"
        key = key if key in {each.key for each in known} else known[0].key
        rules = _changed(in_force)
        since, until = _period()
        report = simulation.run(desk, Trial(key, rules, since, until)) if rules else None
    page = render(
        "simulation/trial.jinja",
        workflows=[(each.key, each.title) for each in known],
        key=key,
        rules=[(name, POLICY_TITLES[name], value) for name, value in in_force.items()],
        bounds=BOUNDS,
        asked=bool(request.args),
        report=report,
        shown=SHOWN,
        outcomes=OUTCOME_TITLES,
        most=MOST_SHOWN,
        Outcome=Outcome,
    )
    return answered_with(page)


def _changed(in_force: dict[str, int]) -> dict[str, int]:
    """The values that differ from those in force; a wrong one is said beside its field."""
    typed = [(name, asked_text(name, 20)) for name in RULES]
    different = [(name, said) for name, said in typed if said and said != str(in_force[name])]
    if not different:
        return {}
    try:
        return simulation.checked_rules(different)
    except Invalid as invalid:
        for name, sentence in invalid.problems.items():
            wrong(name, sentence)
        return {}


def _period() -> tuple[date | None, date | None]:
    since, until = asked_day("since", "the first day"), asked_day("until", "the last day")
    if since and until and until < since:
        wrong("until", "The last day must not be before the first")
    return since, until
